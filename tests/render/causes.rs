//! What several failures rest on, and what only looks like it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tickmark::assess::{Assessment, Needs};
use tickmark::inventory::Kind;
use tickmark::inventory::store::Encoded;

use crate::sample::{BUCKET, Sample, VOLUME, bucket, facts, parts, snapshot, unknown, volume};

/// Whether a volume is encrypted follows from its bucket.
fn needs() -> Needs {
    let place = |kind: &Kind, field: &str| (kind.clone(), field.to_owned());
    BTreeMap::from([(place(&VOLUME, "encrypted"), BTreeSet::from([place(&BUCKET, "encrypted")]))])
}

fn with(mut asset: Encoded, field: &str, value: Value) -> Encoded {
    facts(&mut asset).insert(field.to_owned(), value);
    asset
}

fn open(name: &str) -> Encoded {
    with(bucket(name), "encrypted", json!(false))
}

/// A volume that is not encrypted, and names these.
fn of(name: &str, named: &Value) -> Encoded {
    with(with(volume(name), "encrypted", json!(false)), "origin", named.clone())
}

/// Each cause as "asset fields: control asset, …".
fn told(assessment: &Assessment<'_>, needs: &Needs) -> Vec<String> {
    let causes = assessment.causes(needs).unwrap();
    let one = causes.iter().map(|cause| {
        let findings = cause.findings.iter().map(|number| {
            let finding = assessment.findings().get(*number).unwrap();
            let control = &assessment.control_of(finding).unwrap().control.id;
            format!("{control} {}", assessment.asset_of(finding).unwrap().name())
        });
        let asset = assessment.snapshot().asset(cause.asset).unwrap();
        format!("{} {}: {}", asset.name(), cause.fields.join("+"), findings.collect::<Vec<_>>().join(", "))
    });
    one.collect()
}

#[test]
fn failures_that_name_what_they_are_derived_from_share_its_cause() {
    let assets = vec![
        open("logs"),
        of("a", &json!("logs")),
        of("b", &json!({"from": ["arn:aws.s3.bucket:logs"]})),
        of("apart", &json!("elsewhere")),
        // It names the bucket, and nothing is wrong with it.
        with(volume("whole"), "origin", json!("logs")),
    ];
    let (sample, snapshot) = (Sample::new(), snapshot(parts(assets)));
    let assessment = sample.assess(&snapshot);
    assert_eq!(
        told(&assessment, &needs()),
        ["logs encrypted: aws-s3-bucket-encryption logs, aws-ec2-volume-encryption a, aws-ec2-volume-encryption b"]
    );
    assert_eq!(told(&assessment, &Needs::new()), [""; 0], "what is not derived rests on nothing");
}

#[test]
fn what_only_looks_like_a_cause_is_none() {
    let sample = Sample::new();
    for (why, bucket, named) in [
        ("of two none is the cause", open("logs"), json!(["logs", "other"])),
        ("what passes is no cause", bucket("logs"), json!("logs")),
        ("what was not seen is no cause", with(bucket("logs"), "encrypted", unknown("s3:Get")), json!("logs")),
        ("a part of a name is no name", open("logs"), json!("logs-2024")),
    ] {
        let snapshot = snapshot(parts(vec![bucket, open("other"), of("a", &named)]));
        assert_eq!(told(&sample.assess(&snapshot), &needs()), [""; 0], "{why}");
    }
}

/// The settings of the account, of some kind.
fn setting(mut asset: Encoded, encrypted: &Value) -> Encoded {
    asset.key.id = format!("{}/{}", asset.key.kind, asset.key.account);
    with(asset, "encrypted", encrypted.clone())
}

#[test]
fn what_an_account_sums_up_rests_on_nothing_but_that_nothing_is_there() {
    let sample = Sample::new();
    let causes = |encrypted: &Value, dependent: Encoded| {
        let snapshot = snapshot(parts(vec![setting(bucket("account"), encrypted), dependent]));
        told(&sample.assess(&snapshot), &needs())
    };
    let sum = || setting(volume("sum"), &json!(false));
    let rests =
        |name: &str| [format!("account encrypted: aws-s3-bucket-encryption account, aws-ec2-volume-encryption {name}")];
    assert_eq!(causes(&json!(null), sum()), rests("sum"));
    assert_eq!(causes(&json!(false), sum()), [""; 0], "something is there, and the sum may fail for another reason");
    // A resource below a setting that was read rests on it, whatever it is.
    assert_eq!(causes(&json!(false), of("v", &json!(null))), rests("v"));
}

#[test]
fn where_too_much_failed_it_is_said_that_nobody_looked() {
    let many = (0..6_000).map(|number| of(&format!("v{number}"), &json!("logs")));
    let (sample, snapshot) = (Sample::new(), snapshot(parts([open("logs")].into_iter().chain(many).collect())));
    assert!(sample.assess(&snapshot).causes(&needs()).is_none());
}
