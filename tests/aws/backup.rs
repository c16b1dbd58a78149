//! Backups from the API to the outcome of each control: AWS Backup, snapshots, tables and file systems.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

const MAIN: &str = "us-east-1";
const OTHER: &str = "eu-west-1";

const CONTROLS: [&str; 7] = [
    "aws-backup-plan-exists",
    "aws-backup-restore-tested",
    "aws-dynamodb-table-pitr",
    "aws-ebs-volume-in-backup-plan",
    "aws-ebs-volume-recent-snapshot",
    "aws-ec2-instance-in-backup-plan",
    "aws-efs-encrypted",
];

/// An account that the scenario filled.
fn account(native: bool) -> Account {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "backup", &json!({"native": native}));
    account
}

fn scanned(account: &Account, regions: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let proxy = guarded(Moto::shared());
    faults(&proxy);
    let controls = CONTROLS.iter().flat_map(|control| ["--control", control]);
    let regions = regions.iter().flat_map(|region| ["--region", region]);
    let args = controls.chain(regions).chain(["--max-attempts", "1"]);
    let ran = Tickmark::scan(account, &proxy.endpoint()).args(args).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    ran
}

/// The one account that most tests look at: a scan changes nothing.
fn shared() -> &'static Account {
    static ACCOUNT: OnceLock<Account> = OnceLock::new();
    ACCOUNT.get_or_init(|| account(false))
}

fn main_region(faults: impl FnOnce(&Proxy)) -> Ran {
    scanned(shared(), &[MAIN], faults)
}

fn denied(operation: &str) -> Ran {
    main_region(|proxy| {
        proxy.deny(operation);
    })
}

fn found(ran: &Ran, control: &str) -> BTreeMap<String, String> {
    ran.findings(control).into_iter().collect()
}

fn are(ran: &Ran, control: &str, expected: &[(&str, &str)]) {
    let expected = expected.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned()));
    let found: BTreeMap<String, String> =
        found(ran, control).into_iter().filter(|(name, _)| !name.starts_with("vol-")).collect();
    assert_eq!(found, expected.collect(), "{control}");
}

/// The finding of a control in a region, or about what bears a name.
fn finding(ran: &Ran, control: &str, name: &str) -> Value {
    let report = ran.json();
    let mut findings = report["findings"].as_array().unwrap().iter();
    findings.find(|finding| finding["control"] == control && finding["asset"]["name"] == name).unwrap().clone()
}

const INSTANCES: &str = "aws-ec2-instance-in-backup-plan";
const VOLUMES: &str = "aws-ebs-volume-in-backup-plan";
const SNAPSHOTS: &str = "aws-ebs-volume-recent-snapshot";
const TABLES: &str = "aws-dynamodb-table-pitr";
const RESTORES: &str = "aws-backup-restore-tested";
const PLANS: &str = "aws-backup-plan-exists";

#[test]
fn each_thing_is_judged_by_how_it_is_backed_up() {
    let ran = main_region(|_| {});
    are(
        &ran,
        INSTANCES,
        &[
            ("typed", "pass"),
            ("excluded", "fail"),
            ("excluded-backed", "pass"),
            ("opted-out", "fail"),
            ("spot", "not_applicable"),
            ("member", "not_applicable"),
            ("terminated", "not_applicable"),
        ],
    );
    are(
        &ran,
        VOLUMES,
        &[
            ("tagged", "pass"),
            ("other-value", "fail"),
            ("recent", "pass"),
            ("old", "fail"),
            ("disposable", "fail"),
            ("of-typed", "pass"),
            ("of-excluded", "fail"),
            ("of-member", "not_applicable"),
        ],
    );
    are(
        &ran,
        SNAPSHOTS,
        &[
            ("tagged", "pass"),
            ("other-value", "fail"),
            ("recent", "fail"),
            ("old", "fail"),
            ("disposable", "not_applicable"),
            ("of-typed", "fail"),
            ("of-excluded", "fail"),
            ("of-member", "not_applicable"),
        ],
    );
    are(
        &ran,
        TABLES,
        &[("orders", "pass"), ("carts", "fail"), ("search", "not_applicable"), ("coming", "not_applicable")],
    );
    are(&ran, "aws-efs-encrypted", &[("documents", "pass"), ("scratch", "fail")]);
    are(&ran, PLANS, &[(MAIN, "pass")]);
    are(&ran, RESTORES, &[(MAIN, "pass")]);
}

#[test]
fn what_covers_a_thing_is_quoted() {
    let ran = main_region(|_| {});
    let through = finding(&ran, VOLUMES, "of-typed")["observations"].to_string();
    assert!(through.contains("daily") && through.contains("by-type") && through.contains(":instance/i-"), "{through}");
    let restore = finding(&ran, RESTORES, MAIN)["observations"].to_string();
    for word in ["job-2", "SUCCESSFUL", "monthly", "\"selections\":2"] {
        assert!(restore.contains(word), "{word} in {restore}");
    }
}

#[test]
fn a_region_without_a_plan_rests_on_what_its_stores_do_for_themselves() {
    let ran = scanned(shared(), &[OTHER, "ap-southeast-2"], |_| {});
    are(&ran, PLANS, &[(OTHER, "fail"), ("ap-southeast-2", "not_applicable")]);
    let named = finding(&ran, PLANS, OTHER)["observations"].to_string();
    assert!(named.contains("table/sessions") && !named.contains("file-system/"), "{named}");
    assert_eq!(found(&ran, RESTORES)[OTHER], "fail", "a plan that never ran, and a restore of long ago");
    let native = scanned(&account(true), &[OTHER], |_| {});
    are(&native, PLANS, &[(OTHER, "pass")]);
}

#[test]
fn what_was_not_read_matters_only_where_it_could_change_the_result() {
    let [pass, fail, unseen] = ["pass", "fail", "not_evaluated"];
    for (operation, control, expected) in [
        // A selection that names the type needs no opt-in, and one by tag does.
        ("backup:DescribeRegionSettings", INSTANCES, [("typed", pass), ("excluded", unseen), ("opted-out", fail)]),
        ("backup:DescribeRegionSettings", VOLUMES, [("tagged", unseen), ("other-value", fail), ("recent", pass)]),
        ("backup:GetBackupSelection", VOLUMES, [("tagged", unseen), ("recent", pass), ("old", unseen)]),
        ("backup:ListBackupSelections", VOLUMES, [("tagged", unseen), ("recent", pass), ("old", unseen)]),
        ("backup:GetBackupPlan", VOLUMES, [("tagged", unseen), ("other-value", unseen), ("recent", pass)]),
        ("backup:ListBackupPlans", VOLUMES, [("tagged", unseen), ("recent", pass), ("old", unseen)]),
        ("backup:ListProtectedResources", VOLUMES, [("tagged", pass), ("recent", unseen), ("other-value", unseen)]),
        ("ec2:DescribeInstances", VOLUMES, [("tagged", pass), ("of-typed", unseen), ("other-value", fail)]),
        ("ec2:DescribeSnapshots", SNAPSHOTS, [("tagged", unseen), ("old", unseen), ("other-value", unseen)]),
        (
            "dynamodb:DescribeContinuousBackups",
            TABLES,
            [("orders", unseen), ("carts", unseen), ("coming", "not_applicable")],
        ),
        ("dynamodb:ListTagsOfResource", TABLES, [("orders", unseen), ("carts", unseen), ("coming", "not_applicable")]),
        ("dynamodb:DescribeTable", TABLES, [("orders", unseen), ("search", "not_applicable"), ("carts", unseen)]),
    ] {
        let found = found(&denied(operation), control);
        for (name, status) in expected {
            assert_eq!(found[name], status, "{name} without {operation}");
        }
    }
}

#[test]
fn the_state_of_a_region_is_not_guessed() {
    for (operation, plans, restores) in [
        ("backup:ListBackupPlans", "not_evaluated", "pass"),
        ("backup:GetBackupPlan", "not_evaluated", "pass"),
        ("backup:ListBackupSelections", "not_evaluated", "pass"),
        ("backup:GetBackupSelection", "pass", "pass"),
        ("backup:ListBackupVaults", "pass", "not_evaluated"),
        ("backup:ListRestoreJobs", "pass", "not_evaluated"),
        ("backup:ListRestoreTestingPlans", "pass", "pass"),
        ("backup:ListRestoreTestingSelections", "pass", "pass"),
    ] {
        let ran = denied(operation);
        assert_eq!((ran.control(PLANS).as_str(), ran.control(RESTORES).as_str()), (plans, restores), "{operation}");
    }
    for (operation, status) in [
        ("efs:DescribeBackupPolicy", "fail"),
        ("dynamodb:DescribeContinuousBackups", "not_evaluated"),
        ("rds:DescribeDBInstances", "fail"),
    ] {
        let ran = scanned(shared(), &[OTHER], |proxy| {
            proxy.deny(operation);
        });
        assert_eq!(ran.control(PLANS), status, "{operation}");
    }
}

#[test]
fn the_second_page_is_read_and_where_it_is_refused_that_is_said() {
    let calm_run = main_region(|_| {});
    for (operation, control, name, calm, lost) in [
        ("backup:ListBackupSelections", VOLUMES, "tagged", "pass", "not_evaluated"),
        ("backup:ListBackupPlans", VOLUMES, "other-value", "fail", "not_evaluated"),
        ("backup:ListProtectedResources", INSTANCES, "excluded-backed", "pass", "not_evaluated"),
        ("backup:ListBackupVaults", RESTORES, MAIN, "pass", "not_evaluated"),
        ("backup:ListRestoreJobs", RESTORES, MAIN, "pass", "not_evaluated"),
        ("dynamodb:ListTagsOfResource", TABLES, "search", "not_applicable", "not_evaluated"),
    ] {
        assert_eq!(found(&calm_run, control)[name], calm, "{operation}");
        let refused = main_region(|proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        assert_eq!(found(&refused, control)[name], lost, "{operation}");
    }
    for (operation, control, name) in
        [("dynamodb:ListTables", TABLES, "orders"), ("efs:DescribeFileSystems", "aws-efs-encrypted", "scratch")]
    {
        let refused = main_region(|proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        assert!(!found(&refused, control).contains_key(name), "{operation}");
        let report = refused.json();
        let mut controls = report["controls"].as_array().unwrap().iter();
        let of_control = controls.find(|one| one["id"] == control).unwrap();
        assert_eq!(of_control["population"][0]["state"], "partial", "{operation}");
    }
}
