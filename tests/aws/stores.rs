//! Topics, queues, file systems and tables, from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::json;

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;

const SERVICES: [&str; 8] = ["--service", "sns", "--service", "sqs", "--service", "efs", "--service", "dynamodb"];

fn scanned(faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "stores", &json!({}));
    let proxy = guarded(moto);
    faults(&proxy);
    let args = SERVICES.iter().chain(&["--region", "us-east-1", "--max-attempts", "1"]).copied();
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    ran
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let found: BTreeMap<String, String> = ran.findings(&format!("aws-{control}")).into_iter().collect();
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    assert_eq!(found, expected.collect(), "{control}");
}

#[test]
fn each_store_is_judged_by_what_the_api_says_of_it() {
    let ran = scanned(|_| {});
    are(&ran, "sns-topic-not-public", &[("plain", "pass"), ("open", "fail")]);
    are(&ran, "sqs-queue-not-public", &[("plain", "pass"), ("inside", "pass"), ("open", "fail")]);
    are(&ran, "efs-encrypted", &[("sealed", "pass"), ("plain", "fail")]);
    are(&ran, "dynamodb-table-pitr", &[("kept", "pass"), ("lost", "fail"), ("cache", "not_applicable")]);
}

#[test]
fn what_was_denied_is_neither_kept_nor_lost() {
    for (operation, control) in [
        ("sns:GetTopicAttributes", "sns-topic-not-public"),
        ("sqs:GetQueueAttributes", "sqs-queue-not-public"),
        ("dynamodb:DescribeContinuousBackups", "dynamodb-table-pitr"),
        ("sns:ListTopics", "sns-topic-not-public"),
        ("sqs:ListQueues", "sqs-queue-not-public"),
        ("efs:DescribeFileSystems", "efs-encrypted"),
        ("dynamodb:ListTables", "dynamodb-table-pitr"),
    ] {
        let ran = scanned(|proxy| {
            proxy.deny(operation);
        });
        assert_eq!(ran.control(&format!("aws-{control}")), "not_evaluated", "{operation}");
    }
    let ran = scanned(|proxy| {
        proxy.deny("dynamodb:ListTagsOfResource");
    });
    are(
        &ran,
        "dynamodb-table-pitr",
        &[("kept", "not_evaluated"), ("lost", "not_evaluated"), ("cache", "not_evaluated")],
    );
}
