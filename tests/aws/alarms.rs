//! Who hears of what is recorded: log groups, alarms, rules and topics, from the API to the outcome of each control.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

const SERVICES: [&str; 6] = ["--service", "logs", "--service", "cloudwatch", "--service", "events"];
const REGIONS: [&str; 4] = ["--region", "us-east-1", "--region", "eu-west-1"];
const ROOT: &str = "cloudwatch-alarm-root-usage";
const TRAILS: &str = "cloudwatch-alarm-cloudtrail-changes";
const ACTIONS: &str = "cloudwatch-alarm-actions-configured";
const GROUPS: &str = "logs-group-retention-minimum";
const ROUTED: &str = "eventbridge-security-findings-routed";

fn scanned(seed: &Value, more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    seeded(&[("alarms", seed)], more, faults)
}

fn seeded(seeds: &[(&str, &Value)], more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    for (scenario, seed) in seeds {
        moto.seed(&account, scenario, seed);
    }
    let proxy = guarded(moto);
    faults(&proxy);
    let args = SERVICES.iter().chain(more).chain(&["--max-attempts", "1"]).copied();
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    ran
}

fn of(ran: &Ran, control: &str) -> String {
    ran.control(&format!("aws-{control}"))
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let found: BTreeMap<String, String> = ran.findings(&format!("aws-{control}")).into_iter().collect();
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    assert_eq!(found, expected.collect(), "{control}");
}

/// The outcomes of everything, where all of it was seen.
fn as_they_are(ran: &Ran) {
    let groups = [
        ("records", "pass"),
        ("flows", "fail"),
        ("aws-waf-logs-shop", "pass"),
        ("/aws/lambda/resize", "not_applicable"),
    ];
    are(ran, GROUPS, &groups);
    let alarms = [
        ("root", "pass"),
        ("trails", "pass"),
        ("cpu", "pass"),
        ("everything", "pass"),
        ("unheard", "fail"),
        ("recovered", "fail"),
        ("idle", "fail"),
        ("disk", "not_applicable"),
        ("TargetTracking-web-AlarmLow", "not_applicable"),
    ];
    are(ran, ACTIONS, &alarms);
    assert_eq!((of(ran, ROOT), of(ran, TRAILS)), ("pass".to_owned(), "pass".to_owned()));
    are(ran, ROUTED, &[("us-east-1", "pass"), ("eu-west-1", "pass")]);
}

#[test]
fn alarms_and_log_groups_are_judged_by_what_comes_of_them() {
    let ran = scanned(&json!({}), &REGIONS, |_| {});
    as_they_are(&ran);

    let all = ["--param", "aws-logs-group-retention-minimum.audit_groups=.*"];
    let strict = scanned(&json!({}), &[&REGIONS[..], &all].concat(), |_| {});
    let found: BTreeMap<_, _> = strict.findings("aws-logs-group-retention-minimum").into_iter().collect();
    assert_eq!(found["/aws/lambda/resize"], "fail");
}

#[test]
fn each_link_counts_on_the_way_to_somebody_s_ears() {
    for (how, expected) in [
        ("mute", "fail"),
        ("off", "fail"),
        ("numb", "fail"),
        ("none", "fail"),
        ("rule", "fail"),
        ("foreign", "not_evaluated"),
        // Some regions may be without such a rule.
        ("rules", "not_evaluated"),
    ] {
        let ran = scanned(&json!({"root": how, "trails": how}), &REGIONS, |_| {});
        assert_eq!((of(&ran, ROOT).as_str(), of(&ran, TRAILS).as_str()), (expected, expected), "{how}");
    }
    let stopped = scanned(&json!({"logging": false}), &REGIONS, |_| {});
    assert_eq!(of(&stopped, ROOT), "fail");
    let foreign = scanned(&json!({"root": "foreign"}), &REGIONS, |_| {});
    let elsewhere = |gap: &Value| gap["kind"] == "elsewhere" && gap["account"] == "210987654321";
    assert!(foreign.json()["gaps"].as_array().unwrap().iter().any(elsewhere), "{}", foreign.stdout);
}

#[test]
fn findings_are_routed_by_a_rule_that_is_on_and_wide_enough() {
    for (how, main, other) in [("local", "pass", "fail"), ("disabled", "fail", "fail"), ("none", "fail", "fail")] {
        let ran = scanned(&json!({"findings": how}), &REGIONS, |_| {});
        are(&ran, ROUTED, &[("us-east-1", main), ("eu-west-1", other)]);
    }
    let critical = "aws-eventbridge-security-findings-routed.level=CRITICAL";
    let ran = scanned(&json!({"findings": "local"}), &[&REGIONS[..], &["--param", critical]].concat(), |_| {});
    // Two numbers are not all that are critical.
    are(&ran, ROUTED, &[("us-east-1", "pass"), ("eu-west-1", "fail")]);
}

#[test]
fn what_another_account_does_about_findings_is_out_of_sight() {
    let ran = scanned(&json!({"findings": "administered"}), &REGIONS, |_| {});
    are(&ran, ROUTED, &[("us-east-1", "not_evaluated"), ("eu-west-1", "not_evaluated")]);
    let elsewhere = |gap: &Value| gap["kind"] == "elsewhere" && gap["account"] == "210987654321";
    assert!(ran.json()["gaps"].as_array().unwrap().iter().any(elsewhere), "{}", ran.stdout);
}

#[test]
fn what_was_denied_is_neither_heard_nor_unheard() {
    for (operation, control) in [
        ("cloudtrail:DescribeTrails", ROOT),
        ("cloudtrail:GetTrailStatus", ROOT),
        ("cloudtrail:GetEventSelectors", TRAILS),
        ("logs:DescribeMetricFilters", ROOT),
        ("cloudwatch:DescribeAlarms", TRAILS),
        ("cloudwatch:DescribeAlarms", ACTIONS),
        ("sns:GetTopicAttributes", ROOT),
        ("sns:GetTopicAttributes", ACTIONS),
        ("logs:DescribeLogGroups", GROUPS),
    ] {
        let ran = scanned(&json!({}), &REGIONS, |proxy| {
            proxy.deny(operation);
        });
        let found = of(&ran, control);
        // Some alarms fail all the same: they have no action at all.
        assert!(found == "not_evaluated" || control.ends_with("configured"), "{operation}: {control} {found}");
        let denied = |gap: &Value| gap["operation"] == operation && gap["kind"] == "denied";
        assert!(ran.json()["gaps"].as_array().unwrap().iter().any(denied), "{operation}");
    }
    for (operation, main, other) in [
        ("events:ListRules", "not_evaluated", "not_evaluated"),
        ("events:ListTargetsByRule", "not_evaluated", "not_evaluated"),
        ("guardduty:ListDetectors", "pass", "pass"),
        ("securityhub:DescribeHub", "not_evaluated", "not_evaluated"),
        ("securityhub:ListFindingAggregators", "pass", "not_evaluated"),
        ("securityhub:GetFindingAggregator", "pass", "not_evaluated"),
        ("securityhub:GetAdministratorAccount", "pass", "pass"),
    ] {
        let ran = scanned(&json!({}), &REGIONS, |proxy| {
            proxy.deny(operation);
        });
        let found: BTreeMap<_, _> = ran.findings(&format!("aws-{ROUTED}")).into_iter().collect();
        assert_eq!((found["us-east-1"].as_str(), found["eu-west-1"].as_str()), (main, other), "{operation}");
    }
}

#[test]
fn a_denied_listing_that_could_not_change_it_changes_nothing() {
    let ran = scanned(&json!({}), &REGIONS, |proxy| {
        proxy.deny("events:ListRules");
        proxy.deny("logs:DescribeLogGroups");
    });
    assert_eq!((of(&ran, ROOT).as_str(), of(&ran, TRAILS).as_str()), ("pass", "pass"));
}

#[test]
fn every_page_is_read_and_one_that_is_refused_leaves_the_rest_open() {
    let seeds = [("alarms", &json!({})), ("alarm_pages", &json!({}))];
    let ran = seeded(&seeds, &REGIONS, |_| {});
    as_they_are(&ran);
    let second = |operation: &str| {
        seeded(&seeds, &REGIONS, |proxy| {
            // A token in CBOR is not to be seen from without, so that the call is told by its number.
            proxy.rule(On::op(operation).region("us-east-1").after(1), Fault::Says(Trouble::Denied));
        })
    };
    for (operation, control) in [
        ("logs:DescribeLogGroups", GROUPS),
        ("cloudwatch:DescribeAlarms", ACTIONS),
        ("cloudwatch:DescribeAlarms", TRAILS),
        ("logs:DescribeMetricFilters", TRAILS),
        ("events:ListRules", ROUTED),
        ("events:ListTargetsByRule", ROUTED),
    ] {
        let ran = second(operation);
        let report = ran.json();
        let id = format!("aws-{control}");
        let result = report["controls"].as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap();
        assert_ne!(result["status"], "pass", "{operation}: {control}");
        assert_ne!(result["status"], "not_applicable", "{operation}: {control}");
        if [GROUPS, ACTIONS].contains(&control) {
            let states: Vec<&Value> =
                result["population"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
            assert!(states.contains(&&json!("partial")), "{operation}: {states:?}");
            assert_eq!(ran.findings(&id).len(), 1, "{operation}: what the first page held");
        } else {
            assert_eq!(result["status"], "not_evaluated", "{operation}: {control}");
        }
    }
}

#[test]
fn an_answer_without_its_list_is_no_empty_list() {
    let lacks = |operation: &str, seeds: &[(&str, &Value)], faults: &dyn Fn(&Proxy)| {
        let ran = seeded(seeds, &REGIONS, faults);
        let malformed = |gap: &Value| gap["operation"] == operation && gap["kind"] == "malformed";
        assert!(ran.json()["gaps"].as_array().unwrap().iter().any(malformed), "{operation}: {}", ran.stdout);
        ran
    };
    for list in ["MetricAlarms", "CompositeAlarms"] {
        let seeds = [("alarms", &json!({})), ("alarm_pages", &json!({"lacking": list}))];
        let ran = lacks("cloudwatch:DescribeAlarms", &seeds, &|_| {});
        let found = [of(&ran, ROOT), of(&ran, TRAILS), of(&ran, ACTIONS)];
        assert_eq!(found, ["not_evaluated"; 3], "{list}");
    }
    for (operation, control) in [
        ("logs:DescribeLogGroups", GROUPS),
        ("logs:DescribeMetricFilters", ROOT),
        ("events:ListRules", ROUTED),
        ("events:ListTargetsByRule", ROUTED),
        ("securityhub:ListFindingAggregators", ROUTED),
    ] {
        let ran = lacks(operation, &[("alarms", &json!({}))], &|proxy| {
            proxy.rule(On::op(operation), Fault::Edit(Arc::new(|_| "{}".to_owned())));
        });
        assert_eq!(of(&ran, control), "not_evaluated", "{operation}");
    }
}
