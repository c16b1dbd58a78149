//! What could not be read.

use std::fmt;

use serde::Serialize;

use super::words;
use crate::assess::GapEntry;
use crate::inventory::GapKind;

/// One thing that could not be read, and what it costs.
#[derive(Debug, Serialize)]
pub struct Gap<'a> {
    /// The operation; absent where no call stands behind it.
    pub operation: Option<&'a str>,
    /// The permission that would close it.
    pub action: Option<&'a str>,
    /// The account.
    pub account: &'a str,
    /// The region.
    pub region: &'a str,
    /// Why.
    pub kind: GapKind,
    /// The provider's error code.
    pub code: Option<&'a str>,
    /// The provider's message.
    pub message: Option<&'a str>,
    /// How often it was met.
    pub count: u64,
    /// The controls that could not be evaluated, here or there, because of it.
    pub controls: &'a [usize],
}

impl<'a> Gap<'a> {
    pub(super) fn of(entry: &'a GapEntry) -> Self {
        Self {
            operation: entry.gap.operation.as_deref(),
            action: entry.action.as_deref(),
            account: entry.gap.account.as_str(),
            region: entry.gap.region.as_str(),
            kind: entry.gap.kind,
            code: entry.gap.code.as_deref(),
            message: entry.message.as_deref(),
            count: entry.count,
            controls: &entry.controls,
        }
    }
}

/// In a few words: `denied: s3:GetBucketPolicy (AccessDenied) in 123456789012, eu-west-1`.
impl fmt::Display for Gap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::plain(self.kind.as_str()))?;
        if let Some(operation) = self.operation {
            write!(f, ": {operation}")?;
        }
        if let Some(code) = self.code {
            write!(f, " ({code})")?;
        }
        write!(f, " in {}, {}", self.account, self.region)
    }
}
