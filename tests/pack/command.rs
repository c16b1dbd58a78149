//! `tickmark pack` and `tickmark verify`, as a user meets them.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tickmark::pack::Signer;

use super::sample::{CONTROL, block, snapshot};

/// The exit status, standard output and standard error.
pub(crate) fn said(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(name);
    }
    let output = command.env("TICKMARK_KEY_PASSWORD", "secret").current_dir(folder).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder with two snapshots and what management says of them.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), snapshot("111111111111", &block(true))).unwrap();
    fs::write(at("b.jsonl"), snapshot("222222222222", &block(false))).unwrap();
    fs::write(
        at("acceptances.yaml"),
        format!(
            "acceptances:\n  - control: {CONTROL}\n    assets: [aws.s3.account/222222222222]\n    reason: it is a sandbox\n    \
             compensating_control: it holds no data\n    owner: jane@example.com\n    approver: joe@example.com\n    \
             ticket: SEC-1\n    starts: 2024-12-01\n    expires: 2025-06-01\n"
        ),
    )
    .unwrap();
    fs::create_dir(at("policies")).unwrap();
    fs::write(at("policies/conduct.pdf"), "conduct").unwrap();
    let filed = ["documents", "add", "CC1.1", "--file", "policies/conduct.pdf", "--statement", "We behave."];
    let (status, _, err) = said(folder.path(), &[&filed[..], &["--owner", "jane", "--date", "2024-12-01"]].concat());
    assert_eq!(status, 0, "{err}");
    folder
}

const MANAGEMENT: [&str; 4] = ["--acceptances", "acceptances.yaml", "--documents", "documents.yaml"];

#[test]
fn a_pack_is_written_and_verified() {
    let folder = folder();
    let said = |args: &[&str]| said(folder.path(), args);
    let (status, out, err) = said(&[&["pack", "b.jsonl", "a.jsonl", "-o", "pack"][..], &MANAGEMENT].concat());
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("wrote an evidence pack") && err.contains("not signed"), "{err}");
    let pack = folder.path().join("pack");
    for path in ["index.html", "assessment.json", "acceptances.yaml", "documents/policies/conduct.pdf", "README.txt"] {
        assert!(pack.join(path).is_file(), "{path}");
    }
    let population = fs::read_to_string(pack.join(format!("populations/{CONTROL}.csv"))).unwrap();
    let rows: Vec<&str> = population.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].contains("111111111111,global,aws.s3.account") && rows[1].contains(",pass,high,"), "{}", rows[1]);
    assert!(rows[2].contains(",risk_accepted,high,"), "{}", rows[2]);
    assert!(rows[2].contains("accepted by joe@example.com until 2025-06-01, SEC-1: it is a sandbox"), "{}", rows[2]);

    let (status, out, _) = said(&["verify", "pack"]);
    assert_eq!(status, 0, "{out}");
    for words in ["Signature: none. The pack can only be shown to agree with itself", "were made again", "Verified: "] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let (status, out, _) = said(&["verify", "pack", "--public-key", &Signer::generate().unwrap().public().unwrap()]);
    assert_eq!(status, 1);
    assert!(out.contains("the pack is not signed") && out.contains("NOT verified: 1 problem"), "{out}");

    fs::remove_file(pack.join("documents/policies/conduct.pdf")).unwrap();
    let (status, out, _) = said(&["verify", "pack"]);
    assert_eq!(status, 1);
    assert!(out.contains(r#"missing: "documents/policies/conduct.pdf""#) && out.contains("not made again"), "{out}");
}

#[test]
fn what_was_asked_for_and_own_controls_are_judged_again_too() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let said = |args: &[&str]| said(folder.path(), args);
    let built_in = tickmark::control::pack::built_in();
    let own = built_in.iter().find(|source| source.file.ends_with("/s3-account-public-access-block.yaml")).unwrap();
    fs::create_dir_all(at("mine/aws/s3")).unwrap();
    let text = own.text.replacen("severity: high", "severity: low", 1);
    fs::write(at("mine/aws/s3/s3-account-public-access-block.yaml"), &text).unwrap();
    let asked = ["--controls", "mine", "--criterion", "CC6.1", "--criterion-threshold", "critical"];
    let (status, _, err) =
        said(&[&["pack", "a.jsonl", "b.jsonl", "-o", "p.zip", "--organization", "Kestrel"][..], &asked].concat());
    assert_eq!(status, 0, "{err}");
    let (status, out, _) = said(&["verify", "p.zip"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.starts_with("Evidence pack of Kestrel, as of 2025-01-01T00:00:00Z, by tickmark"), "{out}");
}

#[test]
fn an_altered_document_is_packed_as_it_is_and_found_altered_again() {
    let folder = folder();
    fs::write(folder.path().join("policies/conduct.pdf"), "other").unwrap();
    let said = |args: &[&str]| said(folder.path(), args);
    let (status, _, err) = said(&["pack", "a.jsonl", "-o", "altered", "--documents", "documents.yaml"]);
    assert_eq!(status, 0);
    assert!(err.contains("conduct.pdf is not what was filed; it is packed as it is"), "{err}");
    fs::remove_file(folder.path().join("policies/conduct.pdf")).unwrap();
    let (_, _, err) = said(&["pack", "a.jsonl", "-o", "missing", "--documents", "documents.yaml"]);
    assert!(err.contains("conduct.pdf is filed, but not there"), "{err}");
    for pack in ["altered", "missing"] {
        assert_eq!(said(&["verify", pack]).0, 0);
        let assessment = fs::read_to_string(folder.path().join(pack).join("assessment.json")).unwrap();
        let state = if pack == "altered" { "altered" } else { "missing" };
        assert!(assessment.contains(&format!(r#""state":"{state}""#)), "{pack}");
    }
}

#[test]
fn a_pack_is_signed_with_a_password_from_the_environment() {
    let folder = folder();
    let said = |args: &[&str]| said(folder.path(), args);
    let pair = minisign::KeyPair::generate_encrypted_keypair(Some("secret".to_owned())).unwrap();
    fs::write(folder.path().join("key"), pair.sk.to_box(None).unwrap().to_bytes()).unwrap();
    fs::write(folder.path().join("key.pub"), pair.pk.to_box().unwrap().to_bytes()).unwrap();
    let (status, _, err) = said(&["pack", "a.jsonl", "-o", "p.zip", "--sign-with", "key"]);
    assert_eq!(status, 0, "{err}");
    let (status, out, _) = said(&["verify", "p.zip", "--public-key", "key.pub"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("which was given"), "{out}");
    let pair = minisign::KeyPair::generate_encrypted_keypair(Some("another".to_owned())).unwrap();
    fs::write(folder.path().join("key"), pair.sk.to_box(None).unwrap().to_bytes()).unwrap();
    let (status, _, err) = said(&["pack", "a.jsonl", "-o", "q.zip", "--sign-with", "key"]);
    assert_eq!(status, 2);
    assert!(err.contains("cannot sign with key: Wrong password"), "{err}");
    assert!(!folder.path().join("q.zip").exists());
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = folder();
    let said = |args: &[&str]| said(folder.path(), args);
    let told = |args: &[&str], expected: i32, words: &str| {
        let (status, out, err) = said(args);
        assert!(status == expected && (out.contains(words) || err.contains(words)), "{args:?} {status} {out} {err}");
    };
    told(&["pack", "-o", "x"], 2, "SNAPSHOT");
    told(&["pack", "a.jsonl", "a.jsonl", "-o", "x"], 2, "two snapshots hold account 111111111111");
    told(&["pack", "nothing", "-o", "x"], 2, "cannot read nothing");
    told(&["pack", "a.jsonl", "-o", "policies"], 2, "is there already");
    told(&["pack", "a.jsonl", "-o", "no/where"], 2, "cannot write");
    told(&["pack", "a.jsonl", "-o", "x", "--acceptances", "documents.yaml"], 2, "documents.yaml:1:1");
    told(&["verify", "nothing"], 2, "cannot open nothing");
    told(&["verify", "policies"], 1, "is no evidence pack");
    told(&["verify", "a.jsonl"], 1, "is no evidence pack");
    told(&["verify", "policies", "--public-key", "x"], 2, "neither a public key of minisign nor a file of one");
    assert!(!folder.path().join("x").exists());
}
