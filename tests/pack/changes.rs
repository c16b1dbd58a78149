//! Any changed byte, any added or removed file is found.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tickmark::pack::{Signed, Signer};

use super::sample::{files, inputs, packed, problems, verified};

#[test]
fn the_same_input_makes_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a", "b", "a.zip", "b.zip"] {
        packed(&inputs(), &at(name), None);
        let verdict = verified(&at(name), None);
        assert_eq!((verdict.problems, verdict.signed), (vec![], Signed::Not), "{name}");
        let again = verdict.reperformed.unwrap();
        assert_eq!((again.controls, again.results, again.reports), (1, 2, true));
    }
    assert_eq!(fs::read(at("a.zip")).unwrap(), fs::read(at("b.zip")).unwrap());
    let (a, b) = (files(&at("a")), files(&at("b")));
    assert!(a.len() > 8 && a.len() == b.len());
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(fs::read(a).unwrap(), fs::read(b).unwrap(), "{}", a.display());
    }
    let reversed = tickmark::pack::Inputs { snapshots: inputs().snapshots.into_iter().rev().collect(), ..inputs() };
    packed(&reversed, &at("c.zip"), None);
    assert_eq!(fs::read(at("a.zip")).unwrap(), fs::read(at("c.zip")).unwrap(), "whatever the order of the snapshots");
}

/// Changes a file in many ways, and asks each time whether that is found.
fn tried(path: &Path, is_found: impl Fn() -> bool) {
    let whole = fs::read(path).unwrap();
    let last = whole.len() - 1;
    for (at, flip) in [(0, 0x80), (last.min(1), 0x01), (whole.len() / 2, 0x20), (last, 0x01)] {
        let mut changed = whole.clone();
        changed[at] ^= flip;
        fs::write(path, changed).unwrap();
        assert!(is_found(), "{} byte {at}", path.display());
    }
    for changed in [&whole[..0], &whole[..last], &[&whole[..], b"\n"].concat()] {
        fs::write(path, changed).unwrap();
        assert!(is_found(), "{} of {} bytes", path.display(), changed.len());
    }
    fs::remove_file(path).unwrap();
    assert!(is_found(), "{} removed", path.display());
    fs::write(path, whole).unwrap();
}

#[test]
fn every_change_of_every_file_is_found_whether_it_is_signed_or_not() {
    let folder = TempDir::new().unwrap();
    let signer = Signer::generate().unwrap();
    for (name, signer) in [("plain", None), ("signed", Some(&signer))] {
        let pack = folder.path().join(name);
        packed(&inputs(), &pack, signer);
        for file in files(&pack) {
            tried(&file, || !problems(&pack, None).is_empty());
        }
        assert_eq!(problems(&pack, None), Vec::<String>::new(), "all of it is put back");
    }
}

#[test]
fn what_is_added_is_found() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, None);
    for path in ["x", ".hidden", "controls/own/aws/s3/x.yaml", "documents/x", "snapshots/x.jsonl", "manifest.json.bak"]
    {
        let path = pack.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        assert!(problems(&pack, None).iter().any(|told| told.starts_with("added: ")), "{}", path.display());
        fs::remove_file(&path).unwrap();
        let mut parent = path.parent();
        while let Some(empty) = parent.filter(|parent| fs::remove_dir(parent).is_ok()) {
            parent = empty.parent();
        }
    }
    assert_eq!(problems(&pack, None), Vec::<String>::new());
    fs::create_dir(pack.join("empty")).unwrap();
    assert_eq!(problems(&pack, None), [r#"added: "empty/" is not in the manifest"#]);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_found_and_never_followed() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, None);
    let (file, elsewhere) = (pack.join("index.html"), folder.path().join("elsewhere.html"));
    fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    assert!(problems(&pack, None)[0].starts_with(r#""index.html" is no plain file"#));
    fs::remove_file(&file).unwrap();
    fs::rename(&elsewhere, &file).unwrap();
    let (below, elsewhere) = (pack.join("populations"), folder.path().join("elsewhere"));
    fs::rename(&below, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &below).unwrap();
    assert!(problems(&pack, None)[0].starts_with(r#""populations" is no plain file"#));
}

#[test]
fn a_change_anywhere_in_a_zip_is_found() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack.zip");
    packed(&inputs(), &pack, None);
    let whole = fs::read(&pack).unwrap();
    let length = whole.len();
    // Its first entry, its end, and a sample of all that lies between.
    let ends = (0..40).chain(length - 22..length);
    for at in ends.chain((0..length).step_by(length / 40)) {
        let mut changed = whole.clone();
        changed[at] ^= 0x01;
        fs::write(&pack, changed).unwrap();
        assert!(!problems(&pack, None).is_empty(), "byte {at} of {length}");
    }
    for changed in [&whole[..length - 1], &[&whole[..], b"\0"].concat(), &[b"\0", &whole[..]].concat()] {
        fs::write(&pack, changed).unwrap();
        assert!(!problems(&pack, None).is_empty(), "{} bytes", changed.len());
    }
}
