//! Whoever knows how a pack is made can make its hashes fit; what it says must still come of its snapshots.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use tickmark::pack::manifest::Entry;

use super::sample::{CONTROL, inputs, packed, problems, resealed};

/// A pack, with the folder that goes when it does.
fn pack() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, None);
    (folder, pack)
}

/// What is wrong after one file was changed and all hashes were made to fit.
fn after(path: &str, change: impl FnOnce(String) -> String) -> Vec<String> {
    let (_folder, pack) = pack();
    let path = pack.join(path);
    let before = fs::read_to_string(&path).unwrap();
    let changed = change(before.clone());
    assert_ne!(before, changed, "something is changed");
    fs::write(path, changed).unwrap();
    resealed(&pack, |_| {});
    problems(&pack, None)
}

#[test]
fn another_result_is_told_by_its_control_and_its_asset() {
    let found = after("assessment.json", |text| {
        text.replacen(
            r#""status":"fail","severity":"high","criteria""#,
            r#""status":"pass","severity":"high","criteria""#,
            1,
        )
    });
    let id = "aws.s3.account aws.s3.account/222222222222 (account 222222222222, global)";
    assert_eq!(found[0], format!("{CONTROL} on {id}: then pass (high), now fail (high)"));
    assert!(found[1].starts_with(r#""assessment.json" is not what this tickmark makes"#), "{found:?}");
}

#[test]
fn another_snapshot_has_other_results() {
    let (_folder, pack) = pack();
    fs::write(
        pack.join("snapshots/222222222222.jsonl"),
        super::sample::snapshot("222222222222", &super::sample::block(true)),
    )
    .unwrap();
    resealed(&pack, |_| {});
    let found = problems(&pack, None);
    assert!(found.iter().any(|told| told.ends_with("then fail (high), now pass (high)")), "{found:?}");
    assert!(found.iter().any(|told| told.starts_with(&format!("{CONTROL}: then fail, now pass"))), "{found:?}");
}

#[test]
fn a_report_that_says_something_else_is_told() {
    let files = ["index.html", &format!("populations/{CONTROL}.csv")];
    for path in files {
        let found = after(path, |text| text.replacen("222222222222", "333333333333", 1));
        assert_eq!(found, [format!("{path:?} is not what this tickmark makes of the pack's snapshots and controls")]);
    }
}

#[test]
fn other_controls_words_or_documents_are_told() {
    let control = "controls/built-in/aws/s3/s3-account-public-access-block.yaml";
    let found = after(control, |text| text.replacen("title:", "title: Some say that", 1));
    assert!(found[0].starts_with("the manifest says a digest of the controls"), "{found:?}");
    let found = after("documents.yaml", |text| text.replace("2024-12-01", "2020-12-01"));
    assert!(found[0].starts_with("CC1.1: then ") && found[0].contains("documents stale"), "{found:?}");
    let found = after("documents/conduct.txt", |_| "b".to_owned());
    assert!(found[0].starts_with("CC1.1: then ") && found[0].contains("documents altered"), "{found:?}");
}

#[test]
fn a_manifest_that_says_something_else_is_told() {
    let changed = |change: fn(&mut tickmark::pack::Manifest)| {
        let (_folder, pack) = pack();
        resealed(&pack, change);
        problems(&pack, None)
    };
    let starts = |found: &[String], with: &str| assert!(found.iter().any(|told| told.starts_with(with)), "{found:?}");
    starts(&changed(|sheet| sheet.as_of = "2025-01-02T00:00:00Z".parse().unwrap()), "the manifest says a moment");
    starts(&changed(|sheet| sheet.categories = vec!["privacy".into()]), "the manifest says categories");
    starts(
        &changed(|sheet| sheet.asked.organization = Some("Another".into())),
        r#""assessment.json" is not"#.split_at(0).0,
    );
    starts(
        &changed(|sheet| sheet.asked.selection.categories = vec!["privacy".into()]),
        "the assessment cannot be made",
    );
    starts(&changed(|sheet| sheet.asked.params = vec!["x".into()]), "the assessment cannot be made again");
    starts(&changed(|sheet| sheet.asked.criterion_threshold = "none".into()), "the assessment cannot be made again");
    starts(&changed(|sheet| sheet.schema = "tickmark.pack/2".into()), "the manifest is of format");
}

#[test]
fn a_file_left_out_or_brought_in_is_told_though_the_manifest_agrees() {
    let (_folder, own) = pack();
    let population = format!("populations/{CONTROL}.csv");
    fs::remove_dir_all(own.join("populations")).unwrap();
    resealed(&own, |sheet| sheet.files.retain(|entry| entry.path != population));
    assert_eq!(
        problems(&own, None),
        [format!("{population:?} is left out, though the pack's snapshots and controls make it")]
    );
    let (_folder, own) = pack();
    fs::write(own.join("opinion.txt"), "compliant").unwrap();
    let entry = |path: &str| Entry { path: path.to_owned(), size: 0, sha256: String::new() };
    resealed(&own, |sheet| sheet.files.push(entry("opinion.txt")));
    assert_eq!(problems(&own, None), [r#""opinion.txt" does not come of the pack's snapshots and controls"#]);
    fs::write(own.join("signing.pub"), "").unwrap();
    resealed(&own, |sheet| sheet.files.push(entry("signing.pub")));
    assert!(problems(&own, None).iter().any(|told| told.starts_with(r#"missing: "manifest.json.minisig""#)));
}

#[test]
fn a_pack_of_another_version_is_judged_but_its_reports_are_not_made_again() {
    let (_folder, pack) = pack();
    let page = pack.join("index.html");
    fs::write(&page, fs::read_to_string(&page).unwrap() + " ").unwrap();
    resealed(&pack, |sheet| sheet.tool.version = "0.0.9".to_owned());
    let verdict = super::sample::verified(&pack, None);
    assert_eq!(verdict.problems, []);
    assert!(!verdict.reperformed.unwrap().reports);
}
