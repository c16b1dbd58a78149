//! The embedded account: it shows every status, and it was recorded by the registry of today.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tickmark::assess::Configuration;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::inventory::{Region, Scope};
use tickmark::provider;

const RECORD: &str = "record the demo anew: cargo run --example record-demo";

/// What `scan --demo` prints where there is nothing to find credentials by, and its exit status.
fn demo(args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    let output = command.env_clear().args(["scan", "--demo"]).args(args).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn report() -> Value {
    serde_json::from_str(&demo(&["--format", "json"]).1).unwrap()
}

fn recorded() -> Snapshot {
    Snapshot::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/demo.snapshot.zst")).expect(RECORD)
}

fn words<'a>(report: &'a Value, list: &str, member: &str) -> BTreeSet<&'a str> {
    report[list].as_array().unwrap().iter().map(|one| one[member].as_str().unwrap()).collect()
}

#[test]
fn it_shows_every_status_that_needs_no_word_of_management() {
    let report = report();
    let controls = BTreeSet::from(["fail", "not_evaluated", "pass", "not_applicable"]);
    assert_eq!(words(&report, "controls", "status"), controls);
    let mut criteria: BTreeSet<&str> = Configuration::ALL.iter().map(|status| status.as_str()).collect();
    criteria.retain(|status| !["risk_accepted", "out_of_scope"].contains(status));
    assert_eq!(words(&report, "criteria", "configuration"), criteria);
    assert_eq!(report["criteria"].as_array().unwrap().len(), 61);
}

#[test]
fn two_refused_operations_cost_what_they_cost_and_no_more() {
    let report = report();
    let costly = report["gaps"].as_array().unwrap().iter().filter(|gap| gap["controls"] != json!([]));
    let operations: BTreeSet<&str> = costly.map(|gap| gap["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, BTreeSet::from(["ec2:DescribeFlowLogs", "kms:GetKeyPolicy"]));
    let controls = report["controls"].as_array().unwrap();
    let unseen = controls.iter().filter(|control| control["status"] == "not_evaluated");
    let unseen: BTreeSet<&str> = unseen.map(|control| control["id"].as_str().unwrap()).collect();
    assert_eq!(unseen, BTreeSet::from(["aws-kms-key-policy-not-public", "aws-vpc-flow-logs-enabled"]));
}

#[test]
fn the_registry_of_today_recorded_it() {
    let snapshot = recorded();
    let header = snapshot.header();
    for spec in provider::kinds() {
        let regions = if spec.scope == Scope::Global { &[Region::GLOBAL][..] } else { &header.regions };
        for region in regions {
            let listed = snapshot.populations().iter().any(|one| one.kind == spec.kind && one.region == *region);
            assert!(listed, "no listing of {} in {region}; {RECORD}", spec.kind);
        }
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut fields: BTreeSet<String> = spec.facts.iter().map(|fact| fact.field.to_owned()).collect();
        for asset in snapshot.assets().filter(|asset| *asset.kind() == spec.kind) {
            seen.extend(asset.facts().keys().cloned());
        }
        let strange: Vec<&String> = seen.difference(&fields).collect();
        assert!(strange.is_empty(), "{} has no {strange:?} any more; {RECORD}", spec.kind);
        // Of a kind without a single asset no fact can be missing.
        fields.retain(|field| !seen.is_empty() && !seen.contains(field));
        assert!(fields.is_empty(), "no asset of {} has {fields:?}; {RECORD}", spec.kind);
    }
    // What lies in other regions was not asked for; it decides nothing.
    let report = report();
    let mut gaps = report["gaps"].as_array().unwrap().iter();
    let forgotten = gaps.find(|gap| gap["kind"] == "not_collected" && gap["controls"] != json!([]));
    assert!(forgotten.is_none(), "a control reads what was never collected: {forgotten:?}; {RECORD}");
}

#[test]
fn it_says_that_it_is_simulated_and_nothing_of_where_it_was_recorded() {
    let snapshot = recorded();
    let header = snapshot.header();
    assert_eq!((header.host.as_ref(), header.profile.as_ref()), (None, None));
    let mut lines = Vec::new();
    snapshot.write_to(&mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert!(!["127.0.0.1", "localhost", "http://"].iter().any(|place| lines.contains(place)));
    let (status, table) = demo(&[]);
    assert!(status == 1 && table.contains("a simulation of AWS"), "{table}");
}
