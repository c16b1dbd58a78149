//! The shape of the page's data: its script reads it by these names.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::assess::Tally;
use crate::render::wire::v1::{self, filed};

#[derive(Serialize)]
pub(super) struct Data<'a, A, K, R> {
    pub(super) tool: &'static str,
    pub(super) version: &'static str,
    pub(super) as_of: String,
    pub(super) collections: Vec<Collection<'a>>,
    pub(super) pack: Pack<'a>,
    pub(super) categories: Vec<Category>,
    pub(super) totals: Totals,
    pub(super) criteria: Vec<Criterion<'a>>,
    pub(super) controls: K,
    /// The words that the assets are made of.
    pub(super) words: Vec<&'a str>,
    /// Kind, account, region (numbers of words), id and name.
    pub(super) assets: A,
    pub(super) gaps: Vec<Gap<'a>>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) acceptances: Vec<Acceptance<'a>>,
    pub(super) exclusions: Vec<v1::Exclusion<'a>>,
    pub(super) documents: Vec<filed::Document<'a>>,
    /// What only a report says; null on the page of a scan.
    pub(super) report: R,
}

#[derive(Serialize)]
pub(super) struct Collection<'a> {
    pub(super) tool: &'a str,
    pub(super) pack: &'a str,
    pub(super) accounts: Vec<&'a str>,
    pub(super) regions: Vec<&'a str>,
    pub(super) arn: &'a str,
    pub(super) started: String,
    pub(super) finished: String,
    pub(super) clock: Option<i64>,
    pub(super) host: Option<&'a str>,
    pub(super) endpoint: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Pack<'a> {
    pub(super) digest: &'a str,
    pub(super) controls: usize,
    pub(super) selected: usize,
    pub(super) overridden: Vec<&'a str>,
    pub(super) changed: Vec<String>,
    pub(super) threshold: &'static str,
}

#[derive(Serialize)]
pub(super) struct Category {
    pub(super) id: &'static str,
    pub(super) in_scope: bool,
    pub(super) counts: Counts,
    pub(super) coverage: Option<u8>,
}

#[derive(Serialize)]
pub(super) struct Totals {
    pub(super) controls: Counts,
    pub(super) results: Counts,
    pub(super) coverage: Option<u8>,
    pub(super) closed: u64,
    pub(super) set_aside: u64,
}

/// Passed, failed, not evaluated, risk accepted, not applicable, set aside.
#[derive(Serialize)]
pub(super) struct Counts(u64, u64, u64, u64, u64, u64);

#[derive(Serialize)]
pub(super) struct Criterion<'a> {
    pub(super) id: &'a str,
    pub(super) category: &'static str,
    pub(super) series: &'a str,
    pub(super) summary: &'a str,
    pub(super) cloud: &'static str,
    pub(super) signals: Option<&'a str>,
    pub(super) manual: &'a str,
    pub(super) configuration: &'static str,
    pub(super) documents: &'static str,
    #[serde(flatten)]
    pub(super) on_file: filed::OnFile<'a>,
    pub(super) counts: Counts,
    pub(super) points: Vec<Point<'a>>,
    pub(super) controls: Vec<Mapped<'a>>,
    pub(super) unselected: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Point<'a> {
    pub(super) name: &'a str,
    /// Null where no cloud shows anything of it.
    pub(super) status: Option<&'static str>,
    pub(super) scope: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Mapped<'a> {
    /// The control's number.
    pub(super) n: usize,
    pub(super) role: &'static str,
    pub(super) because: &'a str,
    pub(super) points: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Control<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) service: &'a str,
    pub(super) assertion: &'static str,
    pub(super) severity: &'static str,
    pub(super) status: &'static str,
    pub(super) applies: Vec<String>,
    pub(super) expects: Vec<String>,
    pub(super) params: Vec<(&'a str, String, &'static str)>,
    pub(super) counts: Counts,
    pub(super) populations: Vec<Population<'a>>,
    pub(super) gaps: &'a [usize],
    pub(super) equivalents: &'a BTreeMap<String, Vec<String>>,
    pub(super) references: &'a [String],
    /// The paths that its findings show, each with what was expected there.
    pub(super) shapes: Vec<Vec<(String, String)>>,
    pub(super) findings: Vec<Result<'a>>,
    pub(super) fixes: Vec<Fix>,
}

#[derive(Serialize)]
pub(super) struct Population<'a> {
    pub(super) kind: &'a str,
    pub(super) account: &'a str,
    pub(super) region: String,
    pub(super) state: &'static str,
    pub(super) count: u64,
}

/// Asset, outcome, severity, shape, what was seen at each of its paths (`[value]`, or the number of a gap), the numbers
/// of those that decided, the gaps, the fix, the acceptance, the exclusion.
#[derive(Serialize)]
pub(super) struct Result<'a>(
    pub(super) usize,
    pub(super) &'a str,
    pub(super) &'static str,
    pub(super) usize,
    pub(super) Vec<Seen>,
    pub(super) Vec<usize>,
    pub(super) Vec<usize>,
    pub(super) Option<usize>,
    pub(super) Option<usize>,
    pub(super) Option<usize>,
);

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Seen {
    Value([Value; 1]),
    Gap(Option<usize>),
}

#[derive(Serialize)]
pub(super) struct Fix {
    pub(super) summary: String,
    pub(super) cli: Option<String>,
    pub(super) terraform: Option<String>,
    pub(super) console: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Gap<'a> {
    pub(super) operation: Option<&'a str>,
    pub(super) action: Option<&'a str>,
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) kind: &'static str,
    pub(super) code: Option<&'a str>,
    pub(super) message: Option<&'a str>,
    pub(super) count: u64,
    pub(super) controls: &'a [usize],
}

#[derive(Serialize)]
pub(super) struct Call<'a> {
    pub(super) operation: &'a str,
    pub(super) parameters: &'a BTreeMap<String, String>,
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) pages: u64,
    pub(super) items: u64,
    pub(super) complete: bool,
    pub(super) requests: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Acceptance<'a> {
    pub(super) control: &'a str,
    pub(super) assets: Vec<String>,
    pub(super) reason: &'a str,
    pub(super) compensating: &'a str,
    pub(super) owner: &'a str,
    pub(super) approver: &'a str,
    pub(super) ticket: &'a str,
    pub(super) starts: String,
    pub(super) expires: String,
    pub(super) validity: &'static str,
    pub(super) accepted: u64,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let Tally { pass, fail, not_evaluated, risk_accepted, not_applicable, set_aside } = tally;
        Self(pass, fail, not_evaluated, risk_accepted, not_applicable, set_aside)
    }
}
