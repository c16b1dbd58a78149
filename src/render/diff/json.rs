//! A comparison as `tickmark.diff/1`. Fields may be added; none is ever renamed, retyped or taken away.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::assess::Outcome;
use crate::assess::compare::{Change, Comparison, Ground, Judged, JudgedFinding};
use crate::render::style::Style;

/// The name of this version.
const SCHEMA: &str = "tickmark.diff/1";

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Document<'j> {
    schema: &'static str,
    old: Side<'j>,
    new: Side<'j>,
    counts: BTreeMap<&'static str, usize>,
    /// How many failures are the same.
    known_failures: u64,
    changes: Vec<ChangedResult<'j>>,
    /// Known failures of another severity.
    severities: Vec<Regraded<'j>>,
    criteria: Vec<Criterion<'j>>,
    judged_by: Vec<JudgedBy<'j>>,
}

#[derive(Serialize, JsonSchema)]
struct Side<'j> {
    as_of: &'j str,
    pack_digest: &'j str,
    accounts: Vec<&'j str>,
}

#[derive(Serialize, JsonSchema)]
struct ChangedResult<'j> {
    change: &'static str,
    /// Null where there was no such result.
    was: Option<&'static str>,
    /// Null where there is none.
    is: Option<&'static str>,
    severity: &'static str,
    control: &'j str,
    fingerprint: &'j str,
    asset: Asset<'j>,
}

#[derive(Serialize, JsonSchema)]
struct Regraded<'j> {
    was: &'static str,
    is: &'static str,
    control: &'j str,
    fingerprint: &'j str,
    asset: Asset<'j>,
}

#[derive(Serialize, JsonSchema)]
struct Asset<'j> {
    kind: &'j str,
    id: &'j str,
    name: &'j str,
    account: &'j str,
    region: &'j str,
}

#[derive(Serialize, JsonSchema)]
struct Criterion<'j> {
    id: &'j str,
    was: &'static str,
    is: &'static str,
}

/// What is different about what was judged by.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
enum JudgedBy<'j> {
    ControlAdded { control: &'j str },
    ControlRemoved { control: &'j str },
    Param { control: &'j str, name: &'j str, was: Option<&'j str>, is: Option<&'j str> },
    Pack { was: &'j str, is: &'j str },
    CriterionThreshold { was: &'static str, is: &'static str },
}

/// Writes the document and a line feed.
pub(super) fn write(comparison: &Comparison<'_>, _: Style, out: &mut dyn Write) -> io::Result<()> {
    let changes = comparison.changes.iter().map(|changed| ChangedResult {
        change: changed.change.as_str(),
        was: changed.was.map(Outcome::as_str),
        is: changed.is.map(Outcome::as_str),
        severity: changed.finding.severity.as_str(),
        control: &changed.finding.control,
        fingerprint: changed.fingerprint,
        asset: asset(changed.finding),
    });
    let regraded = comparison.regraded.iter().map(|one| Regraded {
        was: one.was.as_str(),
        is: one.finding.severity.as_str(),
        control: &one.finding.control,
        fingerprint: one.fingerprint,
        asset: asset(one.finding),
    });
    let criteria = comparison.criteria.iter();
    let document = Document {
        schema: SCHEMA,
        old: side(comparison.old),
        new: side(comparison.new),
        counts: Change::ALL.into_iter().map(|change| (change.as_str(), comparison.of(change).count())).collect(),
        known_failures: comparison.known_failures,
        changes: changes.collect(),
        severities: regraded.collect(),
        criteria: criteria.map(|one| Criterion { id: one.id, was: one.was.as_str(), is: one.is.as_str() }).collect(),
        judged_by: comparison.grounds.iter().map(judged_by).collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn side(judged: &Judged) -> Side<'_> {
    let accounts = judged.scope.keys().map(String::as_str).collect();
    Side { as_of: &judged.as_of, pack_digest: &judged.pack_digest, accounts }
}

fn asset(finding: &JudgedFinding) -> Asset<'_> {
    let JudgedFinding { kind, id, name, account, region, .. } = finding;
    Asset { kind, id, name, account, region }
}

fn judged_by<'j>(ground: &Ground<'j>) -> JudgedBy<'j> {
    match *ground {
        Ground::ControlAdded(control) => JudgedBy::ControlAdded { control },
        Ground::ControlRemoved(control) => JudgedBy::ControlRemoved { control },
        Ground::Param { control, name, was, is } => JudgedBy::Param { control, name, was, is },
        Ground::Pack { was, is } => JudgedBy::Pack { was, is },
        Ground::CriterionThreshold { was, is } => JudgedBy::CriterionThreshold { was: was.as_str(), is: is.as_str() },
    }
}
