//! `plan` and `iam-policy`, held against the calls that a scan then makes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, bare, guarded, signed_in};
use crate::support::moto::{Account, Moto};

const REGION: [&str; 2] = ["--region", "eu-west-1"];

/// What every collection begins with.
const BEGINNING: [&str; 2] = ["sts:GetCallerIdentity", "ec2:DescribeRegions"];

fn plan(account: &Account, endpoint: &str, args: &[&str]) -> Value {
    let mut command = signed_in(account);
    command.args(["plan", "--format", "json", "--endpoint-url", endpoint]).args(args);
    Ran::from(command.output().unwrap()).json()
}

fn operations(plan: &Value) -> BTreeSet<String> {
    let all = plan["operations"].as_array().unwrap().iter();
    all.map(|one| one["operation"].as_str().unwrap().to_owned()).collect()
}

/// The actions of the policy that is printed for these options.
fn allowed(args: &[&str]) -> BTreeSet<String> {
    let policy = Ran::from(bare().arg("iam-policy").args(args).output().unwrap()).json();
    let actions = policy["Statement"][0]["Action"].as_array().unwrap().iter();
    actions.map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// How often each operation was called, as `-v` tells it.
fn counted(stderr: &str) -> BTreeMap<String, u64> {
    let line = |line: &str| {
        let (count, operation) = line.trim().split_once("  ")?;
        Some((operation.to_owned(), count.parse().ok()?))
    };
    stderr.lines().filter_map(line).collect()
}

#[test]
fn a_plan_asks_who_and_where_and_nothing_else() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let planned = plan(&account, &proxy.endpoint(), &[]);
    let called: BTreeSet<String> = proxy.calls().iter().map(|call| call.name()).collect();
    assert_eq!(called, BEGINNING.map(str::to_owned).into());
    assert_eq!(planned["account"], json!(account.id));
    assert!(planned["regions"].as_array().unwrap().len() > 10, "{planned}");
    let everywhere = planned["calls_at_least"].as_u64().unwrap();
    let here = plan(&account, &proxy.endpoint(), &REGION)["calls_at_least"].as_u64().unwrap();
    assert!(here > 0 && here < everywhere, "{here} {everywhere}");
}

#[test]
fn a_scan_calls_what_was_planned_and_no_less() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let planned = plan(&account, &proxy.endpoint(), &REGION);
    proxy.allow_only(operations(&planned).iter().map(String::as_str).chain(BEGINNING));
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(REGION).args(["-v"]).run();
    let counted = counted(&ran.stderr);
    for one in planned["operations"].as_array().unwrap() {
        let (name, at_least) = (one["operation"].as_str().unwrap(), one["calls_at_least"].as_u64().unwrap());
        assert!(counted.get(name).copied().unwrap_or_default() >= at_least, "{name}: {}", ran.stderr);
    }
    let calls: u64 = counted.values().sum();
    assert!(planned["calls_at_least"].as_u64().unwrap() <= calls, "{}", ran.stderr);
}

#[test]
fn the_policy_of_a_service_is_what_its_scan_calls() {
    let moto = Moto::shared();
    for (service, scenario) in [("s3", "s3"), ("kms", "kms"), ("iam", "iam")] {
        let account = moto.account();
        moto.seed(&account, scenario, &json!({}));
        let proxy = guarded(moto);
        let args = ["--service", service];
        let planned = plan(&account, &proxy.endpoint(), &args);
        proxy.allow_only(operations(&planned).iter().map(String::as_str).chain(BEGINNING));
        let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).args(REGION).args(["-v"]).run();
        // Whatever was called has its action in the policy, and the policy has no action without an operation.
        let actions = planned["operations"].as_array().unwrap().iter().map(|one| one["iam_action"].as_str().unwrap());
        let actions: BTreeSet<String> = actions.chain(["ec2:DescribeRegions"]).map(str::to_owned).collect();
        assert_eq!(allowed(&args), actions);
        let known = operations(&planned);
        for operation in counted(&ran.stderr).keys() {
            assert!(
                known.contains(operation) || BEGINNING.contains(&operation.as_str()),
                "{operation} was not planned"
            );
        }
    }
}

#[test]
fn a_refused_list_of_regions_is_told() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    proxy.deny("ec2:DescribeRegions");
    let planned = plan(&account, &proxy.endpoint(), &[]);
    assert!(planned["regions_gap"].is_string(), "{planned}");
}
