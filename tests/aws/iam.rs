//! IAM, collected from moto: the credential report, live calls in its place, and what the controls make of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tickmark::assess::Outcome::{self, Fail, NotApplicable, NotEvaluated, Pass};
use tickmark::inventory::Timestamp;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::plan::Plan;

use crate::in_process::{Grounds, Through};
use crate::scan::guarded;
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::sdk;

/// An account with the scenario, and a proxy before it.
fn account(args: &Value) -> (Account, Proxy) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "iam", args);
    (account, guarded(moto))
}

async fn collect(account: &Account, proxy: &Proxy, plan: Plan) -> Snapshot {
    let started = Timestamp::from(jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap());
    let endpoint = proxy.endpoint();
    let through = Through { account, endpoint: &endpoint, http: sdk::http(), regions: &["us-east-1"], concurrency: 8 };
    through.collect(plan, started).await
}

fn controls(grounds: &Grounds) -> Plan {
    Plan::of(grounds.pack.iter().filter(|control| control.service == "iam"))
}

/// Each asset's name with what a control comes to.
fn outcomes(grounds: &Grounds, snapshot: &Snapshot, control: &str) -> BTreeMap<String, Outcome> {
    let assessment = grounds.assess(snapshot);
    let own = assessment
        .findings()
        .iter()
        .filter(|finding| assessment.control_of(finding).unwrap().control.id.as_str() == format!("aws-iam-{control}"));
    own.map(|finding| (assessment.asset_of(finding).unwrap().name().to_owned(), finding.outcome)).collect()
}

/// The facts of one user.
fn user(snapshot: &Snapshot, name: &str) -> Map<String, Value> {
    let found = snapshot.assets().find(|asset| asset.name() == name && asset.kind().as_str() == "aws.iam.user");
    found.unwrap().facts()
}

fn named(found: &[(&str, Outcome)]) -> BTreeMap<String, Outcome> {
    found.iter().map(|(name, outcome)| ((*name).to_owned(), *outcome)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_control_tells_what_is_right_from_what_is_wrong() {
    let (account, proxy) = account(&json!({}));
    let grounds = Grounds::built_in();
    let snapshot = collect(&account, &proxy, controls(&grounds)).await;
    let expect = |control: &str, found: &[(&str, Outcome)]| {
        assert_eq!(outcomes(&grounds, &snapshot, control), named(found), "{control}");
    };
    let me = account.id.as_str();
    expect("root-no-access-keys", &[(me, Pass)]);
    expect("root-mfa-enabled", &[(me, NotEvaluated)]);
    expect("password-policy-strong", &[(me, Pass)]);
    let users = |a, b, c, d, e| [("ann", a), ("bob", b), ("carl", c), ("dora", d), ("eve", e)];
    expect("user-console-mfa-enabled", &users(Pass, Fail, NotApplicable, NotApplicable, Pass));
    expect("user-access-key-rotated", &users(Pass, Fail, NotApplicable, NotApplicable, Pass));
    expect("user-unused-credentials-disabled", &users(Pass, Fail, Pass, Pass, Pass));
    expect("user-no-direct-policies", &users(Pass, Fail, Pass, Fail, Pass));
    let administrator = "AdministratorAccess";
    expect(
        "customer-policy-no-admin-privileges",
        &[
            ("admin", Fail),
            ("reader", Pass),
            ("spare-admin", NotApplicable),
            (administrator, NotApplicable),
            ("ReadOnlyAccess", NotApplicable),
        ],
    );
    expect(
        "aws-managed-admin-policy-restricted",
        &[
            ("admin", NotApplicable),
            ("reader", NotApplicable),
            ("spare-admin", NotApplicable),
            (administrator, Fail),
            ("ReadOnlyAccess", NotApplicable),
        ],
    );
    let reserved = "AWSReservedSSO_Admin_0123";
    let linked = "AWSServiceRoleForAutoScaling";
    let roles = |anyone, any_pipeline, organization, pipeline, service, sso, service_linked| {
        [
            ("anyone", anyone),
            ("any-pipeline", any_pipeline),
            ("organization", organization),
            ("pipeline", pipeline),
            ("service", service),
            (reserved, sso),
            (linked, service_linked),
        ]
    };
    let not = NotApplicable;
    expect("role-trust-not-public", &roles(Fail, Pass, Pass, Pass, Pass, Pass, not));
    expect("role-oidc-trust-scoped", &roles(not, Fail, not, Pass, not, not, not));
    let mut inline = users(not, Fail, not, Pass, not).to_vec();
    inline.extend([("admins", Fail), ("readers", Pass), ("plain", not)]);
    inline.extend(roles(not, not, not, Pass, Fail, not, not));
    expect("inline-policy-no-admin-privileges", &inline);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_whom_the_report_holds_cost_one_call_each() {
    let (account, proxy) = account(&json!({}));
    let grounds = Grounds::built_in();
    collect(&account, &proxy, controls(&grounds)).await;
    let counts = [
        ("GetCredentialReport", 2),
        ("GenerateCredentialReport", 1),
        ("ListMFADevices", 5),
        ("GetLoginProfile", 1),
        ("ListAccessKeys", 1),
        ("GetAccessKeyLastUsed", 1),
        ("ListEntitiesForPolicy", 1),
        ("GetPolicyVersion", 2),
    ];
    for (operation, count) in counts {
        assert_eq!(proxy.count(&format!("iam:{operation}")), count, "{operation}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_report_live_calls_say_the_same() {
    let (account, proxy) = account(&json!({"newcomer": false}));
    let grounds = Grounds::built_in();
    let with_report = collect(&account, &proxy, controls(&grounds)).await;
    proxy.deny("iam:GetCredentialReport");
    let live = collect(&account, &proxy, controls(&grounds)).await;
    for control in ["user-console-mfa-enabled", "user-access-key-rotated", "user-unused-credentials-disabled"] {
        let (a, b) = (outcomes(&grounds, &with_report, control), outcomes(&grounds, &live, control));
        assert_eq!(a, b, "{control}");
        assert!(!a.values().any(|outcome| *outcome == NotEvaluated), "{control}: {a:?}");
    }
    proxy.clear_rules();
    proxy.deny("iam:GetCredentialReport").deny("iam:GetLoginProfile").deny("iam:ListAccessKeys");
    let blind = collect(&account, &proxy, controls(&grounds)).await;
    let bob = user(&blind, "bob");
    let password = bob["console_password"].to_string();
    assert!(password.contains("iam:GetCredentialReport") && password.contains("iam:GetLoginProfile"), "{password}");
    let keys = bob["access_keys"].to_string();
    assert!(keys.contains("iam:GetCredentialReport") && keys.contains("iam:ListAccessKeys"), "{keys}");
    let found = outcomes(&grounds, &blind, "user-console-mfa-enabled");
    assert!(found.values().all(|outcome| *outcome == NotEvaluated), "{found:?}");
}
