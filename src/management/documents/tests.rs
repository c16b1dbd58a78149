//! The file, what counts of it, and how it grows.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::assess::{FileState, FiledFile, Standing};
use crate::criteria::Criteria;

/// The SHA-256 of "policy".
const POLICY: &str = "823412d1eacb67956220e532959f0104603057c88704863ca38e7cd188fda812";

/// A folder with one document in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("policy.pdf"), "policy").unwrap();
    folder
}

fn file(more: &str) -> String {
    let usual = [
        ("criterion", "CC1.1"),
        ("statement", "Everyone has signed the code of conduct."),
        ("owner", "jane@example.com"),
        ("date", "2025-01-01"),
        ("links", "[\"https://example.com/conduct\"]"),
    ];
    let given = |key: &str| more.lines().any(|line| line.trim_start().starts_with(&format!("{key}:")));
    let lines = usual.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("    {key}: {value}\n"));
    format!("documents:\n  - _: _\n{}{more}", lines.collect::<String>()).replace("  - _: _\n    ", "  - ")
}

fn loaded_from(source: &str, folder: &Path) -> Result<Filed, String> {
    load("documents.yaml", source, &Criteria::built_in().unwrap(), folder)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn loaded(more: &str) -> Result<Filed, String> {
    loaded_from(&file(more), folder().path())
}

#[test]
fn a_document_counts_for_a_year_where_it_does_not_say_for_how_long() {
    let last = |more: &str| loaded(more).unwrap().documents()[0].last_day().date();
    assert_eq!(last(""), "2026-01-01");
    assert_eq!(last("    valid_until: 2030-06-30\n"), "2030-06-30");
}

#[test]
fn a_file_is_what_was_filed_or_the_document_is_altered() {
    let folder = folder();
    fs::create_dir(folder.path().join("sub")).unwrap();
    let of = |path: &str, sha256: &str| {
        let source = file(&format!("    files: [{{path: {path:?}, sha256: {sha256}}}]\n"));
        loaded_from(&source, folder.path()).unwrap().documents()[0].clone()
    };
    for (path, sha256, state) in [
        ("policy.pdf", POLICY, FileState::Unchanged),
        ("policy.pdf", &POLICY.replace('8', "9"), FileState::Altered),
        ("gone.pdf", POLICY, FileState::Missing),
        ("policy.pdf/x", POLICY, FileState::Missing),
        ("sub", POLICY, FileState::Unreadable),
    ] {
        let document = of(path, sha256);
        assert_eq!(document.files[0].state, state, "{path}");
        let standing = document.standing("2025-02-01T00:00:00Z".parse().unwrap());
        assert_eq!(standing == Standing::Current, state == FileState::Unchanged, "{path}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (more, told) in [
        (
            "    criterion: CC1.11\n",
            "documents.yaml:6:16: unknown criterion \"CC1.11\"\n  help: did you mean \"CC1.1\"?",
        ),
        ("    points: [Sets the Tone at the Topp]\n", "did you mean \"Sets the Tone at the Top\"?"),
        ("    points: []\n", "no point of focus is named"),
        ("    date: soon\n", "\"soon\" is no day"),
        ("    valid_until: 2024-12-31\n", "it is valid until before its date"),
        ("    valid: 2025-12-31\n", "unknown key of a document \"valid\""),
        ("    links: []\n", "nothing is filed: name files, or links"),
        ("    files: [{path: ../secret, sha256: 00}]\n", "does not lie in the folder of this file"),
        ("    files: [{path: /etc/passwd, sha256: 00}]\n", "does not lie in the folder of this file"),
        ("    files: [{path: a.pdf, sha256: 00}]\n", "\"00\" is no SHA-256"),
        ("    files: [{path: a.pdf}]\n", "sha256 is missing"),
        ("owners: {CC99: joe}\n", "unknown criterion or series \"CC99\""),
        ("owners: {CC1.1: [joe]}\n", "an owner is a text"),
    ] {
        let problem = loaded(more).unwrap_err();
        assert!(problem.contains(told), "{problem}");
    }
    let bare = loaded_from("documents: [{criterion: CC1.1}]", Path::new(".")).unwrap_err();
    assert_eq!(bare.lines().count(), 4, "{bare}");
}

#[test]
fn nothing_on_file_is_no_mistake() {
    for source in ["", "# none yet\n\n", "documents:\n", "documents: []\n", "owners: {CC1: joe}\n"] {
        assert!(loaded_from(source, Path::new(".")).unwrap().documents().is_empty(), "{source:?}");
    }
}

#[test]
fn the_owner_is_whom_the_file_names_the_nearest_first() {
    let filed = loaded("owners:\n  CC1: joe\n  CC1.2: ann\n").unwrap();
    let owner = |id: &str| filed.owner(&id.parse().unwrap()).map(str::to_owned);
    assert_eq!(owner("CC1.1").unwrap(), "joe");
    assert_eq!(owner("CC1.2").unwrap(), "ann");
    assert_eq!(owner("CC2.1"), None);
    assert_eq!(loaded("").unwrap().owner(&"CC1.1".parse().unwrap()), Some("jane@example.com"));
}

/// A document with everything that is hard to write.
fn hard() -> Document {
    Document {
        criterion: "CC1.2".parse().unwrap(),
        points: vec!["Operates Independently".to_owned()],
        statement: "He said: \"yes\\no\" # – ü\n\t\u{202e}\u{85}\u{2028}{x}".to_owned(),
        owner: "- @jane: *x".to_owned(),
        date: "2025-03-01T00:00:00Z".parse().unwrap(),
        ends: "2026-03-01T00:00:00Z".parse().unwrap(),
        files: vec![FiledFile {
            path: "policy.pdf".to_owned(),
            sha256: POLICY.to_owned(),
            state: FileState::Unchanged,
        }],
        links: vec!["https://example.com/?a=b#c".to_owned()],
    }
}

#[test]
fn a_document_is_added_at_the_end_whatever_stands_before() {
    let folder = folder();
    let criteria = Criteria::built_in().unwrap();
    let usual = file("");
    for source in [
        "",
        "# Ours.\n",
        "documents:\n",
        "owners: {CC1: joe}\n",
        &usual,
        usual.trim_end(),
        &format!("# Ours.\n{usual}# The end.\n"),
        &usual.replace('\n', "\r\n"),
        &usual.replace("\n  ", "\n"),
        &usual.replace("\n  ", "\n      "),
    ] {
        let before = loaded_from(source, folder.path()).unwrap();
        let mut whole = source.to_owned();
        for number in 1..=2 {
            let text = addition(("documents.yaml", &whole), &criteria, folder.path(), &hard()).unwrap();
            assert!(text.is_ascii() || !text.contains(['\u{202e}', '\u{85}', '\u{2028}']), "{text}");
            assert_eq!(source.contains("\r\n"), text.contains("\r\n"));
            whole.push_str(&text);
            let after = loaded_from(&whole, folder.path()).unwrap();
            let (kept, added) = after.documents().split_at(before.documents().len());
            assert_eq!((kept, added), (before.documents(), &vec![hard(); number][..]), "{whole}");
            assert_eq!(after.owners, before.owners);
        }
    }
}

#[test]
fn where_it_cannot_be_added_or_is_wrong_that_is_told() {
    let folder = folder();
    let criteria = Criteria::built_in().unwrap();
    let add = |source: &str, document: &Document| {
        addition(("documents.yaml", source), &criteria, folder.path(), document).unwrap_err().to_string()
    };
    for source in ["documents: []\n", "documents: null\n", &format!("{}owners: {{CC1: joe}}\n", file(""))] {
        let told = add(source, &hard());
        assert!(told.contains("nothing was changed") && told.contains("  - criterion: CC1.2"), "{told}");
    }
    let broken = add("documents: [{}]\n", &hard());
    assert!(broken.starts_with("documents.yaml:1:13: criterion is missing"), "{broken}");
    let unknown = Document { points: vec!["None".to_owned()], ..hard() };
    let told = add("", &unknown);
    assert!(told.starts_with("the new document:4:9: unknown point of focus of CC1.2 \"None\""), "{told}");
}
