//! GuardDuty, Security Hub, Config and Access Analyzer, region by region, from the API to the outcome of each control.

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const SERVICES: [&str; 10] = [
    "--service",
    "guardduty",
    "--service",
    "securityhub",
    "--service",
    "config",
    "--service",
    "accessanalyzer",
    "--service",
    "inspector2",
];
const REGIONS: [&str; 6] = ["--region", "us-east-1", "--region", "eu-west-1", "--region", "eu-central-1"];

fn scanned(seed: &Value, more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "watchmen", seed);
    let proxy = guarded(moto);
    faults(&proxy);
    let args = SERVICES.iter().chain(&REGIONS).chain(&["--max-attempts", "1"]).copied();
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(more.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    ran
}

/// What came of a control in eu-central-1, eu-west-1 and us-east-1.
fn of(ran: &Ran, control: &str) -> [String; 3] {
    let found: Vec<String> = ran.findings(&format!("aws-{control}")).into_iter().map(|(_, status)| status).collect();
    found.try_into().unwrap_or_else(|found| panic!("{control}: {found:?}"))
}

#[test]
fn each_region_is_judged_by_what_watches_over_it() {
    let ran = scanned(&json!({}), &[], |_| {});
    assert_eq!(of(&ran, "guardduty-enabled"), ["fail", "fail", "pass"]);
    assert_eq!(of(&ran, "guardduty-high-findings-resolved"), ["not_applicable", "not_applicable", "fail"]);
    assert_eq!(of(&ran, "securityhub-enabled"), ["fail", "fail", "pass"]);
    assert_eq!(of(&ran, "config-recorder-enabled"), ["fail", "fail", "pass"]);
    assert_eq!(of(&ran, "accessanalyzer-enabled"), ["fail", "fail", "pass"]);
    assert_eq!(of(&ran, "inspector2-enabled"), ["not_applicable", "fail", "pass"]);
}

const MACHINES: [&str; 6] = [
    "--control",
    "aws-ec2-instance-ssm-managed",
    "--control",
    "aws-ssm-instance-patch-compliant",
    "--region",
    "us-east-1",
];

fn machines(more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "watchmen", &json!({}));
    let proxy = guarded(moto);
    faults(&proxy);
    let args = MACHINES.iter().chain(&["--max-attempts", "1"]).chain(more).copied();
    Tickmark::scan(&account, &proxy.endpoint()).args(args).run()
}

fn statuses<const N: usize>(expected: [(&str, &str); N]) -> Vec<(String, String)> {
    expected.map(|(name, status)| (name.to_owned(), status.to_owned())).to_vec()
}

#[test]
fn machines_are_known_to_systems_manager_and_patched_or_they_are_not() {
    let ran = machines(&[], |_| {});
    let known = [("lagging", "pass"), ("lost", "fail"), ("patched", "pass"), ("unknown", "fail")];
    assert_eq!(ran.findings("aws-ec2-instance-ssm-managed"), statuses(known));
    let patched = [("lagging", "fail"), ("lost", "pass"), ("office", "fail"), ("patched", "pass")];
    assert_eq!(ran.findings("aws-ssm-instance-patch-compliant"), statuses(patched));
    let renewed = machines(&["--param", "aws-ssm-instance-patch-compliant.renewed_by_image=web"], |_| {});
    let left = [("lagging", "not_applicable"), ("lost", "pass"), ("office", "fail"), ("patched", "pass")];
    assert_eq!(renewed.findings("aws-ssm-instance-patch-compliant"), statuses(left));
    let blind = machines(&[], |proxy| {
        proxy.deny("ssm:DescribeInstanceInformation");
    });
    assert_eq!(blind.control("aws-ec2-instance-ssm-managed"), "not_evaluated");
    assert_eq!(blind.control("aws-ssm-instance-patch-compliant"), "not_evaluated");
    let unpatched = machines(&[], |proxy| {
        proxy.deny("ssm:DescribeInstancePatchStates");
    });
    assert_eq!(unpatched.control("aws-ssm-instance-patch-compliant"), "not_evaluated");
}

#[test]
fn a_serious_finding_has_its_time_and_a_lesser_one_counts_where_the_parameter_says_so() {
    let control = "guardduty-high-findings-resolved";
    let young = scanned(&json!({"old": 3}), &[], |_| {});
    assert_eq!(of(&young, control)[2], "pass");
    let all = "aws-guardduty-high-findings-resolved.severities=critical,high,medium";
    let strict = scanned(&json!({"old": 3}), &["--param", all], |_| {});
    assert_eq!(of(&strict, control)[2], "fail");
    let report = strict.json();
    assert!(report.to_string().contains("Recon:EC2/Portscan"), "the finding names what is open");
}

#[test]
fn what_an_organization_may_have_is_out_of_a_member_s_sight() {
    let member = scanned(&json!({"organization": "member"}), &[], |_| {});
    assert_eq!(of(&member, "accessanalyzer-enabled"), ["not_evaluated", "not_evaluated", "pass"]);
    let elsewhere = |gap: &Value| gap["kind"] == "elsewhere" && gap["account"] == "111111111111";
    assert!(member.json()["gaps"].as_array().unwrap().iter().any(elsewhere));
}

#[test]
fn a_denied_read_is_no_region_without_a_watchman() {
    for (operation, control, region) in [
        ("guardduty:ListDetectors", "guardduty-enabled", 0),
        ("guardduty:GetDetector", "guardduty-enabled", 2),
        ("guardduty:ListFindings", "guardduty-high-findings-resolved", 2),
        ("guardduty:GetFindings", "guardduty-high-findings-resolved", 2),
        ("securityhub:DescribeHub", "securityhub-enabled", 0),
        ("securityhub:GetEnabledStandards", "securityhub-enabled", 2),
        ("config:DescribeConfigurationRecorders", "config-recorder-enabled", 0),
        ("config:DescribeConfigurationRecorderStatus", "config-recorder-enabled", 2),
        ("accessanalyzer:ListAnalyzers", "accessanalyzer-enabled", 0),
        ("organizations:DescribeOrganization", "accessanalyzer-enabled", 0),
        ("inspector2:BatchGetAccountStatus", "inspector2-enabled", 2),
        ("lambda:ListFunctions", "inspector2-enabled", 0),
    ] {
        let ran = scanned(&json!({}), &[], |proxy| {
            proxy.deny(operation);
        });
        assert_eq!(of(&ran, control)[region], "not_evaluated", "{operation}");
    }
}
