//! IAM through the built binary: who can escalate, who trusts whom, how people and root come in.

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const REGIONS: [&str; 4] = ["--region", "us-east-1", "--region", "eu-west-1"];

fn scan(seed: &Value, args: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "iam_access", seed);
    let proxy = guarded(moto);
    faults(&proxy);
    let all = ["--service", "iam", "--max-attempts", "1"].into_iter().chain(args.iter().copied());
    Tickmark::scan(&account, &proxy.endpoint()).args(all).run()
}

/// Each asset that a control judged, with what came of it; those that it does not apply to are left out.
fn judged(ran: &Ran, control: &str) -> Vec<(String, String)> {
    let findings = ran.findings(&format!("aws-iam-{control}"));
    findings.into_iter().filter(|(_, status)| status != "not_applicable").collect()
}

fn expect(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned())).collect();
    assert_eq!(judged(ran, control), expected, "{control}");
}

/// What was seen at a path of the finding of one asset.
fn seen(ran: &Ran, control: &str, asset: &str, path: &str) -> Value {
    let report = ran.json();
    let findings = report["findings"].as_array().unwrap();
    let of = |finding: &&Value| finding["control"] == format!("aws-iam-{control}") && finding["asset"]["name"] == asset;
    let observations = findings.iter().find(of).unwrap()["observations"].as_array().unwrap().clone();
    observations.into_iter().find(|one| one["path"] == path).unwrap()["actual"].clone()
}

fn calm() -> &'static Ran {
    static RAN: std::sync::OnceLock<Ran> = std::sync::OnceLock::new();
    RAN.get_or_init(|| scan(&json!({}), &REGIONS, |_| {}))
}

#[test]
fn what_policies_allow_too_widely() {
    let ran = calm();
    let customer = [("launcher", "pass"), ("limit", "fail"), ("narrow", "pass"), ("spare", "fail"), ("wide", "fail")];
    expect(ran, "policy-no-service-wildcard", &customer);
    // The unattached, and the one that is a boundary only, are not judged; of inline policies those that are not
    // administrative are.
    let judged = [
        ("bounded", "pass"),
        ("builders", "pass"),
        ("decoder", "pass"),
        ("fenced", "pass"),
        ("home", "pass"),
        ("launcher", "pass"),
        ("narrow", "pass"),
        ("opener", "pass"),
        ("operators", "fail"),
        ("robot", "pass"),
        ("stale", "fail"),
        ("tagged", "fail"),
        ("wide", "fail"),
    ];
    expect(ran, "policy-no-cloudtrail-full-access", &judged);
    expect(ran, "policy-no-kms-decrypt-on-all-keys", &judged);
    expect(ran, "policy-no-permissive-role-assumption", &judged);
    let grants = seen(ran, "policy-no-cloudtrail-full-access", "tagged", "trail_silencing_grants");
    assert_eq!((&grants[0]["policy"], &grants[0]["grant"]["statement"]), (&json!("wide"), &json!(1)));
}

#[test]
fn who_can_escalate() {
    let ran = calm();
    let users = ["limited", "rotating", "robot", "tagged"].map(|name| (name, "pass"));
    let roles = [
        "bounded",
        "decoder",
        "fenced",
        "home",
        "member",
        "sibling",
        "stale",
        "support",
        "vendor",
        "vendor-with-id",
        "woken",
    ];
    let mut expected: Vec<(&str, &str)> = roles.map(|name| (name, "pass")).into_iter().chain(users).collect();
    expected.extend([("opener", "fail"), ("person", "fail")]);
    expected.sort_unstable();
    expect(ran, "policy-no-privilege-escalation", &expected);
    let paths = seen(ran, "policy-no-privilege-escalation", "person", "escalation_paths");
    assert_eq!(paths[0]["path"], "pass a role to an EC2 instance");
    let policies = paths[0]["policies"].as_array().unwrap();
    assert!(policies.len() == 2 && policies.contains(&json!("builders: pass")), "{policies:?}");
}

#[test]
fn roles_and_whom_they_trust() {
    let ran = calm();
    let trusts = [("member", "pass"), ("sibling", "pass"), ("vendor", "fail"), ("vendor-with-id", "pass")];
    expect(ran, "role-external-trust-restricted", &trusts);
    let used = judged(ran, "role-recently-used");
    let failed: Vec<&str> = used.iter().filter(|(_, status)| status == "fail").map(|(name, _)| name.as_str()).collect();
    assert_eq!((used.len(), failed), (13, vec!["stale"]));

    let blind = scan(&json!({}), &REGIONS, |proxy| {
        proxy.deny("organizations:ListAccounts");
    });
    let trusts =
        [("member", "pass"), ("sibling", "not_evaluated"), ("vendor", "not_evaluated"), ("vendor-with-id", "pass")];
    expect(&blind, "role-external-trust-restricted", &trusts);
    let listed = ["--param", "aws-iam-role-external-trust-restricted.trusted_accounts=310000000001"];
    let args: Vec<&str> = REGIONS.into_iter().chain(listed).collect();
    let settled = scan(&json!({}), &args, |proxy| {
        proxy.deny("organizations:ListAccounts").deny("organizations:DescribeOrganization");
    });
    let trusts =
        [("member", "not_evaluated"), ("sibling", "not_evaluated"), ("vendor", "pass"), ("vendor-with-id", "pass")];
    expect(&settled, "role-external-trust-restricted", &trusts);
}

#[test]
fn users_and_their_credentials() {
    let ran = calm();
    expect(ran, "user-mfa-enabled", &[("person", "pass"), ("rotating", "fail")]);
    let keys =
        |robot| [("limited", "pass"), ("person", "pass"), ("robot", robot), ("rotating", "pass"), ("tagged", "pass")];
    expect(ran, "user-single-active-access-key", &keys("fail"));
    let groups = [("limited", "pass"), ("person", "pass"), ("robot", "fail"), ("rotating", "fail"), ("tagged", "fail")];
    expect(ran, "user-in-group", &groups);
    let inline = [
        ("builders", "fail"),
        ("limited", "pass"),
        ("operators", "fail"),
        ("person", "pass"),
        ("robot", "fail"),
        ("rotating", "pass"),
        ("tagged", "fail"),
    ];
    expect(ran, "principal-no-inline-policies", &inline);
    let all = ["--param", "aws-iam-principal-no-inline-policies.judged=role"];
    let args: Vec<&str> = REGIONS.into_iter().chain(all).collect();
    let roles = scan(&json!({}), &args, |_| {});
    let failed = judged(&roles, "principal-no-inline-policies").into_iter().filter(|(_, status)| status == "fail");
    let failed: Vec<String> = failed.map(|(name, _)| name).collect();
    assert_eq!(failed, ["administrator", "bounded", "decoder", "fenced", "home", "opener", "stale"]);
}

#[test]
fn certificates_on_every_page() {
    expect(calm(), "server-certificates-not-expired", &[("expired", "fail"), ("valid", "pass")]);
}

fn status(ran: &Ran, control: &str) -> String {
    ran.control(&format!("aws-iam-{control}"))
}

#[test]
fn root_and_its_second_factor() {
    let app = calm();
    assert_eq!(status(app, "root-hardware-mfa"), "fail", "its app stands on the second page");
    assert_eq!(status(app, "root-not-recently-used"), "pass");
    let hardware = scan(&json!({"root_app": false, "root_days": 2}), &REGIONS, |_| {});
    assert_eq!(status(&hardware, "root-hardware-mfa"), "pass");
    assert_eq!(status(&hardware, "root-not-recently-used"), "fail", "its second key was used");
    let partial = scan(&json!({"root_app": "refused", "root_days": 31}), &REGIONS, |_| {});
    assert_eq!(status(&partial, "root-hardware-mfa"), "not_evaluated", "the second page was refused");
    assert_eq!(status(&partial, "root-not-recently-used"), "pass");
    let none = json!({"summary": {"AccountMFAEnabled": 0, "AccountPasswordPresent": 0}});
    assert_eq!(status(&scan(&none, &REGIONS, |_| {}), "root-hardware-mfa"), "not_applicable");
}

#[test]
fn how_people_come_in() {
    let federated = "federated-access-configured";
    assert_eq!(status(calm(), federated), "pass");
    let center = scan(&json!({"saml": false}), &REGIONS, |_| {});
    assert_eq!(status(&center, federated), "pass", "the instance stands on the second page of the other region");
    let somewhere = scan(&json!({"saml": false}), &["--region", "us-east-1"], |_| {});
    assert_eq!(status(&somewhere, federated), "not_evaluated", "it may be in a region that nobody asked");
    let neither = json!({"saml": false, "instances": false});
    let denied = scan(&neither, &REGIONS, |proxy| {
        proxy.deny("sso-admin:ListInstances");
    });
    assert_eq!(status(&denied, federated), "not_evaluated");
}

#[test]
fn a_role_for_support() {
    assert_eq!(status(calm(), "support-role-exists"), "pass");
    let blind = scan(&json!({}), &REGIONS, |proxy| {
        proxy.deny("iam:ListRoles");
    });
    assert_eq!(status(&blind, "support-role-exists"), "not_evaluated");
}
