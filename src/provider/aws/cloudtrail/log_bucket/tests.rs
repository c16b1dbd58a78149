//! Facts of the bucket of a trail: whose it is, and which rules delete log files.

use super::*;
use crate::inventory::{Gaps, Population, State};

const OWN: &str = "123456789012";

fn id(account: &str) -> AccountId {
    account.parse().unwrap()
}

/// An account that lists its buckets, one of them `logs`, with a trail of `owner` that delivers to `bucket`.
fn inventory(
    owner: &str,
    bucket: &str,
    state: State,
    all_regions: bool,
    rules: Option<Vec<LifecycleRule>>,
) -> Inventory {
    let mut inventory = Inventory::new(vec![id(OWN)]);
    let account = Account { all_regions: Fact::Known(all_regions), ..Account::default() };
    inventory.insert(Key::singleton(&Account::KIND, &id(OWN), &Region::GLOBAL), OWN.to_owned(), account);
    let region: Region = "us-east-1".parse().unwrap();
    let key = |kind, arn: String| Key { kind, account: id(OWN), region: region.clone(), id: arn };
    let logs = Bucket {
        lifecycle_rules: Fact::Known(rules),
        public_acl_grants: Fact::Known(Vec::new()),
        public_statements: Fact::Known(Vec::new()),
        ..Bucket::default()
    };
    inventory.insert(key(Bucket::KIND, "arn:aws:s3:::logs".to_owned()), "logs".to_owned(), logs);
    let gap = (!state.is_whole()).then(denied);
    inventory.record(Population { kind: Bucket::KIND, account: id(OWN), region: Region::GLOBAL, state, count: 1, gap });
    let trail = Trail {
        owner: Fact::Known(owner.to_owned()),
        organization: Fact::Known(false),
        bucket: Fact::Known(bucket.to_owned()),
        key_prefix: Fact::Known(None),
        ..Trail::default()
    };
    let arn = format!("arn:aws:cloudtrail:us-east-1:{owner}:trail/audit");
    inventory.insert(key(Trail::KIND, arn), "audit".to_owned(), trail);
    inventory
}

fn denied() -> Gap {
    Gap { kind: GapKind::Denied, ..in_another_region(&id(OWN)) }
}

fn derived(mut inventory: Inventory) -> Trail {
    public_grants(&mut inventory);
    public_statements(&mut inventory);
    expirations(&mut inventory);
    inventory.table::<Trail>().next().unwrap().1.asset.clone()
}

fn rule(id: &str, prefix: Option<&str>, days: Option<i64>) -> LifecycleRule {
    LifecycleRule {
        id: Some(id.to_owned()),
        status: "Enabled".to_owned(),
        prefix: prefix.map(str::to_owned),
        expiration_days: days,
        ..LifecycleRule::default()
    }
}

fn expiring(rules: Vec<LifecycleRule>) -> Vec<(String, i64)> {
    let trail = derived(inventory(OWN, "logs", State::Complete, true, Some(rules)));
    let rules = trail.log_bucket_expirations.known().unwrap();
    rules.iter().map(|rule| (rule.id.clone().unwrap(), rule.days)).collect()
}

#[test]
fn a_bucket_of_the_account_tells() {
    let trail = derived(inventory(OWN, "logs", State::Complete, true, None));
    assert_eq!(trail.log_bucket_public_grants, Fact::Known(Vec::new()));
    assert_eq!(trail.log_bucket_public_statements, Fact::Known(Vec::new()));
    assert_eq!(trail.log_bucket_expirations, Fact::Known(Vec::new()));
    let seen = derived(inventory(OWN, "logs", State::Partial, false, None));
    assert_eq!(seen.log_bucket_expirations, Fact::Known(Vec::new()));
}

#[test]
fn a_bucket_that_is_not_among_all_of_the_accounts_is_another_accounts() {
    let gaps = |trail: Trail| trail.log_bucket_public_grants.gaps().unwrap().clone();
    let of_organization = gaps(derived(inventory("210987654321", "archive", State::Complete, true, None)));
    assert_eq!(of_organization, Gaps::from(elsewhere(&id("210987654321"), &Region::GLOBAL)));
    let of_own = gaps(derived(inventory(OWN, "archive", State::Complete, true, None)));
    assert_eq!(of_own, Gaps::from(elsewhere(&id("unknown"), &Region::GLOBAL)));
}

#[test]
fn a_bucket_that_was_not_looked_for_is_nobodys_yet() {
    let trail = derived(inventory(OWN, "archive", State::Complete, false, None));
    assert_eq!(trail.log_bucket_expirations, in_another_region(&id(OWN)).into());
    let trail = derived(inventory(OWN, "archive", State::Refused, true, None));
    assert_eq!(trail.log_bucket_public_statements, denied().into());
}

#[test]
fn what_the_bucket_does_not_tell_stays_unknown() {
    let mut inventory = inventory(OWN, "logs", State::Complete, true, None);
    inventory.derive::<Bucket, _>(
        |_, _, _| (),
        |bucket, ()| {
            bucket.lifecycle_rules = denied().into();
            bucket.public_acl_grants = denied().into();
            bucket.public_statements = denied().into();
        },
    );
    let trail = derived(inventory);
    assert_eq!(trail.log_bucket_public_grants, denied().into());
    assert_eq!(trail.log_bucket_public_statements, denied().into());
    assert_eq!(trail.log_bucket_expirations, denied().into());
}

#[test]
fn where_no_rule_is_the_prefix_does_not_matter() {
    let blind = |rules| {
        let mut inventory = inventory(OWN, "logs", State::Complete, true, rules);
        inventory.derive::<Trail, _>(|_, _, _| (), |trail, ()| trail.key_prefix = denied().into());
        derived(inventory).log_bucket_expirations
    };
    assert_eq!(blind(None), Fact::Known(Vec::new()));
    assert_eq!(blind(Some(vec![rule("all", None, Some(30))])), denied().into());
}

#[test]
fn rules_count_that_are_enabled_expire_files_and_reach_them() {
    let tagged =
        LifecycleRule { tags: [("temporary".to_owned(), "true".to_owned())].into(), ..rule("tagged", None, Some(1)) };
    let small = LifecycleRule { size_less_than_bytes: Some(1024), ..rule("small", None, Some(2)) };
    let off = LifecycleRule { status: "Disabled".to_owned(), ..rule("off", None, Some(3)) };
    let versions = LifecycleRule { noncurrent_days: Some(4), ..rule("versions", None, None) };
    let dated =
        LifecycleRule { expiration_date: Some("2025-06-01T00:00:00Z".parse().unwrap()), ..rule("dated", None, None) };
    let rules = vec![
        rule("all", None, Some(400)),
        rule("logs", Some("AWSLogs/"), Some(90)),
        rule("temporary", Some("tmp/"), Some(5)),
        tagged,
        small,
        off,
        versions,
        dated,
    ];
    let expected = [("all", 400), ("logs", 90), ("small", 2), ("dated", 0)];
    assert_eq!(expiring(rules), expected.map(|(id, days)| (id.to_owned(), days)));
    assert_eq!(expiring(Vec::new()), []);
}
