//! The same account gives the same report, whatever the order, the number at once, the threads, the zone and the day.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::scan::{Tickmark, assess, bare, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};

/// An account with some of everything.
fn account() -> Account {
    let moto = Moto::shared();
    let account = moto.account();
    for scenario in ["s3", "iam", "ec2_network", "ebs", "kms", "cloudtrail"] {
        moto.seed(&account, scenario, &json!({}));
    }
    account
}

const REGIONS: [&str; 4] = ["--region", "us-east-1", "--region", "eu-west-1"];

/// The report without what differs between two runs: when they were made.
fn timeless(mut report: Value) -> Value {
    report["as_of"].take();
    for collection in report["scope"]["collections"].as_array_mut().unwrap() {
        for moment in ["started", "finished", "clock_difference_seconds"] {
            collection[moment].take();
        }
        // Two proxies listen on two ports.
        collection["endpoint"].take();
    }
    forget(&mut report, &["delivery_time", "log_delivery_time", "user_id"]);
    report
}

/// Takes out what moto makes up anew in every answer.
fn forget(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(map) => {
            map.retain(|name, _| !names.contains(&name.as_str()));
            map.values_mut().for_each(|value| forget(value, names));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| forget(element, names)),
        _ => {}
    }
}

/// Where two reports differ first, and how.
fn first_difference(one: &Value, other: &Value, at: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter().find_map(|(name, value)| first_difference(value, &other[name], &format!("{at}.{name}")))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(n, (one, other))| first_difference(one, other, &format!("{at}[{n}]")))
        }
        _ => (one != other).then(|| format!("{at}: {one} and {other}")),
    }
}

#[test]
fn the_order_of_answers_and_the_number_of_calls_at_once_change_nothing() {
    let account = account();
    let moto = Moto::shared();
    let calm = guarded(moto);
    let scan = |endpoint: &str, more: [&'static str; 2]| {
        let ran = Tickmark::scan(&account, endpoint).args(REGIONS).args(more).run();
        timeless(ran.json())
    };
    let first = scan(&calm.endpoint(), ["--concurrency", "16"]);
    assert!(first["findings"].as_array().unwrap().len() > 100);
    for number in ["1", "64"] {
        assert_eq!(first_difference(&first, &scan(&calm.endpoint(), ["--concurrency", number]), "$"), None, "{number}");
    }
    let shuffled = guarded(moto);
    for seed in [11, 12, 13] {
        shuffled.clear_rules();
        // Not the bucket policies: there the answer is the document itself, which is kept as it came.
        for answers in
            ["cloudtrail:*", "ec2:*", "iam:*", "kms:*", "s3control:*", "s3:L*", "s3:GetBucketA*", "s3:GetBucketL*"]
        {
            shuffled.rule(On::op(answers), Fault::shuffle(seed));
        }
        assert_eq!(first_difference(&first, &scan(&shuffled.endpoint(), ["--concurrency", "16"]), "$"), None, "{seed}");
    }
}

#[test]
fn assessing_the_snapshot_again_gives_the_scan_s_report_byte_for_byte() {
    let account = account();
    let proxy = guarded(Moto::shared());
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(REGIONS).run();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(ran.snapshot.as_ref().unwrap().as_bytes()).unwrap();
    for threads in ["1", "8"] {
        let again = assess(file.path(), &["--threads", threads]);
        assert_eq!((again.status, &again.stdout), (ran.status, &ran.stdout), "{threads}");
    }
    let abroad = bare()
        .args(["assess", "--format", "json"])
        .arg(file.path())
        .envs([("TZ", "Asia/Kolkata"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(abroad.stdout).unwrap(), ran.stdout);
}

#[test]
fn an_empty_account_has_no_failure_that_nothing_stands_behind() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(["--service", "s3", "--region", "eu-west-1"]).run();
    let report = ran.json();
    for control in report["controls"].as_array().unwrap() {
        let own = control["id"] == "aws-s3-account-public-access-block";
        assert_eq!(control["status"], if own { "fail" } else { "not_applicable" }, "{}", control["id"]);
    }
    assert_eq!(report["gaps"], json!([]));
}

#[test]
fn a_service_by_itself_says_nothing_of_the_others() {
    let account = account();
    let proxy = guarded(Moto::shared());
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(REGIONS).args(["--service", "kms"]).run();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(ran.snapshot.unwrap().as_bytes()).unwrap();
    let whole = assess(file.path(), &[]);
    for control in whole.json()["controls"].as_array().unwrap() {
        if control["service"] != "kms" {
            assert_eq!(control["status"], "not_evaluated", "{}", control["id"]);
        }
    }
    for finding in whole.json()["findings"].as_array().unwrap() {
        let kms = finding["control"].as_str().unwrap().starts_with("aws-kms-");
        assert!(kms || finding["status"] == "not_evaluated", "{finding}");
    }
}
