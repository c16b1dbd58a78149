//! The lines of a snapshot file, as they stand on disk.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::inventory::asset::{AccountId, Kind, Region};
use crate::inventory::gap::{Gap, GapKind};
use crate::inventory::population::Population;
use crate::inventory::time::Timestamp;

/// The format that this build writes.
pub const FORMAT: u32 = 1;

/// How many request ids a gap or a call keeps: enough for a support case.
pub const MAX_REQUEST_IDS: usize = 16;

/// The programme that collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Who collected, as the provider itself answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    /// The account of the credentials.
    pub account: AccountId,
    /// The principal.
    pub arn: String,
    /// The provider's stable id of the principal.
    pub user_id: String,
}

/// The first line: what was collected, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The format version; [`FORMAT`] in everything that this build encodes.
    pub format: u32,
    /// The programme that collected.
    pub tool: Tool,
    /// The digest of the control pack that the plan was made from.
    pub pack_digest: String,
    /// Who collected.
    pub caller: Caller,
    /// The accounts that were to be collected, sorted.
    pub accounts: Vec<AccountId>,
    /// The regions that were to be collected in each of them, sorted, without `global`.
    pub regions: Vec<Region>,
    /// When the collection began: every judgement is as of this moment.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// Seconds by which our clock was ahead of the provider's `Date` header; negative where it lagged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_difference_seconds: Option<i64>,
    /// The host's name, or the CI run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The profile of the provider's configuration file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The endpoint that stood in for the provider's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
}

/// A gap with what helps to close it, and how often it happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "GapLine", into = "GapLine")]
pub struct GapRecord {
    /// What could not be read, and why.
    pub gap: Gap,
    /// The IAM action that would close it.
    pub action: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// How many calls ended so.
    pub count: u64,
    /// The provider's ids of such calls, sorted, at most [`MAX_REQUEST_IDS`].
    pub request_ids: Vec<String>,
}

impl GapRecord {
    /// Adds another record of the same gap.
    pub fn absorb(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.action = self.action.take().or(other.action);
        self.message = self.message.take().or(other.message);
        self.request_ids.extend(other.request_ids);
        self.tidy();
    }

    pub(super) fn tidy(&mut self) {
        tidy(&mut self.request_ids);
    }
}

/// Sorted, each once, bounded.
pub(super) fn tidy(request_ids: &mut Vec<String>) {
    request_ids.sort_unstable();
    request_ids.dedup();
    request_ids.truncate(MAX_REQUEST_IDS);
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    kind: GapKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    account: AccountId,
    region: Region,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    count: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    request_ids: Vec<String>,
}

impl From<GapLine> for GapRecord {
    fn from(line: GapLine) -> Self {
        let GapLine { operation, kind, code, account, region, action, message, count, request_ids } = line;
        Self { gap: Gap { operation, kind, code, account, region }, action, message, count, request_ids }
    }
}

impl From<GapRecord> for GapLine {
    fn from(record: GapRecord) -> Self {
        let GapRecord { gap: Gap { operation, kind, code, account, region }, action, message, count, request_ids } =
            record;
        Self { operation, kind, code, account, region, action, message, count, request_ids }
    }
}

/// One listing that was called: what an auditor needs to see that it was read to the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecord {
    /// The operation, `service:Operation`.
    pub operation: String,
    /// What it was asked with.
    pub parameters: BTreeMap<String, String>,
    /// The account.
    pub account: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// How many pages were read.
    pub pages: u64,
    /// How many items they held.
    pub items: u64,
    /// Whether the last page was among them.
    pub complete: bool,
    /// The provider's ids of the calls, sorted, at most [`MAX_REQUEST_IDS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_ids: Vec<String>,
}

/// An asset; borrowed so that its facts stay the text they are.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetLine<'a> {
    pub(super) kind: Cow<'a, Kind>,
    pub(super) account: Cow<'a, AccountId>,
    pub(super) region: Cow<'a, Region>,
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) facts: &'a RawValue,
}

/// How many lines of each sort a snapshot holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Population lines.
    pub populations: u64,
    /// Asset lines.
    pub assets: u64,
    /// Gap lines.
    pub gaps: u64,
    /// Call lines.
    pub calls: u64,
}

/// The last line, which tells a whole file from a damaged one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Footer {
    pub(super) counts: Counts,
    /// SHA-256 of all bytes before this line, uncompressed, in hexadecimal.
    pub(super) sha256: String,
}

/// Any line: an object whose one key says what it is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line<'a> {
    Header(Header),
    Population(Population),
    #[serde(borrow)]
    Asset(AssetLine<'a>),
    Gap(GapRecord),
    Call(CallRecord),
    Footer(Footer),
}

impl Line<'_> {
    /// The sections of a file, in the order they must come in.
    pub(super) fn section(&self) -> Section {
        match self {
            Self::Header(_) => Section::Header,
            Self::Population(_) => Section::Population,
            Self::Asset(_) => Section::Asset,
            Self::Gap(_) => Section::Gap,
            Self::Call(_) => Section::Call,
            Self::Footer(_) => Section::Footer,
        }
    }
}

/// A section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Header,
    Population,
    Asset,
    Gap,
    Call,
    Footer,
}
