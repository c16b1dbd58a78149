//! RDS and Redshift from the API to the outcome of each control.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

/// Each control, and what comes of each thing that the scenario made for it.
const EXPECTED: [(&str, &[(&str, &str)]); 13] = [
    (
        "aws-rds-instance-storage-encrypted",
        &[("custom", "pass"), ("lab", "fail"), ("orders", "pass"), ("owned-key", "pass"), ("plain", "fail")],
    ),
    (
        "aws-rds-instance-not-public",
        &[("lab", "pass"), ("ledger", "fail"), ("orders", "pass"), ("plain", "fail"), ("shop-0", "pass")],
    ),
    (
        "aws-rds-instance-backup-retention",
        &[("lab", "fail"), ("orders", "pass"), ("orders-replica", "not_applicable"), ("shop-0", "not_applicable")],
    ),
    (
        "aws-rds-instance-deletion-protection",
        &[
            ("lab", "not_applicable"),
            ("orders", "pass"),
            ("orders-replica", "not_applicable"),
            ("plain", "fail"),
            ("shop-0", "not_applicable"),
        ],
    ),
    (
        "aws-rds-instance-multi-az",
        &[
            ("lab", "not_applicable"),
            ("orders", "pass"),
            ("orders-replica", "not_applicable"),
            ("plain", "fail"),
            ("shop-0", "not_applicable"),
        ],
    ),
    (
        "aws-rds-instance-log-exports",
        &[
            ("custom", "not_applicable"),
            ("lab", "fail"),
            ("ledger", "pass"),
            ("orders", "pass"),
            ("owned-key", "pass"),
            ("plain", "fail"),
            ("graph-0", "not_applicable"),
        ],
    ),
    (
        "aws-rds-cluster-storage-encrypted",
        &[("documents", "pass"), ("graph", "pass"), ("owned-key", "pass"), ("shop", "pass"), ("single", "fail")],
    ),
    (
        "aws-rds-cluster-backup-retention",
        &[("documents", "pass"), ("secondary", "fail"), ("shop", "pass"), ("single", "fail")],
    ),
    (
        "aws-rds-cluster-multi-az",
        &[
            ("documents", "fail"),
            ("graph", "pass"),
            ("lab", "not_applicable"),
            ("secondary", "not_applicable"),
            ("shop", "pass"),
            ("single", "fail"),
            ("v1", "not_applicable"),
        ],
    ),
    (
        "aws-rds-snapshot-encrypted",
        &[
            ("awsbackup:job-1", "pass"),
            ("documents-public", "pass"),
            ("orders-kept", "pass"),
            ("orders-shared", "pass"),
            ("owned-key-kept", "pass"),
            ("plain-public", "fail"),
            ("rds:graph-2024-12-31-03-10", "pass"),
            ("rds:orders-2024-12-31-03-10", "pass"),
            ("shop-kept", "pass"),
            ("single-plain", "fail"),
        ],
    ),
    (
        "aws-rds-snapshot-not-public",
        &[
            ("awsbackup:job-1", "pass"),
            ("documents-public", "fail"),
            ("orders-kept", "pass"),
            ("orders-shared", "pass"),
            ("owned-key-kept", "pass"),
            ("plain-public", "fail"),
            ("rds:graph-2024-12-31-03-10", "pass"),
            ("rds:orders-2024-12-31-03-10", "pass"),
            ("shop-kept", "pass"),
            ("single-plain", "pass"),
        ],
    ),
    ("aws-redshift-cluster-encrypted", &[("open", "fail"), ("paused", "pass"), ("sales", "pass")]),
    ("aws-redshift-cluster-not-public", &[("open", "fail"), ("paused", "fail"), ("sales", "pass")]),
];

struct Scanned {
    ran: Ran,
    seeded: Value,
    proxy: Proxy,
}

fn scanned(scenario: &str, args: &[&str], faults: impl FnOnce(&Proxy)) -> Scanned {
    let moto = Moto::shared();
    let account = moto.account();
    let seeded = moto.seed(&account, scenario, &json!({}));
    let proxy = guarded(moto);
    faults(&proxy);
    let place = ["--service", "rds", "--service", "redshift", "--region", "us-east-1", "--max-attempts", "1"];
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(place.into_iter().chain(args.iter().copied())).run();
    Scanned { ran, seeded, proxy }
}

fn statuses(ran: &Ran, control: &str) -> BTreeMap<String, String> {
    ran.findings(control).into_iter().collect()
}

#[test]
fn each_thing_of_the_scenario_comes_to_what_it_was_made_for() {
    let Scanned { ran, proxy, .. } = scanned("databases", &[], |_| {});
    assert_eq!((ran.status, ran.json()["gaps"].clone()), (1, json!([])), "{}", ran.stderr);
    for (control, expected) in EXPECTED {
        let found = statuses(&ran, control);
        for (name, status) in expected {
            assert_eq!(found.get(*name).map(String::as_str), Some(*status), "{control}: {name}");
        }
        let snapshots = control.contains("snapshot");
        assert!(!snapshots || found.len() == expected.len(), "{control}: each once, {found:?}");
        assert!(found.values().all(|status| status != "not_evaluated"), "{control}: {found:?}");
    }
    assert_eq!(proxy.count("rds:DescribeDBSnapshotAttributes"), 4, "of manual snapshots only");
    assert_eq!(proxy.count("rds:DescribeDBClusterSnapshotAttributes"), 3);
}

/// What a control shows of an asset at a path.
fn shown(ran: &Ran, control: &str, name: &str, path: &str) -> Value {
    let report = ran.json();
    let same = |found: &&Value| found["control"] == control && found["asset"]["name"] == name;
    let found = report["findings"].as_array().unwrap().iter().find(same).unwrap();
    let observations = found["observations"].as_array().unwrap();
    observations.iter().find(|one| one["path"] == path).unwrap_or_else(|| panic!("{observations:?}"))["actual"].clone()
}

#[test]
fn the_finding_says_whether_and_how_the_internet_gets_there() {
    let Scanned { ran, seeded, .. } = scanned("databases", &[], |_| {});
    for (control, name, port) in
        [("aws-rds-instance-not-public", "plain", "3306"), ("aws-redshift-cluster-not-public", "open", "5439")]
    {
        let ways = shown(&ran, control, name, "internet_ways");
        assert_eq!(ways.as_array().unwrap().len(), 1, "{ways}");
        assert_eq!((&ways[0]["subnet"], &ways[0]["ports"]), (&seeded["subnets"][0], &json!(port)));
        assert_eq!((&ways[0]["groups"], &ways[0]["sources"]), (&json!([seeded["open"]]), &json!(["0.0.0.0/0"])));
        assert!(ways[0]["internet_route"].as_str().unwrap().starts_with("0.0.0.0/0 to igw-"), "{ways}");
    }
    let closed = shown(&ran, "aws-rds-instance-not-public", "ledger", "internet_ways");
    assert_eq!(closed, json!([]), "public, though nobody is let in");
    let id = |control: &str, name: &str| {
        let report = ran.json();
        let same = |found: &&Value| found["control"] == control && found["asset"]["name"] == name;
        report["findings"].as_array().unwrap().iter().find(same).unwrap()["asset"]["id"].as_str().unwrap().to_owned()
    };
    assert!(id("aws-redshift-cluster-encrypted", "open").ends_with(":cluster:open"));
    assert!(id("aws-rds-snapshot-encrypted", "shop-kept").ends_with(":cluster-snapshot:shop-kept"));
}

#[test]
fn a_parameter_demands_more_logs() {
    let control = "aws-rds-instance-log-exports";
    let all = format!("{control}.log_types=audit,error,general,slowquery");
    let Scanned { ran, .. } = scanned("databases", &["--control", control, "--param", &all], |_| {});
    let found = statuses(&ran, control);
    assert_eq!((found["owned-key"].as_str(), found["orders"].as_str()), ("fail", "pass"), "{found:?}");
}

#[test]
fn what_is_not_read_of_one_snapshot_leaves_the_others_judged() {
    let control = "aws-rds-snapshot-not-public";
    let Scanned { ran, .. } = scanned("databases", &["--control", control], |proxy| {
        let denied = || Fault::Says(Trouble::Denied);
        proxy.rule(On::op("rds:DescribeDBSnapshotAttributes").resource("orders-kept"), denied());
        proxy.rule(
            On::op("rds:DescribeDBClusterSnapshotAttributes").resource("shop-kept"),
            Fault::Code(404, "DBClusterSnapshotNotFoundFault".to_owned(), "gone".to_owned()),
        );
    });
    let found = statuses(&ran, control);
    let unread: Vec<_> = found.iter().filter(|(_, status)| *status == "not_evaluated").map(|(name, _)| name).collect();
    assert_eq!(unread, ["orders-kept", "shop-kept"]);
    assert_eq!((found["plain-public"].as_str(), found["orders-shared"].as_str()), ("fail", "pass"));
    let report = ran.json();
    let kinds: Vec<_> = report["gaps"].as_array().unwrap().iter().map(|gap| gap["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"denied") && kinds.contains(&"vanished"), "{kinds:?}");
}

#[test]
fn an_answer_without_the_attribute_does_not_say_that_it_is_private() {
    let control = "aws-rds-snapshot-not-public";
    let Scanned { ran, .. } = scanned("databases", &["--control", control], |proxy| {
        proxy.rule(On::op("rds:DescribeDBSnapshotAttributes"), Fault::replace(">restore<", ">recopy<"));
    });
    let found = statuses(&ran, control);
    assert_eq!((found["orders-kept"].as_str(), found["plain-public"].as_str()), ("not_evaluated", "not_evaluated"));
}

#[test]
fn a_member_that_was_not_described_may_stand_in_another_zone() {
    let control = "aws-rds-cluster-multi-az";
    let Scanned { ran, .. } = scanned("databases", &["--control", control], |proxy| {
        proxy.deny("rds:DescribeDBInstances");
    });
    let found = statuses(&ran, control);
    assert_eq!((found["single"].as_str(), found["shop"].as_str()), ("not_evaluated", "pass"), "{found:?}");
}

/// Each listing, the control that shows what it lists, and what its second page holds.
const PAGED: [(&str, &str, &[&str]); 5] = [
    ("rds:DescribeDBInstances", "aws-rds-instance-storage-encrypted", &["second"]),
    ("rds:DescribeDBClusters", "aws-rds-cluster-storage-encrypted", &["second"]),
    ("rds:DescribeDBSnapshots", "aws-rds-snapshot-encrypted", &["awsbackup:second", "rds:second"]),
    ("rds:DescribeDBClusterSnapshots", "aws-rds-snapshot-encrypted", &["rds:cluster-second"]),
    ("redshift:DescribeClusters", "aws-redshift-cluster-encrypted", &["second"]),
];

#[test]
fn every_page_is_read_and_one_that_is_refused_leaves_the_rest_open() {
    let Scanned { ran, .. } = scanned("database_pages", &[], |_| {});
    for (operation, control, second) in PAGED {
        let found = statuses(&ran, control);
        assert!(
            second.iter().all(|name| found.get(*name).is_some_and(|status| status == "fail")),
            "{operation}: {found:?}"
        );
    }
    assert_eq!(shown(&ran, "aws-redshift-cluster-not-public", "second", "subnets"), json!(["subnet-second"]));
    assert_eq!(statuses(&ran, "aws-rds-snapshot-encrypted").len(), 5, "what is listed twice is one snapshot");
    for (operation, control, second) in PAGED {
        let Scanned { ran, .. } = scanned("database_pages", &["--control", control], |proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        let found = statuses(&ran, control);
        assert!(second.iter().all(|name| !found.contains_key(*name)), "{operation}: {found:?}");
        let report = ran.json();
        let result = report["controls"].as_array().unwrap().iter().find(|one| one["id"] == control).unwrap();
        assert_eq!(result["population"][0]["state"], "partial", "{operation}");
        assert_ne!(result["status"], "pass", "{operation}");
    }
    let Scanned { ran, .. } = scanned("database_pages", &[], |proxy| {
        proxy.rule(On::op("redshift:DescribeClusterSubnetGroups").page_two(), Fault::Says(Trouble::Denied));
    });
    assert_eq!(
        shown(&ran, "aws-redshift-cluster-not-public", "second", "subnets"),
        Value::Null,
        "not in the page seen"
    );
}
