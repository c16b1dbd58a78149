//! The programme as a user meets it: arguments in; a report, a message and an exit status out.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken test may end as it likes")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use tickmark::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{Gap, GapKind, Key, Kind, Population, Region, Scope, State};
use tickmark::provider;

mod action;
mod documents;
mod explain;
mod gates;
#[cfg(target_os = "linux")]
mod gitlab;
mod settings;
mod terminal;
mod terraform;
#[path = "../support/venv.rs"]
mod venv;
mod workflows;

const CONTROL: &str = "aws-s3-account-public-access-block";
const ACCOUNT: Kind = Kind::named("aws.s3.account");

/// The programme, without anything in the environment that changes what it prints.
fn tickmark(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command.args(args);
    command
}

/// The exit status, standard output and standard error.
fn said(args: &[&str]) -> (i32, String, String) {
    said_by(&mut tickmark(args))
}

fn said_by(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A snapshot of one account whose public access block is this.
fn saved(folder: &TempDir, account: &str, block: &Value) -> PathBuf {
    saved_as(folder, account, block, account)
}

/// The same, whose settings bear some name.
fn saved_as(folder: &TempDir, account: &str, block: &Value, name: &str) -> PathBuf {
    let account: tickmark::inventory::AccountId = account.parse().unwrap();
    let key = Key::singleton(&ACCOUNT, &account, &Region::GLOBAL);
    let facts = [("public_access_block".to_owned(), block.clone())].into_iter().collect();
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "00".into(),
        caller: Caller { account: account.clone(), arn: format!("arn:aws:iam::{account}:user/a"), user_id: "A".into() },
        accounts: vec![account.clone()],
        regions: vec!["eu-west-1".parse().unwrap()],
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:01:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    let populations = provider::kinds().map(|spec| Population {
        kind: spec.kind.clone(),
        account: account.clone(),
        region: if spec.scope == Scope::Global { Region::GLOBAL } else { "eu-west-1".parse().unwrap() },
        state: State::Complete,
        count: u64::from(spec.kind == ACCOUNT),
        gap: None,
    });
    let assets = [Encoded { key, name: name.to_owned(), facts }];
    let parts = Parts { header, populations: populations.collect(), assets, gaps: Vec::new(), calls: Vec::new() };
    let path = folder.path().join(format!("{account}.jsonl"));
    Snapshot::encode(parts).unwrap().write(&path).unwrap();
    path
}

fn block(on: bool) -> Value {
    json!({"block_public_acls": on, "ignore_public_acls": true, "block_public_policy": true,
           "restrict_public_buckets": true})
}

fn unknown() -> Value {
    let gap = Gap {
        operation: Some("s3control:GetPublicAccessBlock".to_owned()),
        kind: GapKind::Denied,
        code: Some("AccessDenied".to_owned()),
        account: "123456789012".parse().unwrap(),
        region: Region::GLOBAL,
    };
    json!({"$unknown": gap})
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// `assess` of one snapshot by the one control that this test knows.
fn assessed(path: &Path, more: &[&str]) -> (i32, String, String) {
    said(&[&["assess", text(path), "--control", CONTROL], more].concat())
}

#[test]
fn the_exit_status_says_what_came_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let pass = saved(&folder, "111111111111", &block(true));
    let fail = saved(&folder, "222222222222", &block(false));
    let unseen = saved(&folder, "123456789012", &unknown());
    for (path, more, status) in [
        (&pass, &[][..], 0),
        (&pass, &["--min-coverage", "100"], 0),
        (&fail, &[], 1),
        (&fail, &["--fail-on", "high"], 1),
        (&fail, &["--fail-on", "critical"], 0),
        (&fail, &["--fail-on", "never"], 0),
        (&unseen, &[], 3),
        (&unseen, &["--fail-on", "critical"], 0),
        (&unseen, &["--fail-on", "never", "--min-coverage", "50"], 3),
        (&pass, &["--fail-on", "grave"], 2),
        (&pass, &["--min-coverage", "101"], 2),
        (&pass, &["--category", "secrecy"], 2),
        (&pass, &["--service", "s4"], 2),
        (&pass, &["--param", "aws-s3-account-public-access-block.days=3"], 2),
        (&pass, &["--param", "days"], 2),
        (&pass, &["--controls", "/nowhere"], 2),
        (&pass, &["--format", "yaml"], 2),
        (&pass, &["--output", "/nowhere/report.json"], 2),
        (&pass, &["--output", "report.doc"], 2),
    ] {
        let (found, out, err) = assessed(path, more);
        assert_eq!(found, status, "{more:?}\n{out}\n{err}");
        assert_eq!(err.is_empty(), status != 2, "{more:?}\n{err}");
        assert_eq!(out.is_empty(), status == 2, "{more:?}\n{out}");
    }
}

/// A file that accepts the risk of the control on every asset, by some people, to the end of a day.
fn acceptance(folder: &TempDir, approver: &str, expires: &str) -> String {
    let path = folder.path().join("acceptances.yaml");
    let lines = [
        "acceptances:".to_owned(),
        format!("  - control: {CONTROL}"),
        "    assets: [{glob: \"*\"}]".to_owned(),
        "    reason: One site is public by design.".to_owned(),
        "    compensating_control: Each bucket has a block of its own.".to_owned(),
        "    owner: jane@example.com".to_owned(),
        format!("    approver: {approver}"),
        "    ticket: SEC-1".to_owned(),
        "    starts: 2024-06-01".to_owned(),
        format!("    expires: {expires}"),
    ];
    std::fs::write(&path, lines.join("\n")).unwrap();
    text(&path).to_owned()
}

#[test]
fn an_accepted_risk_fails_no_build_and_is_told_and_one_that_is_not_honoured_does() {
    let folder = tempfile::tempdir().unwrap();
    let (pass, fail) = (saved(&folder, "111111111111", &block(true)), saved(&folder, "222222222222", &block(false)));
    for (approver, expires, validity, status, accepted, exit) in [
        ("joe@example.com", "2025-05-31", "in_force", "risk_accepted", 1, 0),
        ("joe@example.com", "2024-12-31", "expired", "fail", 0, 1),
        ("jane@example.com", "2025-05-31", "self_approved", "fail", 0, 1),
    ] {
        let file = acceptance(&folder, approver, expires);
        let (found, out, _) = assessed(&fail, &["--acceptances", &file, "--format", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((found, report["controls"][0]["status"].as_str()), (exit, Some(status)), "{validity}");
        let told = &report["acceptances"][0];
        assert_eq!((&told["validity"], &told["accepted"]), (&json!(validity), &json!(accepted)));
        assert_eq!((&told["expires"], &told["assets"][0]["glob"]), (&json!(expires), &json!("*")));
        let number = if accepted == 1 { json!(0) } else { Value::Null };
        assert_eq!(report["findings"][0]["acceptance"], number);
        let (_, table, _) = assessed(&fail, &["--acceptances", &file]);
        assert!(table.contains("RISK ACCEPTANCES") && table.contains("One site is public by design."), "{table}");
        let (checked, page, _) = said(&["acceptances", "check", &file, text(&fail)]);
        assert_eq!(checked, i32::from(accepted == 0), "{page}");
    }
    let file = acceptance(&folder, "joe@example.com", "2025-05-31");
    let (unused, page, _) = said(&["acceptances", "check", &file, text(&pass)]);
    assert_eq!(unused, 1);
    assert!(page.contains("unused") && page.contains("passes: nothing to accept"), "{page}");
}

#[test]
fn what_is_wrong_with_a_file_of_acceptances_is_told_and_nothing_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let file = acceptance(&folder, "joe@example.com", "2026-12-31");
    let (status, out, err) = assessed(&fail, &["--acceptances", &file]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("acceptances.yaml:10:14: 943 days lie between starts and expires"), "{err}");
    let (status, _, err) = assessed(&fail, &["--acceptances", "/nowhere.yaml"]);
    assert!(status == 2 && err.contains("cannot read /nowhere.yaml"), "{err}");
}

#[test]
fn the_report_is_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let one = assessed(&fail, &["--threads", "1", "--format", "json"]);
    assert_eq!(one, assessed(&fail, &["--threads", "8", "--format", "json"]));
    let report: Value = serde_json::from_str(&one.1).unwrap();
    assert_eq!(report["schema"], "tickmark.assessment/1");
    assert_eq!(report["findings"][0]["status"], "fail");
}

#[test]
fn several_snapshots_are_judged_together_and_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (saved(&folder, "111111111111", &block(true)), saved(&folder, "222222222222", &block(false)));
    let both = |first: &Path, second: &Path| said(&["assess", text(first), text(second), "--control", CONTROL]);
    let (status, out, _) = both(&a, &b);
    assert_eq!((status, &out), (1, &both(&b, &a).1));
    assert!(out.contains("111111111111, 222222222222") && out.contains("fails on 1 of 2 assets"), "{out}");
    let (status, _, err) = both(&a, &a);
    assert!(status == 2 && err.contains("two snapshots hold account 111111111111"), "{err}");
}

#[test]
fn a_file_is_written_whole_in_the_format_of_its_extension() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let report = folder.path().join("report.JSON");
    let (status, out, err) = assessed(&fail, &["--output", text(&report)]);
    assert!(status == 1 && out.is_empty() && err.contains("wrote the report"), "{err}");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    assert_eq!(written["summary"]["counts"]["controls"]["fail"], 1);
    let (_, out, err) = assessed(&fail, &["--output", text(&report), "--format", "table", "--quiet"]);
    assert!(out.is_empty() && err.is_empty(), "{err}");
    assert!(std::fs::read_to_string(&report).unwrap().starts_with("tickmark "));
    assert_eq!(assessed(&fail, &["--output", "/dev/null", "--format", "json"]).0, 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left behind");
}

#[test]
fn several_files_are_written_at_once_and_standard_output_besides() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let (page, data) = (folder.path().join("a.html"), folder.path().join("a.json"));
    let both = ["--output", text(&page), "--output", text(&data)];
    let (status, out, err) = assessed(&fail, &both);
    assert!(status == 1 && out.is_empty() && err.matches("wrote the report").count() == 2, "{err}");
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("<!doctype html>"));
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&data).unwrap()).unwrap();
    assert_eq!(report["controls"][0]["status"], "fail");
    let (_, out, _) = assessed(&fail, &[&both[..], &["--format", "table"]].concat());
    assert!(out.starts_with("tickmark "), "{out}");
    // What is wrong with one of them is told before a snapshot is so much as opened.
    for wrong in [[text(&page), text(&page)], [text(&page), "a.doc"], [text(&page), "/nowhere/a.json"]] {
        let (status, out, err) = said(&["assess", "nowhere", "--output", wrong[0], "--output", wrong[1]]);
        assert!(status == 2 && out.is_empty() && !err.contains("open"), "{err}");
    }
}

#[test]
fn the_step_s_summary_is_added_to_where_the_report_is_for_github() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let summary = folder.path().join("summary.md");
    std::fs::write(&summary, "before\n").unwrap();
    for (format, sections) in [("github", 1), ("table", 1), ("github", 2)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
        command.args(["assess", text(&fail), "--control", CONTROL, "--format", format]);
        let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
        assert_eq!(output.stdout.starts_with(b"::error title=high%3A aws-s3-account-"), format == "github");
        let written = std::fs::read_to_string(&summary).unwrap();
        assert!(written.starts_with("before\n"));
        assert_eq!(written.matches("## tickmark").count(), sections, "{written}");
    }
}

#[test]
fn who_accepted_a_failure_is_told_to_every_tool() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let file = acceptance(&folder, "joe@example.com", "2025-05-31");
    let told = "joe@example.com accepted the risk until 2025-05-31 (SEC-1: One site is public by design.)";
    for format in ["sarif", "junit", "csv", "ocsf", "asff", "markdown"] {
        let (status, out, err) = assessed(&fail, &["--acceptances", &file, "--format", format]);
        assert!(status == 0 && out.contains(told), "{format}\n{out}\n{err}");
    }
}

#[test]
fn what_is_no_snapshot_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let rubbish = folder.path().join("rubbish.jsonl");
    std::fs::write(&rubbish, "\u{1b}[31mnot a snapshot\n").unwrap();
    let (status, _, err) = said(&["assess", text(&rubbish)]);
    assert!(status == 2 && err.contains("rubbish.jsonl") && err.contains("no tickmark snapshot"), "{err}");
    assert!(!err.contains('\u{1b}'));
    let (status, _, err) = said(&["assess", "nowhere.jsonl"]);
    assert_eq!((status, err.matches("nowhere.jsonl").count()), (2, 1), "{err}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let fail = saved(&folder, "222222222222", &block(false));
    let with = |name: &str, value: &str, and: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
        command.args(["assess", text(&fail), "--control", CONTROL]).env(name, value).envs(and.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(with("CLICOLOR_FORCE", "1", &[("NO_COLOR", "")]));
    assert!(!with("CLICOLOR_FORCE", "1", &[("NO_COLOR", "1")]));
    assert!(!with("CLICOLOR_FORCE", "0", &[]));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let script =
        format!("{} criteria list --coverage | head -n 1; exit ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_tickmark"));
    let Output { status, stderr, .. } = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(status.success() && stderr.is_empty());
}

#[test]
fn filters_narrow_the_list_of_controls() {
    let (status, out, _) = said(&["controls", "list", "--service", "s3", "--criterion", "CC6.1"]);
    assert!(status == 0 && out.contains(CONTROL));
    let (status, _, err) = said(&["controls", "list", "--control", "aws-s3-account-public-access-blok"]);
    assert!(status == 2 && err.contains("did you mean"), "{err}");
}

#[test]
fn a_control_and_a_criterion_read_like_documentation() {
    let (status, out, _) = said(&["controls", "show", CONTROL]);
    assert_eq!(status, 0);
    for part in ["EXPECTS", "CRITERIA", "READS", "allowed by s3:GetAccountPublicAccessBlock", "Terraform", "CASES"] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let (status, out, _) = said(&["criteria", "show", "CC6.6"]);
    assert!(status == 0 && out.contains(CONTROL) && out.contains("DOCUMENTS"), "{out}");
    assert_eq!(said(&["controls", "show", "none"]).0, 2);
}

#[test]
#[cfg(not(feature = "aws"))]
fn the_offline_build_says_what_it_cannot_ask() {
    for command in ["scan", "plan", "doctor"] {
        let (status, out, err) = said(&[command, "--region", "eu-west-1"]);
        assert_eq!((status, out.as_str()), (2, ""), "{command}");
        assert!(err.starts_with("tickmark: this is the offline build, with no cloud SDK in it: "), "{command}: {err}");
    }
}
