//! `doctor`: what it tells is what calls showed, each of them sent once, and what a scan then finds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, bare, guarded, signed_in};
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

/// The operations of the simulation, which no scan calls.
const SIMULATION: [&str; 2] = ["iam:SimulatePrincipalPolicy", "iam:GetRole"];

/// Lets nothing through but what a scan of this selection calls, and the simulation.
fn watched(moto: &Moto) -> Proxy {
    let proxy = guarded(moto);
    let ops = tickmark::provider::SERVICES.iter().flat_map(|service| service.ops).map(|op| op.id());
    let known: Vec<String> = ops.filter(|id| id != "iam:GenerateCredentialReport").collect();
    proxy.allow_only(known.iter().map(String::as_str).chain(SIMULATION));
    proxy
}

fn doctor(account: &Account, endpoint: &str, args: &[&str]) -> Ran {
    let mut command = signed_in(account);
    command.args(["doctor", "--format", "json", "--endpoint-url", endpoint]).args(args);
    command.output().unwrap().into()
}

fn words(list: &Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The operations of which this is told.
fn told(report: &Value, permission: &str) -> BTreeSet<String> {
    let all = report["operations"].as_array().unwrap().iter().filter(|one| one["permission"] == permission);
    all.map(|one| one["operation"].as_str().unwrap().to_owned()).collect()
}

fn operation<'r>(report: &'r Value, name: &str) -> &'r Value {
    let all = report["operations"].as_array().unwrap();
    all.iter().find(|one| one["operation"] == name).unwrap_or_else(|| panic!("no {name} in {report}"))
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn where_all_is_allowed_all_is_seen_by_a_call() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "kms", &json!({}));
    let proxy = watched(moto);
    let ran = doctor(&account, &proxy.endpoint(), &["--service", "kms", "--no-simulation"]);
    let report = ran.json();
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let needed = set(&[
        "ec2:DescribeRegions",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListKeys",
        "kms:ListResourceTags",
    ]);
    assert_eq!(told(&report, "allowed"), needed);
    for one in report["operations"].as_array().unwrap() {
        assert_eq!(one["basis"], "call", "{one}");
    }
    assert_eq!(report["account"], json!(account.id));
    assert_eq!(report["credentials"]["source"], "environment variables");
    assert_eq!(report["credentials"]["temporary"], true);
    assert_eq!(report["regions"]["probed"], "us-east-1");
    assert!(report["regions"]["all"].as_array().unwrap().len() > 10);
    assert!(report["clock_difference_seconds"].as_i64().unwrap().abs() < 60, "{report}");
    assert_eq!(report["custom_endpoint"], json!(proxy.endpoint()));
    assert_eq!(report["simulation"]["state"], "off");
    assert_eq!(report["summary"]["controls_not_evaluated"], json!([]));
}

#[test]
fn each_operation_is_sent_at_most_once_in_each_place_even_where_it_fails() {
    let moto = Moto::shared();
    let account = moto.account();
    for scenario in ["s3", "kms", "iam", "ec2_network"] {
        moto.seed(&account, scenario, &json!({}));
    }
    let proxy = watched(moto);
    proxy.rule(On::op("kms:ListKeys"), Fault::Says(Trouble::Throttled));
    proxy.rule(On::op("ec2:DescribeVpcs"), Fault::Says(Trouble::Internal));
    proxy.deny("iam:SimulatePrincipalPolicy");
    // What is global is sent to us-east-1: here that is nobody else's place.
    let ran = doctor(&account, &proxy.endpoint(), &["--region", "eu-west-1", "--region", "us-east-1"]);
    let report = ran.json();
    let mut sent: BTreeMap<(String, String), u64> = BTreeMap::new();
    for call in proxy.calls() {
        *sent.entry((call.name(), call.region.clone())).or_default() += 1;
    }
    let again: Vec<_> = sent.iter().filter(|(_, count)| **count > 1).collect();
    assert!(again.is_empty(), "{again:?}");
    assert!(sent.len() > 60, "{}", sent.len());
    assert_eq!(proxy.count("ec2:DescribeRegions"), 0, "the regions were named");
    // Beside these two places only the one in which AWS keeps what spans regions.
    let elsewhere: Vec<_> =
        sent.keys().filter(|(_, region)| !["eu-west-1", "us-east-1"].contains(&&**region)).collect();
    assert_eq!(elsewhere, [&("s3control:ListMultiRegionAccessPoints".to_owned(), "us-west-2".to_owned())]);

    // Nothing is said of an operation but what its call showed.
    let names = proxy.names();
    for one in report["operations"].as_array().unwrap() {
        let was_sent = names.contains(one["operation"].as_str().unwrap());
        assert_eq!(was_sent, !one["region"].is_null(), "{one}");
        assert_eq!(one["permission"] == "allowed", one["basis"] == "call", "nothing was denied or simulated: {one}");
        assert_eq!(one["why"].is_null(), one["permission"] == "allowed", "{one}");
        assert!(was_sent || one["permission"] == "could_not_tell", "{one}");
    }
    assert_eq!(operation(&report, "kms:ListKeys")["why"], "throttled");
    assert_eq!(operation(&report, "kms:DescribeKey")["why"], "behind");
    assert_eq!(operation(&report, "ec2:DescribeVpcs")["why"], "error");
    assert_eq!(operation(&report, "s3:GetBucketVersioning")["permission"], "allowed");
    // "There is none" is an answer that takes the permission.
    assert_eq!(operation(&report, "iam:GetCredentialReport")["permission"], "allowed");
    assert_eq!(operation(&report, "iam:GenerateCredentialReport")["why"], "withheld");
    assert_eq!(ran.status, 3, "a call failed");
}

#[test]
fn what_is_planned_is_what_is_told() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    proxy.deny("iam:SimulatePrincipalPolicy");
    let report = doctor(&account, &proxy.endpoint(), &["--region", "eu-west-1"]).json();
    let mut plan = signed_in(&account);
    plan.args(["plan", "--format", "json", "--endpoint-url", &proxy.endpoint(), "--region", "eu-west-1"]);
    let plan = Ran::from(plan.output().unwrap()).json();
    let planned: BTreeMap<&str, &Value> =
        plan["operations"].as_array().unwrap().iter().map(|one| (one["operation"].as_str().unwrap(), one)).collect();
    let all = report["operations"].as_array().unwrap();
    assert_eq!(all.len(), planned.len());
    for one in all {
        let foreseen = planned[one["operation"].as_str().unwrap()];
        assert_eq!((&one["iam_action"], &one["controls"]), (&foreseen["iam_action"], &foreseen["controls"]));
        assert!(!one["criteria"].as_array().unwrap().is_empty(), "{one}");
    }
    let policy = Ran::from(bare().arg("iam-policy").output().unwrap()).stdout;
    assert!(!policy.contains("Simulate") && !policy.contains("iam:GetRole\""), "no scan needs the simulation");
}

#[test]
fn what_is_denied_is_what_a_scan_then_lacks() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "s3", &json!({}));
    let proxy = watched(moto);
    let denied = ["s3:GetBucketVersioning", "s3:GetBucketEncryption", "s3control:GetPublicAccessBlock"];
    for operation in denied {
        proxy.deny(operation);
    }
    let args = ["--service", "s3", "--region", "us-east-1", "--region", "eu-west-1"];
    let ran = doctor(&account, &proxy.endpoint(), &[&args[..], &["--no-simulation"]].concat());
    let report = ran.json();
    assert_eq!(ran.status, 3);
    assert_eq!(told(&report, "denied"), set(&denied));
    let actions = ["s3:GetAccountPublicAccessBlock", "s3:GetBucketVersioning", "s3:GetEncryptionConfiguration"];
    assert_eq!(words(&report["summary"]["missing_actions"]), set(&actions));

    proxy.allow_only(
        tickmark::provider::SERVICES
            .iter()
            .flat_map(|one| one.ops)
            .map(|op| op.id())
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str),
    );
    let scan = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(["--max-attempts", "1"]).run().json();
    let gaps: Vec<&Value> = scan["gaps"].as_array().unwrap().iter().filter(|gap| gap["kind"] == "denied").collect();
    let lacked: BTreeSet<String> = gaps.iter().map(|gap| gap["operation"].as_str().unwrap().to_owned()).collect();
    assert_eq!(lacked, set(&denied));
    // Each control that the scan could not judge was foretold, and each that was foretold has a gap of these.
    let lost = words(&report["summary"]["controls_not_evaluated"]);
    let unseen = |one: &&Value| one["status"] == "not_evaluated" || one["counts"]["not_evaluated"].as_u64() > Some(0);
    let controls = scan["controls"].as_array().unwrap();
    let unseen: BTreeSet<String> =
        controls.iter().filter(unseen).map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert!(!unseen.is_empty() && unseen.is_subset(&lost), "{unseen:?} {lost:?}");
    let behind: BTreeSet<String> = gaps.iter().flat_map(|gap| words(&gap["controls"])).collect();
    assert!(behind.is_subset(&lost), "{behind:?} {lost:?}");
    // And the criteria are those of these controls.
    let speaks = |one: &&Value| !words(&one["controls"]).is_disjoint(&lost);
    let criteria = scan["criteria"].as_array().unwrap().iter().filter(speaks);
    let criteria: BTreeSet<String> = criteria.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(words(&report["summary"]["criteria_not_evaluated"]), criteria);
}

#[test]
fn one_denied_action_costs_these_controls_and_criteria() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "buckets", &json!({"names": ["doctored"]}));
    let proxy = watched(moto);
    proxy.deny("s3:GetBucketVersioning");
    let select = ["--control", "aws-s3-bucket-versioning", "--control", "aws-s3-bucket-default-encryption"];
    let args = [&select[..], &["--region", "us-east-1", "--no-simulation"]].concat();
    let report = doctor(&account, &proxy.endpoint(), &args).json();
    assert_eq!(report["summary"]["controls"], 2);
    assert_eq!(report["summary"]["controls_not_evaluated"], json!(["aws-s3-bucket-versioning"]));
    assert_eq!(report["summary"]["criteria_not_evaluated"], json!(["A1.2", "C1.1", "CC7.5", "P4.2", "PI1.5"]));
    let one = operation(&report, "s3:GetBucketVersioning");
    assert_eq!(
        (&one["permission"], &one["basis"], &one["code"]),
        (&json!("denied"), &json!("call"), &json!("AccessDenied"))
    );

    let mut table = signed_in(&account);
    table.args(["doctor", "--endpoint-url", &proxy.endpoint()]).args(&args);
    let ran = Ran::from(table.output().unwrap());
    assert_eq!(ran.status, 3);
    assert!(ran.stdout.contains("✗ s3:GetBucketVersioning"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("1 of 2 controls would be not evaluated, wholly or in part, in criteria A1.2 C1.1"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_endpoint_that_cannot_be_reached_is_not_a_denial() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    let mut command = signed_in(&account);
    // A port that nobody listens at: it was free a moment ago, and is bound and not accepted from meanwhile.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    command.env("AWS_ENDPOINT_URL", proxy.endpoint()).env("AWS_ENDPOINT_URL_KMS", format!("http://{nobody}"));
    command.args(["doctor", "--format", "json", "--region", "us-east-1", "--no-simulation"]);
    command.args(["--service", "kms", "--service", "sns"]);
    let ran = Ran::from(command.output().unwrap());
    let report = ran.json();
    assert_eq!(ran.status, 3, "{}", ran.stdout);
    assert_eq!(told(&report, "denied"), set(&[]));
    let listing = operation(&report, "kms:ListKeys");
    assert_eq!((&listing["permission"], &listing["why"]), (&json!("could_not_tell"), &json!("unreachable")));
    assert_eq!(operation(&report, "sns:ListTopics")["permission"], "allowed");
    let endpoint = |service: &str| {
        let all = report["endpoints"].as_array().unwrap();
        all.iter().find(|one| one["service"] == service).unwrap_or_else(|| panic!("no {service}")).clone()
    };
    assert_eq!(endpoint("kms")["reached"], false);
    assert_eq!(endpoint("kms")["host"], json!(nobody.to_string()));
    assert_eq!(endpoint("sns")["reached"], true);
    assert!(!report["summary"]["controls_not_evaluated"].as_array().unwrap().is_empty());
    assert_eq!(report["summary"]["missing_actions"], json!([]));
}

#[test]
fn an_empty_account_is_well_and_a_denied_simulation_is_told_as_optional() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    proxy.deny("iam:SimulatePrincipalPolicy");
    let args = ["--service", "sqs", "--region", "us-east-1"];
    let ran = doctor(&account, &proxy.endpoint(), &args);
    let report = ran.json();
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(told(&report, "allowed"), set(&["sqs:ListQueues"]));
    assert_eq!(operation(&report, "sqs:GetQueueAttributes")["why"], "nothing_to_ask");
    assert_eq!(report["simulation"]["state"], "denied");
    assert_eq!(report["simulation"]["optional_action"], "iam:SimulatePrincipalPolicy");
    assert_eq!(report["summary"]["missing_actions"], json!([]));
    let mut table = signed_in(&account);
    table.args(["doctor", "--endpoint-url", &proxy.endpoint()]).args(args);
    let ran = Ran::from(table.output().unwrap());
    assert!(ran.stdout.contains("iam:SimulatePrincipalPolicy is denied. It is optional"), "{}", ran.stdout);
    assert!(ran.stdout.contains("is known to be missing; 1 operation could not be told."), "{}", ran.stdout);
}

#[test]
fn a_simulation_tells_what_no_call_did_and_is_marked() {
    let moto = Moto::shared();
    let account = moto.account();
    let actions = ["sqs:GetQueueAttributes", "sns:GetTopicAttributes", "kms:DescribeKey", "sqs:ListQueues"];
    // The simulator's word on what a call showed is not even asked for.
    let args = json!({"actions": actions, "denied": ["sns:GetTopicAttributes", "sqs:ListQueues"],
                      "unclear": ["kms:DescribeKey"]});
    let made = moto.seed(&account, "simulation", &args);
    let proxy = watched(moto);
    let select = ["--service", "sqs", "--service", "sns", "--service", "kms", "--region", "us-east-1"];
    let ran = doctor(&account, &proxy.endpoint(), &select);
    let report = ran.json();
    assert_eq!(
        report["simulation"],
        json!({"state": "done", "principal": made["role"], "problem": null,
                                            "optional_action": null})
    );
    let known = |name: &str| {
        let one = operation(&report, name);
        (one["permission"].as_str().unwrap().to_owned(), one["basis"].as_str().map(str::to_owned))
    };
    let by = |permission: &str, basis: Option<&str>| (permission.to_owned(), basis.map(str::to_owned));
    assert_eq!(known("sqs:ListQueues"), by("allowed", Some("call")));
    assert_eq!(known("sqs:GetQueueAttributes"), by("allowed", Some("simulation")));
    assert_eq!(known("sns:GetTopicAttributes"), by("denied", Some("simulation")));
    assert_eq!(known("kms:DescribeKey"), by("could_not_tell", None));
    assert_eq!(ran.status, 3, "what is denied by a simulation is known to be missing");
    let call = proxy.calls().into_iter().find(|call| call.operation == "SimulatePrincipalPolicy").unwrap();
    let asked: BTreeSet<&str> = call
        .params
        .iter()
        .filter(|(name, _)| name.starts_with("ActionNames"))
        .map(|(_, value)| value.as_str())
        .collect();
    assert!(asked.contains("sqs:GetQueueAttributes") && !asked.contains("sqs:ListQueues"), "{asked:?}");
}

#[test]
fn the_path_of_a_role_is_found_where_its_session_leaves_it_out() {
    let moto = Moto::shared();
    let account = moto.account();
    let args = json!({"actions": ["sqs:GetQueueAttributes"], "path": "/aws-reserved/sso.amazonaws.com/"});
    let made = moto.seed(&account, "simulation", &args);
    let proxy = watched(moto);
    let select = ["--service", "sqs", "--region", "us-east-1"];
    let report = doctor(&account, &proxy.endpoint(), &select).json();
    assert!(made["role"].as_str().unwrap().ends_with("role/aws-reserved/sso.amazonaws.com/tickmark"), "{made}");
    assert_eq!(report["simulation"]["principal"], made["role"], "{report}");
    assert_eq!(operation(&report, "sqs:GetQueueAttributes")["basis"], "simulation");
    proxy.deny("iam:GetRole");
    let report = doctor(&account, &proxy.endpoint(), &select).json();
    assert_eq!(report["simulation"]["optional_action"], "iam:GetRole");
    assert_eq!(operation(&report, "sqs:GetQueueAttributes")["permission"], "could_not_tell");
}

#[test]
fn without_the_list_of_regions_nothing_regional_is_known_to_be_whole() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    proxy.deny("ec2:DescribeRegions");
    let args = ["--service", "sqs", "--no-simulation"];
    let ran = doctor(&account, &proxy.endpoint(), &args);
    let report = ran.json();
    assert_eq!(ran.status, 3);
    assert_eq!(told(&report, "denied"), set(&["ec2:DescribeRegions"]));
    assert!(report["regions"]["problem"].as_str().unwrap().contains("not authorized"), "{report}");
    let scan = Tickmark::scan(&account, &proxy.endpoint()).args(["--service", "sqs"]).run().json();
    let unseen = scan["controls"].as_array().unwrap().iter().filter(|one| one["status"] == "not_evaluated");
    let unseen: BTreeSet<String> = unseen.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(words(&report["summary"]["controls_not_evaluated"]), unseen);
    // Where the regions are named, nobody needs to list them.
    assert_eq!(doctor(&account, &proxy.endpoint(), &[&args[..], &["--region", "us-east-1"]].concat()).status, 0);
}

#[test]
fn a_region_that_a_control_policy_closes_is_told_as_that() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    proxy.rule(On::any().region("eu-west-1"), Fault::Says(Trouble::DeniedByScp));
    let args = ["--service", "sqs", "--region", "us-east-1", "--no-simulation"];
    assert_eq!(doctor(&account, &proxy.endpoint(), &args).status, 0, "another region is open");
    let mut command = signed_in(&account);
    command.args(["doctor", "--format", "json", "--service", "sqs", "--no-simulation", "--endpoint-url"]);
    command.arg(proxy.endpoint()).env("AWS_REGION", "us-east-1");
    proxy.clear_rules();
    proxy.rule(On::op("sqs:*"), Fault::Says(Trouble::DeniedByScp));
    let ran = Ran::from(command.output().unwrap());
    let report = ran.json();
    let one = operation(&report, "sqs:ListQueues");
    assert_eq!(
        (&one["permission"], &one["held_back_by"]),
        (&json!("denied"), &json!("service control policy")),
        "{one}"
    );
    assert_eq!(report["summary"]["missing_actions"], json!([]), "no policy of the caller's own lifts that");
    proxy.rule(On::op("ec2:DescribeRegions").after(1), Fault::Says(Trouble::DeniedByScp));
    let report = Ran::from(command.output().unwrap()).json();
    assert_eq!(operation(&report, "sqs:ListQueues")["why"], "region_closed", "{report}");
}

#[test]
fn without_credentials_three_plain_lines_say_what_to_do() {
    let output = bare().args(["doctor", "--region", "us-east-1"]).output().unwrap();
    let ran = Ran::from(output);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.stderr);
    assert!(lines[0].starts_with("tickmark: there are no credentials that could be used"), "{}", ran.stderr);
    assert!(lines[1].contains("aws sso login") && lines[2].contains("--demo"), "{}", ran.stderr);
}

#[test]
fn credentials_that_are_refused_are_named() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    proxy.rule(On::op("sts:GetCallerIdentity"), Fault::Says(Trouble::Expired));
    let ran = doctor(&account, &proxy.endpoint(), &["--region", "us-east-1"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("(credentials: environment variables)"), "{}", ran.stderr);
    assert_eq!(proxy.calls().len(), 1, "it was not tried again, and nothing else was");
}

#[test]
fn where_nobody_answers_at_all_that_is_what_is_said() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = signed_in(&Moto::shared().account());
    command.args(["doctor", "--region", "us-east-1", "--endpoint-url", &format!("http://{nobody}")]);
    let ran = Ran::from(command.output().unwrap());
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Connection refused") && ran.stderr.contains("Nobody answers there"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("Give credentials"), "{}", ran.stderr);
}

#[test]
fn keys_of_the_long_run_and_a_profile_are_told_apart() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = watched(moto);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials");
    let Account { access_key, secret, .. } = &account;
    let text = format!("[audit]\naws_access_key_id = {access_key}\naws_secret_access_key = {secret}\n");
    std::fs::write(&file, text).unwrap();
    let mut command = bare();
    command.env("AWS_SHARED_CREDENTIALS_FILE", &file).env("AWS_CONFIG_FILE", folder.path().join("none"));
    command.args(["doctor", "--format", "json", "--profile", "audit", "--service", "sqs", "--region", "us-east-1"]);
    command.args(["--no-simulation", "--quiet", "--endpoint-url", &proxy.endpoint()]);
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.stderr, "");
    let credentials = &ran.json()["credentials"];
    assert_eq!(credentials["source"], "a profile of the AWS configuration files");
    assert_eq!((&credentials["profile"], &credentials["temporary"]), (&json!("audit"), &json!(false)));
}

#[test]
fn an_assumed_role_is_named_with_where_it_comes_from_and_its_end() {
    let moto = Moto::shared();
    let (home, away) = (moto.account(), moto.account());
    let proxy = guarded(moto);
    let role = format!("arn:aws:iam::{}:role/auditor", away.id);
    let args = ["--role-arn", &role, "--service", "sqs", "--region", "us-east-1", "--no-simulation"];
    let report = doctor(&home, &proxy.endpoint(), &args).json();
    assert_eq!(report["account"], json!(away.id));
    let credentials = &report["credentials"];
    assert!(credentials["source"].as_str().unwrap().starts_with("an assumed role"), "{credentials}");
    assert!(credentials["expires"].is_string() && credentials["temporary"] == true, "{credentials}");
}
