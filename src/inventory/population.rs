//! Which listings were completed: the positive evidence that nothing else is there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asset::{AccountId, Kind, Region};
use super::gap::Gap;

/// How far the listing of one kind in one account and region came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every page was read.
    Complete,
    /// Some pages were read, then one failed.
    Partial,
    /// Nothing was read.
    Refused,
    /// The provider does not offer the service there: complete, and empty.
    NotOffered,
}

impl State {
    /// Whether this state is evidence of everything that is there.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Complete | Self::NotOffered)
    }

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::NotOffered => "not_offered",
        }
    }
}

/// Where the assets of a kind are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Once an account, as region `global`; an asset may still name a region of its own.
    Global,
    /// In every region by itself.
    Regional,
}

/// Where the assets of each kind are listed, as the provider's registry has it.
pub type Scopes = BTreeMap<Kind, Scope>;

/// One planned listing and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Population {
    /// The kind that was listed.
    pub kind: Kind,
    /// The account.
    pub account: AccountId,
    /// The region that was asked, or `global`.
    pub region: Region,
    /// How far it came.
    pub state: State,
    /// How many assets of it the snapshot holds.
    pub count: u64,
    /// Why it is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
}
