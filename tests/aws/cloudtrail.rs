//! CloudTrail from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tickmark::control::Outcome;
use tickmark::inventory::Timestamp;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::plan::Plan;

use crate::in_process::{Grounds, Through};
use crate::scan::guarded;
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::sdk;
use crate::support::wire::Trouble;

const CONTROLS: [&str; 6] = [
    "cloudtrail-cloudwatch-logs-delivery",
    "cloudtrail-enabled",
    "cloudtrail-log-bucket-not-public",
    "cloudtrail-log-bucket-retention",
    "cloudtrail-log-file-validation",
    "cloudtrail-multi-region-enabled",
];

/// A moto account behind a proxy.
struct Place {
    account: Account,
    proxy: Proxy,
    grounds: Grounds,
}

impl Place {
    fn seeded(seed: &Value) -> Self {
        let moto = Moto::shared();
        let account = moto.account();
        moto.seed(&account, "cloudtrail", seed);
        Self { account, proxy: guarded(moto), grounds: Grounds::built_in() }
    }

    async fn collect(&self, regions: &[&str]) -> Collected<'_> {
        let endpoint = self.proxy.endpoint();
        let through =
            Through { account: &self.account, endpoint: &endpoint, http: sdk::http(), regions, concurrency: 4 };
        let own = self.grounds.pack.iter().filter(|control| control.service == "cloudtrail");
        let started = Timestamp::from_unix(now(), 0).unwrap();
        Collected { grounds: &self.grounds, snapshot: through.collect(Plan::of(own), started).await }
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

struct Collected<'p> {
    grounds: &'p Grounds,
    snapshot: Snapshot,
}

impl Collected<'_> {
    /// The outcome of one control for each asset, by the asset's name.
    fn outcomes(&self, control: &str) -> BTreeMap<String, Outcome> {
        let control = self.grounds.pack.get(&format!("aws-{control}").parse().unwrap()).unwrap();
        let assets = self.snapshot.assets().filter(|asset| control.kinds.contains(asset.kind()));
        let judged = assets.map(|asset| {
            let judgement = control.judge(&asset.facts(), self.snapshot.started(), &mut ());
            (asset.name().to_owned(), judgement.outcome)
        });
        judged.collect()
    }

    /// The outcome of a control of the account.
    fn outcome(&self, control: &str) -> Outcome {
        let outcomes: Vec<Outcome> = self.outcomes(control).into_values().collect();
        assert_eq!(outcomes.len(), 1, "{control}");
        outcomes[0]
    }

    /// `operation kind account region` of every gap that stands in the facts of an asset.
    fn gaps(&self, kind: &str) -> Vec<String> {
        let mut found = Vec::new();
        for asset in self.snapshot.assets().filter(|asset| asset.kind().as_str() == kind) {
            unknowns(&Value::Object(asset.facts()), &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn unknowns(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => match map.get("$unknown") {
            Some(gaps) => {
                let gaps = gaps.as_array().map_or_else(|| vec![gaps], |gaps| gaps.iter().collect());
                let word = |gap: &Value, key: &str| gap[key].as_str().unwrap_or("-").to_owned();
                found.extend(
                    gaps.into_iter()
                        .map(|gap| ["operation", "kind", "account", "region"].map(|key| word(gap, key)).join(" ")),
                );
            }
            None => map.values().for_each(|value| unknowns(value, found)),
        },
        Value::Array(elements) => elements.iter().for_each(|value| unknowns(value, found)),
        _ => {}
    }
}

fn named<const N: usize>(outcomes: [(&str, Outcome); N]) -> BTreeMap<String, Outcome> {
    outcomes.into_iter().map(|(name, outcome)| (name.to_owned(), outcome)).collect()
}

/// A multi-region trail that meets every control, once CloudWatch Logs is said to have been delivered to.
fn sound(name: &str, bucket: &str) -> Value {
    json!({
        "name": name,
        "bucket": bucket,
        "IsMultiRegionTrail": true,
        "IncludeGlobalServiceEvents": true,
        "EnableLogFileValidation": true,
        "CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:trail:*",
        "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/trail",
    })
}

fn delivered(proxy: &Proxy) {
    let delivered = format!(r#"{{"LatestCloudWatchLogsDeliveryTime": {}, "IsLogging""#, now() - 60);
    proxy.rule(On::op("cloudtrail:GetTrailStatus"), Fault::replace(r#"{"IsLogging""#, &delivered));
}

fn rule(id: &str, prefix: &str, days: i64) -> Value {
    json!({"ID": id, "Status": "Enabled", "Filter": {"Prefix": prefix}, "Expiration": {"Days": days}})
}

#[tokio::test]
async fn a_sound_trail_passes_every_control() {
    let rules = [rule("tmp", "tmp/", 1), rule("logs", "AWSLogs/", 400)];
    let place = Place::seeded(&json!({
        "buckets": [{"name": "sound-logs", "rules": rules}],
        "trails": [sound("audit", "sound-logs")],
    }));
    delivered(&place.proxy);
    let collected = place.collect(&[]).await;
    for control in CONTROLS {
        assert!(collected.outcomes(control).values().eq(&[Outcome::Pass]), "{control}");
    }
    for operation in ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"] {
        assert_eq!(place.proxy.count(operation), 1, "{operation}: the copies in other regions are not asked about");
    }
}

#[tokio::test]
async fn an_account_without_trails_fails_only_where_every_region_was_seen() {
    let place = Place::seeded(&json!({"trails": []}));
    let collected = place.collect(&[]).await;
    assert_eq!(collected.outcome("cloudtrail-enabled"), Outcome::Fail);
    assert_eq!(collected.outcome("cloudtrail-multi-region-enabled"), Outcome::Fail);
    assert_eq!(collected.outcome("cloudtrail-cloudwatch-logs-delivery"), Outcome::Fail);

    let some = place.collect(&["eu-west-1"]).await;
    assert_eq!(some.outcome("cloudtrail-enabled"), Outcome::NotEvaluated, "another region may have a trail of its own");
    assert_eq!(some.outcome("cloudtrail-multi-region-enabled"), Outcome::Fail, "this region would show it");

    place.proxy.deny("ec2:DescribeRegions");
    let blind = place.collect(&[]).await;
    assert_eq!(
        blind.outcome("cloudtrail-enabled"),
        Outcome::NotEvaluated,
        "regions that cannot be listed may have one"
    );
    assert_eq!(blind.outcome("cloudtrail-multi-region-enabled"), Outcome::NotEvaluated);

    place.proxy.clear_rules();
    place.proxy.rule(On::op("cloudtrail:DescribeTrails").region("us-east-1"), Fault::Says(Trouble::Denied));
    let denied = place.collect(&[]).await;
    assert_eq!(denied.outcome("cloudtrail-enabled"), Outcome::NotEvaluated);
    assert_eq!(denied.outcome("cloudtrail-multi-region-enabled"), Outcome::NotEvaluated);
    let account = &place.account.id;
    assert_eq!(
        denied.gaps("aws.cloudtrail.account"),
        [format!("cloudtrail:DescribeTrails denied {account} us-east-1")]
    );
}

#[tokio::test]
async fn each_lack_fails_its_control() {
    let data = json!({"ReadWriteType": "All", "IncludeManagementEvents": false});
    let writes = json!({"Name": "writes", "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Management"]},
        {"Field": "readOnly", "Equals": ["false"]},
    ]});
    let place = Place::seeded(&json!({
        "buckets": [
            {"name": "lacks-open-acl", "acl": "public-read"},
            {"name": "lacks-open-policy", "public": true},
            {"name": "lacks-years", "region": "eu-west-1", "rules": [rule("month", "", 30)]},
        ],
        "trails": [
            {"name": "stopped", "bucket": "lacks-open-acl", "logging": false, "IsMultiRegionTrail": true},
            {"name": "data-only", "bucket": "lacks-open-policy", "selectors": [data]},
            {"name": "writes-only", "region": "eu-west-1", "bucket": "lacks-years", "advanced": [writes]},
        ],
    }));
    let collected = place.collect(&[]).await;
    assert_eq!(collected.outcome("cloudtrail-enabled"), Outcome::Fail);
    assert_eq!(collected.outcome("cloudtrail-multi-region-enabled"), Outcome::Fail);
    assert_eq!(collected.outcome("cloudtrail-cloudwatch-logs-delivery"), Outcome::Fail);
    let all = |outcome| named([("data-only", outcome), ("stopped", outcome), ("writes-only", outcome)]);
    assert_eq!(collected.outcomes("cloudtrail-log-file-validation"), all(Outcome::Fail));
    let (fail, pass) = (Outcome::Fail, Outcome::Pass);
    let public = named([("data-only", fail), ("stopped", fail), ("writes-only", pass)]);
    assert_eq!(collected.outcomes("cloudtrail-log-bucket-not-public"), public);
    let short = named([("data-only", pass), ("stopped", pass), ("writes-only", fail)]);
    assert_eq!(collected.outcomes("cloudtrail-log-bucket-retention"), short);
}

#[tokio::test]
async fn the_status_of_another_accounts_trail_is_elsewhere() {
    let place = Place::seeded(&json!({
        "buckets": [{"name": "elsewhere-logs"}],
        "trails": [sound("organization", "elsewhere-logs")],
    }));
    let (own, other) = (&place.account.id, "111122223333");
    for code in ["TrailNotFoundException", "CloudTrailARNInvalidException", "AccessDeniedException"] {
        place.proxy.clear_rules();
        // What DescribeTrails shows of an organization's trail in a member account.
        let shown = || On::op("cloudtrail:DescribeTrails");
        place.proxy.rule(shown(), Fault::replace(&format!(":{own}:trail/"), &format!(":{other}:trail/")));
        place.proxy.rule(shown(), Fault::replace("elsewhere-logs", "archive-of-another-account"));
        let says = || Fault::Code(400, code.to_owned(), "not yours".to_owned());
        place.proxy.rule(On::op("cloudtrail:GetTrailStatus"), says());
        place.proxy.rule(On::op("cloudtrail:GetEventSelectors"), says());
        let collected = place.collect(&[]).await;
        for control in ["cloudtrail-enabled", "cloudtrail-multi-region-enabled", "cloudtrail-cloudwatch-logs-delivery"]
        {
            assert_eq!(collected.outcome(control), Outcome::NotEvaluated, "{code}: {control}");
        }
        let status = format!("cloudtrail:GetTrailStatus elsewhere {other} us-east-1");
        let selectors = format!("cloudtrail:GetEventSelectors elsewhere {other} us-east-1");
        assert_eq!(collected.gaps("aws.cloudtrail.account"), [selectors.clone(), status.clone()], "{code}");
        let bucket = format!("- elsewhere {other} global");
        assert_eq!(collected.gaps("aws.cloudtrail.trail"), [bucket, selectors, status], "{code}");
        assert!(collected.outcomes("cloudtrail-log-file-validation").values().eq(&[Outcome::Pass]));
        for control in ["cloudtrail-log-bucket-not-public", "cloudtrail-log-bucket-retention"] {
            assert!(collected.outcomes(control).values().eq(&[Outcome::NotEvaluated]), "{code}: {control}");
        }
    }
}

#[tokio::test]
async fn a_trail_that_was_seen_passes_whatever_was_not() {
    let place = Place::seeded(&json!({"buckets": [{"name": "seen-logs"}], "trails": [sound("audit", "seen-logs")]}));
    delivered(&place.proxy);
    place.proxy.rule(On::op("cloudtrail:DescribeTrails").region("eu-west-1"), Fault::Says(Trouble::Denied));
    let account = ["cloudtrail-enabled", "cloudtrail-multi-region-enabled", "cloudtrail-cloudwatch-logs-delivery"];
    for regions in [&[][..], &["us-east-1", "eu-west-1"], &["eu-central-1"]] {
        let collected = place.collect(regions).await;
        for control in account {
            assert_eq!(collected.outcome(control), Outcome::Pass, "{control} in {regions:?}");
        }
    }
    place.proxy.deny("ec2:DescribeRegions");
    let blind = place.collect(&[]).await;
    for control in account {
        assert_eq!(blind.outcome(control), Outcome::Pass, "{control}");
    }
}

#[tokio::test]
async fn an_own_trail_that_is_gone_has_vanished() {
    let place = Place::seeded(&json!({"buckets": [{"name": "gone-logs"}], "trails": [sound("audit", "gone-logs")]}));
    let gone = Fault::Code(400, "TrailNotFoundException".to_owned(), "gone".to_owned());
    place.proxy.rule(On::op("cloudtrail:GetTrailStatus"), gone);
    let collected = place.collect(&[]).await;
    assert_eq!(collected.outcome("cloudtrail-enabled"), Outcome::NotEvaluated);
    let account = &place.account.id;
    assert_eq!(
        collected.gaps("aws.cloudtrail.account"),
        [format!("cloudtrail:GetTrailStatus vanished {account} us-east-1")]
    );
}

#[tokio::test]
async fn a_trail_whose_home_region_is_not_collected_counts_once_and_is_not_judged() {
    let place = Place::seeded(&json!({"buckets": [{"name": "home-logs"}], "trails": [sound("audit", "home-logs")]}));
    delivered(&place.proxy);
    let collected = place.collect(&["eu-west-1", "eu-central-1"]).await;
    for control in ["cloudtrail-enabled", "cloudtrail-multi-region-enabled", "cloudtrail-cloudwatch-logs-delivery"] {
        assert_eq!(collected.outcome(control), Outcome::Pass, "{control}");
    }
    let judged =
        ["cloudtrail-log-file-validation", "cloudtrail-log-bucket-not-public", "cloudtrail-log-bucket-retention"];
    for control in judged {
        assert_eq!(collected.outcomes(control), named([("audit", Outcome::NotApplicable)]), "{control}");
    }
    assert_eq!(place.proxy.count("cloudtrail:GetTrailStatus"), 1);
    assert_eq!(place.proxy.count("cloudtrail:GetEventSelectors"), 1);
}

#[tokio::test]
async fn a_bucket_in_a_region_that_is_not_collected_tells_nothing() {
    let place = Place::seeded(&json!({
        "buckets": [{"name": "far-logs", "region": "eu-west-1"}],
        "trails": [sound("audit", "far-logs")],
    }));
    let collected = place.collect(&["us-east-1"]).await;
    for control in ["cloudtrail-log-bucket-not-public", "cloudtrail-log-bucket-retention"] {
        assert_eq!(collected.outcomes(control), named([("audit", Outcome::NotEvaluated)]), "{control}");
    }
    assert_eq!(collected.gaps("aws.cloudtrail.trail"), [format!("- not_collected {} *", place.account.id)]);
}

#[tokio::test]
async fn each_denied_read_blinds_what_hangs_on_it() {
    let place = Place::seeded(&json!({
        "buckets": [{"name": "blind-logs", "public": true}],
        "trails": [sound("audit", "blind-logs")],
    }));
    delivered(&place.proxy);
    let blinded = [
        ("cloudtrail:GetTrailStatus", vec![CONTROLS[0], CONTROLS[1], CONTROLS[5]]),
        ("cloudtrail:GetEventSelectors", vec![CONTROLS[1], CONTROLS[5]]),
        ("s3:GetBucketPolicy", vec![CONTROLS[2]]),
        ("s3:GetBucketLifecycleConfiguration", vec![CONTROLS[3]]),
        ("s3:ListBuckets", vec![CONTROLS[2], CONTROLS[3]]),
    ];
    let before = place.collect(&["us-east-1"]).await;
    for (operation, controls) in blinded {
        place.proxy.clear_rules();
        delivered(&place.proxy);
        place.proxy.deny(operation);
        let collected = place.collect(&["us-east-1"]).await;
        for control in CONTROLS {
            let expected = if controls.contains(&control) {
                before.outcomes(control).into_keys().map(|name| (name, Outcome::NotEvaluated)).collect()
            } else {
                before.outcomes(control)
            };
            assert_eq!(collected.outcomes(control), expected, "{control} without {operation}");
        }
    }
}
