//! What a project decided once, where it bears on what is called: tags that leave out, and the account that is meant.

use std::fs;

use serde_json::{Value, json};

use crate::scan::Tickmark;
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const LOGGING: &str = "aws-s3-bucket-access-logging";

/// A scan of buckets by settings that leave out those with a tag, while these operations are denied.
fn scanned(settings: &str, denied: &[&str]) -> (Proxy, Value, Vec<(String, String)>) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "tagged", &json!({}));
    let proxy = Proxy::start(moto);
    for operation in denied {
        proxy.deny(operation);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tickmark.yaml");
    fs::write(&file, settings).unwrap();
    let args = ["--control", LOGGING, "--region", "us-east-1", "--config", file.to_str().unwrap()];
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    let (report, mut found) = (ran.json(), ran.findings(LOGGING));
    for (name, _) in &mut found {
        *name = name.trim_start_matches(&format!("{}-", account.id)).to_owned();
    }
    (proxy, report, found)
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned())).collect()
}

const SANDBOX: &str = "scope:\n  exclude:\n    - tags: {environment: sandbox}\n      reason: Holds nothing.\n      \
                       approver: ciso@example.com\n";

#[test]
fn what_has_a_tag_is_left_out_and_its_tags_are_read_for_that() {
    let (proxy, report, found) = scanned(SANDBOX, &[]);
    assert_eq!(found, pairs(&[("bare", "fail"), ("production", "fail"), ("sandbox", "set_aside")]));
    assert_eq!(proxy.count("s3:GetBucketTagging"), 3);
    assert_eq!(report["exclusions"][0]["set_aside"], 1);
    // Where no setting asks for tags, nobody reads them.
    let (proxy, _, found) = scanned("fail_on: never\n", &[]);
    assert_eq!(found, pairs(&[("bare", "fail"), ("production", "fail"), ("sandbox", "fail")]));
    assert_eq!(proxy.count("s3:GetBucketTagging"), 0);
}

#[test]
fn what_lacks_a_tag_is_left_out() {
    let lacking = SANDBOX.replace("tags: {environment: sandbox}", "without_tags: {environment: production}");
    let (_, _, found) = scanned(&lacking, &[]);
    assert_eq!(found, pairs(&[("bare", "set_aside"), ("production", "fail"), ("sandbox", "set_aside")]));
}

#[test]
fn tags_that_may_not_be_read_leave_nothing_out() {
    let (_, report, found) = scanned(SANDBOX, &["s3:GetBucketTagging"]);
    assert_eq!(found, pairs(&[("bare", "fail"), ("production", "fail"), ("sandbox", "fail")]));
    let told = &report["exclusions"][0];
    assert_eq!((&told["set_aside"], &told["untold"]), (&json!(0), &json!(3)));
    let gaps = report["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["operation"] == "s3:GetBucketTagging" && gap["kind"] == "denied"), "{gaps:?}");
}

#[test]
fn a_region_that_is_left_out_needs_no_listing() {
    let settings = "scope:\n  exclude:\n    - regions: [us-east-1]\n      services: [ec2]\n      reason: Unused.\n      \
                    approver: ciso@example.com\n";
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = Proxy::start(moto);
    proxy.deny("ec2:DescribeVolumes");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tickmark.yaml");
    fs::write(&file, settings).unwrap();
    let run = |more: &[&'static str]| {
        let args = ["--control", "aws-ebs-volume-encrypted", "--region", "us-east-1"];
        Tickmark::scan(&account, &proxy.endpoint()).args(args).args(more.iter().copied()).run()
    };
    assert_eq!(run(&[]).status, 3);
    let ran = Tickmark::scan(&account, &proxy.endpoint())
        .args(["--control", "aws-ebs-volume-encrypted", "--region", "us-east-1", "--config", file.to_str().unwrap()])
        .run();
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    for (format, none, some) in [("junit", "<error", "<skipped"), ("csv", "not_evaluated", "set_aside")] {
        let args = ["--control", "aws-ebs-volume-encrypted", "--region", "us-east-1", "--format", format];
        let args = args.into_iter().chain(["--config", file.to_str().unwrap()]);
        let out = Tickmark::scan(&account, &proxy.endpoint()).args(args).run().stdout;
        assert!(!out.contains(none) && out.contains(some) && out.contains("Unused."), "{format}: {out}");
    }
    let coverage = &ran.json()["summary"]["coverage"];
    assert_eq!((&coverage["planned"], &coverage["set_aside"]), (&json!(0), &json!(1)));
}

#[test]
fn credentials_of_another_account_ask_for_nothing_more() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = Proxy::start(moto);
    let ran = Tickmark::scan(&account, &proxy.endpoint())
        .args(["--control", LOGGING, "--region", "us-east-1", "--account", "123456789012"])
        .run();
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains(&format!("these are credentials of account {}", account.id)), "{}", ran.stderr);
    assert_eq!(proxy.names().into_iter().collect::<Vec<_>>(), ["sts:GetCallerIdentity"]);
}
