//! The list, and what is left out by it.

use serde_json::json;

use super::*;
use crate::control::{Overrides, Pack, pack};
use crate::criteria::Criteria;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use crate::inventory::store::Encoded;
use crate::inventory::{Key, Region};
use crate::provider;

fn grounds() -> (Pack, Schema) {
    let (criteria, schema) = (Criteria::built_in().unwrap(), provider::schema().unwrap());
    (pack::load(&pack::built_in(), &schema, &criteria, &Overrides::default()).unwrap(), schema)
}

fn loaded(naming: &str) -> Result<Exclusions, String> {
    let (pack, schema) = grounds();
    let text = format!("exclude:\n  - reason: Not ours.\n    approver: joe@example.com\n    {naming}\n");
    load("tickmark.yaml", &text, Known { pack: &pack, schema: &schema })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// What becomes of a bucket with these tags.
fn bucket(naming: &str, tags: &Value) -> Excluded {
    asset(naming, "aws.s3.bucket", "eu-west-1", tags)
}

fn asset(naming: &str, kind: &str, region: &str, tags: &Value) -> Excluded {
    let account: crate::inventory::AccountId = "123456789012".parse().unwrap();
    let (kind, region): (Kind, Region) = (kind.parse().unwrap(), region.parse().unwrap());
    let id = "arn:aws:s3:::logs".to_owned();
    let key = Key { kind, account: account.clone(), region: region.clone(), id };
    let mut facts = Map::new();
    if *tags != json!("no such fact") {
        facts.insert("tags".to_owned(), tags.clone());
    }
    let started = "2025-03-01T00:00:00Z".parse().unwrap();
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "00".into(),
        caller: Caller {
            account: account.clone(),
            arn: "arn:aws:iam::123456789012:user/a".into(),
            user_id: "A".into(),
        },
        accounts: vec![account],
        regions: vec![region],
        started,
        finished: started,
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    let assets = vec![Encoded { key, name: "logs".to_owned(), facts }];
    let parts = Parts { header, populations: Vec::new(), assets, gaps: Vec::new(), calls: Vec::new() };
    let snapshot = Snapshot::encode(parts).unwrap();
    let asset = snapshot.assets().next().unwrap();
    let control = "aws-s3-bucket-versioning".parse().unwrap();
    loaded(naming).unwrap().excluded(&control, asset, &asset.facts(), started)
}

const OUT: Excluded = Excluded::By(0);
const IN: Excluded = Excluded::No;

#[test]
fn within_a_list_any_word_and_across_lists_all_of_them() {
    let none = json!({});
    for (naming, expected) in [
        ("regions: [eu-central-1, eu-west-1]", OUT),
        ("regions: [eu-central-1]", IN),
        ("services: [s3]", OUT),
        ("services: [ec2]", IN),
        ("accounts: [\"123456789012\"]", OUT),
        ("accounts: [\"210987654321\"]", IN),
        ("assets: [\"arn:aws:s3:::logs\"]", OUT),
        ("assets: [{glob: \"arn:aws:s3:::lo*\"}]", OUT),
        ("assets: [\"arn:aws:s3:::other\"]", IN),
        ("controls: [aws-s3-bucket-versioning]", OUT),
        ("controls: [aws-s3-bucket-access-logging]", IN),
        ("regions: [eu-west-1]\n    services: [ec2]", IN),
        ("regions: [eu-west-1]\n    services: [s3]\n    controls: [aws-s3-bucket-versioning]", OUT),
    ] {
        assert_eq!(bucket(naming, &none), expected, "{naming}");
    }
}

#[test]
fn tags_leave_out_what_is_seen_to_have_or_to_lack_them() {
    let sandbox = json!({"env": "sandbox", "team": "data"});
    for (naming, tags, expected) in [
        ("tags: {env: sandbox}", &sandbox, OUT),
        ("tags: {env: [test, sandbox], team: data}", &sandbox, OUT),
        ("tags: {env: production}", &sandbox, IN),
        ("tags: {env: null}", &sandbox, OUT),
        ("tags: {stage: null}", &sandbox, IN),
        ("tags: {env: sandbox}", &json!(null), IN),
        ("without_tags: {in-scope: null}", &sandbox, OUT),
        ("without_tags: {env: sandbox}", &sandbox, IN),
        ("without_tags: {env: [production]}", &sandbox, OUT),
        ("without_tags: {env: null}", &json!(null), OUT),
    ] {
        assert_eq!(bucket(naming, tags), expected, "{naming} of {tags}");
    }
}

#[test]
fn tags_that_were_not_read_leave_nothing_out_and_are_told() {
    let denied = json!({"$unknown": [{"operation": "s3:GetBucketTagging", "kind": "denied", "code": "AccessDenied",
        "account": "123456789012", "region": "eu-west-1"}]});
    for naming in ["tags: {env: sandbox}", "without_tags: {env: sandbox}"] {
        assert_eq!(bucket(naming, &denied), Excluded::Untold(0), "{naming}");
        assert_eq!(bucket(naming, &json!("no such fact")), Excluded::Untold(0), "{naming}");
        // What has no tags to be read has none that could leave it out.
        assert_eq!(asset(naming, "aws.iam.policy", "global", &json!("no such fact")), IN, "{naming}");
    }
}

#[test]
fn one_that_is_over_is_not_honoured() {
    assert_eq!(bucket("services: [s3]\n    until: 2025-03-01", &json!({})), OUT);
    assert_eq!(bucket("services: [s3]\n    until: 2025-02-28", &json!({})), IN);
}

#[test]
fn what_would_leave_out_more_than_it_says_is_refused() {
    for (naming, told) in [
        ("ticket: SEC-1", "this leaves out everything"),
        ("regions: []", "regions is empty"),
        ("tags: {}", "tags names no tag"),
        ("tags: {env: []}", "env is empty"),
        ("services: [s33]", "unknown service \"s33\""),
        ("controls: [aws-s3-bucket-version]", "did you mean \"aws-s3-bucket-versioning\"?"),
        ("region: [eu-west-1]", "did you mean \"regions\"?"),
        ("assets: [\"arn:aws:s3:::lo*\"]", "an id has no *"),
        ("accounts: [\"12 34\"]", "is not an account"),
    ] {
        let error = loaded(naming).unwrap_err();
        assert!(error.contains(told) && error.starts_with("tickmark.yaml:"), "{naming}: {error}");
    }
    let (pack, schema) = grounds();
    let error = load("x", "exclude:\n  - services: [s3]\n", Known { pack: &pack, schema: &schema }).unwrap_err();
    assert_eq!(error.len(), 2, "a reason and an approver: {error:?}");
}

#[test]
fn a_written_file_says_the_same() {
    let all = "services: [s3, ec2]\n    regions: [eu-west-1]\n    accounts: [\"123456789012\"]\n    \
               assets: [\"a\\\"b\", {glob: \"x*\"}]\n    tags: {env: [a, b], \"k: v\": null}\n    \
               without_tags: {in: null}\n    controls: [aws-s3-bucket-versioning]\n    ticket: SEC-1\n    \
               until: 2025-06-30";
    let (pack, schema) = grounds();
    let first = loaded(all).unwrap();
    let text = file_of(first.exclusions());
    assert_eq!(load("x", &text, Known { pack: &pack, schema: &schema }).unwrap(), first, "{text}");
}
