//! The report on the embedded account: every status is in it, and its populations agree with the assessment.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What the built binary prints, with nothing in its environment.
pub(crate) fn printed(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tickmark")).env_clear().args(args).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn assessment(more: &[&str]) -> Value {
    let args = [&["scan", "--demo", "--format", "json", "--fail-on", "never"], more].concat();
    serde_json::from_str(&printed(&args)).unwrap()
}

fn all(report: &Value, list: &str, field: &str) -> BTreeSet<String> {
    let items = report.get(list).and_then(Value::as_array).unwrap();
    items.iter().map(|item| item.get(field).and_then(Value::as_str).unwrap().to_owned()).collect()
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_status_is_seen() {
    let whole = assessment(&[]);
    let statuses = ["fail", "not_applicable", "not_evaluated", "pass", "risk_accepted", "set_aside"];
    assert_eq!(all(&whole, "findings", "status"), set(&statuses));
    // A control of which everything is set aside applies to nothing else.
    assert_eq!(all(&whole, "controls", "status"), set(&statuses[..5]));
    let configuration = ["deviation", "met", "met_in_part", "no_assets", "none", "not_evaluated", "risk_accepted"];
    assert_eq!(all(&whole, "criteria", "configuration"), set(&configuration));
    assert_eq!(all(&whole, "criteria", "documents"), set(&["altered", "on_file", "requested", "stale"]));
    assert_eq!(all(&whole, "acceptances", "validity"), set(&["expired", "in_force", "self_approved"]));
    assert_eq!(all(&whole, "documents", "standing"), set(&["altered", "current", "dated_later", "stale"]));
    let acceptances = whole.get("acceptances").and_then(Value::as_array).unwrap();
    let unused = |one: &Value| one["validity"] == "in_force" && one["accepted"] == 0;
    assert!(acceptances.iter().any(unused), "one is in force and unused");
    // Every criterion that a cloud shows something of has a control: it is not assessed only where none was asked for.
    assert!(all(&assessment(&["--service", "s3"]), "criteria", "configuration").contains("not_assessed"));
    // The last two are those of a category that nobody asked for.
    let security = assessment(&["--category", "security"]);
    assert!(all(&security, "criteria", "configuration").contains("out_of_scope"));
    assert!(all(&security, "criteria", "documents").contains("not_needed"));
}

#[test]
fn every_population_adds_up_and_agrees_with_the_assessment() {
    let whole = assessment(&[]);
    let csv = printed(&["report", "--demo", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let (mut rows, mut sums) = (BTreeMap::<String, BTreeMap<String, u64>>::new(), BTreeMap::new());
    for record in reader.deserialize() {
        let row: BTreeMap<String, String> = record.unwrap();
        let control = row.get("control").unwrap();
        let own = rows.entry(control.clone()).or_default();
        let result = row.get("result").unwrap();
        if !result.is_empty() {
            *own.entry(result.clone()).or_default() += 1;
        }
        sums.insert(control.clone(), row.get("population").unwrap().clone());
    }
    let controls = whole.get("controls").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), controls.len(), "no control is left out, not one without assets");
    for control in controls {
        let id = control["id"].as_str().unwrap();
        let (listed, sum) = (rows.get(id).unwrap(), sums.get(id).unwrap());
        let (_, sum) = sum.trim_end_matches('.').rsplit_once(". ").unwrap();
        let (total, parts) = sum.split_once(" = ").unwrap();
        let mut added = 0;
        for part in parts.split(" + ") {
            let (number, word) = part.split_once(' ').unwrap();
            let number: u64 = number.replace(',', "").parse().unwrap();
            let word = if word == "deviations" { "deviation" } else { word };
            assert_eq!(number, listed.get(word).copied().unwrap_or(0), "{id}: {word}");
            added += number;
        }
        assert_eq!(total.replace(',', ""), added.to_string(), "{id}");
        let counts = control["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
        assert_eq!(added, counts.sum::<u64>(), "{id}");
    }
}

#[test]
fn a_file_of_the_user_s_takes_the_place_of_the_demo_s() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("acceptances.yaml");
    std::fs::write(&none, "acceptances: []\n").unwrap();
    let own = assessment(&["--acceptances", none.to_str().unwrap()]);
    assert!(own.get("acceptances").and_then(Value::as_array).unwrap().is_empty());
    assert!(!own.get("documents").and_then(Value::as_array).unwrap().is_empty());
}
