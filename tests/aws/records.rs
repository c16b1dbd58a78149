//! Records and who else may read them: Object Lock, access records, trails' buckets, grants to other accounts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;

struct Scanned {
    account: Account,
    ran: Ran,
}

fn scanned(seed: &Value, args: &[&str], faults: impl FnOnce(&Proxy, &Value)) -> Scanned {
    let moto = Moto::shared();
    let account = moto.account();
    let seeded = moto.seed(&account, "records", seed);
    let proxy = guarded(moto);
    faults(&proxy, &seeded);
    let own = ["--service", "s3", "--service", "cloudtrail", "--region", "us-east-1", "--max-attempts", "1"];
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(own).args(args.iter().copied()).run();
    assert_eq!(proxy.take_violations(), Vec::<String>::new());
    Scanned { account, ran }
}

impl Scanned {
    /// The status of a control for each asset, by its name without the account.
    fn of(&self, control: &str) -> BTreeMap<String, String> {
        let prefix = format!("{}-", self.account.id);
        let found = self.ran.findings(&format!("aws-{control}")).into_iter();
        found.map(|(name, status)| (name.strip_prefix(&prefix).unwrap_or(&name).to_owned(), status)).collect()
    }

    fn are(&self, control: &str, expected: &[(&str, &str)]) {
        let found = self.of(control);
        for (name, status) in expected {
            assert_eq!(found.get(*name).map(String::as_str), Some(*status), "{control} of {name}: {found:?}");
        }
    }
}

#[test]
fn records_are_locked_and_what_watches_over_them_is_told() {
    let scanned = scanned(&json!({}), &[], |_, _| {});
    let lock =
        [("ledger", "pass"), ("vault", "fail"), ("trail", "fail"), ("loose", "fail"), ("logged", "not_applicable")];
    scanned.are("s3-bucket-object-lock", &lock);
    let access =
        [("ledger", "pass"), ("partner", "pass"), ("logged", "pass"), ("vault", "fail"), ("access", "not_applicable")];
    scanned.are("s3-bucket-access-logging", &access);
    scanned.are("cloudtrail-kms-encryption", &[("audit", "pass"), ("local", "fail")]);
    scanned.are("cloudtrail-log-bucket-access-logging", &[("audit", "fail"), ("local", "fail"), ("kept", "pass")]);
    let protected = [("audit", "fail"), ("local", "fail"), ("kept", "pass"), ("guarded", "pass")];
    scanned.are("cloudtrail-log-bucket-tamper-protected", &protected);
    assert_eq!(scanned.ran.control("aws-cloudtrail-security-trail-configured"), "pass");
    assert_eq!(scanned.ran.control("aws-cloudtrail-s3-data-events-logged"), "fail");
    scanned.are("s3-access-point-public-access-block", &[("shut", "pass"), ("open", "fail")]);
    scanned.are("s3-bucket-kms-encryption", &[("ledger", "fail"), ("access", "not_applicable")]);
    scanned.are("s3-bucket-acls-disabled", &[("ledger", "fail")]);
}

#[test]
fn items_of_tables_are_recorded_where_a_trail_takes_all_of_them() {
    let control = "aws-cloudtrail-dynamodb-data-events-logged";
    let whole = scanned(&json!({}), &[], |_, _| {});
    assert_eq!(whole.ran.control(control), "fail");
    assert!(whole.ran.json().to_string().contains("table/drafts"), "the finding names what is left out");
    for (judged, status) in
        [("data-class=confidential", "pass"), ("drafts", "fail"), ("data-class=nothing", "not_applicable")]
    {
        let param = format!("{control}.judged={judged}");
        assert_eq!(scanned(&json!({}), &["--param", &param], |_, _| {}).ran.control(control), status, "{judged}");
    }
    let confidential = format!("{control}.judged=data-class=confidential");
    for operation in [
        "dynamodb:ListTables",
        "dynamodb:ListTagsOfResource",
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:GetEventSelectors",
    ] {
        let ran = scanned(&json!({}), &["--param", &confidential], |proxy, _| {
            proxy.deny(operation);
        });
        assert_eq!(ran.ran.control(control), "not_evaluated", "{operation}");
    }
}

#[test]
fn parameters_choose_what_is_judged_and_who_is_trusted() {
    let judged = "aws-cloudtrail-s3-data-events-logged.judged=data-class=nothing";
    let scanned = scanned(&json!({}), &["--param", judged], |_, _| {});
    assert_eq!(scanned.ran.control("aws-cloudtrail-s3-data-events-logged"), "not_applicable");
    let role = format!(
        "aws-cloudtrail-log-bucket-tamper-protected.trusted_principals=arn:aws:iam::{}:role/break-glass",
        scanned.account.id
    );
    let own = ["--service", "cloudtrail", "--region", "us-east-1", "--param", &role];
    let proxy = guarded(Moto::shared());
    let again = Tickmark::scan(&scanned.account, &proxy.endpoint()).args(own).run();
    let found = again.findings("aws-cloudtrail-log-bucket-tamper-protected");
    let statuses = [("audit", "pass"), ("guarded", "pass"), ("kept", "pass"), ("local", "fail")];
    assert_eq!(found, statuses.map(|(name, status)| (name.to_owned(), status.to_owned())));
}

const SHARING: &str = "s3-bucket-cross-account-access-restricted";

#[test]
fn other_accounts_are_let_in_where_they_are_of_the_organization_and_leave_the_settings_alone() {
    let within = scanned(&json!({}), &[], |_, _| {});
    within.are(
        SHARING,
        &[("partner", "fail"), ("sister", "pass"), ("keys", "fail"), ("ledger", "pass"), ("trail", "pass")],
    );
    let alone = scanned(&json!({"organization": false}), &[], |_, _| {});
    alone.are(SHARING, &[("partner", "fail"), ("sister", "fail"), ("keys", "fail"), ("ledger", "pass")]);
}

#[test]
fn membership_that_may_not_be_read_blinds_only_what_hangs_on_it() {
    let member = scanned(&json!({}), &[], |proxy, _| {
        proxy.deny("organizations:ListAccounts");
    });
    let blind = [("partner", "not_evaluated"), ("sister", "not_evaluated"), ("keys", "fail"), ("ledger", "pass")];
    member.are(SHARING, &blind);
}

#[test]
fn a_denied_read_blinds_the_control_that_needs_it_and_none_that_has_enough_without_it() {
    for (operation, control, asset, status) in [
        ("s3:GetObjectLockConfiguration", "s3-bucket-object-lock", "ledger", "not_evaluated"),
        ("s3:GetObjectLockConfiguration", "s3-bucket-object-lock", "logged", "not_applicable"),
        ("s3:GetBucketLogging", "s3-bucket-access-logging", "logged", "not_evaluated"),
        ("cloudtrail:GetEventSelectors", "s3-bucket-access-logging", "logged", "pass"),
        ("cloudtrail:GetEventSelectors", "s3-bucket-access-logging", "ledger", "not_evaluated"),
        ("s3control:ListMultiRegionAccessPoints", "s3-access-point-public-access-block", "shut", "-"),
        ("s3:GetBucketVersioning", "cloudtrail-log-bucket-tamper-protected", "local", "not_evaluated"),
    ] {
        let scanned = scanned(&json!({}), &[], |proxy, _| {
            proxy.deny(operation);
        });
        let found = scanned.of(control);
        assert_eq!(found.get(asset).map_or("-", String::as_str), status, "{operation} for {control} of {asset}");
        assert_ne!(scanned.ran.control(&format!("aws-{control}")), "pass", "{operation}");
    }
}
