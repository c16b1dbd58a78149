//! A small cloud of two services: its schema, controls in every role, and snapshots of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tickmark::assess::{Assessment, Input, Management, Options, Selection, assess};
use tickmark::control::{Origin, Overrides, Pack, Source, pack};
use tickmark::criteria::Criteria;
use tickmark::inventory::schema::{Field, Object, Schema, Type};
use tickmark::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{AccountId, Gap, GapKind, Key, Kind, Population, Region, Scope, Scopes, State};

pub(crate) const BUCKET: Kind = Kind::named("aws.s3.bucket");
pub(crate) const VOLUME: Kind = Kind::named("aws.ec2.volume");

/// The controls, by file.
const CONTROLS: [(&str, &str); 6] = [
    (
        "controls/aws/s3/s3-bucket-encryption.yaml",
        r"
title: Buckets encrypt what they hold
asset: aws.s3.bucket
severity: medium
criteria:
  - {id: CC6.1, role: primary, points: [Uses Encryption to Protect Data], because: What is stored is encrypted.}
expect: {encrypted: true}
fix: {summary: Encrypt it., cli: 'aws s3api put-bucket-encryption --bucket {name}', console: [Open it.]}
cases:
  - {given: {encrypted: true}, then: pass}
  - {given: {encrypted: false}, then: {fail: [encrypted]}}
  - {given: {encrypted: null}, then: {fail: [encrypted]}}
  - {given: {encrypted: $denied}, then: not_evaluated}
",
    ),
    (
        "controls/aws/s3/s3-bucket-not-public.yaml",
        r"
title: Buckets are not public
asset: aws.s3.bucket
severity: {default: low, when: [{if: {sensitive: true}, then: critical}]}
criteria:
  - {id: CC6.1, role: supporting, points: [Restricts Logical Access], because: Nobody else reads it.}
when: {website: false}
expect: {grants: {none: {everyone: true}}}
fix: {summary: Take the grant away., console: [Open it.]}
cases:
  - {given: {website: false, sensitive: false, grants: []}, then: pass}
  - {given: {website: false, sensitive: false, grants: [{everyone: true}]}, then: {fail: [grants]}}
  - {given: {website: false, sensitive: true, grants: $denied}, then: not_evaluated}
  - {given: {website: true, sensitive: false, grants: []}, then: not_applicable}
",
    ),
    (
        "controls/aws/s3/s3-bucket-kept.yaml",
        r"
title: Buckets keep what is deleted
asset: aws.s3.bucket
severity: low
criteria:
  - {id: A1.2, role: primary, points: [Performs Data Backup], because: What is lost can be restored.}
params:
  days: {type: integer, default: 30, at_least: 1, help: Days that it is kept}
expect: {any: [{versioned: true}, {kept_days: {at_least: $days}}]}
show: [website]
fix: {summary: 'Keep it for {$days} days.', console: [Open it.]}
cases:
  - {given: {versioned: true, kept_days: 0}, then: pass}
  - {given: {versioned: false, kept_days: 30}, then: pass}
  - {given: {versioned: false, kept_days: 29}, then: {fail: [versioned, kept_days]}}
  - {given: {versioned: false, kept_days: null}, then: {fail: [versioned, kept_days]}}
  - {given: {versioned: false, kept_days: $denied}, then: not_evaluated}
",
    ),
    (
        "controls/aws/ec2/ec2-volume-encryption.yaml",
        r"
title: Volumes encrypt what they hold
asset: aws.ec2.volume
severity: high
criteria:
  - {id: CC6.1, role: primary, points: [Uses Encryption to Protect Data], because: What is stored is encrypted.}
expect: {encrypted: true}
fix: {summary: Encrypt it., console: [Open it.]}
cases:
  - {given: {encrypted: true}, then: pass}
  - {given: {encrypted: false}, then: {fail: [encrypted]}}
  - {given: {encrypted: null}, then: {fail: [encrypted]}}
  - {given: {encrypted: $denied}, then: not_evaluated}
",
    ),
    (
        "controls/aws/ec2/ec2-volume-backed-up.yaml",
        r"
title: Volumes have recent snapshots
asset: aws.ec2.volume
severity: medium
assertion: operation
criteria:
  - {id: A1.2, role: supporting, points: [Considers Data Recoverability], because: A lost volume can be restored.}
expect: {last_snapshot: {newer_than: 7 days}}
fix: {summary: Back it up., console: [Open it.]}
cases:
  - {given: {last_snapshot: '2024-12-31T00:00:00Z'}, then: pass}
  - {given: {last_snapshot: '2024-12-01T00:00:00Z'}, then: {fail: [last_snapshot]}}
  - {given: {last_snapshot: null}, then: {fail: [last_snapshot]}}
  - {given: {last_snapshot: $denied}, then: not_evaluated}
",
    ),
    (
        "controls/aws/ec2/ec2-storage-owned.yaml",
        r"
title: Storage has an owner
asset: [aws.s3.bucket, aws.ec2.volume]
severity: low
criteria:
  - id: CC6.1
    role: supporting
    points: [Identifies and Manages the Inventory of Information Assets]
    because: Somebody answers for it.
expect: {'tags.owner': {present: true}}
fix: {summary: Tag it., console: [Open it.]}
cases:
  - {given: {tags: {owner: ops}}, then: pass}
  - {given: {tags: {}}, then: {fail: [tags.owner]}}
  - {given: {tags: $denied}, then: not_evaluated}
",
    ),
];

fn field(ty: Type) -> Field {
    Field { ty, nullable: false, doc: "A fact.".to_owned() }
}

fn nullable(ty: Type) -> Field {
    Field { nullable: true, ..field(ty) }
}

fn object<const N: usize>(fields: [(&str, Field); N]) -> Object {
    Object { fields: fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect() }
}

/// The schema of the two kinds.
pub(crate) fn schema() -> Schema {
    let grant = object([("everyone", field(Type::Bool))]);
    let tags = || field(Type::Map(Box::new(Type::String)));
    let mut schema = Schema::new();
    schema.insert(
        BUCKET,
        object([
            ("encrypted", nullable(Type::Bool)),
            ("website", field(Type::Bool)),
            ("sensitive", field(Type::Bool)),
            ("grants", field(Type::List(Box::new(Type::Object(grant))))),
            ("versioned", field(Type::Bool)),
            ("kept_days", nullable(Type::Integer)),
            ("tags", tags()),
        ]),
    );
    let volume = [("encrypted", nullable(Type::Bool)), ("last_snapshot", nullable(Type::Timestamp)), ("tags", tags())];
    schema.insert(VOLUME, object(volume));
    schema
}

/// What there is to judge by.
pub(crate) struct Sample {
    pub(crate) pack: Pack,
    pub(crate) criteria: Criteria,
    pub(crate) selection: Selection,
    pub(crate) scopes: Scopes,
}

impl Sample {
    /// All six controls, through the real loader.
    pub(crate) fn new() -> Self {
        let criteria = Criteria::built_in().unwrap();
        let source = |(file, text): (&str, &'static str)| Source {
            origin: Origin::BuiltIn,
            file: file.to_owned(),
            text: text.into(),
        };
        let pack = pack::load(&CONTROLS.map(source), &schema(), &criteria, &Overrides::default());
        let pack = pack.unwrap_or_else(|problems| panic!("{problems:#?}"));
        let selection = Selection::everything(&pack);
        let scopes = BTreeMap::from([(BUCKET, Scope::Global), (VOLUME, Scope::Regional)]);
        Self { pack, criteria, selection, scopes }
    }

    /// Assesses a snapshot.
    pub(crate) fn assess<'a>(&'a self, snapshot: &'a Snapshot) -> Assessment<'a> {
        self.assess_with(snapshot, &(), Options::default())
    }

    /// Assesses a snapshot beside what management says.
    pub(crate) fn assess_with<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        management: &'a dyn Management,
        options: Options,
    ) -> Assessment<'a> {
        let Self { pack, criteria, selection, scopes } = self;
        assess(Input { snapshot, pack, criteria, selection, scopes, management }, options)
    }
}

pub(crate) fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

pub(crate) fn regions() -> [Region; 2] {
    ["eu-central-1", "eu-west-1"].map(|name| name.parse().unwrap())
}

/// A gap as a denied read leaves it.
pub(crate) fn denied(operation: &str) -> Gap {
    Gap {
        operation: Some(operation.to_owned()),
        kind: GapKind::Denied,
        code: Some("AccessDenied".to_owned()),
        account: account(),
        region: regions()[0].clone(),
    }
}

/// What stands where a denied fact would.
pub(crate) fn unknown(operation: &str) -> Value {
    json!({"$unknown": denied(operation)})
}

/// One asset.
pub(crate) fn asset(kind: &Kind, region: &Region, name: &str, facts: Value) -> Encoded {
    let Value::Object(facts) = facts else { panic!("facts are a map") };
    let key = Key { kind: kind.clone(), account: account(), region: region.clone(), id: format!("arn:{kind}:{name}") };
    Encoded { key, name: name.to_owned(), facts }
}

/// A bucket that passes everything.
pub(crate) fn bucket(name: &str) -> Encoded {
    let facts = json!({
        "encrypted": true, "website": false, "sensitive": false, "grants": [], "versioned": true, "kept_days": null,
        "tags": {"owner": "ops"},
    });
    asset(&BUCKET, &regions()[1], name, facts)
}

/// A volume that passes everything.
pub(crate) fn volume(name: &str) -> Encoded {
    let facts = json!({"encrypted": true, "last_snapshot": "2024-12-31T00:00:00Z", "tags": {"owner": "ops"}});
    asset(&VOLUME, &regions()[1], name, facts)
}

/// The parts of a snapshot that saw these assets and nothing else, everywhere.
pub(crate) fn parts(assets: Vec<Encoded>) -> Parts<Vec<Encoded>> {
    let count = |kind: &Kind, region: Option<&Region>| {
        let own = assets.iter().filter(|asset| asset.key.kind == *kind);
        own.filter(|asset| region.is_none_or(|region| asset.key.region == *region)).count() as u64
    };
    let listing = |kind: Kind, region: &Region, count| Population {
        kind,
        account: account(),
        region: region.clone(),
        state: State::Complete,
        count,
        gap: None,
    };
    let mut populations = vec![listing(BUCKET, &Region::GLOBAL, count(&BUCKET, None))];
    populations.extend(regions().iter().map(|region| listing(VOLUME, region, count(&VOLUME, Some(region)))));
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "00".into(),
        caller: Caller { account: account(), arn: "arn:aws:iam::123456789012:user/a".into(), user_id: "AIDA".into() },
        accounts: vec![account()],
        regions: regions().to_vec(),
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:01:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    Parts { header, populations, assets, gaps: Vec::new(), calls: Vec::new() }
}

/// The snapshot of these parts.
pub(crate) fn snapshot(parts: Parts<Vec<Encoded>>) -> Snapshot {
    Snapshot::encode(parts).unwrap()
}

/// The facts of an asset, to be changed.
pub(crate) fn facts(asset: &mut Encoded) -> &mut Map<String, Value> {
    &mut asset.facts
}
