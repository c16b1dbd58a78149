//! `--terraform-state`: SARIF with the addresses of the assets.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{said, text};

/// A file of a folder with this in it.
fn file(folder: &TempDir, name: &str, holds: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, holds).unwrap();
    path
}

/// The demo's report in SARIF, with the addresses of a state.
fn sarif(state: &Path, more: &[&str]) -> (Value, String) {
    let args = ["scan", "--demo", "--format", "sarif", "--terraform-state", text(state)];
    let (status, out, err) = said(&[&args, more].concat());
    assert_eq!(status, 1, "{err}");
    (serde_json::from_str(&out).unwrap(), err)
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// Where a result is by its logical locations.
fn places(result: &Value) -> Vec<&str> {
    let places = result["locations"][0]["logicalLocations"].as_array().unwrap().iter();
    places.map(|place| place["fullyQualifiedName"].as_str().unwrap()).collect()
}

#[test]
fn a_result_is_at_its_address_and_at_its_control() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, _) = sarif(&file(&folder, "empty.json", r#"{"format_version":"1.0"}"#), &[]);
    let bucket = results(&plain).iter().find(|result| result["properties"]["assetKind"] == "aws.s3.bucket").unwrap();
    let arn = places(bucket)[0].to_owned();
    let address = "module.storage[\"eu\"].aws_s3_bucket.this";
    let resources = json!([
        {"address": address, "mode": "managed", "type": "aws_s3_bucket", "values": {"arn": arn, "secret": "hunter2"}},
        {"address": "aws_s3_bucket.gone", "mode": "managed", "type": "aws_s3_bucket", "values": {"arn": "arn:aws:s3:::gone"}},
    ]);
    let state =
        json!({"format_version": "1.0", "values": {"root_module": {"child_modules": [{"resources": resources}]}}});
    let state = file(&folder, "state.json", &state.to_string());
    let (log, err) = sarif(&state, &[]);
    assert!(err.contains("tickmark: Terraform: 1 of ") && err.contains("among 2 resources\n"), "{err}");
    assert!(!log.to_string().contains("hunter2") && !err.contains("hunter2"));
    assert_eq!(results(&log).len(), results(&plain).len());
    let mut found = 0;
    for (with, without) in results(&log).iter().zip(results(&plain)) {
        assert_eq!(with["partialFingerprints"], without["partialFingerprints"]);
        let (control, place) = (&with["locations"][0]["physicalLocation"], places(with));
        assert!(control["artifactLocation"]["uri"].as_str().unwrap().starts_with("controls/aws/"));
        if place[0] == arn {
            found += 1;
            assert_eq!(place, [arn.as_str(), address]);
            assert!(with["message"]["text"].as_str().unwrap().contains(&format!(", {address}): ")), "{with}");
        } else {
            assert_eq!(with, without);
        }
    }
    assert!(found > 1, "{found}");
    assert_eq!(sarif(&state, &["--quiet"]).1, "");
}

#[test]
fn what_is_no_state_is_named_with_a_remedy_before_anything_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    for (name, holds, told) in [
        ("raw.json", r#"{"version":4,"resources":[]}"#, "what `terraform show -json FILE` prints"),
        ("plan.json", r#"{"format_version":"1.2","planned_values":{"password":"hunter2"}}"#, "this is a plan"),
        ("cut.json", r#"{"format_version":"1.0","values":{"root_module":"hunter2"}}"#, "line 1, column 57"),
    ] {
        let state = file(&folder, name, holds);
        let (status, out, err) = said(&["assess", "nowhere", "--terraform-state", text(&state)]);
        assert!(status == 2 && out.is_empty() && err.contains(name) && err.contains(told), "{err}");
        assert!(!err.contains("hunter2") && !err.contains("open"), "{err}");
    }
    let (status, _, err) = said(&["assess", "nowhere", "--terraform-state", "/nowhere.json"]);
    assert!(status == 2 && err.contains("cannot read the Terraform state /nowhere.json"), "{err}");
}
