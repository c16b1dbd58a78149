use serde_json::{Value, json};

use super::*;
use crate::control;
use crate::inventory::schema::{Field, Object, Type};
use crate::inventory::snapshot::{Caller, Header, Parts, Tool};
use crate::inventory::store::Encoded;
use crate::inventory::{Key as AssetKey, Kind, Region};

const BUCKET: Kind = Kind::named("aws.s3.bucket");

/// A snapshot of some buckets of one account.
fn snapshot(names: &[&str]) -> Snapshot {
    let account: crate::inventory::AccountId = "123456789012".parse().unwrap();
    let asset = |name: &&str| Encoded {
        key: AssetKey {
            kind: BUCKET,
            account: account.clone(),
            region: Region::GLOBAL,
            id: format!("arn:aws:s3:::{name}"),
        },
        name: (*name).to_owned(),
        facts: serde_json::Map::new(),
    };
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "00".into(),
        caller: Caller { account: account.clone(), arn: String::new(), user_id: String::new() },
        accounts: vec![account.clone()],
        regions: Vec::new(),
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:00:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: Some("build-7.kestrel.example".into()),
        profile: None,
        endpoint: None,
    };
    let assets: Vec<Encoded> = names.iter().map(asset).collect();
    Snapshot::encode(Parts { header, populations: vec![], assets, gaps: vec![], calls: vec![] }).unwrap()
}

fn redactor() -> Redactor {
    let string = |ty| Field { ty, nullable: false, doc: String::new() };
    let fields = [
        ("state", Type::String),
        ("owner", Type::String),
        ("when", Type::Timestamp),
        ("block", Type::Cidr),
        ("kind", Type::Enum(vec!["big".into()])),
        ("tags", Type::Map(Box::new(Type::String))),
        ("tag_pairs", Type::List(Box::new(Type::String))),
    ];
    let mut schema = Schema::new();
    let fields = fields.into_iter().map(|(name, ty)| (name.to_owned(), string(ty))).collect();
    schema.insert(BUCKET, Object { fields });
    let vocabulary = Vocabulary::new(["s3", "GetBucketAcl", "ListBuckets"], &control::pack::built_in());
    let snapshots = [snapshot(&["kestrel-logs", "platform", "data"])];
    Redactor::new(Key::new(&[7; 32]).unwrap(), &snapshots, &Pack::default(), schema, vocabulary)
}

#[test]
fn arns_keep_what_tells_what_they_name() {
    let redactor = redactor();
    let (account, name) = (redactor.account("123456789012"), |word: &str| redactor.name(word));
    let cases = [
        ("arn:aws:s3:::kestrel-logs", format!("arn:aws:s3:::{}", name("kestrel-logs"))),
        ("arn:aws:s3:::kestrel-logs/*", format!("arn:aws:s3:::{}/*", name("kestrel-logs"))),
        ("arn:aws:s3:::bucket", format!("arn:aws:s3:::{}", name("bucket"))),
        ("arn:aws:iam::123456789012:root", format!("arn:aws:iam::{account}:root")),
        (
            "arn:aws:iam::123456789012:role/ci/deploy",
            format!("arn:aws:iam::{account}:role/{}/{}", name("ci"), name("deploy")),
        ),
        ("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess".to_owned()),
        (
            "arn:aws:iam::123456789012:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM",
            format!("arn:aws:iam::{account}:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM"),
        ),
        (
            "arn:aws:logs:eu-west-1:123456789012:log-group:kestrel-logs:*",
            format!("arn:aws:logs:eu-west-1:{account}:log-group:{}:*", name("kestrel-logs")),
        ),
    ];
    for (arn, expected) in cases {
        assert_eq!(redactor.id(arn), expected);
    }
    let volume = redactor.id("arn:aws:ec2:eu-west-1:123456789012:volume/vol-22afa2fa5338bf197");
    assert!(
        volume.starts_with(&format!("arn:aws:ec2:eu-west-1:{account}:volume/vol-")) && volume.len() == 63,
        "{volume}"
    );
    assert_eq!(redactor.id("aws.ec2.region/123456789012/eu-west-1"), format!("aws.ec2.region/{account}/eu-west-1"));
}

#[test]
fn in_a_sentence_english_stays_unless_it_is_a_name() {
    let redactor = redactor();
    let (account, name) = (redactor.account("123456789012"), |word: &str| redactor.name(word));
    let said =
        "User: arn:aws:sts::123456789012:assumed-role/auditor/jane is not allowed to read the platform of Zebulon.";
    let expected = format!(
        "User: arn:aws:sts::{account}:assumed-role/{}/{} is not allowed to read the {} of {}.",
        name("auditor"),
        name("jane"),
        name("platform"),
        name("Zebulon"),
    );
    assert_eq!(redactor.text(said), expected);
    assert_eq!(redactor.text("2025-01-01T00:00:00Z"), "2025-01-01T00:00:00Z");
    assert_ne!(redactor.text("production"), "production", "one word by itself may be a name");
    assert_eq!(redactor.text("0.0.0.0/0 to 10.0.0.0/8"), "0.0.0.0/0 to 10.0.0.0/8");
    assert!(!redactor.text("from 54.214.165.197/32").contains("54.214.165.197"));
}

#[test]
fn of_a_policy_the_grammar_and_the_actions_stay() {
    let redactor = redactor();
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "KestrelOnly", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/jane"},
        "Action": ["s3:GetObject", "custom:Kestrel"], "Resource": "arn:aws:s3:::kestrel-logs/*",
        "Condition": {"StringLike": {"aws:PrincipalTag/team": "kestrel-*"}}}]});
    let redacted: Value = serde_json::from_str(&redactor.text(&policy.to_string())).unwrap();
    let statement = &redacted["Statement"][0];
    assert_eq!((&redacted["Version"], &statement["Effect"]), (&json!("2012-10-17"), &json!("Allow")));
    assert_eq!(statement["Action"], json!(["s3:GetObject", "custom:Kestrel"]));
    let told = redacted.to_string();
    for gone in ["KestrelOnly", "123456789012", "jane", "kestrel", "team"] {
        assert!(!told.contains(gone), "{gone}: {told}");
    }
    assert!(told.contains("StringLike") && told.contains("aws:PrincipalTag/"), "{told}");
}

#[test]
fn facts_are_rewritten_by_their_types() {
    let redactor = redactor();
    let facts = json!({
        "state": "available", "owner": "123456789012", "when": "2025-01-01T00:00:00Z", "block": "10.0.0.0/8", "kind": "big",
        "tags": {"kestrel:owner": "jane"}, "tag_pairs": ["kestrel:owner=jane"],
        "new": {"$unknown": {"operation": "s3:GetBucketAcl", "kind": "denied", "account": "123456789012", "region": "*"}},
    });
    let Value::Object(facts) = facts else { panic!("it is an object") };
    let redacted = redactor.facts(&BUCKET, &facts);
    for same in ["state", "when", "block", "kind"] {
        assert_eq!(redacted[same], facts[same]);
    }
    assert_eq!(redacted["owner"], json!(redactor.account("123456789012")));
    assert_eq!(redacted["new"]["$unknown"]["account"], json!(redactor.account("123456789012")));
    assert_eq!(redacted["new"]["$unknown"]["operation"], "s3:GetBucketAcl");
    let told = Value::Object(redacted).to_string();
    assert!(!told.contains("kestrel") && !told.contains("jane"), "{told}");
}

#[test]
fn the_header_names_nobody_and_no_two_assets_become_one() {
    let redactor = redactor();
    let before = snapshot(&["kestrel-logs", "platform", "data"]);
    let after = redactor.snapshot(&before).unwrap();
    assert_eq!((after.len(), after.started()), (before.len(), before.started()));
    let mut bytes = Vec::new();
    after.write_to(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for gone in ["kestrel", "platform", "123456789012", "build-7"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn in_what_people_wrote_only_known_names_go() {
    let redactor = redactor();
    let text = "bucket kestrel-logs of account 123456789012 is for ada@example.com; see control aws-s3-x";
    let scrubbed = redactor.scrubbed(text);
    for gone in ["kestrel-logs", "123456789012", "ada@example.com"] {
        assert!(!scrubbed.contains(gone), "{gone}: {scrubbed}");
    }
    assert!(scrubbed.starts_with("bucket name-") && scrubbed.ends_with("see control aws-s3-x"), "{scrubbed}");
}
