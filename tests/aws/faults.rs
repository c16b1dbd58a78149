//! What goes wrong on the way, through the built binary: never a pass or a failure for what was not seen.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, bare, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

/// A fresh account with some buckets, behind a proxy.
fn buckets(names: &[&str]) -> (Account, Proxy) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "buckets", &json!({"names": names}));
    (account, guarded(moto))
}

fn versioning(account: &Account, proxy: &Proxy) -> Tickmark {
    Tickmark::scan(account, &proxy.endpoint()).args(["--control", VERSIONING, "--region", "us-east-1"])
}

const VERSIONING: &str = "aws-s3-bucket-versioning";

/// The kind of every gap with its operation, sorted, each once.
fn gaps(ran: &Ran) -> Vec<(String, String)> {
    let report = ran.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut found: Vec<_> =
        report["gaps"].as_array().unwrap().iter().map(|gap| (text(&gap["operation"]), text(&gap["kind"]))).collect();
    found.sort();
    found.dedup();
    found
}

fn gap(operation: &str, kind: &str) -> (String, String) {
    (operation.to_owned(), kind.to_owned())
}

#[test]
fn a_refused_listing_is_no_empty_one() {
    let (account, proxy) = buckets(&["listed"]);
    proxy.deny("s3:ListBuckets");
    let ran = versioning(&account, &proxy).run();
    assert_eq!((ran.status, ran.control(VERSIONING).as_str()), (3, "not_evaluated"), "{}", ran.stderr);
    assert_eq!(gaps(&ran), [gap("s3:ListBuckets", "denied")]);
    assert_eq!(ran.json()["controls"][0]["population"][0]["state"], "refused");
    assert_eq!(ran.json()["gaps"][0]["action"], "s3:ListAllMyBuckets");
}

#[test]
fn a_denied_read_blinds_what_it_reads() {
    let (account, proxy) = buckets(&["blind", "seen"]);
    proxy.rule(On::op("s3:GetBucketVersioning").resource("blind"), Fault::Says(Trouble::Denied));
    let ran = versioning(&account, &proxy).run();
    let expected = [("blind", "not_evaluated"), ("seen", "fail")].map(|(name, status)| gap(name, status));
    assert_eq!(ran.findings(VERSIONING), expected);
    assert_eq!(ran.status, 1);
}

#[test]
fn the_second_page_refused_keeps_the_first_and_says_so() {
    let moto = Moto::shared();
    let account = moto.account();
    let names: Vec<String> = (0..150).map(|n| format!("role-{n:03}")).collect();
    moto.seed(&account, "roles", &json!({"names": names}));
    let proxy = guarded(moto);
    proxy.rule(On::op("iam:ListRoles").page_two(), Fault::Says(Trouble::Denied));
    let control = "aws-iam-role-trust-not-public";
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(["--control", control]).run();
    assert_eq!((ran.status, ran.control(control).as_str()), (3, "not_evaluated"), "{}", ran.stderr);
    let found = ran.findings(control);
    assert!(found.len() >= 100 && found.iter().all(|(_, status)| status == "pass"), "{}", found.len());
    assert_eq!(ran.json()["controls"][0]["population"][0]["state"], "partial");
}

#[test]
fn broken_answers_are_gaps() {
    for (number, (fault, kind)) in [
        (Fault::Html, "malformed"),
        (Fault::Truncate, "malformed"),
        (Fault::Says(Trouble::Internal), "error"),
        (Fault::Code(501, "NotImplemented".to_owned(), "no".to_owned()), "not_implemented"),
        (Fault::Code(418, "Teapot".to_owned(), "short and stout".to_owned()), "error"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("broken-{number}");
        let (account, proxy) = buckets(&[&name]);
        let said = format!("{fault:?}");
        proxy.rule(On::op("s3:GetBucketVersioning"), fault);
        let ran = versioning(&account, &proxy).args(["--max-attempts", "2"]).run();
        assert_eq!(ran.findings(VERSIONING), [gap(&name, "not_evaluated")], "{said}: {}", ran.stdout);
        assert_eq!(gaps(&ran), [gap("s3:GetBucketVersioning", kind)], "{said}");
        assert_eq!(ran.status, 3);
    }
}

#[test]
fn a_word_of_the_future_is_judged_as_what_it_is_not() {
    let (account, proxy) = buckets(&["tomorrow"]);
    let answer = "<VersioningConfiguration><Status>Quantum</Status></VersioningConfiguration>";
    proxy.rule(On::op("s3:GetBucketVersioning"), Fault::Edit(std::sync::Arc::new(move |_| answer.to_owned())));
    let ran = versioning(&account, &proxy).run();
    assert_eq!(ran.findings(VERSIONING), [gap("tomorrow", "fail")]);
    assert!(ran.stdout.contains("Quantum"), "{}", ran.stdout);
}

#[test]
fn a_bucket_that_goes_away_meanwhile_has_vanished() {
    let (account, proxy) = buckets(&["leaving"]);
    let moto = Moto::shared();
    let theirs = account.clone();
    let delete = move |_: &_| drop(moto.seed(&theirs, "delete_bucket", &json!({"name": "leaving"})));
    proxy.rule(On::op("s3:GetBucketVersioning").times(1), Fault::before(delete));
    let ran = versioning(&account, &proxy).run();
    assert_eq!(ran.control(VERSIONING), "not_evaluated", "{}", ran.stdout);
    assert!(gaps(&ran).contains(&gap("s3:GetBucketVersioning", "vanished")), "{:?}", gaps(&ran));
}

#[test]
fn a_hung_endpoint_ends_in_bounded_time() {
    let (account, proxy) = buckets(&["hung"]);
    proxy.rule(On::op("s3:GetBucketVersioning"), Fault::Hang);
    let began = Instant::now();
    let ran = versioning(&account, &proxy).args(["--timeout", "2"]).run();
    assert!(began.elapsed() < Duration::from_secs(30));
    assert_eq!(ran.findings(VERSIONING), [gap("hung", "not_evaluated")]);
    assert_eq!(gaps(&ran), [gap("s3:GetBucketVersioning", "timeout")]);
}

#[test]
fn a_thing_without_an_id_is_not_dropped_in_silence() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    // Each region has a VPC of its own from the start.
    proxy.rule(On::op("ec2:DescribeVpcs"), Fault::replace("vpcId>", "vpcIdentity>"));
    let control = "aws-vpc-flow-logs-enabled";
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(["--control", control, "--region", "us-east-1"]).run();
    assert_eq!((ran.status, ran.control(control).as_str()), (3, "not_evaluated"), "{}", ran.stderr);
    assert_eq!(gaps(&ran), [gap("ec2:DescribeVpcs", "malformed")]);
}

#[test]
fn an_answer_without_its_list_is_no_empty_list() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let nothing = || Fault::Edit(std::sync::Arc::new(|_| "{}".to_owned()));
    // The last is one of those that the SDK itself would make empty.
    let operations = ["cloudtrail:DescribeTrails", "kms:ListKeys", "guardduty:ListDetectors"];
    for operation in operations {
        proxy.rule(On::op(operation), nothing());
    }
    let controls = ["aws-cloudtrail-enabled", "aws-kms-key-rotation-enabled", "aws-guardduty-enabled"];
    let args = controls.iter().flat_map(|control| ["--control", control]).chain(["--region", "us-east-1"]);
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    assert_eq!(controls.map(|control| ran.control(control)), ["not_evaluated"; 3], "{}", ran.stdout);
    let expected = operations.map(|operation| gap(operation, "malformed"));
    assert!(expected.iter().all(|gap| gaps(&ran).contains(gap)), "{:?}", gaps(&ran));
    assert_eq!(ran.status, 3);
}

#[test]
fn credentials_that_are_not_valid_stop_it_before_it_begins() {
    let (account, proxy) = buckets(&[]);
    proxy.rule(On::any(), Fault::Code(403, "InvalidClientTokenId".to_owned(), "The token is not valid".to_owned()));
    let ran = versioning(&account, &proxy).run();
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    for word in ["InvalidClientTokenId", "aws sso login", "--profile", "scan --demo"] {
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
}

#[test]
fn no_credentials_at_all_say_what_to_do() {
    let output = bare().args(["scan", "--endpoint-url", "http://127.0.0.1:9"]).output().unwrap();
    let ran = Ran::from(output);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("scan --demo") && ran.stderr.lines().count() <= 3, "{}", ran.stderr);
}

#[test]
fn credentials_that_expire_midway_leave_a_partial_result() {
    let (account, proxy) = buckets(&["one", "three", "two"]);
    proxy.rule(On::op("s3:GetBucketVersioning").after(1), Fault::Says(Trouble::Expired));
    let ran = versioning(&account, &proxy).run();
    let statuses: Vec<String> = ran.findings(VERSIONING).into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses.iter().filter(|status| *status == "not_evaluated").count(), 2, "{statuses:?}");
    assert_eq!(gaps(&ran), [gap("s3:GetBucketVersioning", "credentials_expired")]);
    assert_eq!(ran.status, 1, "the one that was seen fails");
    let passed = versioning(&account, &proxy).args(["--fail-on", "never"]).run();
    assert_eq!(passed.status, 0);
    assert!(passed.snapshot.is_some(), "the partial snapshot is kept");
}

#[test]
fn a_region_that_a_policy_closes_is_one_gap() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    proxy.rule(On::op("ec2:*").region("eu-west-1"), Fault::Says(Trouble::DeniedByScp));
    let args = ["--service", "ec2", "--region", "us-east-1", "--region", "eu-west-1"];
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    let report = ran.json();
    // Controls of EC2 rest on other services too, which the policy leaves alone and moto has in part.
    let of_ec2 = |gap: &Value| gap["operation"].as_str().is_none_or(|operation| operation.starts_with("ec2:"));
    let all = report["gaps"].as_array().unwrap();
    let closed: Vec<&Value> = all.iter().filter(|gap| gap["region"] == "eu-west-1" && of_ec2(gap)).collect();
    assert_eq!(closed.len(), 1, "{closed:?}");
    assert_eq!(closed[0]["kind"], "region_closed");
    assert!(closed[0]["message"].as_str().unwrap().contains("service control policy"));
    let probes = proxy.calls().iter().filter(|call| call.operation == "DescribeRegions").count();
    assert_eq!(probes, 1, "the region is probed once");
    assert!(report["summary"]["coverage"]["region_closed"].as_u64().unwrap() > 0);
}

#[test]
fn regions_that_cannot_be_listed_leave_every_regional_kind_open() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    proxy.deny("ec2:DescribeRegions");
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(["--control", "aws-ec2-ami-not-public"]).run();
    assert_eq!((ran.status, ran.control("aws-ec2-ami-not-public").as_str()), (3, "not_evaluated"), "{}", ran.stderr);
    let report = ran.json();
    let regions: Vec<&str> = report["controls"][0]["population"]
        .as_array()
        .unwrap()
        .iter()
        .map(|population| population["region"].as_str().unwrap())
        .collect();
    assert_eq!(regions, ["*", "us-east-1"]);
}

#[test]
fn a_region_whose_name_cannot_be_read_is_not_dropped_in_silence() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    proxy.rule(On::op("ec2:DescribeRegions"), Fault::replace("<regionName>eu-west-1<", "<regionName>EU West<"));
    let control = "aws-ec2-ami-not-public";
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(["--control", control]).run();
    assert_eq!((ran.status, ran.control(control).as_str()), (3, "not_evaluated"), "{}", ran.stderr);
    assert_eq!(gaps(&ran), [gap("ec2:DescribeRegions", "malformed")]);
}

#[test]
fn a_third_of_all_calls_throttled_gives_the_same_result_in_bounded_time() {
    let moto = Moto::shared();
    let account = moto.account();
    let names: Vec<String> = (0..1_200).map(|n| format!("user-{n:04}")).collect();
    moto.seed(&account, "users", &json!({"names": names, "days_ago": 200}));
    let proxy = guarded(moto);
    let scan = || {
        let args = ["--control", "aws-iam-user-access-key-rotated", "--control", "aws-iam-user-no-direct-policies"];
        Tickmark::scan(&account, &proxy.endpoint()).args(args).run()
    };
    let calm = scan();
    assert_eq!(calm.findings("aws-iam-user-access-key-rotated").len(), 1_200, "{}", calm.stderr);
    proxy.rule(On::op("iam:*"), Fault::Throttle { probability: 0.3, seed: 7 });
    let began = Instant::now();
    let throttled = scan();
    let took = began.elapsed();
    assert_eq!(throttled.json()["findings"], calm.json()["findings"]);
    assert_eq!(throttled.json()["gaps"], json!([]));
    assert!(took < Duration::from_mins(1), "{took:?}");
}
