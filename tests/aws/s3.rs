//! Buckets and access points, from moto to the report.

use std::collections::BTreeMap;

use serde_json::json;

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

const REGIONS: [&str; 4] = ["--region", "us-east-1", "--region", "eu-west-1"];
const EVERY_BUCKET: [&str; 9] = ["bare", "disposable", "door", "good", "logs", "office", "public", "voided", "wide"];

fn seeded(block: bool) -> (Account, Proxy) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "s3", &json!({"block": block}));
    (account, guarded(moto))
}

fn scan(account: &Account, proxy: &Proxy, more: &[&'static str]) -> Ran {
    let ran = Tickmark::scan(account, &proxy.endpoint()).args(["--service", "s3"]).args(more.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    ran
}

/// The buckets of each status, by their names without the account.
fn buckets(ran: &Ran, account: &Account, control: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, status) in ran.findings(&format!("aws-s3-{control}")) {
        let name = name.strip_prefix(&format!("{}-", account.id)).unwrap_or(&name).to_owned();
        found.entry(status).or_default().push(name);
    }
    found
}

/// What is expected of a control: these statuses for these buckets, and one for all others.
fn expected(statuses: &[(&str, &[&str])], others: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in EVERY_BUCKET {
        let special = statuses.iter().find(|(_, names)| names.contains(&name));
        found.entry(special.map_or(others, |(status, _)| status).to_owned()).or_default().push(name.to_owned());
    }
    found
}

#[test]
fn each_bucket_is_judged_by_its_own_settings() {
    let (account, proxy) = seeded(false);
    let ran = scan(&account, &proxy, &REGIONS);
    let of = |control: &str| buckets(&ran, &account, control);
    assert_eq!(of("bucket-public-access-block"), expected(&[("pass", &["good", "voided"])], "fail"));
    assert_eq!(of("bucket-no-public-read"), expected(&[("fail", &["public", "wide", "door"])], "pass"));
    assert_eq!(of("bucket-no-public-write"), expected(&[("fail", &["public"])], "pass"));
    assert_eq!(of("bucket-default-encryption"), expected(&[("pass", &["good"])], "fail"));
    assert_eq!(of("bucket-secure-transport"), expected(&[("pass", &["good", "logs"])], "fail"));
    let left_out = &["logs", "disposable"][..];
    assert_eq!(of("bucket-versioning"), expected(&[("pass", &["good"]), ("not_applicable", left_out)], "fail"));
    assert_eq!(of("bucket-lifecycle-configured"), expected(&[("pass", &["good"])], "fail"));
    assert_eq!(ran.control("aws-s3-account-public-access-block"), "fail");
    assert_eq!(ran.status, 1);
}

#[test]
fn the_account_s_block_covers_every_bucket() {
    let (account, proxy) = seeded(true);
    let ran = scan(&account, &proxy, &REGIONS);
    for control in ["bucket-public-access-block", "bucket-no-public-read", "bucket-no-public-write"] {
        assert_eq!(buckets(&ran, &account, control), expected(&[], "pass"), "{control}");
    }
    assert_eq!(ran.control("aws-s3-account-public-access-block"), "pass");
}

#[test]
fn what_the_account_s_block_voids_need_not_be_read() {
    let (account, proxy) = seeded(true);
    for denied in ["s3:GetBucketAcl", "s3:GetBucketPolicy", "s3control:ListAccessPoints", "s3:GetPublicAccessBlock"] {
        proxy.deny(denied);
    }
    let ran = scan(&account, &proxy, &REGIONS);
    for control in ["bucket-public-access-block", "bucket-no-public-read", "bucket-no-public-write"] {
        assert_eq!(buckets(&ran, &account, control), expected(&[], "pass"), "{control}");
    }
}

#[test]
fn a_bucket_is_read_in_its_own_region_and_left_out_where_that_is_not_selected() {
    let (account, proxy) = seeded(false);
    let ran = scan(&account, &proxy, &["--region", "us-east-1"]);
    let found = buckets(&ran, &account, "bucket-default-encryption");
    assert_eq!(found["fail"], ["bare", "disposable", "office", "public", "wide"]);
    assert_eq!(found.len(), 1);
    let ran = scan(&account, &proxy, &["--region", "eu-west-1"]);
    assert_eq!(buckets(&ran, &account, "bucket-default-encryption")["pass"], ["good"]);
    for call in proxy.calls().iter().filter(|call| call.name() == "s3:GetBucketEncryption") {
        let here = call.resource.as_ref().is_some_and(|bucket| {
            ["bare", "disposable", "office", "public", "wide"].iter().any(|name| bucket.ends_with(name))
        });
        assert_eq!(call.region, if here { "us-east-1" } else { "eu-west-1" }, "{:?}", call.resource);
    }
}

#[test]
fn a_bucket_whose_region_is_denied_stays_and_is_not_evaluated() {
    let (account, proxy) = seeded(true);
    let good = format!("{}-good", account.id);
    proxy.rule(On::op("s3:GetBucketLocation").resource(&good), Fault::Says(Trouble::Denied));
    let ran = scan(&account, &proxy, &["--region", "eu-west-1"]);
    let found = buckets(&ran, &account, "bucket-default-encryption");
    assert_eq!(found["not_evaluated"], ["good"]);
    let report = ran.json();
    let control =
        report["controls"].as_array().unwrap().iter().find(|one| one["id"] == "aws-s3-bucket-default-encryption");
    assert_eq!(control.unwrap()["population"][0]["state"], "partial");
}

#[test]
fn a_web_page_is_no_policy() {
    let (account, proxy) = seeded(false);
    proxy.rule(On::op("s3:GetBucketPolicy"), Fault::Html);
    let ran = scan(&account, &proxy, &REGIONS);
    let transport = buckets(&ran, &account, "bucket-secure-transport");
    assert_eq!(transport, expected(&[], "not_evaluated"));
    let read = buckets(&ran, &account, "bucket-no-public-read");
    // Of these two a block, or what was read besides, decides all the same.
    assert_eq!(read, expected(&[("pass", &["good", "voided"]), ("fail", &["public", "door"])], "not_evaluated"));
    let malformed = |gap: &serde_json::Value| gap["operation"] == "s3:GetBucketPolicy" && gap["kind"] == "malformed";
    assert!(ran.json()["gaps"].as_array().unwrap().iter().any(malformed));
}

#[test]
fn one_denied_read_of_one_bucket_blinds_that_alone() {
    let (account, proxy) = seeded(false);
    let bare = format!("{}-bare", account.id);
    for operation in ["s3:GetBucketEncryption", "s3:GetBucketLifecycleConfiguration", "s3:GetBucketTagging"] {
        proxy.rule(On::op(operation).resource(&bare), Fault::Says(Trouble::Denied));
    }
    let ran = scan(&account, &proxy, &REGIONS);
    let of = |control: &str| buckets(&ran, &account, control);
    let blind = ("not_evaluated", &["bare"][..]);
    assert_eq!(of("bucket-default-encryption"), expected(&[("pass", &["good"]), blind], "fail"));
    assert_eq!(of("bucket-lifecycle-configured"), expected(&[("pass", &["good"]), blind], "fail"));
    let left_out = ("not_applicable", &["logs", "disposable"][..]);
    assert_eq!(of("bucket-versioning"), expected(&[("pass", &["good"]), left_out, blind], "fail"));
    assert_eq!(of("bucket-no-public-read"), expected(&[("fail", &["public", "wide", "door"])], "pass"));
}

#[test]
fn the_order_in_which_s3_answers_changes_nothing() {
    let (account, proxy) = seeded(false);
    let calm = scan(&account, &proxy, &REGIONS).json();
    // Not policies: those are documents, whose order is their author's.
    for listing in [
        "s3:ListBuckets",
        "s3:GetBucketAcl",
        "s3:GetBucketTagging",
        "s3:GetBucketLifecycleConfiguration",
        "s3control:ListAccessPoints",
    ] {
        proxy.rule(On::op(listing), Fault::shuffle(3));
    }
    let shuffled = scan(&account, &proxy, &REGIONS).json();
    assert!(calm["findings"].as_array().unwrap().len() > 60);
    assert_eq!(calm["findings"], shuffled["findings"]);
}
