//! A redacted pack names nobody, says the same, and can be compared by who holds the key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;
use tickmark::inventory::snapshot::Snapshot;

use super::command::said;
use super::sample::{CONTROL, block, files, snapshot};

/// The account that comes with tickmark.
fn demo() -> Snapshot {
    Snapshot::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/demo.snapshot.zst")).unwrap()
}

/// A folder with two keys.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("key"), [7; 32]).unwrap();
    fs::write(folder.path().join("other"), [8; 32]).unwrap();
    folder
}

/// Writes a redacted pack of the demo.
fn redacted(folder: &Path, name: &str, key: &str) -> PathBuf {
    let (status, _, err) = said(folder, &["pack", "--demo", "--redact", "--redaction-key", key, "-o", name]);
    assert_eq!(status, 0, "{err}");
    folder.join(name)
}

/// What a file says, unpacked where it is a zip itself.
fn texts(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    if !bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for number in 0..archive.len() {
        let mut bytes = Vec::new();
        archive.by_index(number).unwrap().read_to_end(&mut bytes).unwrap();
        out.push_str(&String::from_utf8_lossy(&bytes));
        out.push('\n');
    }
    out
}

/// Every account id in a text.
fn accounts(text: &str) -> BTreeSet<String> {
    let account = Regex::new(r"(?:^|[^0-9A-Za-z.])([0-9]{12})(?:[^0-9A-Za-z]|$)").unwrap();
    account.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn no_file_of_a_redacted_pack_has_an_id_or_a_name_of_the_original() {
    let folder = folder();
    let pack = redacted(folder.path(), "pack", "key");
    let original = demo();
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut plain = Vec::new();
    original.write_to(&mut plain).unwrap();
    names.extend(accounts(&String::from_utf8(plain).unwrap()));
    // What AWS itself made and named is nobody's.
    let of_aws = |id: &str| id.starts_with("arn:aws:iam::aws:") || id.contains("/AWSServiceRoleFor");
    for asset in original.assets().filter(|asset| !of_aws(asset.id())) {
        names.extend([asset.id().to_owned(), asset.name().to_owned()]);
        names.extend(asset.id().rsplit([':', '/']).next().map(str::to_owned));
    }
    for private in ["kestrel", "jane", "moto", "AROAXAHE2UXRAWOFNLTY5"] {
        names.insert(private.to_owned());
    }
    // What the pack says whatever the snapshot holds: a name that is a word of ours cannot be told from it.
    let ours: String = files(&pack.join("controls")).iter().map(|path| texts(path)).collect();
    let is_word = |name: &str, text: &str| {
        let escaped = regex::escape(name);
        Regex::new(&format!(r"(?:^|[^0-9A-Za-z_-]){escaped}(?:[^0-9A-Za-z_-]|$)")).unwrap().is_match(text)
    };
    let regions = ["eu-central-1", "eu-west-1", "us-east-1"];
    let (spared, searched): (BTreeSet<String>, BTreeSet<String>) = names
        .into_iter()
        .filter(|name| !name.is_empty() && !regions.contains(&name.as_str()))
        .partition(|name| is_word(name, &ours));
    let spared: Vec<&str> = spared.iter().map(String::as_str).collect();
    assert_eq!(spared, SPARED, "few names are words of ours");
    assert!(searched.len() > 400, "{}", searched.len());
    let mut found = Vec::new();
    for path in files(&pack).iter().filter(|path| !path.starts_with(pack.join("controls"))) {
        let text = texts(path);
        let is_in = |name: &&String| text.contains(name.as_str()) && (name.len() > 7 || is_word(name, &text));
        found.extend(searched.iter().filter(is_in).map(|name| format!("{}: {name}", path.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    // What is a word of ours elsewhere is no asset's name or id all the same.
    for asset in Snapshot::read(&files(&pack.join("snapshots"))[0]).unwrap().assets() {
        for word in asset.id().split([':', '/']).chain([asset.name()]) {
            assert!(!SPARED.contains(&word), "{}", asset.id());
        }
    }
}

/// Names of the demo that are words of the controls too.
const SPARED: [&str; 7] = ["api", "bastion", "break-glass", "flow-logs", "platform", "production", "webhook"];

/// How often each control has each result.
fn results(pack: &Path) -> BTreeMap<(String, String), usize> {
    let assessment: Value = serde_json::from_str(&fs::read_to_string(pack.join("assessment.json")).unwrap()).unwrap();
    let mut results = BTreeMap::new();
    for finding in assessment["findings"].as_array().unwrap() {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        *results.entry((word("control"), word("status"))).or_default() += 1;
    }
    for criterion in assessment["criteria"].as_array().unwrap() {
        let word = |key: &str| criterion[key].as_str().unwrap().to_owned();
        results.insert((word("id"), format!("{} {}", word("configuration"), word("documents"))), 1);
    }
    results
}

#[test]
fn a_redacted_pack_says_the_same_and_is_verified() {
    let folder = folder();
    let pack = redacted(folder.path(), "pack", "key");
    assert_eq!(said(folder.path(), &["pack", "--demo", "-o", "plain"]).0, 0);
    assert_eq!(results(&pack), results(&folder.path().join("plain")));
    let (status, out, _) = said(folder.path(), &["verify", "pack"]);
    assert_eq!(status, 0, "{out}");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(pack.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["redaction"].as_str().unwrap().len(), 16);
    assert!(manifest["asked"]["organization"].is_null());
}

#[test]
fn one_key_makes_one_pseudonym_and_another_key_another() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), snapshot("111111111111", &block(true))).unwrap();
    fs::write(at("b.jsonl"), snapshot("222222222222", &block(true))).unwrap();
    let write = |snapshots: &[&str], key: &str, name: &str| {
        let args = [&["pack"], snapshots, &["--redact", "--redaction-key", key, "-o", name]].concat();
        let (status, _, err) = said(folder.path(), &args);
        assert_eq!(status, 0, "{err}");
    };
    let pack = |snapshots: &[&str], key: &str, name: &str| {
        write(snapshots, key, name);
        let names = files(&at(name).join("snapshots")).into_iter();
        names.map(|path| path.file_stem().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let (a, both) = (pack(&["a.jsonl"], "key", "1"), pack(&["a.jsonl", "b.jsonl"], "key", "2"));
    assert!(a.is_subset(&both) && both.len() == 2);
    assert!(pack(&["a.jsonl"], "other", "3").is_disjoint(&both));
    write(&["a.jsonl"], "key", "again.zip");
    write(&["a.jsonl"], "key", "twice.zip");
    assert_eq!(fs::read(at("again.zip")).unwrap(), fs::read(at("twice.zip")).unwrap());
}

#[test]
fn people_are_replaced_and_what_they_decided_stays() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("b.jsonl"), snapshot("222222222222", &block(false))).unwrap();
    fs::write(
        at("acceptances.yaml"),
        format!(
            "acceptances:\n  - control: {CONTROL}\n    assets:\n      - glob: '*/22222*'\n    \
             reason: account 222222222222 is Ada's sandbox, ada@example.com\n    compensating_control: none needed\n    \
             owner: Ada Lovelace\n    approver: joe@example.com\n    ticket: SEC-1\n    starts: 2024-12-01\n    \
             expires: 2025-06-01\n"
        ),
    )
    .unwrap();
    let args =
        ["pack", "b.jsonl", "--acceptances", "acceptances.yaml", "--redact", "--redaction-key", "key", "-o", "p"];
    let (status, _, err) = said(folder.path(), &args);
    assert_eq!(status, 0, "{err}");
    let text = fs::read_to_string(at("p/acceptances.yaml")).unwrap();
    for gone in ["222222222222", "22222", "Lovelace", "joe", "ada@example.com", "SEC-1"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(fs::read_to_string(at("p/assessment.json")).unwrap().contains(r#""status":"risk_accepted""#));
}

#[test]
fn what_a_parameter_names_is_replaced_there_too() {
    let folder = folder();
    let param = "aws-iam-role-external-trust-restricted.trusted_accounts=690720121542";
    let args = ["pack", "--demo", "--param", param, "--redact", "--redaction-key", "key", "-o", "p"];
    let (status, _, err) = said(folder.path(), &args);
    assert_eq!(status, 0, "{err}");
    for path in files(&folder.path().join("p")) {
        assert!(!texts(&path).contains("690720121542"), "{}", path.display());
    }
    let manifest = fs::read_to_string(folder.path().join("p/manifest.json")).unwrap();
    assert!(manifest.contains("trusted_accounts="), "{manifest}");
}

#[test]
fn a_redacted_report_names_nobody() {
    let folder = folder();
    let args = ["report", "--demo", "--redact", "--redaction-key", "key", "--output", "r.md"];
    let (status, _, err) = said(folder.path(), &args);
    assert_eq!(status, 0, "{err}");
    let text = fs::read_to_string(folder.path().join("r.md")).unwrap();
    for gone in ["481516234210", "kestrel", "Kestrel", "auditor/tickmark"] {
        assert!(!text.contains(gone), "{gone}");
    }
}

#[test]
fn redaction_needs_a_key_that_cannot_be_guessed() {
    let folder = folder();
    fs::write(folder.path().join("short"), "secret").unwrap();
    let told = |args: &[&str], words: &str| {
        let (status, _, err) = said(folder.path(), &[&["pack", "--demo", "-o", "x"], args].concat());
        assert!(status == 2 && err.contains(words), "{args:?} {err}");
    };
    told(&["--redact"], "--redaction-key");
    told(&["--redaction-key", "key"], "--redact");
    told(&["--redact", "--redaction-key", "nothing"], "head -c 32 /dev/urandom");
    told(&["--redact", "--redaction-key", "short"], "has at least 32 bytes, and this has 6");
}
