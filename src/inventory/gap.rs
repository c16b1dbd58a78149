//! What could not be read, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::asset::{AccountId, Region};

/// Why a fact is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// The caller lacks the permission.
    Denied,
    /// The provider kept asking us to slow down until we gave up.
    Throttled,
    /// No answer in the time allowed.
    Timeout,
    /// The credentials ran out during the collection.
    CredentialsExpired,
    /// The call was never planned, or the snapshot is older than the fact.
    NotCollected,
    /// The endpoint does not know the operation.
    NotImplemented,
    /// The answer could not be understood.
    Malformed,
    /// The asset went away between its listing and this read.
    Vanished,
    /// The fact lives in an account out of sight.
    Elsewhere,
    /// A service control policy closes the region.
    RegionClosed,
    /// A defect of our own.
    Internal,
    /// The run was stopped before this was read.
    Interrupted,
    /// Any other error of the provider.
    Error,
}

impl GapKind {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::Timeout => "timeout",
            Self::CredentialsExpired => "credentials_expired",
            Self::NotCollected => "not_collected",
            Self::NotImplemented => "not_implemented",
            Self::Malformed => "malformed",
            Self::Vanished => "vanished",
            Self::Elsewhere => "elsewhere",
            Self::RegionClosed => "region_closed",
            Self::Internal => "internal",
            Self::Interrupted => "interrupted",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for GapKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that could not be read: which operation, why, and where.
///
/// This is a gap's identity. The snapshot's gap lines ([`super::snapshot::GapRecord`]) add the
/// IAM action, the message and how often it happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Gap {
    /// The operation, `service:Operation`; absent where no call stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Why.
    pub kind: GapKind,
    /// The provider's error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The account it lies in; of an `elsewhere` the account that could tell.
    pub account: AccountId,
    /// The region that was asked, `global`, or `*`.
    pub region: Region,
}

/// The gaps behind one unknown fact, sorted, each once. Empty means that nobody asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps(Vec<Gap>);

impl Gaps {
    /// No call was planned for this fact.
    pub const NOT_COLLECTED: Self = Self(Vec::new());

    /// The gaps, sorted.
    pub fn iter(&self) -> std::slice::Iter<'_, Gap> {
        self.0.iter()
    }

    /// Whether the fact was never asked for.
    pub fn is_not_collected(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds those of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
        self.0.sort_unstable();
        self.0.dedup();
    }
}

impl From<Gap> for Gaps {
    fn from(gap: Gap) -> Self {
        Self(vec![gap])
    }
}

impl FromIterator<Gap> for Gaps {
    fn from_iter<I: IntoIterator<Item = Gap>>(gaps: I) -> Self {
        let mut gaps: Vec<Gap> = gaps.into_iter().collect();
        gaps.sort_unstable();
        gaps.dedup();
        Self(gaps)
    }
}

impl<'a> IntoIterator for &'a Gaps {
    type Item = &'a Gap;
    type IntoIter = std::slice::Iter<'a, Gap>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The key of the JSON object that stands where an unknown fact's value would.
pub const UNKNOWN_KEY: &str = "$unknown";

impl Serialize for Gaps {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Gaps {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let value = serde_json::Value::deserialize(deserializer)?;
        Self::from_json(&value).map_err(D::Error::custom)
    }
}

impl Gaps {
    /// The gaps of every unknown in a value, at any depth; `None` where all of it is known.
    pub fn within(value: &serde_json::Value) -> Option<Self> {
        let mut found = None;
        search(value, &mut found);
        found
    }

    /// The gaps of an unknown marker's content: one object, or a list of them.
    pub fn from_json(value: &serde_json::Value) -> Result<Self, serde_json::Error> {
        match value {
            serde_json::Value::Array(several) => several.iter().map(Gap::deserialize).collect(),
            one => Gap::deserialize(one).map(Self::from),
        }
    }
}

fn search(value: &serde_json::Value, found: &mut Option<Gaps>) {
    use serde_json::Value;
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| search(element, found)),
        Value::Object(map) => match map.get(UNKNOWN_KEY) {
            Some(marker) => found.get_or_insert_default().merge(&Gaps::from_json(marker).unwrap_or_default()),
            None => map.values().for_each(|value| search(value, found)),
        },
        _ => {}
    }
}
