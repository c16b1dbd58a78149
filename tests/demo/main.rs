//! The embedded account of `scan --demo`: it is whole, it is of today's registry, and it shows every status there is.
#![expect(clippy::unwrap_used, reason = "a broken test may end as it likes")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::inventory::{Region, Scope};
use tickmark::provider;

const REMEDY: &str = "record it anew: cargo run --example record-demo";

/// The file that the programme embeds.
fn recorded() -> Snapshot {
    Snapshot::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/demo.snapshot.zst")).unwrap()
}

/// The demo's report, of the built binary, with no credentials, no home and no network to speak of.
fn report() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tickmark"))
        .env_clear()
        .args(["scan", "--demo", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_demo_was_recorded_with_today_s_registry() {
    let report = report();
    let gaps = report["gaps"].as_array().unwrap().iter();
    // What is not asked for by design, such as the policies of keys that AWS manages, costs no control.
    let costs = |gap: &&Value| !gap["controls"].as_array().unwrap().is_empty();
    let uncollected: Vec<&Value> = gaps.filter(|gap| gap["kind"] == "not_collected").filter(costs).collect();
    assert!(uncollected.is_empty(), "facts are asked for that the demo does not hold; {REMEDY}: {uncollected:?}");
}

/// What decides no result is held to the registry too.
#[test]
fn every_listing_and_every_fact_of_the_registry_is_in_it() {
    let snapshot = recorded();
    for spec in provider::kinds() {
        let regions = if spec.scope == Scope::Global { &[Region::GLOBAL][..] } else { &snapshot.header().regions };
        for region in regions {
            let listed = snapshot.populations().iter().any(|one| one.kind == spec.kind && one.region == *region);
            assert!(listed, "no listing of {} in {region}; {REMEDY}", spec.kind);
        }
        let assets = snapshot.assets().filter(|asset| *asset.kind() == spec.kind);
        let seen: BTreeSet<String> = assets.flat_map(|asset| asset.facts()).map(|(field, _)| field).collect();
        let fields: BTreeSet<String> = spec.facts.iter().map(|fact| fact.field.to_owned()).collect();
        // Of a kind without a single asset no fact can be missing.
        assert!(seen.is_empty() || seen == fields, "{} has {fields:?}, the demo {seen:?}; {REMEDY}", spec.kind);
    }
}

#[test]
fn two_operations_were_refused_and_the_report_says_what_that_costs() {
    let report = report();
    let mut costs: BTreeMap<&str, usize> = BTreeMap::new();
    for gap in report["gaps"].as_array().unwrap().iter().filter(|gap| gap["kind"] == "denied") {
        assert_eq!(gap["operation"], gap["action"], "these two are called as their permissions are");
        *costs.entry(gap["operation"].as_str().unwrap()).or_default() += gap["controls"].as_array().unwrap().len();
    }
    assert!(costs.len() == 2 && costs.values().all(|controls| *controls > 0), "{costs:?}");
}

/// It is near what a comment can hold.
#[test]
fn a_comment_on_it_tells_or_counts_every_failure() {
    let output = Command::new(env!("CARGO_BIN_EXE_tickmark"))
        .env_clear()
        .args(["scan", "--demo", "--format", "markdown"])
        .output();
    let comment = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(comment.len() <= 65_536, "{}", comment.len());
    let (report, title) = (report(), |name: &str| format!("\n### {name}\n\n"));
    let controls = report["controls"].as_array().unwrap();
    let accepted = controls.iter().filter(|control| control["counts"]["risk_accepted"].as_u64() > Some(0)).count();
    let failed = controls.iter().filter(|control| control["status"] == "fail").count();
    for (heading, noun, all) in
        [("Failed controls", "failed controls", failed), ("Accepted risks", "accepted risks", accepted)]
    {
        let section = comment.split(&title(heading)).nth(1).unwrap_or_default();
        let section = section.split("\n### ").next().unwrap();
        let told = section.lines().filter(|line| line.starts_with("- ")).count();
        let more = comment.lines().find_map(|line| {
            line.strip_prefix("> Too long for a comment, left out: ")?
                .strip_suffix(&format!(" of the {noun}. Other formats have all."))
        });
        assert_eq!(told + more.map_or(0, |count| count.parse::<usize>().unwrap()), all, "{noun}");
    }
}

#[test]
fn nothing_of_the_machine_that_recorded_it_is_in_it() {
    let report = report();
    let collection = &report["scope"]["collections"][0];
    assert!(collection["host"].is_null() && collection["profile"].is_null());
    let endpoint = collection["endpoint"].as_str().unwrap();
    assert!(endpoint.contains("simulation") && !endpoint.contains("://"), "{endpoint}");
    let mut lines = Vec::new();
    recorded().write_to(&mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert!(!["127.0.0.1", "localhost", "http://"].iter().any(|place| lines.contains(place)));
}

#[test]
fn what_several_of_its_failures_rest_on_is_told_and_nothing_else() {
    let output = Command::new(env!("CARGO_BIN_EXE_tickmark")).env_clear().args(["scan", "--demo"]).output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    let (_, section) = report.split_once("\nSHARED CAUSES").unwrap();
    let (section, _) = section.split_once("\n\n").unwrap();
    insta::assert_snapshot!(section.trim());
}
