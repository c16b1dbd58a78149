//! An asset with every type.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema as JsonSchemaValue, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::control::{Control, Diagnostic, Origin, Overrides, Pack, Source, pack};
use crate::criteria::Criteria;
use crate::inventory::schema::{Schema, object_of};
use crate::inventory::{Asset, Fact, Kind, Timestamp};

macro_rules! formatted {
    ($($name:ident: $schema:tt;)*) => {$(
        /// A string with a schema of its own.
        #[derive(Debug, Default, Serialize)]
        pub(super) struct $name(String);

        impl JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaValue { json_schema!($schema) }
        }
    )*};
}

formatted! {
    Cidr: {"type": "string", "format": "cidr"};
    PortRange: {"type": "string", "format": "port-range"};
    Algorithm: {"type": "string", "enum": ["AES256", "aws:kms"]};
}

/// How a thing is encrypted.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Encryption {
    /// The algorithm.
    algorithm: Algorithm,
    /// The key's ARN.
    key: Option<String>,
}

/// One rule.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Rule {
    /// The ports it opens.
    ports: PortRange,
    /// To whom.
    source: Cidr,
    /// The protocol; absent means all.
    protocol: Option<String>,
    /// Names given to it.
    labels: Vec<String>,
}

/// A thing with every type.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Thing {
    /// Whether it is open to the world.
    public: Fact<bool>,
    /// How many days copies are kept.
    retention_days: Fact<u32>,
    /// Which thing it was copied from.
    copy_of: Fact<Option<String>>,
    /// What it is called.
    title: Fact<String>,
    /// How it is encrypted; null where it is not.
    encryption: Fact<Option<Encryption>>,
    /// When it was made.
    created: Fact<Timestamp>,
    /// When it was last used; null where it never was.
    last_used: Fact<Option<Timestamp>>,
    /// Its network.
    network: Fact<Cidr>,
    /// Its port.
    port: Fact<Option<PortRange>>,
    /// Its zones.
    zones: Fact<Vec<String>>,
    /// Its rules; null where it can have none.
    rules: Fact<Option<Vec<Rule>>>,
    /// Its tags.
    tags: Fact<BTreeMap<String, String>>,
}

impl Asset for Thing {
    const KIND: Kind = Kind::named("aws.test.thing");
}

/// Another kind, with little in common.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Other {
    /// Whether it is open to the world.
    public: Fact<Option<bool>>,
    /// A number here, a text there.
    title: Fact<u32>,
}

impl Asset for Other {
    const KIND: Kind = Kind::named("aws.test.other");
}

pub(super) fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.insert(Thing::KIND, object_of::<Thing>().unwrap());
    schema.insert(Other::KIND, object_of::<Other>().unwrap());
    schema
}

/// A whole control around the lines that a test is about; a key given in `lines` takes the usual one's place.
pub(super) fn file(lines: &str) -> String {
    let usual = [
        ("title", "title: Things are as they should be\n"),
        ("asset", "asset: aws.test.thing\n"),
        ("severity", "severity: high\n"),
        (
            "criteria",
            "criteria: [{id: CC6.1, role: primary, points: [Restricts Logical Access], because: It says so.}]\n",
        ),
        ("expect", "expect: {public: false}\n"),
        ("fix", "fix: {summary: Put it right.}\n"),
        ("cases", "cases: [{given: {public: false}, then: pass}]\n"),
    ];
    let given = |key: &str| lines.lines().any(|line| line.starts_with(&format!("{key}:")));
    let rest: String = usual.iter().filter(|(key, _)| !given(key)).map(|(_, line)| *line).collect();
    format!("{lines}\n{rest}")
}

pub(super) fn source(text: &str) -> Source {
    Source {
        origin: Origin::BuiltIn,
        file: "controls/aws/test/test-thing.yaml".to_owned(),
        text: Cow::Owned(text.to_owned()),
    }
}

pub(super) fn load(text: &str, overrides: &Overrides) -> Result<Pack, Vec<Diagnostic>> {
    static GROUND: LazyLock<(Schema, Criteria)> = LazyLock::new(|| (schema(), Criteria::built_in().unwrap()));
    pack::load(&[source(text)], &GROUND.0, &GROUND.1, overrides)
}

/// The control that the lines make.
pub(super) fn control(lines: &str) -> Control {
    match load(&file(lines), &Overrides::default()) {
        Ok(pack) => pack.iter().next().unwrap().clone(),
        Err(problems) => panic!("{}", shown(&problems)),
    }
}

/// A control with this expectation and no regard to its cases.
pub(super) fn expecting(expect: &str) -> Control {
    control_without_cases(&format!("expect: {expect}"))
}

/// A control whose one case is made of nothing but unknowns.
pub(super) fn control_without_cases(lines: &str) -> Control {
    let fields: Vec<String> =
        schema().kind(&Thing::KIND).unwrap().fields.keys().map(|field| format!("{field}: $denied")).collect();
    control(&format!("{lines}\ncases: [{{given: {{{}}}, then: not_evaluated}}]", fields.join(", ")))
}

/// What is wrong with the lines.
pub(super) fn wrong(lines: &str) -> String {
    shown(&load(&file(lines), &Overrides::default()).unwrap_err())
}

pub(super) fn shown(problems: &[Diagnostic]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n").replace("controls/aws/test/test-thing.yaml:", "")
}
