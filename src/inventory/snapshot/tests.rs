//! Round trips, and that nothing damaged gets through.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::inventory::gap::GapKind;
use crate::inventory::population::State;

fn account(digits: &str) -> AccountId {
    digits.parse().unwrap()
}

fn region(name: &str) -> Region {
    name.parse().unwrap()
}

fn header(own: &str) -> Header {
    Header {
        format: FORMAT,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "ab12".into(),
        caller: Caller {
            account: account(own),
            arn: "arn:aws:iam::123456789012:user/audit".into(),
            user_id: "AIDA".into(),
        },
        accounts: vec![account(own)],
        regions: vec![region("eu-west-1")],
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:01:00Z".parse().unwrap(),
        clock_difference_seconds: Some(-2),
        host: None,
        profile: None,
        endpoint: None,
    }
}

fn bucket(own: &str, name: &str, facts: Value) -> Encoded {
    let Value::Object(facts) = facts else { panic!("facts are a map") };
    let key = Key {
        kind: Kind::named("aws.s3.bucket"),
        account: account(own),
        region: region("eu-west-1"),
        id: format!("arn:aws:s3:::{name}"),
    };
    Encoded { key, name: name.to_owned(), facts }
}

fn denied(own: &str) -> GapRecord {
    GapRecord {
        gap: Gap {
            operation: Some("s3:GetBucketEncryption".into()),
            kind: GapKind::Denied,
            code: Some("AccessDenied".into()),
            account: account(own),
            region: region("eu-west-1"),
        },
        action: Some("s3:GetEncryptionConfiguration".into()),
        message: Some("not \"authorised\"\nat all".into()),
        count: 1,
        request_ids: vec!["R2".into(), "R1".into()],
    }
}

fn parts(own: &str) -> Parts<Vec<Encoded>> {
    Parts {
        header: header(own),
        populations: vec![Population {
            kind: Kind::named("aws.s3.bucket"),
            account: account(own),
            region: Region::GLOBAL,
            state: State::Complete,
            count: 2,
            gap: None,
        }],
        assets: vec![
            bucket(own, "logs", json!({"versioning": null, "tags": {"a\"b": "ü\n"}})),
            bucket(own, "data", json!({"versioning": "Enabled"})),
        ],
        gaps: vec![denied(own), denied(own)],
        calls: vec![CallRecord {
            operation: "s3:ListBuckets".into(),
            parameters: BTreeMap::new(),
            account: account(own),
            region: Region::GLOBAL,
            pages: 1,
            items: 2,
            complete: true,
            request_ids: vec!["R0".into()],
        }],
    }
}

fn snapshot() -> Snapshot {
    Snapshot::encode(parts("123456789012")).unwrap()
}

fn bytes(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    snapshot.write_to(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Snapshot, ReadError> {
    Snapshot::read_from(bytes)
}

/// The file with these lines and a footer that fits them.
fn forged(edit: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let text = String::from_utf8(bytes(&snapshot())).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.pop();
    edit(&mut lines);
    let count = |sort: &str| lines.iter().filter(|line| line.starts_with(&format!("{{\"{sort}\""))).count();
    let counts = json!({
        "populations": count("population"), "assets": count("asset"), "gaps": count("gap"), "calls": count("call"),
    });
    let body = lines.join("\n") + "\n";
    let sha256 = digest::hex(Sha256::new_with_prefix(&body));
    let ordered = format!(
        "{{\"footer\":{{\"counts\":{{\"populations\":{},\"assets\":{},\"gaps\":{},\"calls\":{}}},\"sha256\":\"{sha256}\"}}}}\n",
        counts["populations"], counts["assets"], counts["gaps"], counts["calls"]
    );
    (body + &ordered).into_bytes()
}

#[test]
fn lines_are_sorted_and_say_what_they_are() {
    let text = String::from_utf8(bytes(&snapshot())).unwrap();
    let sorts: Vec<&str> = text.lines().map(|line| line.split('"').nth(1).unwrap()).collect();
    assert_eq!(sorts, ["header", "population", "asset", "asset", "gap", "call", "footer"]);
    assert_eq!(
        text.lines().nth(2).unwrap(),
        r#"{"asset":{"kind":"aws.s3.bucket","account":"123456789012","region":"eu-west-1","id":"arn:aws:s3:::data","name":"data","facts":{"versioning":"Enabled"}}}"#
    );
    let gap = &snapshot().gaps[0];
    assert_eq!((gap.count, gap.request_ids.as_slice()), (2, ["R1".to_owned(), "R2".to_owned()].as_slice()));
}

#[test]
fn the_order_of_collection_leaves_no_trace() {
    let mut turned = parts("123456789012");
    turned.assets.reverse();
    turned.gaps.reverse();
    assert_eq!(bytes(&Snapshot::encode(turned).unwrap()), bytes(&snapshot()));
}

#[test]
fn what_is_read_is_what_was_written() {
    let read = read(&bytes(&snapshot())).unwrap();
    assert_eq!(read, snapshot());
    let names: Vec<&str> = read.assets().map(|asset| asset.name()).collect();
    assert_eq!(names, ["data", "logs"]);
    let logs = read.asset(1).unwrap();
    assert_eq!((logs.id(), &logs.facts()["tags"]["a\"b"]), ("arn:aws:s3:::logs", &json!("ü\n")));
    assert!(read.asset(2).is_none());
}

#[test]
fn a_file_is_private_and_compressed_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.jsonl", "a.jsonl.zst"] {
        let path = folder.path().join(name);
        snapshot().write(&path).unwrap();
        snapshot().write(&path).unwrap();
        assert_eq!(Snapshot::read(&path).unwrap(), snapshot());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    let compressed = std::fs::read(folder.path().join("a.jsonl.zst")).unwrap();
    assert_eq!(compressed[..4], [0x28, 0xb5, 0x2f, 0xfd]);
    for end in 0..compressed.len() {
        assert!(read(&compressed[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_failed_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("a.jsonl");
    std::fs::create_dir(&taken).unwrap();
    assert!(snapshot().write(&taken).is_err());
    assert!(snapshot().write(&folder.path().join("none/a.jsonl")).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_cut_and_every_missing_line_is_refused() {
    let whole = bytes(&snapshot());
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "cut at {end}");
    }
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    for missing in 0..lines.len() {
        let rest: Vec<u8> =
            lines.iter().enumerate().filter(|(n, _)| *n != missing).flat_map(|(_, l)| l.to_vec()).collect();
        assert!(read(&rest).is_err(), "without line {missing}");
    }
}

#[test]
fn errors_say_what_to_do() {
    let error = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let whole = bytes(&snapshot());
    assert!(error(b"").contains("cut short"));
    assert!(error(b"{\"hello\":1}\n").contains("no tickmark snapshot"));
    assert!(error(b"hello").contains("no tickmark snapshot"));
    assert!(
        error(&forged(|lines| lines[0] = lines[0].replace("\"format\":1", "\"format\":2"))).contains("update tickmark")
    );
    assert!(
        error(&forged(|lines| lines[0] = lines[0].replace("\"format\":1", "\"format\":0")))
            .contains("no snapshot format 0")
    );
    assert!(error(&forged(|lines| lines.swap(2, 3))).starts_with("line 4: this line is out of order"));
    assert!(error(&forged(|lines| lines.insert(3, lines[2].clone()))).starts_with("line 4"));
    assert!(error(&forged(|lines| lines.insert(1, lines[0].clone()))).starts_with("line 2"));
    assert!(error(&[&whole[..], b"\n"].concat()).contains("after the footer"));
    assert!(error(&whole[..whole.len() - 1]).contains("cut short"));
    assert!(read(&forged(|_| {})).is_ok());
}

#[test]
fn several_accounts_become_one_snapshot() {
    let (a, b) = (snapshot(), Snapshot::encode(parts("999999999999")).unwrap());
    let merged = Snapshot::merge(vec![b.clone(), a.clone()]).unwrap();
    assert_eq!(merged, Snapshot::merge(vec![a.clone(), b]).unwrap());
    assert_eq!((merged.len(), merged.populations().len(), merged.gaps().len()), (4, 2, 2));
    assert_eq!(merged.scope().len(), 2);
    assert!(merged.write_to(Vec::new()).is_err());
    assert_eq!(Snapshot::merge(vec![a.clone()]).unwrap(), a);
    assert!(matches!(Snapshot::merge(vec![a.clone(), a]), Err(MergeError::SameAccount(_))));
    assert!(matches!(Snapshot::merge(vec![]), Err(MergeError::None)));
}

#[test]
fn one_key_is_one_asset() {
    let mut twice = parts("123456789012");
    twice.assets.push(twice.assets[0].clone());
    assert!(matches!(Snapshot::encode(twice), Err(EncodeError::TwoAssets(_))));
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..3).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn any_facts_make_the_round_trip(assets in prop::collection::btree_map(".{1,12}", prop::collection::btree_map("[a-z]{1,6}", json_value(), 0..4), 0..5)) {
        let mut all = parts("123456789012");
        all.assets = assets.into_iter().map(|(name, facts)| {
            bucket("123456789012", &name, Value::Object(facts.into_iter().collect()))
        }).collect();
        let snapshot = Snapshot::encode(all.clone()).unwrap();
        let back = read(&bytes(&snapshot)).unwrap();
        prop_assert_eq!(&back, &snapshot);
        prop_assert_eq!(bytes(&back), bytes(&snapshot));
        for asset in back.assets() {
            let given = all.assets.iter().find(|given| given.key == asset.key()).unwrap();
            prop_assert_eq!(&asset.facts(), &given.facts);
        }
    }

    #[test]
    fn a_changed_or_missing_byte_is_refused(at in any::<prop::sample::Index>(), flip in 1_u8..=255, remove in any::<bool>()) {
        let mut damaged = bytes(&snapshot());
        let at = at.index(damaged.len());
        if remove { damaged.remove(at); } else { damaged[at] ^= flip; }
        // A byte that is taken out of a run of equal bytes leaves the same file, and no such run is a damage.
        prop_assert!(damaged == bytes(&snapshot()) || read(&damaged).is_err());
    }

    #[test]
    fn a_damaged_compressed_file_never_reads_as_another(at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let mut damaged = zstd::encode_all(&bytes(&snapshot())[..], 3).unwrap();
        let at = at.index(damaged.len());
        damaged[at] ^= flip;
        if let Ok(read) = read(&damaged) {
            prop_assert_eq!(read, snapshot());
        }
    }
}
