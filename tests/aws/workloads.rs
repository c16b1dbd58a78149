//! Secrets, image repositories, clusters and search domains, from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const SERVICES: [&str; 8] =
    ["--service", "secretsmanager", "--service", "ecr", "--service", "eks", "--service", "opensearch"];

fn scanned(more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    seeded(&json!({}), more, faults).0
}

/// A scan of what the scenario made of this, with the proxy that it went through.
fn seeded(seed: &Value, more: &[&str], faults: impl FnOnce(&Proxy)) -> (Ran, Proxy) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "workloads", seed);
    let proxy = guarded(moto);
    faults(&proxy);
    let args = SERVICES.iter().chain(&["--region", "us-east-1", "--max-attempts", "1"]).copied();
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(more.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    (ran, proxy)
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let found: BTreeMap<String, String> = ran.findings(&format!("aws-{control}")).into_iter().collect();
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    assert_eq!(found, expected.collect(), "{control}");
}

#[test]
fn each_thing_is_judged_by_what_the_api_says_of_it() {
    let ran = scanned(&[], |_| {});
    let secrets = [("good", "pass"), ("bounded", "fail"), ("open", "fail"), ("by-hand", "not_applicable")];
    let elsewhere = [("owned", "not_applicable"), ("copy", "not_applicable")];
    are(&ran, "secretsmanager-rotation-enabled", &[&secrets[..], &elsewhere].concat());
    let closed = [("good", "pass"), ("bounded", "pass"), ("by-hand", "pass"), ("owned", "pass"), ("copy", "pass")];
    are(&ran, "secretsmanager-policy-not-public", &[&closed[..], &[("open", "fail")]].concat());
    let scans = [("good", "pass"), ("scanned/by-rule", "pass"), ("unscanned", "fail"), ("open", "pass")];
    are(&ran, "ecr-scan-on-push", &scans);
    let images = [("good", "pass"), ("scanned/by-rule", "pass"), ("unscanned", "pass"), ("open", "fail")];
    are(&ran, "ecr-repository-not-public", &images);
    are(&ran, "eks-endpoint-not-public", &[("good", "pass"), ("limited", "pass"), ("open", "fail")]);
    are(&ran, "eks-control-plane-logging", &[("good", "pass"), ("limited", "fail"), ("open", "fail")]);
    are(&ran, "opensearch-encrypted-at-rest", &[("good", "pass"), ("inside", "pass"), ("open", "fail")]);
    are(&ran, "opensearch-not-public", &[("good", "pass"), ("inside", "pass"), ("open", "fail")]);
}

#[test]
fn listings_go_to_their_end_and_domains_are_described_five_at_once() {
    let (ran, proxy) = seeded(&json!({"more_domains": 4}), &[], |_| {});
    for listing in ["secretsmanager:ListSecrets", "ecr:DescribeRepositories", "eks:ListClusters"] {
        assert_eq!(proxy.count(listing), 2, "{listing}");
    }
    assert_eq!(proxy.count("opensearch:DescribeDomains"), 2);
    let found = ran.findings("aws-opensearch-encrypted-at-rest");
    assert_eq!((found.len(), found.iter().filter(|(_, status)| status == "pass").count()), (7, 6), "{found:?}");
}

#[test]
fn enhanced_scanning_leaves_alone_what_no_rule_is_for() {
    let (ran, _) = seeded(&json!({"scan_type": "ENHANCED"}), &[], |_| {});
    let scans = [("good", "fail"), ("scanned/by-rule", "pass"), ("unscanned", "fail"), ("open", "fail")];
    are(&ran, "ecr-scan-on-push", &scans);
}

#[test]
fn in_the_strict_mode_every_public_endpoint_fails() {
    let params =
        ["aws-eks-endpoint-not-public.accepted_access=private", "aws-opensearch-not-public.accepted_endpoints=vpc"];
    let ran = scanned(&["--param", params[0], "--param", params[1]], |_| {});
    are(&ran, "eks-endpoint-not-public", &[("good", "pass"), ("limited", "fail"), ("open", "fail")]);
    are(&ran, "opensearch-not-public", &[("good", "fail"), ("inside", "pass"), ("open", "fail")]);
}

#[test]
fn what_was_denied_is_neither_closed_nor_open() {
    for (operation, control) in [
        ("secretsmanager:GetResourcePolicy", "secretsmanager-policy-not-public"),
        ("ecr:GetRepositoryPolicy", "ecr-repository-not-public"),
        ("eks:DescribeCluster", "eks-endpoint-not-public"),
        ("eks:DescribeCluster", "eks-control-plane-logging"),
        ("opensearch:DescribeDomains", "opensearch-encrypted-at-rest"),
        ("opensearch:DescribeDomains", "opensearch-not-public"),
    ] {
        let ran = scanned(&[], |proxy| {
            proxy.deny(operation);
        });
        let found = ran.findings(&format!("aws-{control}"));
        assert!(
            !found.is_empty() && found.iter().all(|(_, status)| status == "not_evaluated"),
            "{operation}: {found:?}"
        );
    }
    let ran = scanned(&[], |proxy| {
        proxy.deny("ecr:GetRegistryScanningConfiguration");
    });
    // The registry may scan by its rules, or void the repositories' own settings.
    let scans = ["good", "scanned/by-rule", "unscanned", "open"].map(|name| (name, "not_evaluated"));
    are(&ran, "ecr-scan-on-push", &scans);
    for listing in
        ["secretsmanager:ListSecrets", "ecr:DescribeRepositories", "eks:ListClusters", "opensearch:ListDomainNames"]
    {
        let ran = scanned(&[], |proxy| {
            proxy.deny(listing);
        });
        let service = listing.split(':').next().unwrap();
        let report = ran.json();
        let own = report["controls"].as_array().unwrap().iter().filter(|control| control["service"] == service);
        assert!(own.clone().count() > 0);
        for control in own {
            assert_eq!(control["status"], "not_evaluated", "{listing}: {}", control["id"]);
        }
    }
}
