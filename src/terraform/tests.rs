use serde_json::{Value, json};

use super::*;
use crate::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use crate::inventory::store::Encoded;
use crate::inventory::{AccountId, Key, Kind, Region};

const ACCOUNTS: [&str; 2] = ["111111111111", "222222222222"];

fn key(kind: &'static str, account: &str, id: &str) -> Key {
    Key { kind: Kind::named(kind), account: account.parse().unwrap(), region: Region::GLOBAL, id: id.to_owned() }
}

fn snapshot(keys: &[Key]) -> Snapshot {
    let account: AccountId = ACCOUNTS[0].parse().unwrap();
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0".into() },
        pack_digest: "00".into(),
        caller: Caller {
            account: account.clone(),
            arn: "arn:aws:iam::111111111111:user/a".into(),
            user_id: "A".into(),
        },
        accounts: vec![account],
        regions: Vec::new(),
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:00:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    let facts = serde_json::Map::new();
    let assets = keys.iter().map(|key| Encoded { key: key.clone(), name: key.id.clone(), facts: facts.clone() });
    let assets: Vec<_> = assets.collect();
    Snapshot::encode(Parts { header, populations: Vec::new(), assets, gaps: Vec::new(), calls: Vec::new() }).unwrap()
}

fn managed(kind: &str, name: &str, values: &Value) -> Value {
    json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name, "values": values})
}

fn state(resources: &[Value], modules: &[Value]) -> Value {
    json!({"format_version": "1.0", "terraform_version": "1.9.0",
           "values": {"root_module": {"resources": resources, "child_modules": modules}}})
}

fn read(states: &[Value]) -> Result<State, StateError> {
    let mut all = State::default();
    for one in states {
        all.read(one.to_string().as_bytes())?;
    }
    Ok(all)
}

const LOGS: &str = "arn:aws:s3:::logs";

#[test]
fn an_arn_finds_its_address_in_any_module() {
    let mut nested = managed("aws_s3_bucket", "this", &json!({"id": "logs", "arn": LOGS}));
    nested["address"] = json!("module.a[\"x\"].module.b.aws_s3_bucket.this[0]");
    let inner = json!({"address": "module.a[\"x\"].module.b", "resources": [nested]});
    let outer = json!({"address": "module.a[\"x\"]", "child_modules": [inner]});
    let state = read(&[state(&[managed("aws_s3_bucket", "other", &json!({"arn": "arn:aws:s3:::other"}))], &[outer])]);
    let state = state.unwrap();
    let (logs, more) = (key("aws.s3.bucket", ACCOUNTS[0], LOGS), key("aws.s3.bucket", ACCOUNTS[0], "arn:aws:s3:::l"));
    let found = state.locate(&snapshot(&[logs.clone(), more.clone()]));
    assert_eq!(found.get(&logs), Some("module.a[\"x\"].module.b.aws_s3_bucket.this[0]"));
    assert_eq!((found.get(&more), found.len(), found.ambiguous(), state.resources()), (None, 1, 0, 2));
}

#[test]
fn data_sources_and_deposed_objects_have_no_address() {
    let mut data = managed("aws_s3_bucket", "data", &json!({"arn": LOGS}));
    data["mode"] = json!("data");
    let mut deposed = managed("aws_s3_bucket", "old", &json!({"arn": LOGS}));
    deposed["deposed_key"] = json!("00000000");
    let state = read(&[state(&[data, deposed], &[])]).unwrap();
    assert_eq!(state, State::default());
    assert!(state.locate(&snapshot(&[key("aws.s3.bucket", ACCOUNTS[0], LOGS)])).is_empty());
}

#[test]
fn what_is_sensitive_is_not_kept() {
    let secret = json!({"id": "hunter2-id", "arn": "arn:aws:s3:::hunter2", "password": "hunter2"});
    let mut marked = managed("aws_s3_bucket", "secret", &secret);
    marked["sensitive_values"] = json!({"id": true, "arn": true, "password": true});
    let open = managed("aws_s3_bucket", "open", &json!({"id": "logs", "arn": LOGS, "password": "hunter2"}));
    let state = read(&[state(&[marked, open], &[])]).unwrap();
    assert_eq!(state.resources(), 2);
    assert!(!format!("{state:?}").contains("hunter2"), "{state:?}");
    assert!(!state.arns.is_empty());
}

#[test]
fn what_shows_no_arn_is_found_by_type_and_id() {
    let role = managed("aws_iam_role", "admin", &json!({"id": "admin"}));
    let instance = managed("aws_instance", "web", &json!({"id": "i-0123456789abcdef0", "arn": null}));
    let elsewhere = managed("aws_sqs_queue", "q", &json!({"id": "https://sqs/1/q", "arn": "arn:aws:sqs:x:9:q"}));
    let state = read(&[state(&[role, instance, elsewhere], &[])]).unwrap();
    let admin = |account: &str| key("aws.iam.role", account, &format!("arn:aws:iam::{account}:role/path/admin"));
    let web = key("aws.ec2.instance", ACCOUNTS[0], "arn:aws:ec2:eu-west-1:111111111111:instance/i-0123456789abcdef0");
    // It ends as the queue's ARN does, which is another account's.
    let queue = key("aws.sqs.queue", ACCOUNTS[0], "arn:aws:sqs:x:1:q");
    let user = key("aws.iam.user", ACCOUNTS[0], "arn:aws:iam::111111111111:user/admin");
    let database = key("aws.rds.instance", ACCOUNTS[0], "arn:aws:rds:eu-west-1:111111111111:db:web");
    let all = [admin(ACCOUNTS[0]), web.clone(), queue, user, database];
    let found = state.locate(&snapshot(&all));
    assert_eq!(found.get(&admin(ACCOUNTS[0])), Some("aws_iam_role.admin"));
    assert_eq!((found.get(&web), found.len()), (Some("aws_instance.web"), 2));
    // Two accounts have a role of that name, and the state tells not which is meant.
    let found = state.locate(&snapshot(&[admin(ACCOUNTS[0]), admin(ACCOUNTS[1])]));
    assert_eq!((found.len(), found.ambiguous()), (0, 2));
}

#[test]
fn what_could_be_at_two_addresses_is_at_none() {
    let one = state(&[managed("aws_s3_bucket", "one", &json!({"arn": LOGS}))], &[]);
    let two = state(&[managed("aws_s3_bucket", "two", &json!({"arn": LOGS}))], &[]);
    let logs = key("aws.s3.bucket", ACCOUNTS[0], LOGS);
    let found = read(&[one.clone(), two]).unwrap().locate(&snapshot(std::slice::from_ref(&logs)));
    assert_eq!((found.get(&logs), found.ambiguous()), (None, 1));
    // The same file twice says nothing else than once.
    assert_eq!(read(&[one.clone(), one]).unwrap().locate(&snapshot(std::slice::from_ref(&logs))).len(), 1);
    let twins = ["a", "b"].map(|name| managed("aws_iam_role", name, &json!({"id": "admin"})));
    let admin = key("aws.iam.role", ACCOUNTS[0], "arn:aws:iam::111111111111:role/admin");
    let found = read(&[state(&twins, &[])]).unwrap().locate(&snapshot(&[admin]));
    assert_eq!((found.len(), found.ambiguous()), (0, 1));
}

#[test]
fn an_empty_state_is_a_state() {
    assert_eq!(read(&[json!({"format_version": "1.0"})]), Ok(State::default()));
}

#[test]
fn what_is_no_state_is_told_apart_and_never_cited() {
    for (json, expected) in [
        (json!({"version": 4, "terraform_version": "1.9.0", "resources": []}), StateError::Raw),
        (json!({"format_version": "1.2", "planned_values": {}}), StateError::Plan),
        (json!({"format_version": "2.0", "values": {}}), StateError::Version),
        (json!({}), StateError::Version),
    ] {
        assert_eq!(read(&[json]), Err(expected));
    }
    for wrong in [json!(["hunter2"]), state(&[managed("aws_s3_bucket", "x", &json!("hunter2"))], &[])] {
        let told = read(&[wrong]).unwrap_err();
        assert!(matches!(told, StateError::Shape { line: 1, .. }) && !told.to_string().contains("hunter2"), "{told}");
    }
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("{}".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(matches!(State::default().read(&utf16), Err(StateError::Shape { .. })));
}
