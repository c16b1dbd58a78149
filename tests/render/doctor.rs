//! A diagnosis as it is printed, at two widths; everything in it that a cloud or a network can say is hostile.

use std::collections::{BTreeMap, BTreeSet};

use tickmark::assess::doctor::{
    Answer, Credentials, Diagnosis, Needed, Permissions, Regions, Reply, Simulated, Simulation, endpoints,
};
use tickmark::inventory::{GapKind, Region};
use tickmark::render::Style;
use tickmark::render::doctor::{write_json, write_table};

/// The operation, its action, what lists what it is asked about, its answer, and how many controls read it.
type Row = (&'static str, &'static str, &'static str, Option<Answer>, usize);

const DENIED: Answer = Answer::Denied;

/// Of an operation that a policy over the caller's own denies.
const ABOVE: &str = "s3:ListBuckets";

const ROWS: [Row; 11] = [
    ("ec2:DescribeRegions", "ec2:DescribeRegions", "", Some(Answer::Given), 4),
    ("iam:GenerateCredentialReport", "iam:GenerateCredentialReport", "", None, 3),
    ("iam:ListMFADevices", "iam:ListMFADevices", "iam:ListUsers", None, 2),
    ("iam:ListUsers", "iam:ListUsers", "iam:ListUsers", Some(DENIED), 3),
    ("kms:DescribeKey", "kms:DescribeKey", "kms:ListKeys", None, 1),
    ("kms:ListKeys", "kms:ListKeys", "kms:ListKeys", Some(Answer::Unreachable), 1),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration", "s3:ListBuckets", None, 2),
    ("s3:ListBuckets", "s3:ListAllMyBuckets", "s3:ListBuckets", Some(DENIED), 2),
    ("sns:GetTopicAttributes", "sns:GetTopicAttributes", "sns:ListTopics", None, 1),
    ("sns:ListTopics", "sns:ListTopics", "sns:ListTopics", Some(Answer::Given), 1),
    ("sqs:ListQueues", "sqs:ListQueues", "sqs:ListQueues", Some(Answer::Failed(GapKind::Throttled)), 1),
];

const HARM: &str = "\u{1b}[31mno\nway\u{202e}";

/// An account of which much is wrong.
pub(crate) fn ill() -> Diagnosis {
    let control = |number: usize| format!("aws-demo-control-{number}").parse().unwrap();
    let needed = ROWS.iter().map(|(operation, action, listing, _, controls)| Needed {
        operation: (*operation).to_owned(),
        action: (*action).to_owned(),
        listings: BTreeSet::from([(*listing).to_owned()]),
        withheld: operation.starts_with("iam:Generate"),
        controls: (0..*controls).map(control).collect(),
    });
    let reply = |(operation, _, _, answer, _): &Row| {
        let region: Region = if operation.starts_with("iam:") { Region::GLOBAL } else { "eu-west-1".parse().unwrap() };
        let host = Some(format!("{}.{region}.amazonaws.com", operation.split(':').next()?));
        let said = (*answer)? != Answer::Given;
        let message = if *operation == ABOVE { "an explicit deny in a service control policy" } else { HARM };
        let (code, message) = (said.then(|| "AccessDenied".to_owned()), said.then(|| message.to_owned()));
        Some(Reply { operation: (*operation).to_owned(), region, host, answer: (*answer)?, code, message })
    };
    let replies: Vec<Reply> = ROWS.iter().filter_map(reply).collect();
    let criteria = ["CC6.1", "A1.2", "C1.1", "CC7.2", "CC8.1"].into_iter().enumerate();
    let criteria: BTreeMap<_, _> =
        criteria.map(|(number, id)| (control(number), BTreeSet::from([id.parse().unwrap()]))).collect();
    let simulated = BTreeMap::from([
        ("s3:GetEncryptionConfiguration".to_owned(), Simulated::Denied),
        ("iam:ListMFADevices".to_owned(), Simulated::Allowed),
    ]);
    Diagnosis {
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        account: "123456789012".parse().unwrap(),
        caller: format!("arn:aws:sts::123456789012:assumed-role/Auditor/{HARM}"),
        credentials: Some(Credentials {
            source: "IAM Identity Center (SSO)".to_owned(),
            profile: Some("audit".to_owned()),
            temporary: true,
            expires: Some("2026-01-01T00:10:00Z".parse().unwrap()),
        }),
        regions: Regions {
            all: vec!["eu-west-1".parse().unwrap(), "us-east-1".parse().unwrap()],
            named: false,
            problem: None,
            probed: Some("eu-west-1".parse().unwrap()),
        },
        clock_difference: Some(-75),
        endpoint: None,
        endpoints: endpoints(&replies),
        simulation: Simulation::Of("arn:aws:iam::123456789012:role/Auditor".to_owned()),
        permissions: Permissions::judge(needed.collect(), &replies, &simulated, &criteria),
        defects: 0,
    }
}

fn table(diagnosis: &Diagnosis, all: bool, width: u16) -> String {
    let mut out = Vec::new();
    write_table(diagnosis, all, Style { width, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What `--format json` writes.
pub(crate) fn json(diagnosis: &Diagnosis) -> serde_json::Value {
    let mut out = Vec::new();
    write_json(diagnosis, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn what_is_wrong_stands_first_at_each_width() {
    for width in [80, 120] {
        let text = table(&ill(), false, width);
        assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        insta::assert_snapshot!(format!("ill-{width}"), text);
    }
}

#[test]
fn every_operation_is_named_where_all_are_wanted() {
    let text = table(&ill(), true, 120);
    for (operation, ..) in ROWS {
        assert!(text.contains(operation), "{operation}: {text}");
    }
    assert!(text.contains(r"\u{1b}[31mno\nway\u{202e}"), "{text}");
    assert!(text.contains("kms:DescribeKey (after kms:ListKeys)"), "{text}");
}

#[test]
fn many_denials_are_a_line_each() {
    let mut diagnosis = ill();
    let mut one = diagnosis.permissions.verdicts[3].clone();
    for number in 0..20 {
        one.operation = format!("iam:Get{number}");
        one.action = one.operation.clone();
        diagnosis.permissions.verdicts.push(one.clone());
    }
    let text = table(&diagnosis, false, 80);
    let lines = text.lines().filter(|line| line.starts_with("  ✗ ")).count();
    assert_eq!(lines, 23, "{text}");
    assert!(text.contains("  ✗ iam:Get7  costs 3 controls in A1.2 C1.1 CC6.1\n"), "{text}");
}

#[test]
fn the_json_form_has_every_operation_and_the_words_of_the_provider() {
    let document = json(&ill());
    assert_eq!(document["operations"].as_array().unwrap().len(), ROWS.len());
    assert_eq!(document["operations"][3]["message"], HARM);
    let summary = &document["summary"];
    assert_eq!(
        (&summary["allowed"], &summary["denied"], &summary["could_not_tell"]),
        (&3.into(), &3.into(), &5.into())
    );
    assert_eq!((&summary["allowed_by_simulation"], &summary["failed_calls"]), (&1.into(), &1.into()));
    let missing = serde_json::json!(["iam:ListUsers", "s3:GetEncryptionConfiguration"]);
    assert_eq!(summary["missing_actions"], missing, "what an organization denies is nothing to allow");
}
