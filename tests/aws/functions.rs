//! Functions and build projects, from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const SERVICES: [&str; 4] = ["--service", "lambda", "--service", "codebuild"];

/// A scan of what the scenario made, with the proxy that it went through and what the scenario told.
fn scanned(seed: &Value, more: &[&str], faults: impl FnOnce(&Proxy)) -> (Ran, Proxy, Value) {
    let moto = Moto::shared();
    let account = moto.account();
    let seeded = moto.seed(&account, "functions", seed);
    let proxy = guarded(moto);
    faults(&proxy);
    let args = SERVICES.iter().chain(&["--region", "us-east-1", "--max-attempts", "1"]).copied();
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(more.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    (ran, proxy, seeded)
}

fn denied(operation: &str) -> Ran {
    let deny = |proxy: &Proxy| {
        proxy.deny(operation);
    };
    scanned(&json!({}), &[], deny).0
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let found: BTreeMap<String, String> = ran.findings(&format!("aws-{control}")).into_iter().collect();
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    assert_eq!(found, expected.collect(), "{control}");
}

/// The outcomes of all functions for the policy control, but for some.
fn policies(ran: &Ran, others: &[(&str, &str)]) {
    let mut expected = BTreeMap::from([
        ("plain", "pass"),
        ("known", "pass"),
        ("open", "fail"),
        ("open-alias", "fail"),
        ("any-bucket", "fail"),
        ("edge", "pass"),
        ("url-signed", "pass"),
        ("url-signed-by-anyone", "fail"),
        ("url-open", "pass"),
        ("url-unreachable", "pass"),
        ("url-open-alias", "pass"),
        ("gone", "not_evaluated"),
    ]);
    expected.extend(others.iter().copied());
    are(ran, "lambda-policy-not-public", &expected.into_iter().collect::<Vec<_>>());
}

/// The same for the URL control.
fn urls(ran: &Ran, others: &[(&str, &str)]) {
    let without = ["plain", "known", "open", "open-alias", "any-bucket", "edge"].map(|name| (name, "not_applicable"));
    let mut expected = BTreeMap::from(without);
    expected.extend([
        ("url-signed", "pass"),
        ("url-signed-by-anyone", "pass"),
        ("url-open", "fail"),
        ("url-unreachable", "pass"),
        ("url-open-alias", "fail"),
        ("gone", "not_evaluated"),
    ]);
    expected.extend(others.iter().copied());
    are(ran, "lambda-function-url-authenticated", &expected.into_iter().collect::<Vec<_>>());
}

const PROJECTS: [(&str, &str); 8] = [
    ("clean", "pass"),
    ("bare", "pass"),
    ("kept", "pass"),
    ("by-name", "fail"),
    ("by-default", "fail"),
    ("by-value", "fail"),
    ("in-buildspec", "fail"),
    ("gone", "not_evaluated"),
];

#[test]
fn each_function_and_project_is_judged_by_what_the_api_says_of_it() {
    let (ran, proxy, _) = scanned(&json!({}), &[], |_| {});
    policies(&ran, &[]);
    urls(&ran, &[]);
    are(&ran, "codebuild-no-plaintext-credentials", &PROJECTS);
    // Every gap is that of what was deleted after it was listed.
    let report = ran.json();
    let gaps = report["gaps"].as_array().unwrap();
    assert!(!gaps.is_empty() && gaps.iter().all(|gap| gap["kind"] == "vanished"), "{gaps:?}");
    // Listings of two pages: functions, projects, aliases and URLs; policies of 12 functions and 4 aliases.
    assert_eq!(proxy.count("lambda:ListFunctions"), 2);
    assert_eq!(proxy.count("codebuild:ListProjects"), 2);
    assert_eq!(proxy.count("lambda:ListAliases"), 13);
    assert_eq!(proxy.count("lambda:ListFunctionUrlConfigs"), 14);
    assert_eq!(proxy.count("lambda:GetPolicy"), 16);
    assert_eq!(proxy.count("codebuild:BatchGetProjects"), 1);
}

#[test]
fn other_services_can_be_put_on_the_list() {
    let services = "aws-lambda-policy-not-public.confusable_services=edgelambda.amazonaws.com";
    let (ran, ..) = scanned(&json!({}), &["--param", services], |_| {});
    policies(&ran, &[("edge", "fail"), ("any-bucket", "pass")]);
}

#[test]
fn no_value_of_a_variable_or_of_a_buildspec_is_kept_anywhere() {
    let (ran, _, seeded) = scanned(&json!({}), &[], |_| {});
    let snapshot = ran.snapshot.as_ref().unwrap();
    assert!(snapshot.contains("DB_PASSWORD"), "the names are told");
    let values = seeded["projects"]["secrets"].as_array().unwrap().iter().map(|value| value.as_str().unwrap());
    for value in values.chain(["production", "prod/db", "/prod/api/token"]) {
        for (place, text) in [("snapshot", snapshot), ("report", &ran.stdout), ("log", &ran.stderr)] {
            assert!(!text.contains(value), "{value} is in the {place}");
        }
    }
}

#[test]
fn projects_are_read_a_hundred_at_once() {
    let (ran, proxy, seeded) = scanned(&json!({"more": 93}), &["--service", "codebuild"], |_| {});
    assert_eq!(seeded["projects"]["count"], 101);
    assert_eq!(ran.findings("aws-codebuild-no-plaintext-credentials").len(), 101);
    assert_eq!(proxy.count("codebuild:BatchGetProjects"), 2);
}

#[test]
fn what_was_denied_is_neither_open_nor_closed() {
    let not = |names: &[&'static str]| names.iter().map(|name| (*name, "not_evaluated")).collect::<Vec<_>>();
    let blind = denied("lambda:GetPolicy");
    let with_policies = ["plain", "known", "open", "open-alias", "any-bucket", "edge"];
    let with_urls = ["url-signed", "url-signed-by-anyone", "url-open", "url-unreachable", "url-open-alias"];
    policies(&blind, &not(&[with_policies.as_slice(), &with_urls].concat()));
    urls(&blind, &not(&["url-open", "url-unreachable", "url-open-alias"]));
    // What the policy of the function itself says still counts.
    let blind = denied("lambda:ListAliases");
    let rest = ["plain", "known", "open-alias", "edge", "url-signed", "url-open", "url-unreachable", "url-open-alias"];
    policies(&blind, &not(&rest));
    urls(&blind, &not(&["url-open-alias"]));
    let blind = denied("lambda:ListFunctionUrlConfigs");
    policies(&blind, &[]);
    urls(&blind, &not(&[with_policies.as_slice(), &with_urls].concat()));
    let blind = denied("codebuild:BatchGetProjects");
    let projects = PROJECTS.map(|(name, _)| (name, "not_evaluated"));
    are(&blind, "codebuild-no-plaintext-credentials", &projects);
    for (listing, controls) in [
        ("lambda:ListFunctions", ["lambda-policy-not-public", "lambda-function-url-authenticated"].as_slice()),
        ("codebuild:ListProjects", &["codebuild-no-plaintext-credentials"]),
    ] {
        let blind = denied(listing);
        for control in controls {
            assert_eq!(blind.control(&format!("aws-{control}")), "not_evaluated", "{listing}");
        }
    }
}
