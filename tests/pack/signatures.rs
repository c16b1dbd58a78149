//! Who signed a pack.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tickmark::pack::{Signed, Signer, Verifier};

use super::sample::{inputs, packed, problems, resealed, verified};

fn key(signer: &Signer) -> Verifier {
    Verifier::new(&signer.public().unwrap()).unwrap()
}

#[test]
fn a_pack_is_by_the_key_that_was_given_or_by_its_own_or_by_none() {
    let folder = TempDir::new().unwrap();
    let (signer, other) = (Signer::generate().unwrap(), Signer::generate().unwrap());
    for name in ["signed", "signed.zip"] {
        let pack = folder.path().join(name);
        packed(&inputs(), &pack, Some(&signer));
        let verdict = verified(&pack, Some(&key(&signer)));
        assert_eq!((verdict.problems, verdict.signed), (vec![], Signed::ByKey(key(&signer).id())));
        let verdict = verified(&pack, None);
        assert_eq!((verdict.problems, verdict.signed), (vec![], Signed::ByItsOwnKey(key(&signer).id())));
        assert_eq!(problems(&pack, Some(&key(&other))), ["the signature is by another key"]);
    }
    let pack = folder.path().join("plain");
    packed(&inputs(), &pack, None);
    assert_eq!(problems(&pack, Some(&key(&signer))), ["the pack is not signed"]);
}

#[test]
fn who_signs_again_with_a_key_of_their_own_is_found_by_the_key() {
    let folder = TempDir::new().unwrap();
    let (signer, other) = (Signer::generate().unwrap(), Signer::generate().unwrap());
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, Some(&signer));
    resealed(&pack, |sheet| sheet.controls_digest.clone_into(&mut sheet.controls_digest.clone()));
    assert_eq!(problems(&pack, Some(&key(&signer))), Vec::<String>::new(), "sealing it again changes nothing");
    fs::write(pack.join("signing.pub"), other.public().unwrap()).unwrap();
    resealed(&pack, |_| {});
    let bytes = fs::read(pack.join("manifest.json")).unwrap();
    let manifest = tickmark::pack::Manifest::read(&bytes).unwrap();
    fs::write(pack.join("manifest.json.minisig"), other.sign(&manifest, &bytes).unwrap()).unwrap();
    assert_eq!(problems(&pack, None), Vec::<String>::new(), "it agrees with itself");
    assert_eq!(problems(&pack, Some(&key(&signer))), ["the signature is by another key"]);
    // The key that everybody knows beside a signature by another one.
    fs::write(pack.join("signing.pub"), signer.public().unwrap()).unwrap();
    resealed(&pack, |_| {});
    let found = problems(&pack, Some(&key(&signer)));
    assert_eq!(found, ["the signature does not fit the manifest, or was altered"]);
}

#[test]
fn every_byte_of_a_signature_counts() {
    let folder = TempDir::new().unwrap();
    let signer = Signer::generate().unwrap();
    let pack = folder.path().join("pack");
    let manifest = packed(&inputs(), &pack, Some(&signer));
    let bytes = fs::read(pack.join("manifest.json")).unwrap();
    let signature = fs::read_to_string(pack.join("manifest.json.minisig")).unwrap();
    let key = key(&signer);
    assert!(key.admits(&manifest, &bytes, &signature));
    for at in 0..signature.len() {
        let mut changed = signature.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(!key.admits(&manifest, &bytes, &String::from_utf8(changed).unwrap()), "byte {at}");
    }
    for changed in [signature.trim_end(), &format!("{signature}\n"), &signature.replace('\n', "\r\n"), ""] {
        assert!(!key.admits(&manifest, &bytes, changed));
    }
}

/// Runs the minisign of the system; `None` where there is none, which is said.
#[expect(clippy::print_stderr, reason = "that a test was skipped must be seen")]
fn minisign(args: &[&str], folder: &Path) -> Option<bool> {
    match Command::new("minisign").args(args).current_dir(folder).output() {
        Ok(output) => Some(output.status.success()),
        Err(error) => {
            eprintln!("SKIPPED: minisign cannot be run ({error}): install it, on Debian by `apt-get install minisign`");
            None
        }
    }
}

#[test]
fn minisign_itself_verifies_the_signature_and_we_sign_with_its_key() {
    let folder = TempDir::new().unwrap();
    let signer = Signer::generate().unwrap();
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, Some(&signer));
    let verify = ["-V", "-m", "manifest.json", "-p", "signing.pub"];
    if minisign(&verify, &pack).is_none() {
        return;
    }
    assert_eq!(minisign(&verify, &pack), Some(true));
    let path = pack.join("manifest.json");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("Kestrel", "Kestrol")).unwrap();
    assert_eq!(minisign(&verify, &pack), Some(false));

    let made = minisign(&["-G", "-W", "-p", "own.pub", "-s", "own.key"], folder.path());
    assert_eq!(made, Some(true));
    let secret = fs::read_to_string(folder.path().join("own.key")).unwrap();
    let signer = Signer::new(&secret, None).unwrap();
    let pack = folder.path().join("second");
    packed(&inputs(), &pack, Some(&signer));
    let public = fs::read_to_string(folder.path().join("own.pub")).unwrap();
    assert_eq!(problems(&pack, Some(&Verifier::new(&public).unwrap())), Vec::<String>::new());
    let bare = public.lines().nth(1).unwrap();
    assert_eq!(problems(&pack, Some(&Verifier::new(bare).unwrap())), Vec::<String>::new());
    assert_eq!(minisign(&["-V", "-m", "manifest.json", "-p", "../own.pub"], &pack), Some(true));
}

#[test]
fn what_is_no_key_is_refused() {
    for wrong in ["", "x", "untrusted comment: x\ny", "a\nb\nc"] {
        assert!(Verifier::new(wrong).is_err() && Signer::new(wrong, Some(String::new())).is_err(), "{wrong:?}");
    }
}
