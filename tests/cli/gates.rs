//! What fails a build, and what changed since.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::{CONTROL, acceptance, assessed, block, said, saved, text, unknown};

/// One account in three states, each as a snapshot and as an assessment of it.
struct States {
    folders: [TempDir; 3],
}

impl States {
    fn new() -> Self {
        let folders = std::array::from_fn(|_| tempfile::tempdir().unwrap());
        for (folder, state) in folders.iter().zip([block(true), block(false), unknown()]) {
            let snapshot = saved(folder, "123456789012", &state);
            let report = folder.path().join("report.json");
            assessed(&snapshot, &["--output", text(&report)]);
        }
        Self { folders }
    }

    fn folder(&self, state: usize) -> &TempDir {
        self.folders.get(state).unwrap()
    }

    fn snapshot(&self, state: usize) -> PathBuf {
        self.folder(state).path().join("123456789012.jsonl")
    }

    fn report(&self, state: usize) -> PathBuf {
        self.folder(state).path().join("report.json")
    }
}

const PASS: usize = 0;
const FAIL: usize = 1;
const UNSEEN: usize = 2;

#[test]
fn a_criterion_fails_a_build_where_it_deviates_and_is_unseen_where_nobody_can_tell() {
    let account = States::new();
    for (state, criterion, status) in [
        (PASS, "CC6.1", 0),
        (FAIL, "CC6.1", 1),
        (UNSEEN, "CC6.1", 3),
        // No selected control speaks to it.
        (FAIL, "A1.2", 3),
        (FAIL, "CC1.1", 3),
        (FAIL, "CC6.99", 2),
        (FAIL, "six", 2),
    ] {
        let more = ["--fail-on", "never", "--fail-on-criterion", criterion];
        let (found, out, err) = assessed(&account.snapshot(state), &more);
        assert_eq!(found, status, "{criterion}\n{out}\n{err}");
    }
    let several = ["--fail-on", "never", "--fail-on-criterion", "A1.2", "--fail-on-criterion", "CC6.6"];
    assert_eq!(assessed(&account.snapshot(FAIL), &several).0, 1);
}

#[test]
fn only_what_is_new_fails_a_build_that_has_a_baseline() {
    let account = States::new();
    // The last is what it is without the option.
    for (baseline, now, status, all) in [
        (FAIL, FAIL, 0, 1),
        (PASS, FAIL, 1, 1),
        // What nobody saw then is no known failure.
        (UNSEEN, FAIL, 1, 1),
        (FAIL, UNSEEN, 3, 3),
        (FAIL, PASS, 0, 0),
        (PASS, PASS, 0, 0),
    ] {
        let file = account.report(baseline);
        let more = ["--baseline", text(&file), "--new-only"];
        let (found, _, err) = assessed(&account.snapshot(now), &more);
        assert_eq!(found, status, "{baseline} -> {now}\n{err}");
        let known = i32::from(baseline == FAIL && now == FAIL);
        assert!(err.contains(&format!("{known} known to fail")), "{err}");
        // A criterion that deviates by nothing new fails no more than that.
        let more = [&more[..], &["--fail-on", "never", "--fail-on-criterion", "CC6.1"]].concat();
        assert_eq!(assessed(&account.snapshot(now), &more).0, status, "{baseline} -> {now}");
        // Without the option the baseline is told and changes nothing.
        let (plain, _, _) = assessed(&account.snapshot(now), &["--baseline", text(&file), "--quiet"]);
        assert_eq!(plain, all);
    }
}

#[test]
fn an_account_held_against_itself_is_the_same_by_every_built_in_control() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    said(&["scan", "--demo", "--output", text(&file)]);
    let (_, _, err) = said(&["scan", "--demo", "--baseline", text(&file)]);
    // One of them has a parameter that is not set.
    assert!(err.contains("known to fail") && !err.contains("JUDGED BY"), "{err}");
}

#[test]
fn a_baseline_of_failures_alone_will_do() {
    let account = States::new();
    let file = account.folder(FAIL).path().join("failures.json");
    assessed(&account.snapshot(FAIL), &["--only-failures", "--output", text(&file)]);
    assert_eq!(assessed(&account.snapshot(FAIL), &["--baseline", text(&file), "--new-only"]).0, 0);
}

#[test]
fn a_failure_whose_acceptance_is_over_is_new() {
    let account = States::new();
    let folder = account.folder(FAIL);
    let (accepted, file) = (folder.path().join("accepted.json"), acceptance(folder, "joe@example.com", "2025-05-31"));
    assert_eq!(assessed(&account.snapshot(FAIL), &["--acceptances", &file, "--output", text(&accepted)]).0, 0);
    let (status, _, err) = assessed(&account.snapshot(FAIL), &["--baseline", text(&accepted), "--new-only"]);
    assert!(status == 1 && err.contains("accepted before"), "{err}");
}

#[test]
fn what_is_no_baseline_is_named_before_anything_is_judged() {
    let account = States::new();
    let snapshot = account.snapshot(FAIL);
    let rubbish = account.folder(FAIL).path().join("rubbish.json");
    std::fs::write(&rubbish, "{\"schema\":\"tickmark.assessment/2\"}").unwrap();
    for more in [
        &["--new-only"][..],
        &["--baseline", "/nowhere.json"],
        &["--baseline", text(&rubbish)],
        &["--baseline", text(&snapshot)],
    ] {
        let (status, out, err) = assessed(&snapshot, more);
        assert!(status == 2 && out.is_empty() && !err.is_empty(), "{more:?}\n{err}");
    }
}

fn differing(old: &Path, new: &Path, more: &[&str]) -> (i32, String, String) {
    said(&[&["diff", text(old), text(new)], more].concat())
}

#[test]
fn what_changed_is_told_alike_for_snapshots_and_for_assessments() {
    let account = States::new();
    for (old, new, change, status) in [
        (PASS, FAIL, Some("new_failure"), 1),
        (UNSEEN, FAIL, Some("new_failure"), 1),
        (FAIL, PASS, Some("fixed"), 0),
        (FAIL, UNSEEN, Some("not_observed"), 3),
        (PASS, UNSEEN, Some("not_observed"), 3),
        (UNSEEN, PASS, None, 0),
        (FAIL, FAIL, None, 0),
    ] {
        let narrowed = ["--control", CONTROL, "--format", "json"];
        let (found, snapshots, err) = differing(&account.snapshot(old), &account.snapshot(new), &narrowed);
        assert_eq!((found, err.as_str()), (status, ""), "{old} -> {new}");
        let (found, reports, _) = differing(&account.report(old), &account.report(new), &["--format", "json"]);
        assert_eq!((found, &reports), (status, &snapshots));
        let (found, mixed, _) = differing(&account.report(old), &account.snapshot(new), &narrowed);
        assert_eq!((found, &mixed), (status, &snapshots));
        let report: Value = serde_json::from_str(&snapshots).unwrap();
        assert_eq!(report["schema"], "tickmark.diff/1");
        assert_eq!(report["changes"][0]["change"].as_str(), change, "{report}");
        assert_eq!(report["known_failures"], i32::from(old == FAIL && new == FAIL));
        let never = differing(&account.report(old), &account.report(new), &["--fail-on", "never"]);
        assert_eq!(never.0, 0);
    }
}

#[test]
fn a_comparison_reads_well_and_is_written_to_a_file() {
    let account = States::new();
    let (old, new) = (account.report(PASS), account.report(FAIL));
    let (_, table, _) = differing(&old, &new, &[]);
    for part in ["NEW FAILURES", CONTROL, "passed before", "CRITERIA", "deviation, was"] {
        assert!(table.contains(part), "{part}\n{table}");
    }
    let (_, unseen, _) = differing(&new, &account.report(UNSEEN), &[]);
    assert!(unseen.contains("NOT OBSERVED THIS TIME") && !unseen.contains("FIXED"), "{unseen}");
    let file = account.folder(PASS).path().join("changes.md");
    let (status, out, _) = differing(&old, &new, &["--output", text(&file)]);
    assert_eq!((status, out.as_str()), (1, ""));
    let comment = std::fs::read_to_string(&file).unwrap();
    assert!(comment.contains("### New failures\n\n- **high** `aws-s3-account-public-access-block`"), "{comment}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let account = States::new();
    let (pass, fail) = (account.report(PASS), account.report(FAIL));
    let trimmed = account.folder(PASS).path().join("trimmed.json");
    assessed(&account.snapshot(PASS), &["--only-failures", "--output", text(&trimmed)]);
    for (old, new, more, told) in [
        (pass.as_path(), fail.as_path(), &["--control", CONTROL][..], "only snapshots can be narrowed down"),
        (&trimmed, &fail, &[], "--only-failures"),
        (&fail, Path::new("/nowhere"), &[], "cannot read /nowhere"),
        (&pass, &fail, &["--output", "changes.doc"], "no format has the extension"),
    ] {
        let (status, out, err) = differing(old, new, more);
        assert!(status == 2 && out.is_empty() && err.contains(told), "{told}\n{err}");
    }
}
