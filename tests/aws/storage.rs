//! EBS, images and KMS from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

/// A scan of an account that a scenario filled, and what each thing in it is called there.
struct Scanned {
    ran: Ran,
    seeded: Value,
}

impl Scanned {
    fn new(scenario: &str, seed: &Value, args: &[&str], faults: impl FnOnce(&Proxy)) -> Self {
        let moto = Moto::shared();
        let account = moto.account();
        let seeded = moto.seed(&account, scenario, seed);
        let proxy = guarded(moto);
        faults(&proxy);
        let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args.iter().copied()).run();
        Self { ran, seeded }
    }

    fn ebs(seed: &Value, faults: impl FnOnce(&Proxy)) -> Self {
        Self::new("ebs", seed, &["--service", "ec2", "--region", "us-east-1", "--max-attempts", "1"], faults)
    }

    fn kms(regions: &[&str]) -> Self {
        let regions = regions.iter().flat_map(|region| ["--region", region]);
        Self::new("kms", &json!({}), &["--service", "kms"].into_iter().chain(regions).collect::<Vec<_>>(), |_| {})
    }

    /// What came of a control for each thing of the scenario's group that it judged.
    fn of(&self, control: &str, group: &str) -> BTreeMap<String, String> {
        let report = self.ran.json();
        let findings = report["findings"].as_array().unwrap();
        let status = |id: &str| {
            let same = |found: &&Value| {
                let asset = &found["asset"];
                found["control"] == control && asset["id"].as_str().unwrap().ends_with(id)
            };
            findings.iter().find(same).map(|found| found["status"].as_str().unwrap().to_owned())
        };
        let things = self.seeded[group].as_object().unwrap().iter();
        things.filter_map(|(name, id)| Some((name.clone(), status(id.as_str().unwrap())?))).collect()
    }
}

fn statuses<const N: usize>(expected: [(&str, &str); N]) -> BTreeMap<String, String> {
    expected.into_iter().map(|(name, status)| (name.to_owned(), status.to_owned())).collect()
}

const SHARED: &str = "aws-ebs-snapshot-not-public";

#[test]
fn storage_is_judged_by_what_the_api_says_of_it() {
    let scanned = Scanned::ebs(&json!({}), |_| {});
    let volumes = statuses([("attached", "fail"), ("encrypted", "pass"), ("plain", "fail")]);
    assert_eq!(scanned.of("aws-ebs-volume-encrypted", "volumes"), volumes);
    let encrypted = statuses([("encrypted", "pass"), ("plain", "fail"), ("public", "fail")]);
    assert_eq!(scanned.of("aws-ebs-snapshot-encrypted", "snapshots"), encrypted);
    let shared = statuses([("encrypted", "pass"), ("plain", "pass"), ("public", "fail")]);
    assert_eq!(scanned.of(SHARED, "snapshots"), shared);
    let images = statuses([("private", "pass"), ("public", "fail")]);
    assert_eq!(scanned.of("aws-ec2-ami-not-public", "images"), images);
    assert_eq!(scanned.ran.control("aws-ebs-encryption-by-default"), "fail");
    let on = Scanned::ebs(&json!({"encrypted_by_default": true}), |_| {});
    assert_eq!(on.ran.control("aws-ebs-encryption-by-default"), "pass");
}

#[test]
fn only_a_block_of_all_sharing_voids_a_public_share() {
    for (sharing, public) in [("block-all-sharing", "pass"), ("block-new-sharing", "fail")] {
        let scanned = Scanned::ebs(&json!({"sharing": sharing}), |_| {});
        assert_eq!(scanned.of(SHARED, "snapshots")["public"], public, "{sharing}");
    }
    // moto's own: the endpoint does not know the operation.
    let unread = Scanned::ebs(&json!({"sharing": null}), |_| {});
    let expected = statuses([("encrypted", "pass"), ("plain", "pass"), ("public", "not_evaluated")]);
    assert_eq!(unread.of(SHARED, "snapshots"), expected);
}

#[test]
fn a_volume_that_was_seen_makes_a_region_one_to_judge_and_an_unseen_instance_may() {
    let control = "aws-ebs-encryption-by-default";
    let seen = Scanned::ebs(&json!({}), |proxy| {
        proxy.deny("ec2:DescribeInstances");
    });
    assert_eq!(seen.ran.control(control), "fail");
    let blind = Scanned::ebs(&json!({}), |proxy| {
        proxy.deny("ec2:DescribeInstances");
        proxy.deny("ec2:DescribeVolumes");
    });
    assert_eq!(blind.ran.control(control), "not_evaluated");
}

#[test]
fn keys_are_judged_by_what_they_are() {
    let scanned = Scanned::kms(&["us-east-1", "eu-west-1"]);
    let rotation = scanned.of("aws-kms-key-rotation-enabled", "keys");
    let expected = [
        ("rotated", "pass"),
        ("unrotated", "fail"),
        ("replicated", "pass"),
        ("replicated-replica", "pass"),
        ("replicated-unrotated", "fail"),
        ("replicated-unrotated-replica", "fail"),
        ("asymmetric", "not_applicable"),
        ("hmac", "not_applicable"),
        ("imported", "not_applicable"),
        ("disabled", "not_applicable"),
        ("pending", "not_applicable"),
        ("managed", "not_applicable"),
    ];
    for (name, status) in expected {
        assert_eq!(rotation[name], status, "{name}");
    }
    let deletion = scanned.of("aws-kms-key-not-pending-deletion", "keys");
    for (name, status) in
        [("pending", "fail"), ("approved", "not_applicable"), ("managed", "not_applicable"), ("rotated", "pass")]
    {
        assert_eq!(deletion[name], status, "{name}");
    }
    let policy = scanned.of("aws-kms-key-policy-not-public", "keys");
    for (name, status) in [
        ("open", "fail"),
        ("open-but-one", "fail"),
        ("via-service", "fail"),
        ("via-service-of-account", "pass"),
        ("rotated", "pass"),
        ("disabled", "not_applicable"),
    ] {
        assert_eq!(policy[name], status, "{name}");
    }
}

#[test]
fn a_replica_whose_primary_is_out_of_sight_is_not_judged() {
    let rotation = Scanned::kms(&["eu-west-1"]).of("aws-kms-key-rotation-enabled", "keys");
    let expected =
        statuses([("replicated-replica", "not_evaluated"), ("replicated-unrotated-replica", "not_evaluated")]);
    assert_eq!(rotation, expected);
}
