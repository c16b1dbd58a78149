//! Documents on file: added, checked, asked for, and in the report.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{assessed, block, said, saved, text};

/// A folder with a policy in it, and where its documents are to be named.
fn folder() -> (TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policies/conduct.pdf");
    fs::create_dir(policy.parent().unwrap()).unwrap();
    fs::write(&policy, "policy").unwrap();
    let file = text(&folder.path().join("documents.yaml")).to_owned();
    (folder, text(&policy).to_owned(), file)
}

/// Adds a document of 2024-12-01 to the file.
fn added(file: &str, criterion: &str, more: &[&str]) -> (i32, String, String) {
    let usual = ["documents", "add", criterion, "--documents", file, "--owner", "jane@example.com"];
    let date = ["--statement", "Everyone has signed it.", "--date", "2024-12-01"];
    said(&[&usual[..], &date, more].concat())
}

/// What the report says of a criterion and of the first document.
fn reported(snapshot: &Path, file: &str, id: &str) -> (Value, Value) {
    let (_, out, err) = assessed(snapshot, &["--documents", file, "--format", "json"]);
    assert_eq!(err, "");
    let report: Value = serde_json::from_str(&out).unwrap();
    let mut criteria = report.get("criteria").and_then(Value::as_array).unwrap().iter();
    let criterion = criteria.find(|one| one.get("id").is_some_and(|own| own == id)).unwrap();
    (criterion.clone(), report.pointer("/documents/0").unwrap().clone())
}

#[test]
fn a_document_is_added_and_reported_until_it_is_stale_or_altered() {
    let (folder, policy, file) = folder();
    let snapshot = saved(&folder, "111111111111", &block(true));
    let (status, out, err) = added(&file, "CC1.1", &["--file", &policy, "--valid-until", "2025-01-01"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let (criterion, document) = reported(&snapshot, &file, "CC1.1");
    assert_eq!((&criterion["documents"], &criterion["filed"]), (&json!("on_file"), &json!([0])));
    // SHA-256 of "policy", by another programme.
    let sha256 = "823412d1eacb67956220e532959f0104603057c88704863ca38e7cd188fda812";
    assert_eq!(
        document,
        json!({
            "criterion": "CC1.1", "points": [], "statement": "Everyone has signed it.", "owner": "jane@example.com",
            "date": "2024-12-01", "valid_until": "2025-01-01", "standing": "current", "links": [],
            "files": [{"path": "policies/conduct.pdf", "sha256": sha256, "state": "unchanged"}],
        })
    );
    // A report on a day in its life is not changed by its being stale today; the check is as of now.
    let (status, page, _) = said(&["documents", "check", &file]);
    assert!(status == 1 && page.contains("stale: it counted until 2025-01-01"), "{page}");
    fs::write(&policy, "policy, but another").unwrap();
    let (criterion, document) = reported(&snapshot, &file, "CC1.1");
    assert_eq!((&criterion["documents"], &document["standing"]), (&json!("altered"), &json!("altered")));
    fs::remove_file(&policy).unwrap();
    let (criterion, document) = reported(&snapshot, &file, "CC1.1");
    assert_eq!((&criterion["documents"], &document["files"][0]["state"]), (&json!("altered"), &json!("missing")));
    let (_, table, _) = assessed(&snapshot, &["--documents", &file]);
    assert!(table.contains("DOCUMENTS ON FILE") && table.contains("policies/conduct.pdf (missing)"), "{table}");
}

#[test]
fn the_check_is_content_where_everything_counts() {
    let (_folder, policy, file) = folder();
    assert_eq!(added(&file, "CC1.1", &["--file", &policy, "--valid-until", "9000-01-01"]).0, 0);
    assert_eq!(added(&file, "CC1.2", &["--link", "https://example.com/a", "--valid-until", "9000-01-01"]).0, 0);
    let (status, page, _) = said(&["documents", "check", &file]);
    assert!(status == 0 && page.contains("2 documents, 2 current as of"), "{page}");
    assert!(page.contains("policies/conduct.pdf") && page.contains("https://example.com/a"), "{page}");
    assert_eq!(said(&["documents", "check", "/nowhere.yaml"]).0, 2);
}

#[test]
fn what_stands_in_the_file_is_kept_byte_for_byte() {
    let (_folder, policy, file) = folder();
    let before = "# Ours.\nowners:   {CC1: joe}\n\ndocuments:   # all of them\n    -   criterion: 'CC1.2'\n        \
                  statement: x\n        owner: ann\n        date: 2025-01-01\n        links: [a]   # one\n# The end.";
    fs::write(&file, before).unwrap();
    let (status, _, err) = added(&file, "CC1.1", &["--file", &policy]);
    assert_eq!((status, err.as_str()), (0, ""));
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(before) && after.contains("valid_until: 2025-12-01"), "{after}");
    for (criterion, more, told) in [
        ("CC1.11", &["--file", &policy][..], "unknown criterion \"CC1.11\""),
        ("CC1.1", &["--file", &policy, "--point", "Tone"], "unknown point of focus of CC1.1 \"Tone\""),
        ("CC1.1", &["--file", "/etc/hostname"], "keep documents beside the file that names them"),
        ("CC1.1", &["--file", "/nowhere.pdf"], "cannot read /nowhere.pdf"),
        ("CC1.1", &["--file", &policy, "--valid-until", "2024-11-30"], "before its date, 2024-12-01"),
        ("CC1.1", &["--link", " "], "an element of links is a text"),
        ("CC1.1", &["--link", "x", "--valid-until", "soon"], "is no day"),
        ("CC1.1", &[], "--file"),
    ] {
        let (status, out, err) = added(&file, criterion, more);
        assert!(status == 2 && err.contains(told) && out.is_empty(), "{criterion} {more:?}: {err}");
        assert_eq!(fs::read_to_string(&file).unwrap(), after, "nothing is changed");
    }
}

#[test]
fn points_of_focus_count_together() {
    let (folder, policy, file) = folder();
    let snapshot = saved(&folder, "111111111111", &block(true));
    let first = "Establishes Oversight Responsibilities";
    assert_eq!(added(&file, "CC1.2", &["--file", &policy, "--point", first]).0, 0);
    let (criterion, _) = reported(&snapshot, &file, "CC1.2");
    let rest = ["Applies Relevant Expertise", "Operates Independently", "Supplements Board Expertise"];
    assert_eq!((&criterion["documents"], &criterion["undocumented"]), (&json!("requested"), &json!(rest)));
    let points: Vec<&str> = rest.iter().flat_map(|point| ["--point", point]).collect();
    assert_eq!(added(&file, "CC1.2", &[&["--link", "https://example.com"], &points[..]].concat()).0, 0);
    let (criterion, _) = reported(&snapshot, &file, "CC1.2");
    assert_eq!((&criterion["documents"], &criterion["undocumented"]), (&json!("on_file"), &json!([])));
}

/// A file of which something is to be asked of three people.
fn asked() -> (TempDir, String) {
    let (folder, policy, file) = folder();
    fs::write(&file, "owners:\n  CC2: '=cmd|\" /C calc\"!A0'\n  CC1.3: \"<b>ann</b>\\e[2J\"\n").unwrap();
    assert_eq!(added(&file, "CC1.1", &["--file", &policy, "--valid-until", "9000-01-01"]).0, 0);
    assert_eq!(added(&file, "CC1.2", &["--file", &policy, "--valid-until", "2024-12-31"]).0, 0);
    let point = ["--point", "Operates Independently", "--valid-until", "9000-01-01"];
    assert_eq!(added(&file, "CC1.2", &[&["--file", &policy], &point[..]].concat()).0, 0);
    (folder, file)
}

#[test]
fn requests_are_grouped_by_whom_to_ask() {
    let (_folder, file) = asked();
    let (status, out, _) = said(&["documents", "requests", &file]);
    assert_eq!(status, 0);
    assert!(out.starts_with("60 requests as of "), "{out}");
    let part = |from: &str, to: &str| out.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    let own = part("jane@example.com  1 request", "\n\n");
    assert!(own.contains("CC1.2  stale") && own.contains("Board or advisor charter"), "{own}");
    assert!(
        own.contains("wanting   Establishes Oversight") && own.contains("stale: it counted until 2024-12-31"),
        "{own}"
    );
    assert!(!out.contains("CC1.1 ") && !out.contains('\u{1b}'), "{out}");
    assert!(out.find("(no owner named)") > out.find("jane@"), "those come last");
    let (_, out, _) = said(&["documents", "requests", &file, "--category", "availability"]);
    assert!(out.starts_with("3 requests as of ") && out.contains("A1.1  requested"), "{out}");
}

#[test]
fn requests_are_safe_as_markdown_and_as_csv() {
    let (_folder, file) = asked();
    let (_, markdown, _) = said(&["documents", "requests", &file, "--format", "markdown"]);
    assert!(markdown.contains("\n## \\<b\\>ann\\</b\\>\\\\u{1b}\\[2J\n\n- [ ] **CC1.3** (requested): "), "{markdown}");
    let (_, table, _) = said(&["documents", "requests", &file, "--format", "csv"]);
    assert!(table.starts_with("owner,criterion,category,documents,request,points,on_file\r\n"), "{table}");
    assert_eq!((table.matches("\r\n").count(), table.matches('\n').count()), (61, 61));
    assert!(table.contains("\r\n\"'=cmd|\"\" /C calc\"\"!A0\",CC2.1,security,requested,"), "{table}");
    assert!(table.contains("\r\n,CC3.1,"), "nobody is no name");
}

#[test]
fn requests_need_no_file_but_one_that_is_named_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_tickmark")).args(args).current_dir(&folder).output().unwrap();
    let all = run(&["documents", "requests"]);
    assert!(all.status.success() && String::from_utf8(all.stdout).unwrap().starts_with("61 requests"));
    assert_eq!(run(&["documents", "requests", "none.yaml"]).status.code(), Some(2));
    fs::write(folder.path().join("a.pdf"), "a").unwrap();
    let words = ["documents", "add", "CC1.1", "--file", "a.pdf", "--statement", "x", "--owner", "y"];
    assert!(run(&words).status.success(), "today, into documents.yaml");
    assert!(run(&["documents", "check"]).status.success());
    let rest = run(&["documents", "requests"]);
    assert!(String::from_utf8(rest.stdout).unwrap().starts_with("60 requests"));
}

#[test]
fn what_is_wrong_with_a_file_of_documents_is_told_and_nothing_is_judged() {
    let (folder, _, file) = folder();
    let snapshot = saved(&folder, "111111111111", &block(true));
    fs::write(&file, "documents:\n  - criterion: CC1.1\n    owner: jane\n    date: 2025-01-01\n    links: [a]\n")
        .unwrap();
    let (status, out, err) = assessed(&snapshot, &["--documents", &file]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("documents.yaml:2:5: statement is missing"), "{err}");
}
