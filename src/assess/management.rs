//! What management says beside what was seen: accepted risks, exclusions, and documents on file.

use std::fmt;

use serde_json::{Map, Value};

use super::document::Document;
use super::exclusion::Exclusion;
use super::outcome::Decision;
use crate::control::ControlId;
use crate::inventory::snapshot::AssetRef;
use crate::inventory::{AccountId, Kind, Region, Timestamp};

/// A failure that management knows of and accepts for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The control that fails.
    pub control: ControlId,
    /// The assets on which it does.
    pub assets: Vec<AssetPattern>,
    /// Why it is accepted.
    pub reason: String,
    /// What keeps the risk small meanwhile.
    pub compensating_control: String,
    /// Who answers for the asset.
    pub owner: String,
    /// Who accepted the risk: somebody else.
    pub approver: String,
    /// Where it was discussed.
    pub ticket: String,
    /// The first moment at which it holds.
    pub starts: Timestamp,
    /// The first moment at which it no longer holds.
    pub ends: Timestamp,
}

/// Which assets an acceptance is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssetPattern {
    /// The one with this id.
    Id(String),
    /// All whose id fits, where `*` stands for anything.
    Glob(String),
}

impl fmt::Display for AssetPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Glob(glob) => write!(f, "{glob} (a pattern)"),
        }
    }
}

/// Whether an acceptance is honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// It is.
    InForce,
    /// It has not begun.
    NotYet,
    /// It is over.
    Expired,
    /// Its approver is its owner.
    SelfApproved,
}

impl Validity {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYet => "not_yet",
            Self::Expired => "expired",
            Self::SelfApproved => "self_approved",
        }
    }
}

impl Acceptance {
    /// Whether it is honoured at a moment.
    pub fn validity(&self, as_of: Timestamp) -> Validity {
        if self.owner.trim().eq_ignore_ascii_case(self.approver.trim()) {
            Validity::SelfApproved
        } else if as_of < self.starts {
            Validity::NotYet
        } else if as_of >= self.ends {
            Validity::Expired
        } else {
            Validity::InForce
        }
    }

    /// A moment of the last day on which it holds.
    pub fn last_day(&self) -> Timestamp {
        Timestamp::from_unix(self.ends.as_seconds() - 1, 0).unwrap_or(self.ends)
    }

    /// Whether it is for the asset with this id.
    pub fn names(&self, id: &str) -> bool {
        self.assets.iter().any(|pattern| pattern.fits(id))
    }
}

impl AssetPattern {
    /// Whether the asset with this id is one of them.
    pub fn fits(&self, id: &str) -> bool {
        match self {
            Self::Id(own) => own == id,
            Self::Glob(glob) => fits(glob, id),
        }
    }
}

/// Whether a text fits a pattern whose `*` stand for anything.
fn fits(glob: &str, text: &str) -> bool {
    let mut parts = glob.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

/// Whether one control on one asset is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excluded {
    /// It is not.
    No,
    /// By the exclusion of this number.
    By(usize),
    /// It is judged, though the exclusion of this number may have been meant for it: its tags were not read.
    Untold(usize),
}

/// Where one kind of asset is listed.
#[derive(Debug, Clone, Copy)]
pub struct ListedAt<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// The account.
    pub account: &'a AccountId,
    /// The region, or `global`.
    pub region: &'a Region,
}

/// What management decided and filed, as in force at the moment of judgement.
pub trait Management: fmt::Debug + Sync {
    /// The decision about one control on one asset that has these facts.
    fn decision(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        as_of: Timestamp,
    ) -> Option<Decision> {
        match self.excluded(control, asset, facts, as_of) {
            Excluded::By(_) => Some(Decision::SetAside),
            Excluded::No | Excluded::Untold(_) => self.acceptance(control, asset, as_of).map(|_| Decision::AcceptRisk),
        }
    }

    /// Every exclusion that is on file, whether it is honoured or not.
    fn exclusions(&self) -> &[Exclusion] {
        &[]
    }

    /// Whether one control on one asset that has these facts is left out.
    fn excluded(&self, _: &ControlId, _: AssetRef<'_>, _: &Map<String, Value>, _: Timestamp) -> Excluded {
        Excluded::No
    }

    /// The number of the exclusion by which all that a control judges of a kind in one place is left out, seen or not.
    fn excludes_all(&self, control: &ControlId, place: ListedAt<'_>, as_of: Timestamp) -> Option<usize> {
        let ListedAt { kind, account, region } = place;
        self.exclusions().iter().position(|one| one.holds(as_of) && one.covers_all(control, kind, account, region))
    }

    /// Every acceptance that is on file, whether it is honoured or not.
    fn acceptances(&self) -> &[Acceptance] {
        &[]
    }

    /// The number of the acceptance that is honoured for one control on one asset.
    fn acceptance(&self, _: &ControlId, _: AssetRef<'_>, _: Timestamp) -> Option<usize> {
        None
    }

    /// Every document that is on file, whether it counts or not.
    fn documents(&self) -> &[Document] {
        &[]
    }
}

/// Management that decided nothing and filed nothing.
impl Management for () {}
