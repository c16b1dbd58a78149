//! An organization as its management account, a member and a stranger see it, from the API to the facts.

use serde_json::{Map, Value, json};
use tickmark::inventory::Timestamp;
use tickmark::plan::Plan;

use crate::in_process::{Grounds, Through};
use crate::scan::guarded;
use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::sdk;
use crate::support::wire::Trouble;

/// Between them these read everything about the organization.
const CONTROLS: [&str; 2] = ["aws-accessanalyzer-enabled", "aws-s3-bucket-cross-account-access-restricted"];

/// What is known of the organization of an account, with the second page of an operation refused.
async fn seen_without(account: &Account, second: Option<&str>) -> Map<String, Value> {
    let (proxy, grounds) = (guarded(Moto::shared()), Grounds::built_in());
    if let Some(operation) = second {
        proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
    }
    let endpoint = proxy.endpoint();
    let through = Through { account, endpoint: &endpoint, http: sdk::http(), regions: &["us-east-1"], concurrency: 4 };
    let read = grounds.pack.iter().filter(|control| CONTROLS.contains(&control.id.as_str()));
    let started = Timestamp::from_unix(jiff::Timestamp::now().as_second(), 0).unwrap();
    let snapshot = through.collect(Plan::of(read), started).await;
    let own = snapshot.assets().find(|asset| asset.kind().as_str() == "aws.organizations.account");
    own.unwrap().facts()
}

async fn seen(account: &Account) -> Map<String, Value> {
    seen_without(account, None).await
}

/// An account that manages an organization, and its accounts `security` and `sister`.
fn managed(seed: &Value) -> (Account, Value) {
    let account = Moto::shared().account();
    let made = Moto::shared().seed(&account, "organizations", seed);
    (account, made)
}

/// That the management account sees all of it.
fn is_whole(facts: &Map<String, Value>, account: &Account, made: &Value) {
    assert_eq!(facts["organization"]["management_account"], json!(account.id));
    assert!(facts["organization"]["id"].as_str().unwrap().starts_with("o-"));
    let mut accounts = [account.id.as_str(), made["security"].as_str().unwrap(), made["sister"].as_str().unwrap()];
    accounts.sort_unstable();
    assert_eq!(facts["organization_accounts"], json!(accounts));
    let services = ["access-analyzer.amazonaws.com", "guardduty.amazonaws.com"];
    assert_eq!(facts["delegated_administrators"], json!([{"account": made["security"], "services": services}]));
}

/// The operation and the kind of the gap in a fact's place.
fn gap(fact: &Value) -> (&str, &str) {
    let gap = &fact["$unknown"];
    let gap = gap.as_array().map_or(gap, |gaps| &gaps[0]);
    (gap["operation"].as_str().unwrap(), gap["kind"].as_str().unwrap())
}

#[tokio::test]
async fn the_management_account_sees_its_accounts_and_what_it_hands_to_them() {
    let (account, made) = managed(&json!({}));
    is_whole(&seen(&account).await, &account, &made);
}

#[tokio::test]
async fn a_member_sees_which_organization_it_is_in_and_may_not_ask_further() {
    let (management, made) = managed(&json!({}));
    let member = Moto::shared().account_named(made["sister"].as_str().unwrap());
    Moto::shared().seed(&member, "organizations", &json!({"member": true}));
    let facts = seen(&member).await;
    assert_eq!(facts["organization"]["management_account"], json!(management.id));
    assert_eq!(gap(&facts["organization_accounts"]), ("organizations:ListAccounts", "denied"));
    assert_eq!(gap(&facts["delegated_administrators"]), ("organizations:ListDelegatedAdministrators", "denied"));
}

#[tokio::test]
async fn an_account_in_no_organization_has_none() {
    let facts = seen(&Moto::shared().account()).await;
    for fact in ["organization", "organization_accounts", "delegated_administrators"] {
        assert_eq!(facts[fact], Value::Null, "{fact}");
    }
}

#[tokio::test]
async fn every_page_is_read_and_one_that_is_refused_leaves_the_list_unknown() {
    let (account, made) = managed(&json!({"pages": true}));
    is_whole(&seen(&account).await, &account, &made);
    for (operation, fact, other) in [
        ("organizations:ListAccounts", "organization_accounts", "delegated_administrators"),
        ("organizations:ListDelegatedAdministrators", "delegated_administrators", "organization_accounts"),
        ("organizations:ListDelegatedServicesForAccount", "delegated_administrators", "organization_accounts"),
    ] {
        let facts = seen_without(&account, Some(operation)).await;
        assert_eq!(gap(&facts[fact]), (operation, "denied"));
        assert!(facts[other].is_array(), "{operation} costs nothing else");
    }
}
