//! Load balancers, certificates, distributions, web ACLs and Auto Scaling groups, from the API to the outcome of each
//! control.

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

const REDIRECTS: &str = "aws-elbv2-http-redirects-to-https";
const TLS: &str = "aws-elbv2-tls-policy-secure";
const LOGS: &str = "aws-elb-access-logging-enabled";
const ZONES: &str = "aws-elb-multi-az";
const CERTIFICATES: &str = "aws-acm-certificate-not-expiring";
const VIEWERS: &str = "aws-cloudfront-viewer-https";
const WEB_ACLS: &str = "aws-wafv2-web-acl-logging";
const GROUPS: &str = "aws-autoscaling-group-multi-az";
const ALL: [&str; 8] = [REDIRECTS, TLS, LOGS, ZONES, CERTIFICATES, VIEWERS, WEB_ACLS, GROUPS];

/// A scan for these controls of what a scenario made, and what the scenario says of it.
fn scan(scenario: &str, controls: &[&str], faults: impl FnOnce(&Proxy)) -> (Ran, Value) {
    let moto = Moto::shared();
    let account = moto.account();
    let seeded = moto.seed(&account, scenario, &json!({}));
    let proxy = guarded(moto);
    faults(&proxy);
    let args = controls.iter().flat_map(|control| ["--control", control]);
    let args = args.chain(["--region", "us-east-1", "--max-attempts", "1"]);
    (Tickmark::scan(&account, &proxy.endpoint()).args(args).run(), seeded)
}

fn findings(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut sorted: Vec<_> = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned())).collect();
    sorted.sort();
    sorted
}

/// What the first observation of a finding found.
fn seen(ran: &Ran, control: &str, name: &str) -> Value {
    let report = ran.json();
    let all = report["findings"].as_array().unwrap();
    let found = all.iter().find(|one| one["control"] == control && one["asset"]["name"] == name);
    found.unwrap()["observations"][0]["actual"].clone()
}

#[test]
fn load_balancers_of_every_type_are_judged_by_what_listens_at_them() {
    let (ran, _) = scan("balancers", &[REDIRECTS, TLS, LOGS, ZONES], |_| {});
    let redirects = [
        ("web", "pass"),
        ("leaky", "fail"),
        ("https-only", "pass"),
        ("idle", "not_applicable"),
        ("tls", "not_applicable"),
        ("tcp", "not_applicable"),
        ("inspection", "not_applicable"),
        ("inspection-untagged", "not_applicable"),
    ];
    assert_eq!(ran.findings(REDIRECTS), findings(&redirects), "{}", ran.stderr);
    let tls = [
        ("web", "pass"),
        ("leaky", "fail"),
        ("https-only", "pass"),
        ("idle", "not_applicable"),
        ("tls", "pass"),
        ("tcp", "not_applicable"),
        ("inspection", "not_applicable"),
        ("inspection-untagged", "not_applicable"),
        ("classic", "pass"),
        ("classic-old", "fail"),
        ("classic-3des", "fail"),
        ("classic-nameless", "not_evaluated"),
        ("classic-http", "not_applicable"),
    ];
    assert_eq!(ran.findings(TLS), findings(&tls));
    let logs = [
        ("web", "pass"),
        ("leaky", "fail"),
        ("https-only", "pass"),
        ("idle", "fail"),
        ("tls", "fail"),
        ("tcp", "not_applicable"),
        ("inspection", "not_applicable"),
        ("inspection-untagged", "not_applicable"),
        ("classic", "pass"),
        ("classic-old", "fail"),
        ("classic-3des", "fail"),
        ("classic-nameless", "fail"),
        ("classic-http", "fail"),
    ];
    assert_eq!(ran.findings(LOGS), findings(&logs));
    let zones = [
        ("web", "pass"),
        ("leaky", "fail"),
        ("https-only", "pass"),
        ("idle", "pass"),
        ("tls", "pass"),
        ("tcp", "pass"),
        ("inspection", "not_applicable"),
        ("inspection-untagged", "fail"),
        ("classic", "pass"),
        ("classic-old", "fail"),
        ("classic-3des", "pass"),
        ("classic-nameless", "pass"),
        ("classic-http", "pass"),
    ];
    assert_eq!(ran.findings(ZONES), findings(&zones));
}

#[test]
fn a_finding_names_each_listener_and_rule() {
    let (ran, _) = scan("balancers", &[REDIRECTS, TLS], |_| {});
    let report = ran.json();
    let of = |control: &str, path: &str| {
        let all = report["findings"].as_array().unwrap();
        let found = all.iter().find(|one| one["control"] == control && one["asset"]["name"] == "leaky").unwrap();
        let observations = found["observations"].as_array().unwrap();
        // What the control expects comes after what makes it apply.
        observations.iter().rfind(|one| one["path"] == path).unwrap()["actual"].clone()
    };
    let http = of(REDIRECTS, "http_actions");
    let mut named: Vec<(i64, &str, &str)> = http
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["port"].as_i64().unwrap(), one["rule"].as_str().unwrap(), one["action"].as_str().unwrap()))
        .collect();
    named.sort_unstable();
    assert_eq!(named, [(80, "10", "forward"), (8080, "default", "fixed-response"), (8081, "default", "redirect")]);
    let tls = of(TLS, "tls_listeners");
    assert_eq!(tls.as_array().unwrap().len(), 1, "{tls}");
    assert_eq!((&tls[0]["port"], &tls[0]["security_policy"]), (&json!(443), &json!("ELBSecurityPolicy-2016-08")));
}

#[test]
fn what_the_region_s_policies_enable_is_read_once() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "balancers", &json!({}));
    let proxy = guarded(moto);
    Tickmark::scan(&account, &proxy.endpoint()).args(["--service", "elbv2", "--region", "us-east-1"]).run();
    let count = |name: &str| proxy.calls().iter().filter(|call| call.name() == name).count();
    assert_eq!((count("elbv2:DescribeLoadBalancers"), count("elbv2:DescribeSSLPolicies")), (1, 1));
    assert_eq!((count("elbv2:DescribeTags"), count("elb:DescribeTags")), (1, 1), "tags come twenty at a time");
    assert_eq!(count("elbv2:DescribeListeners"), 8);
    assert_eq!(count("elbv2:DescribeRules"), 4, "only HTTP listeners are asked for their rules");
    assert_eq!(count("elb:DescribeLoadBalancerPolicies"), 4, "only where TLS ends");
}

#[test]
fn rules_that_were_denied_leave_open_what_else_a_listener_does() {
    let (ran, _) = scan("balancers", &[REDIRECTS], |proxy| {
        proxy.deny("elbv2:DescribeRules");
    });
    let found = ran.findings(REDIRECTS);
    let status = |name: &str| found.iter().find(|(of, _)| of == name).unwrap().1.clone();
    assert_eq!(status("web"), "not_evaluated", "its default action redirects");
    assert_eq!(status("leaky"), "fail", "a default action alone decides");
    assert_eq!(status("https-only"), "pass", "it has no HTTP listener");
}

#[test]
fn certificates_of_every_key_are_judged_by_the_days_that_they_have_left() {
    let (ran, _) = scan("balancers", &[CERTIFICATES], |_| {});
    let expected = [
        ("long.example.com", "pass"),
        ("soon.example.com", "fail"),
        ("late.example.com", "fail"),
        ("spare.example.com", "not_applicable"),
        ("pending.example.com", "not_applicable"),
    ];
    assert_eq!(ran.findings(CERTIFICATES), findings(&expected), "{}", ran.stderr);
    let report = ran.json();
    let days: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["asset"]["name"] == "soon.example.com")
        .flat_map(|one| one["observations"].as_array().unwrap())
        .filter(|one| one["path"] == "days_left")
        .map(|one| &one["actual"])
        .collect();
    assert_eq!(days, [&json!(29)]);
}

#[test]
fn every_behavior_of_a_distribution_counts() {
    let (ran, seeded) = scan("balancers", &[VIEWERS], |_| {});
    let of = |name: &str| seeded["distributions"][name].as_str().unwrap().to_owned();
    let expected = [("secure", "pass"), ("open", "fail"), ("open-images", "fail"), ("disabled", "not_applicable")];
    let mut expected: Vec<_> = expected.iter().map(|(name, status)| (of(name), (*status).to_owned())).collect();
    expected.sort();
    assert_eq!(ran.findings(VIEWERS), expected, "{}", ran.stderr);
}

#[test]
fn web_acls_of_both_scopes_are_judged_by_where_they_log_to() {
    let (ran, _) = scan("balancers", &[WEB_ACLS], |_| {});
    let expected =
        [("logged", "pass"), ("silent", "fail"), ("edge", "pass"), ("silent-edge", "fail"), ("lake", "pass")];
    assert_eq!(ran.findings(WEB_ACLS), findings(&expected), "{}", ran.stderr);
    assert_eq!(seen(&ran, WEB_ACLS, "lake"), json!(["arn:aws:s3:::aws-waf-logs-security-lake"]));
}

#[test]
fn web_acls_of_cloudfront_are_asked_for_in_one_region_only() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let args = ["--control", WEB_ACLS, "--region", "us-east-1", "--region", "eu-west-1"];
    Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    let mut asked: Vec<(String, String)> = proxy
        .calls()
        .into_iter()
        .filter(|call| call.name() == "wafv2:ListWebACLs")
        .map(|call| (call.region, call.params["Scope"].clone()))
        .collect();
    asked.sort();
    let expected = [("eu-west-1", "REGIONAL"), ("us-east-1", "CLOUDFRONT"), ("us-east-1", "REGIONAL")];
    assert_eq!(asked, expected.map(|(region, scope)| (region.to_owned(), scope.to_owned())));
}

#[test]
fn groups_of_one_pool_count_together() {
    let (ran, _) = scan("balancers", &[GROUPS], |_| {});
    let expected = [
        ("spread", "pass"),
        ("single", "fail"),
        ("pool-a", "pass"),
        ("pool-b", "pass"),
        ("narrow-pool", "fail"),
        ("trial", "not_applicable"),
        ("leaving", "not_applicable"),
    ];
    assert_eq!(ran.findings(GROUPS), findings(&expected), "{}", ran.stderr);
}

#[test]
fn every_listing_is_read_to_its_end() {
    let (ran, _) = scan("balancer_pages", &ALL, |_| {});
    assert_eq!(ran.json()["gaps"], json!([]));
    let both = |control: &str| ran.findings(control);
    let redirects = [("first", "not_applicable"), ("second", "fail"), ("gateway", "not_applicable")];
    assert_eq!(both(REDIRECTS), findings(&redirects));
    let named = ["first", "second", "gateway", "classic-first", "classic-second"];
    let logs = named.map(|name| (name, if name == "gateway" { "not_applicable" } else { "fail" }));
    assert_eq!(both(LOGS), findings(&logs));
    assert_eq!(both(ZONES), findings(&named.map(passed)));
    let tls = named.map(|name| (name, if name == "second" { "fail" } else { "not_applicable" }));
    assert_eq!(both(TLS), findings(&tls), "its policy is on the second page");
    assert_eq!(both(CERTIFICATES), findings(&[("first", "fail"), ("second", "fail")]));
    assert_eq!(both(VIEWERS), findings(&[("FIRST", "fail"), ("SECOND", "fail")]));
    assert_eq!(both(WEB_ACLS), findings(&[("first", "fail"), ("second", "pass")]));
    assert_eq!(both(GROUPS), findings(&[("first", "fail"), ("second", "fail")]));
}

#[test]
fn a_second_page_that_was_denied_is_missed() {
    let listings = [
        ("elbv2:DescribeLoadBalancers", ZONES, findings(&["first", "classic-first", "classic-second"].map(passed))),
        ("elb:DescribeLoadBalancers", ZONES, findings(&["first", "second", "gateway", "classic-first"].map(passed))),
        ("acm:ListCertificates", CERTIFICATES, findings(&[("first", "fail")])),
        ("cloudfront:ListDistributions", VIEWERS, findings(&[("FIRST", "fail")])),
        ("wafv2:ListWebACLs", WEB_ACLS, findings(&[("first", "fail")])),
        ("autoscaling:DescribeAutoScalingGroups", GROUPS, findings(&[("first", "fail")])),
    ];
    for (operation, control, expected) in listings {
        let (ran, _) = scan("balancer_pages", &[control], |proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        assert_eq!(ran.findings(control), expected, "{operation}");
        let report = ran.json();
        let populations = report["controls"][0]["population"].as_array().unwrap();
        assert!(populations.iter().any(|one| one["state"] == "partial"), "{operation}: {populations:?}");
    }
    let facts = [
        ("elbv2:DescribeListeners", REDIRECTS, "second"),
        ("elbv2:DescribeRules", REDIRECTS, "second"),
        ("elbv2:DescribeSSLPolicies", TLS, "second"),
        ("wafv2:ListLoggingConfigurations", WEB_ACLS, "second"),
    ];
    for (operation, control, name) in facts {
        let (ran, _) = scan("balancer_pages", &[control], |proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        let found = ran.findings(control);
        assert!(found.contains(&(name.to_owned(), "not_evaluated".to_owned())), "{operation}: {found:?}");
    }
}

fn passed(name: &str) -> (&str, &str) {
    (name, "pass")
}

#[test]
fn an_answer_without_its_list_is_no_empty_list() {
    for (operation, control) in [
        ("acm:ListCertificates", CERTIFICATES),
        ("wafv2:ListWebACLs", WEB_ACLS),
        ("wafv2:ListLoggingConfigurations", WEB_ACLS),
    ] {
        let (ran, _) = scan("balancers", &[control], |proxy| {
            proxy.rule(On::op(operation), Fault::Edit(std::sync::Arc::new(|_| "{}".to_owned())));
        });
        assert_eq!((ran.status, ran.control(control).as_str()), (3, "not_evaluated"), "{operation}: {}", ran.stdout);
        assert_eq!(ran.json()["gaps"][0]["kind"], "malformed");
    }
}

/// What came of a control for each balancer when an answer was changed so, and the kinds of gap that there were.
fn changed(control: &str, operation: &str, fault: Fault) -> (Vec<(String, String)>, Vec<String>) {
    let (ran, _) = scan("balancers", &[control], |proxy| {
        proxy.rule(On::op(operation), fault);
    });
    let report = ran.json();
    let mut kinds: Vec<String> =
        report["gaps"].as_array().unwrap().iter().map(|gap| gap["kind"].as_str().unwrap().to_owned()).collect();
    kinds.dedup();
    (ran.findings(control), kinds)
}

#[test]
fn a_listener_that_the_answer_does_not_name_whole_leaves_its_balancer_open() {
    let (found, kinds) =
        changed(REDIRECTS, "elbv2:DescribeListeners", Fault::replace("<Protocol>HTTPS</Protocol>", ""));
    let open = ["web", "leaky", "https-only"].map(|name| (name.to_owned(), "not_evaluated".to_owned()));
    assert!(open.iter().all(|one| found.contains(one)), "{found:?}");
    assert_eq!(kinds, ["malformed"]);
}

#[test]
fn a_log_that_goes_nowhere_is_no_log_and_not_none() {
    let bucket =
        Fault::Edit(std::sync::Arc::new(|text| text.replace("elb-logs-", "<!-- -->").replace("S3BucketName", "Gone")));
    let (found, kinds) = changed(LOGS, "elb:DescribeLoadBalancerAttributes", bucket);
    assert!(found.contains(&("classic".to_owned(), "not_evaluated".to_owned())), "{found:?}");
    assert!(found.contains(&("classic-old".to_owned(), "fail".to_owned())), "{found:?}");
    assert_eq!(kinds, ["malformed"]);
}

#[test]
fn a_balancer_that_goes_away_meanwhile_has_vanished() {
    let gone =
        || Fault::Code(400, "LoadBalancerNotFound".to_owned(), "One or more load balancers not found".to_owned());
    for operation in ["elbv2:DescribeLoadBalancerAttributes", "elb:DescribeLoadBalancerAttributes"] {
        let (found, kinds) = changed(LOGS, operation, gone());
        assert!(found.iter().any(|(_, status)| status == "not_evaluated"), "{operation}: {found:?}");
        assert_eq!(kinds, ["vanished"], "{operation}");
    }
}
