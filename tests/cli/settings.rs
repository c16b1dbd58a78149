//! What a project decided once: the file, the environment, the options, and which of them wins.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{CONTROL, acceptance, block, said_by, saved, text, tickmark};

/// Runs the programme in a folder, with these variables.
fn within(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> (i32, String, String) {
    said_by(tickmark(args).current_dir(folder).envs(variables.iter().copied()))
}

/// A project with a snapshot that fails, and this file.
fn project(file: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    saved(&folder, "123456789012", &block(false));
    fs::write(folder.path().join("tickmark.yaml"), file).unwrap();
    folder
}

const SNAPSHOT: &str = "123456789012.jsonl";

fn assessed(file: &str, variables: &[(&str, &str)], more: &[&str]) -> (i32, String, String) {
    let folder = project(file);
    let args: Vec<&str> = ["assess", SNAPSHOT, "--control", CONTROL].iter().chain(more).copied().collect();
    within(folder.path(), variables, &args)
}

fn judged(file: &str, more: &[&str]) -> (i32, Value) {
    let args: Vec<&str> = ["--format", "json"].iter().chain(more).copied().collect();
    let (status, out, err) = assessed(file, &[], &args);
    (status, serde_json::from_str(&out).map_err(|_| err).unwrap())
}

#[test]
fn options_win_over_the_environment_and_that_over_the_file() {
    let (file, variable) = ("fail_on: never\n", ("TICKMARK_FAIL_ON", "never"));
    assert_eq!(assessed("", &[], &[]).0, 1);
    assert_eq!(assessed(file, &[], &[]).0, 0);
    assert_eq!(assessed(file, &[("TICKMARK_FAIL_ON", "low")], &[]).0, 1);
    assert_eq!(assessed("fail_on: low\n", &[variable], &[]).0, 0);
    assert_eq!(assessed(file, &[variable], &["--fail-on", "low"]).0, 1);
    // A variable that is empty, as CI leaves those that nobody set, says nothing.
    assert_eq!(assessed(file, &[("TICKMARK_FAIL_ON", "")], &[]).0, 0);
    let (status, _, err) = assessed("", &[("TICKMARK_FAIL_ON", "sometimes")], &[]);
    assert!(status == 2 && err.contains("sometimes"), "{err}");
}

#[test]
fn the_file_is_told_and_can_be_left_out_or_named() {
    let (status, _, err) = assessed("fail_on: never\n", &[], &[]);
    assert!(status == 0 && err.contains("tickmark: settings from tickmark.yaml\n"), "{err}");
    let (status, _, err) = assessed("fail_on: never\n", &[], &["--no-config"]);
    assert!(status == 1 && !err.contains("settings"), "{err}");
    let folder = project("fail_on: low\n");
    let other = folder.path().join("other.yaml");
    fs::write(&other, "fail_on: never\n").unwrap();
    let args = ["assess", SNAPSHOT, "--control", CONTROL];
    let named: Vec<&str> = args.iter().chain(&["--config", "other.yaml"]).copied().collect();
    assert_eq!(within(folder.path(), &[], &named).0, 0);
    assert_eq!(within(folder.path(), &[("TICKMARK_CONFIG", text(&other))], &args).0, 0);
    let missing: Vec<&str> = ["--config", "none.yaml"].iter().chain(&args).copied().collect();
    let (status, _, err) = within(folder.path(), &[], &missing);
    assert!(status == 2 && err.contains("cannot read none.yaml"), "{err}");
}

#[test]
fn a_broken_file_stops_what_it_bears_on_and_nothing_else() {
    let folder = project("fail_onn: never\n");
    let run = |args: &[&str]| within(folder.path(), &[], args);
    let (status, _, err) = run(&["assess", SNAPSHOT]);
    let told = "tickmark.yaml:1:1: unknown key of the file \"fail_onn\"\n  help: did you mean \"fail_on\"?";
    assert!(status == 2 && err.contains(told), "{err}");
    for args in [&["--version"][..], &["assess", "--help"], &["completions", "bash"], &["controls", "schema"]] {
        assert_eq!(run(args).0, 0, "{args:?}");
    }
    // What comes with tickmark is judged by nobody's settings.
    assert_eq!(run(&["scan", "--demo"]).0, 1);
}

#[test]
fn what_is_left_out_is_set_aside_with_its_reason_and_counts_in_no_score() {
    let exclude = "scope:\n  exclude:\n    - services: [s3]\n      reason: Another team's, audited apart.\n      \
                   approver: ciso@example.com\n      ticket: SEC-7\n";
    let (status, report) = judged(exclude, &[]);
    assert_eq!(status, 0, "{report}");
    let control = &report["controls"][0];
    assert_eq!((&control["status"], &control["counts"]["set_aside"]), (&json!("not_applicable"), &json!(1)));
    assert_eq!(report["findings"][0]["status"], "set_aside");
    assert_eq!(report["findings"][0]["exclusion"], 0);
    assert_eq!(report["summary"]["score"], json!({"by_controls": null, "by_assets": null}));
    assert_eq!(report["summary"]["coverage"]["set_aside"], 1);
    assert_eq!(report["summary"]["coverage"]["planned"], 0);
    let told = json!([{"what": "service s3", "reason": "Another team's, audited apart.", "set_aside": 1, "untold": 0,
        "approver": "ciso@example.com", "ticket": "SEC-7", "in_force": true}]);
    assert_eq!(report["exclusions"], told);
    // What was left out is not read as nothing being there.
    let criterion = report["criteria"].as_array().unwrap().iter().find(|one| one["id"] == "CC6.1").unwrap();
    assert_eq!(criterion["configuration"], "not_assessed");

    let (_, table, _) = assessed(exclude, &[], &[]);
    for told in ["SET ASIDE  1 result", "– service s3  1 result", "by decision of ciso@example.com, SEC-7"] {
        assert!(table.contains(told), "{told}: {table}");
    }
    for (format, told) in
        [("csv", "Another team's"), ("jsonl", "Another team's"), ("junit", "skipped"), ("sarif", "notApplicable")]
    {
        let (_, out, _) = assessed(exclude, &[], &["--format", format]);
        assert!(out.contains(told), "{format}: {out}");
    }
    let (status, report) = judged(&exclude.replace("ticket: SEC-7", "until: 2024-12-31"), &[]);
    assert_eq!((status, &report["findings"][0]["status"]), (1, &json!("fail")), "it is over");
    assert_eq!(report["exclusions"][0]["in_force"], false);
}

#[test]
fn the_auditor_s_report_and_the_pack_say_what_was_left_out() {
    let folder = project(
        "organization: Kestrel Ledger\nscope:\n  exclude:\n    - assets: [{glob: \"*\"}]\n      \
         controls: [aws-s3-account-public-access-block]\n      reason: Not in this year's scope.\n      \
         approver: ciso@example.com\n",
    );
    let run = |args: &[&str]| {
        let (status, out, err) = within(folder.path(), &[], args);
        assert_eq!(status, 0, "{args:?} {out} {err}");
        out
    };
    for format in ["md", "csv", "oscal", "html"] {
        let out = run(&["report", SNAPSHOT, "--control", CONTROL, "--format", format]);
        assert!(out.contains("Not in this year's scope") || out.contains("Not in this year\\u2019s scope"), "{format}");
    }
    run(&["pack", SNAPSHOT, "--control", CONTROL, "--output", "pack"]);
    let packed = fs::read_to_string(folder.path().join("pack/exclusions.yaml")).unwrap();
    assert!(packed.contains("Not in this year's scope"), "{packed}");
    let population = fs::read_to_string(folder.path().join(format!("pack/populations/{CONTROL}.csv"))).unwrap();
    assert!(population.contains("Not in this year's scope"), "{population}");
    let verdict = run(&["verify", "pack"]);
    assert!(verdict.contains("Verified: nothing in it was changed"), "{verdict}");
    // With names replaced the same is left out.
    fs::write(folder.path().join("key"), [7; 32]).unwrap();
    run(&["pack", SNAPSHOT, "--control", CONTROL, "--output", "hidden", "--redact", "--redaction-key", "key"]);
    let hidden = fs::read_to_string(folder.path().join("hidden/exclusions.yaml")).unwrap();
    assert!(!hidden.contains("ciso@example.com") && hidden.contains("assets:"), "{hidden}");
    run(&["verify", "hidden"]);
}

#[test]
fn parameters_add_up_and_the_nearest_to_the_command_line_holds() {
    let file = "params:\n  aws-iam-user-access-key-rotated:\n    max_age: 60 days\n  \
                aws-iam-user-single-active-access-key:\n    grace: 1 day\n";
    let folder = project(file);
    let shown = |variables: &[(&str, &str)], more: &[&str]| {
        let args: Vec<&str> = ["config", "show", "--as", "json"].iter().chain(more).copied().collect();
        let (status, out, err) = within(folder.path(), variables, &args);
        assert_eq!(status, 0, "{err}");
        let shown: Value = serde_json::from_str(&out).unwrap();
        let one = shown["settings"].as_array().unwrap().iter().find(|one| one["key"] == "params").unwrap().clone();
        (one["values"].clone(), one["source"].clone())
    };
    let (grace, age) = ("aws-iam-user-single-active-access-key.grace", "aws-iam-user-access-key-rotated.max_age");
    assert_eq!(shown(&[], &[]), (json!([format!("{age}=60 days"), format!("{grace}=1 day")]), json!("file")));
    let variable = format!("{age}=50 days");
    let variables = [("TICKMARK_PARAMS", variable.as_str())];
    assert_eq!(shown(&variables, &[]).0, json!([format!("{age}=50 days"), format!("{grace}=1 day")]));
    let option = format!("{age}=40 days");
    let more = ["--param", option.as_str()];
    assert_eq!(shown(&variables, &more).0, json!([format!("{age}=40 days"), format!("{grace}=1 day")]));
    let (status, _, err) = within(folder.path(), &[], &["controls", "show", "aws-iam-user-access-key-rotated"]);
    assert_eq!(status, 0, "{err}");
    fs::write(folder.path().join("tickmark.yaml"), file.replace("60 days", "soon")).unwrap();
    let (status, _, err) = within(folder.path(), &[], &["assess", SNAPSHOT]);
    assert!(status == 2 && err.contains("tickmark.yaml:3:5: "), "{err}");
}

#[test]
fn what_is_in_force_is_shown_with_where_it_comes_from() {
    let folder =
        project("organization: Kestrel\nscope: {regions: [eu-west-1]}\nacceptances: a.yaml\noutputs: [r.md]\n");
    let variables = [("TICKMARK_SYSTEM", "Ledger"), ("TICKMARK_REGIONS", "eu-west-1,us-east-1")];
    let (status, out, err) =
        within(folder.path(), &variables, &["config", "show", "--as", "json", "--fail-on", "high"]);
    assert_eq!(status, 0, "{err}");
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&shown["schema"], &shown["file"]), (&json!("tickmark.config/1"), &json!("tickmark.yaml")));
    let of = |key: &str| {
        let all = shown["settings"].as_array().unwrap();
        let one = all.iter().find(|one| one["key"] == key).unwrap();
        (one["values"].clone(), one["source"].clone(), one["at"].clone())
    };
    assert_eq!(of("organization"), (json!(["Kestrel"]), json!("file"), json!("line 1")));
    assert_eq!(of("system"), (json!(["Ledger"]), json!("environment"), json!("TICKMARK_SYSTEM")));
    let regions = json!(["eu-west-1", "us-east-1"]);
    assert_eq!(of("scope.regions"), (regions, json!("environment"), json!("TICKMARK_REGIONS")));
    assert_eq!(of("fail_on"), (json!(["high"]), json!("option"), json!("--fail-on")));
    assert_eq!(of("criterion_threshold"), (json!(["medium"]), json!("default"), Value::Null));
    assert_eq!(of("acceptances"), (json!(["a.yaml"]), json!("file"), json!("line 3")));
    assert_eq!(of("outputs"), (json!(["r.md"]), json!("file"), json!("line 4")));
    let (_, table, _) = within(folder.path(), &variables, &["config", "show"]);
    assert!(table.contains("environment TICKMARK_REGIONS") && table.contains("file line 1"), "{table}");
}

#[test]
fn outputs_of_the_file_are_written_besides_what_is_printed() {
    let folder = project("outputs: [r.md, r.sarif]\n");
    let args = ["assess", SNAPSHOT, "--control", CONTROL];
    let (status, out, err) = within(folder.path(), &[], &args);
    assert!(status == 1 && out.contains("FAILED CONTROLS"), "{out}{err}");
    assert!(["r.md", "r.sarif"].iter().all(|name| folder.path().join(name).is_file()), "{err}");
    fs::remove_file(folder.path().join("r.md")).unwrap();
    let instead: Vec<&str> = args.iter().chain(&["--output", "own.json"]).copied().collect();
    let (_, out, _) = within(folder.path(), &[], &instead);
    assert!(out.is_empty() && !folder.path().join("r.md").exists() && folder.path().join("own.json").exists());
}

#[test]
fn a_snapshot_of_another_account_is_refused() {
    let folder = project("scope: {accounts: [\"210987654321\"]}\n");
    for args in
        [&["assess", SNAPSHOT][..], &["report", SNAPSHOT, "--format", "md"], &["pack", SNAPSHOT, "--output", "p"]]
    {
        let (status, _, err) = within(folder.path(), &[], args);
        assert!(status == 2 && err.contains("the snapshot is of account 123456789012"), "{args:?} {err}");
    }
    let (status, _, err) = within(folder.path(), &[("TICKMARK_ACCOUNTS", "123456789012")], &["assess", SNAPSHOT]);
    assert_eq!(status, 1, "{err}");
}

#[test]
fn files_of_management_are_found_from_below() {
    let folder = project("acceptances: management/accepted.yaml\n");
    fs::create_dir_all(folder.path().join("management/deep")).unwrap();
    let accepted = acceptance(&folder, "joe@example.com", "2025-03-31");
    fs::rename(accepted, folder.path().join("management/accepted.yaml")).unwrap();
    let snapshot = format!("../../{SNAPSHOT}");
    let args = ["assess", &snapshot, "--control", CONTROL];
    let (status, out, err) = within(&folder.path().join("management/deep"), &[], &args);
    assert!(status == 0 && out.contains("RISK ACCEPTANCES"), "{out}{err}");
}

#[test]
fn a_new_file_is_commented_through_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| within(folder.path(), &[], args);
    let (status, _, err) = run(&["init"]);
    assert!(status == 0 && err.contains("wrote tickmark.yaml"), "{err}");
    let (status, out, err) = run(&["config", "show"]);
    assert!(status == 0 && out.contains("Settings of tickmark.yaml") && !out.contains("file line"), "{out}{err}");
    let before = fs::read_to_string(folder.path().join("tickmark.yaml")).unwrap();
    let (status, _, err) = run(&["init"]);
    assert!(status == 2 && err.contains("is there already"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("tickmark.yaml")).unwrap(), before);
}

#[test]
fn what_is_left_out_by_tags_needs_the_permission_to_read_them() {
    let actions = |file: &str| {
        let folder = project(file);
        let args = ["iam-policy", "--control", "aws-s3-bucket-access-logging"];
        let (status, out, err) = within(folder.path(), &[], &args);
        assert_eq!(status, 0, "{err}");
        out
    };
    let exclude = "scope:\n  exclude:\n    - tags: {env: test}\n      reason: r\n      approver: a\n";
    assert!(actions(exclude).contains("s3:GetBucketTagging") && !actions("").contains("s3:GetBucketTagging"));
}
