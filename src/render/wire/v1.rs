//! `tickmark.assessment/1`. Fields may be added; none is ever renamed, retyped or taken away.

pub(in crate::render) mod filed;
pub(in crate::render) mod read;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::assess::{Configuration, Documents, Outcome};

/// The document. The four long lists are made while they are written.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Document<'a, C, K, F, G> {
    pub(in crate::render) schema: &'static str,
    pub(in crate::render) tool: Tool<'a>,
    pub(in crate::render) scope: Scope<'a>,
    pub(in crate::render) as_of: String,
    pub(in crate::render) summary: Summary,
    pub(in crate::render) categories: Vec<Category>,
    pub(in crate::render) criteria: C,
    pub(in crate::render) controls: K,
    pub(in crate::render) findings: F,
    pub(in crate::render) gaps: G,
    pub(in crate::render) acceptances: Vec<Acceptance<'a>>,
    pub(in crate::render) exclusions: Vec<Exclusion<'a>>,
    pub(in crate::render) documents: Vec<filed::Document<'a>>,
}

/// The name of this version.
pub(in crate::render) const SCHEMA: &str = "tickmark.assessment/1";

/// The first line of `tickmark.findings/1`; each of the others is a [`Finding`].
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct FindingsHeader<'a, K, G> {
    pub(in crate::render) schema: &'static str,
    pub(in crate::render) tool: Tool<'a>,
    pub(in crate::render) scope: Scope<'a>,
    pub(in crate::render) as_of: String,
    pub(in crate::render) summary: Summary,
    pub(in crate::render) controls: K,
    pub(in crate::render) gaps: G,
    pub(in crate::render) acceptances: Vec<Acceptance<'a>>,
    pub(in crate::render) exclusions: Vec<Exclusion<'a>>,
}

/// The name of its version.
pub(in crate::render) const FINDINGS_SCHEMA: &str = "tickmark.findings/1";

/// A list that is made while it is written.
pub(crate) struct Each<I>(pub(crate) I);

impl<I> Serialize for Each<I>
where
    I: Iterator + Clone,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Tool<'a> {
    pub(in crate::render) name: &'a str,
    pub(in crate::render) version: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Scope<'a> {
    pub(in crate::render) categories: Vec<&'static str>,
    /// The criteria that were named; empty where none was.
    pub(in crate::render) criteria: Vec<&'a str>,
    pub(in crate::render) criterion_threshold: &'static str,
    pub(in crate::render) pack: Pack<'a>,
    pub(in crate::render) collections: Vec<Collection<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Pack<'a> {
    pub(in crate::render) digest: &'a str,
    pub(in crate::render) controls: usize,
    pub(in crate::render) selected: usize,
    /// Built-in controls that a user's own replaces.
    pub(in crate::render) overridden: Vec<&'a str>,
    /// Parameters that may pass more than their defaults, as `ID.name`.
    pub(in crate::render) loosened: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Collection<'a> {
    pub(in crate::render) tool: Tool<'a>,
    pub(in crate::render) pack_digest: &'a str,
    pub(in crate::render) caller: Caller<'a>,
    pub(in crate::render) accounts: Vec<&'a str>,
    pub(in crate::render) regions: Vec<&'a str>,
    pub(in crate::render) started: String,
    pub(in crate::render) finished: String,
    pub(in crate::render) clock_difference_seconds: Option<i64>,
    pub(in crate::render) host: Option<&'a str>,
    pub(in crate::render) profile: Option<&'a str>,
    pub(in crate::render) endpoint: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Caller<'a> {
    pub(in crate::render) account: &'a str,
    pub(in crate::render) arn: &'a str,
    pub(in crate::render) user_id: &'a str,
}

/// Counts of results; of controls too, where `set_aside` is always 0.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Counts {
    pub(in crate::render) pass: u64,
    pub(in crate::render) fail: u64,
    pub(in crate::render) not_evaluated: u64,
    pub(in crate::render) risk_accepted: u64,
    pub(in crate::render) not_applicable: u64,
    pub(in crate::render) set_aside: u64,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Summary {
    pub(in crate::render) score: Score,
    pub(in crate::render) coverage: Coverage,
    pub(in crate::render) counts: BothCounts,
    /// How many criteria have each status.
    pub(in crate::render) configuration: BTreeMap<&'static str, u64>,
    /// How many criteria have each state of documents.
    pub(in crate::render) documents: BTreeMap<&'static str, u64>,
}

/// In percent, rounded down; null where there is nothing to count.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Score {
    pub(in crate::render) by_controls: Option<u8>,
    pub(in crate::render) by_assets: Option<u8>,
}

/// Cells of one control, account and region each.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Coverage {
    pub(in crate::render) percent: Option<u8>,
    pub(in crate::render) covered: u64,
    pub(in crate::render) planned: u64,
    pub(in crate::render) region_closed: u64,
    /// Those that management leaves out whole: in none of the others.
    pub(in crate::render) set_aside: u64,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct BothCounts {
    pub(in crate::render) controls: Counts,
    pub(in crate::render) results: Counts,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Category {
    pub(in crate::render) id: &'static str,
    pub(in crate::render) in_scope: bool,
    pub(in crate::render) score: Score,
    pub(in crate::render) coverage: Coverage,
    pub(in crate::render) counts: BothCounts,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Criterion<'a> {
    pub(in crate::render) id: &'a str,
    #[schemars(extend("enum" = ["security", "availability", "processing_integrity", "confidentiality", "privacy"]))]
    pub(in crate::render) category: &'static str,
    pub(in crate::render) series: &'a str,
    pub(in crate::render) title: &'a str,
    #[schemars(extend("enum" = ["automated", "partial", "manual"]))]
    pub(in crate::render) cloud_evidence: &'static str,
    #[schemars(extend("enum" = Configuration::ALL.map(Configuration::as_str)))]
    pub(in crate::render) configuration: &'static str,
    #[schemars(extend("enum" = Documents::ALL.map(Documents::as_str)))]
    pub(in crate::render) documents: &'static str,
    #[serde(flatten)]
    pub(in crate::render) on_file: filed::OnFile<'a>,
    pub(in crate::render) counts: BothCounts,
    pub(in crate::render) controls: Vec<&'a str>,
    /// Controls of the pack that speak to it and were not selected.
    pub(in crate::render) unselected: Vec<&'a str>,
    pub(in crate::render) points: Vec<Point<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Point<'a> {
    pub(in crate::render) name: &'a str,
    #[schemars(extend("enum" = Configuration::ALL.map(Configuration::as_str)))]
    pub(in crate::render) status: &'static str,
    pub(in crate::render) controls: Vec<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Control<'a> {
    pub(in crate::render) id: &'a str,
    pub(in crate::render) title: &'a str,
    pub(in crate::render) service: &'a str,
    pub(in crate::render) assertion: &'static str,
    #[schemars(extend("enum" = ["critical", "high", "medium", "low"]))]
    pub(in crate::render) severity: &'static str,
    #[schemars(extend("enum" = ["fail", "not_evaluated", "risk_accepted", "pass", "not_applicable"]))]
    pub(in crate::render) status: &'static str,
    pub(in crate::render) params: BTreeMap<&'a str, Param>,
    pub(in crate::render) gaps: &'a [usize],
    pub(in crate::render) counts: Counts,
    pub(in crate::render) population: Vec<Population<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Param {
    pub(in crate::render) value: Value,
    /// `default`, `tightened` or `loosened`.
    #[schemars(extend("enum" = ["default", "tightened", "loosened"]))]
    pub(in crate::render) change: &'static str,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Population<'a> {
    pub(in crate::render) kind: &'a str,
    pub(in crate::render) account: &'a str,
    pub(in crate::render) region: &'a str,
    /// `complete`, `partial`, `refused`, `not_offered`, or `not_seen` where the snapshot has no record.
    #[schemars(extend("enum" = ["complete", "partial", "refused", "not_offered", "not_seen"]))]
    pub(in crate::render) state: &'static str,
    pub(in crate::render) count: u64,
    /// How many assets the snapshot holds, where that is another number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) held: Option<u64>,
    /// Why it is no evidence of everything that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) gap: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Finding<'a> {
    pub(in crate::render) control: &'a str,
    #[schemars(extend("enum" = Outcome::ALL.map(Outcome::as_str)))]
    pub(in crate::render) status: &'static str,
    #[schemars(extend("enum" = ["critical", "high", "medium", "low"]))]
    pub(in crate::render) severity: &'static str,
    pub(in crate::render) criteria: Vec<&'a str>,
    pub(in crate::render) fingerprint: String,
    pub(in crate::render) asset: Asset<'a>,
    pub(in crate::render) observations: Vec<Observation>,
    pub(in crate::render) gaps: Vec<usize>,
    /// The number of the acceptance by which a failure is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) acceptance: Option<usize>,
    /// The number of the exclusion by which it is set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) exclusion: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) fix: Option<Fix>,
}

/// A risk acceptance on file.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Acceptance<'a> {
    pub(in crate::render) control: &'a str,
    pub(in crate::render) assets: Vec<AcceptedAsset<'a>>,
    pub(in crate::render) reason: &'a str,
    pub(in crate::render) compensating_control: &'a str,
    pub(in crate::render) owner: &'a str,
    pub(in crate::render) approver: &'a str,
    pub(in crate::render) ticket: &'a str,
    /// The first day, in UTC.
    pub(in crate::render) starts: String,
    /// The last day, in UTC.
    pub(in crate::render) expires: String,
    /// `in_force`; `not_yet`, `expired` and `self_approved` are not honoured.
    #[schemars(extend("enum" = ["in_force", "not_yet", "expired", "self_approved"]))]
    pub(in crate::render) validity: &'static str,
    /// How many failures it accepts; one in force that accepts none is unused.
    pub(in crate::render) accepted: u64,
}

/// What management leaves out of the system's boundary.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Exclusion<'a> {
    /// What it leaves out, in words.
    pub(in crate::render) what: String,
    pub(in crate::render) reason: &'a str,
    pub(in crate::render) approver: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) ticket: Option<&'a str>,
    /// The last day, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) until: Option<String>,
    /// Whether it is honoured.
    pub(in crate::render) in_force: bool,
    /// How many results it sets aside.
    pub(in crate::render) set_aside: u64,
    /// How many results are judged all the same because the tags that it asks for were not read.
    pub(in crate::render) untold: u64,
}

/// An asset's id, or a pattern of ids.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::render) enum AcceptedAsset<'a> {
    Id(&'a str),
    Glob(&'a str),
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Asset<'a> {
    pub(in crate::render) kind: &'a str,
    pub(in crate::render) id: &'a str,
    pub(in crate::render) name: &'a str,
    pub(in crate::render) account: &'a str,
    pub(in crate::render) region: &'a str,
}

/// It has `actual`, where null is known to be absent, or else `unknown`.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Observation {
    pub(in crate::render) path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) actual: Option<Value>,
    /// The number of the gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) unknown: Option<usize>,
    /// The numbers of further gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render) unknown_too: Vec<usize>,
    /// Null where nothing is asked of the value.
    pub(in crate::render) expected: Option<String>,
    /// Whether what is expected was seen to hold; null where that cannot be told.
    pub(in crate::render) holds: Option<bool>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Fix {
    pub(in crate::render) summary: String,
    pub(in crate::render) cli: Option<String>,
    pub(in crate::render) terraform: Option<String>,
    pub(in crate::render) console: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Gap<'a> {
    pub(in crate::render) operation: Option<&'a str>,
    pub(in crate::render) action: Option<&'a str>,
    pub(in crate::render) account: &'a str,
    pub(in crate::render) region: &'a str,
    pub(in crate::render) kind: &'static str,
    pub(in crate::render) code: Option<&'a str>,
    pub(in crate::render) message: Option<&'a str>,
    pub(in crate::render) count: u64,
    pub(in crate::render) controls: Vec<&'a str>,
}
