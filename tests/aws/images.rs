//! What instances are launched with and from, and old snapshots, from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const CONTROLS: [&str; 9] = [
    "aws-ec2-launch-template-imdsv2-required",
    "aws-ec2-launch-template-no-public-ip",
    "aws-ec2-no-secrets-in-user-data",
    "aws-ec2-instance-profile-attached",
    "aws-ec2-instance-image-current",
    "aws-ec2-ami-block-public-access",
    "aws-ebs-snapshot-block-public-access",
    "aws-ec2-allowed-images-enforced",
    "aws-ebs-snapshot-age-bounded",
];

/// A scan of what a scenario made of this, with the proxy that it went through and what the scenario told.
fn scanned(scenario: &str, seed: &Value, more: &[&str], faults: impl FnOnce(&Proxy)) -> (Ran, Proxy, Value) {
    let moto = Moto::shared();
    let account = moto.account();
    let told = moto.seed(&account, scenario, seed);
    let proxy = guarded(moto);
    faults(&proxy);
    let controls = CONTROLS.iter().flat_map(|control| ["--control", control]);
    let args = controls.chain(["--region", "us-east-1", "--max-attempts", "1"]);
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(more.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    (ran, proxy, told)
}

fn images(seed: &Value, more: &[&str]) -> Ran {
    scanned("ec2_images", seed, more, |_| {}).0
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let found: BTreeMap<String, String> = ran.findings(&format!("aws-{control}")).into_iter().collect();
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    assert_eq!(found, expected.collect(), "{control}");
}

/// What a finding saw at a path.
fn actual(ran: &Ran, control: &str, name: &str, path: &str) -> Value {
    let report = ran.json();
    let mut findings = report["findings"].as_array().unwrap().iter();
    let finding = findings.find(|one| one["control"] == format!("aws-{control}") && one["asset"]["name"] == name);
    let observations = finding.unwrap()["observations"].as_array().unwrap().clone();
    let mut seen = observations.into_iter().filter(|one| one["path"] == path);
    seen.next().unwrap_or_else(|| panic!("{control} on {name} saw no {path}"))["actual"].clone()
}

#[test]
fn what_is_launched_is_judged_by_the_version_the_region_and_the_image() {
    let ran = images(&json!({}), &[]);
    let expected = [
        ("required", "pass"),
        ("weaker-since", "fail"),
        ("weaker-between", "pass"),
        ("no-endpoint", "pass"),
        ("silent", "fail"),
        ("silent-without-image", "fail"),
        ("by-image", "pass"),
        ("by-parameter", "not_evaluated"),
        ("image-gone", "not_evaluated"),
        ("public", "pass"),
        ("private", "pass"),
        ("public-interface", "pass"),
        ("private-interface", "pass"),
        ("secret", "pass"),
        ("unreadable", "pass"),
        ("lc-required", "pass"),
        ("lc-silent", "fail"),
        ("lc-by-image", "pass"),
    ];
    are(&ran, "ec2-launch-template-imdsv2-required", &expected);
    let public = ["public", "public-interface", "lc-silent"];
    let expected = expected.map(|(name, _)| (name, if public.contains(&name) { "fail" } else { "pass" }));
    are(&ran, "ec2-launch-template-no-public-ip", &expected);

    let silent =
        ["silent", "silent-without-image", "by-image", "by-parameter", "image-gone", "lc-silent", "lc-by-image"];
    for (tokens, expected) in [("required", "pass"), ("optional", "fail")] {
        let ran = images(&json!({"metadata": {"HttpTokens": tokens}}), &[]);
        let found: BTreeMap<_, _> = ran.findings("aws-ec2-launch-template-imdsv2-required").into_iter().collect();
        assert!(silent.iter().all(|name| found[*name] == expected), "{tokens}: {found:?}");
        assert_eq!(found["weaker-since"], "fail");
    }
    let enforced = images(&json!({"metadata": {"HttpTokensEnforced": "enabled"}}), &[]);
    let found = enforced.findings("aws-ec2-launch-template-imdsv2-required");
    assert!(found.iter().all(|(_, status)| status == "pass"), "{found:?}");
}

#[test]
fn secrets_are_found_in_user_data_of_every_form_and_never_kept() {
    let ran = images(&json!({}), &[]);
    let mut expected = vec![("secret", "fail"), ("unreadable", "not_evaluated"), ("lc-silent", "fail")];
    let clean =
        ["required", "weaker-since", "weaker-between", "no-endpoint", "silent", "silent-without-image", "by-image"];
    expected.extend(clean.map(|name| (name, "pass")));
    let clean = ["by-parameter", "image-gone", "public", "private", "public-interface", "private-interface"];
    expected.extend(clean.map(|name| (name, "pass")));
    expected
        .extend(["lc-required", "lc-by-image", "fresh", "deprecated", "to-be-deprecated"].map(|name| (name, "pass")));
    expected.extend(["untold", "stale-alone", "needs-nothing", "stopped", "patched"].map(|name| (name, "pass")));
    expected.extend([("stale", "fail"), ("terminated", "not_applicable")]);
    are(&ran, "ec2-no-secrets-in-user-data", &expected);
    let signs = actual(&ran, "ec2-no-secrets-in-user-data", "secret", "user_data.signs");
    let signs = signs.to_string();
    for part in [r#""version":2"#, r#""part":1"#, r#""line":2"#, r#""kind":"password""#, r#""name":"DB_PASSWORD""#] {
        assert!(signs.contains(part), "{part}: {signs}");
    }
    let snapshot = ran.snapshot.unwrap();
    for secret in ["hunter2-", "AKIAIOSFODNN7", "REJfUEFTU1dPUkQ"] {
        assert!(!snapshot.contains(secret) && !ran.stdout.contains(secret), "{secret}");
    }
}

#[test]
fn instances_are_judged_by_their_profile_and_their_image() {
    let ran = images(&json!({}), &[]);
    let without = ["stale", "deprecated", "to-be-deprecated", "untold", "stale-alone", "stopped", "patched"];
    let mut expected = vec![("fresh", "pass"), ("needs-nothing", "not_applicable"), ("terminated", "not_applicable")];
    expected.extend(without.map(|name| (name, "fail")));
    are(&ran, "ec2-instance-profile-attached", &expected);
    let of_groups = [
        ("fresh", "pass"),
        ("stale", "fail"),
        ("patched", "pass"),
        ("deprecated", "fail"),
        ("to-be-deprecated", "pass"),
        ("untold", "not_evaluated"),
        ("stale-alone", "not_applicable"),
        ("needs-nothing", "not_applicable"),
        ("stopped", "not_applicable"),
        ("terminated", "not_applicable"),
    ];
    are(&ran, "ec2-instance-image-current", &of_groups);

    let role = "service-role/Own";
    let accepted = format!("aws-ec2-instance-profile-attached.accepted_host_roles={role}");
    let all = "aws-ec2-instance-image-current.group_members=true,false";
    let ran = images(&json!({"role": role}), &["--param", &accepted, "--param", all]);
    let found: BTreeMap<_, _> = ran.findings("aws-ec2-instance-profile-attached").into_iter().collect();
    assert_eq!((found["stale"].as_str(), found["stopped"].as_str()), ("pass", "pass"));
    assert_eq!(found["stale-alone"], "fail", "without the metadata service its agent cannot ask for the role");
    let none =
        images(&json!({"role": "$None"}), &["--param", "aws-ec2-instance-profile-attached.accepted_host_roles=$None"]);
    let lent: BTreeMap<_, _> = none.findings("aws-ec2-instance-profile-attached").into_iter().collect();
    assert_eq!(lent["stale"], "fail", "the word for no role is none");
    let found: BTreeMap<_, _> = ran.findings("aws-ec2-instance-image-current").into_iter().collect();
    assert_eq!((found["stale-alone"].as_str(), found["needs-nothing"].as_str()), ("fail", "pass"));
}

#[test]
fn a_region_is_judged_by_what_it_sets() {
    let both = ["--region", "eu-west-1"];
    let ran = images(&json!({}), &both);
    are(&ran, "ec2-ami-block-public-access", &[("us-east-1", "fail"), ("eu-west-1", "pass")]);
    are(&ran, "ebs-snapshot-block-public-access", &[("us-east-1", "fail"), ("eu-west-1", "not_applicable")]);
    are(&ran, "ec2-allowed-images-enforced", &[("us-east-1", "fail"), ("eu-west-1", "not_applicable")]);
    let strict = [
        "--param",
        "aws-ebs-snapshot-block-public-access.holding=true,false",
        "--param",
        "aws-ec2-allowed-images-enforced.holding=true,false",
    ];
    let seed = json!({"allowed": "enabled", "sharing": "block-all-sharing"});
    let ran = images(&seed, &[&both[..], &strict].concat());
    are(&ran, "ebs-snapshot-block-public-access", &[("us-east-1", "pass"), ("eu-west-1", "pass")]);
    are(&ran, "ec2-allowed-images-enforced", &[("us-east-1", "pass"), ("eu-west-1", "pass")]);
}

#[test]
fn snapshots_are_judged_by_their_age_only_once_a_maximum_is_stated() {
    let control = "aws-ebs-snapshot-age-bounded";
    let unset = images(&json!({}), &[]);
    assert_eq!(unset.control(control), "not_applicable");
    let param = format!("{control}.max_age=400 days");
    let (ran, _, told) = scanned("ec2_images", &json!({}), &["--param", &param], |_| {});
    let backing = told["backing"].as_str().unwrap();
    let expected =
        [("young", "pass"), ("old", "fail"), ("old-but-held", "not_applicable"), (backing, "not_applicable")];
    are(&ran, "ebs-snapshot-age-bounded", &expected);
    assert_eq!(actual(&ran, "ebs-snapshot-age-bounded", "old", "storage_tier"), "standard");
}

#[test]
fn listings_go_to_their_end() {
    let (ran, proxy, _) = scanned("image_pages", &json!({}), &[], |_| {});
    for listing in [
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions",
        "autoscaling:DescribeLaunchConfigurations",
    ] {
        assert_eq!(proxy.count(listing), 2, "{listing}");
    }
    // Of the account's own images one page; of those that templates and that configurations name two each.
    assert_eq!(proxy.count("ec2:DescribeImages"), 5);
    let tokens = [("first", "pass"), ("second", "pass"), ("lc-first", "pass"), ("lc-second", "pass")];
    are(&ran, "ec2-launch-template-imdsv2-required", &tokens);
    let public = [("first", "fail"), ("second", "pass"), ("lc-first", "pass"), ("lc-second", "fail")];
    are(&ran, "ec2-launch-template-no-public-ip", &public);
    let secrets = [("first", "fail"), ("second", "pass"), ("lc-first", "pass"), ("lc-second", "pass")];
    are(&ran, "ec2-no-secrets-in-user-data", &secrets);

    let (_, proxy, _) = scanned("ec2_images", &json!({}), &[], |_| {});
    assert_eq!(proxy.count("ec2:DescribeInstanceImageMetadata"), 2);
    // One for each of the instances but the terminated one.
    assert_eq!(proxy.count("ec2:DescribeInstanceAttribute"), 9);
}

#[test]
fn what_was_denied_is_neither_passed_nor_failed() {
    for (operation, control, undecided) in [
        ("ec2:DescribeLaunchTemplateVersions", "ec2-launch-template-imdsv2-required", "required"),
        ("ec2:DescribeLaunchTemplateVersions", "ec2-launch-template-no-public-ip", "private"),
        ("ec2:DescribeLaunchTemplateVersions", "ec2-no-secrets-in-user-data", "required"),
        ("ec2:DescribeImages", "ec2-launch-template-imdsv2-required", "by-image"),
        ("ec2:DescribeImages", "ec2-launch-template-imdsv2-required", "lc-by-image"),
        ("ec2:GetInstanceMetadataDefaults", "ec2-launch-template-imdsv2-required", "weaker-since"),
        ("ec2:DescribeNetworkInterfaces", "ec2-launch-template-no-public-ip", "private-interface"),
        ("ec2:DescribeInstanceAttribute", "ec2-no-secrets-in-user-data", "fresh"),
        ("ec2:DescribeInstanceImageMetadata", "ec2-instance-image-current", "fresh"),
        ("ssm:DescribeInstanceInformation", "ec2-instance-image-current", "stale"),
        ("ssm:GetServiceSetting", "ec2-instance-profile-attached", "stale"),
        ("ec2:GetImageBlockPublicAccessState", "ec2-ami-block-public-access", "us-east-1"),
        ("ec2:GetSnapshotBlockPublicAccessState", "ebs-snapshot-block-public-access", "us-east-1"),
        ("ec2:DescribeSnapshots", "ebs-snapshot-block-public-access", "us-east-1"),
        ("ec2:GetAllowedImagesSettings", "ec2-allowed-images-enforced", "us-east-1"),
        ("ec2:DescribeInstances", "ec2-allowed-images-enforced", "us-east-1"),
        ("ec2:DescribeImages", "ebs-snapshot-age-bounded", "old"),
    ] {
        let stated = [
            "aws-ebs-snapshot-age-bounded.max_age=400 days",
            "aws-ec2-instance-profile-attached.accepted_host_roles=own",
        ];
        let stated = stated.map(|param| ["--param", param]).concat();
        let (ran, ..) = scanned("ec2_images", &json!({}), &stated, |proxy| {
            proxy.deny(operation);
        });
        let found: BTreeMap<_, _> = ran.findings(&format!("aws-{control}")).into_iter().collect();
        assert_eq!(
            found.get(undecided).map(String::as_str),
            Some("not_evaluated"),
            "{operation}, {control}: {found:?}"
        );
    }
    for (listing, controls) in [
        ("ec2:DescribeLaunchTemplates", &CONTROLS[..3]),
        ("autoscaling:DescribeLaunchConfigurations", &CONTROLS[..3]),
        ("ec2:DescribeInstances", &CONTROLS[3..5]),
        ("ec2:DescribeSnapshots", &CONTROLS[8..]),
    ] {
        let (ran, ..) = scanned("ec2_images", &json!({"metadata": {"HttpTokensEnforced": "enabled"}}), &[], |proxy| {
            proxy.deny(listing);
        });
        for control in controls {
            assert!(["fail", "not_evaluated"].contains(&ran.control(control).as_str()), "{listing}: {control}");
        }
    }
}
