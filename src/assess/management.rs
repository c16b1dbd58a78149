//! What management says beside what was seen: accepted risks, exclusions, and documents on file.

use std::fmt;

use super::outcome::Decision;
use crate::control::ControlId;
use crate::criteria::CriterionId;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;

/// The entity's own evidence for a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filed {
    /// Recent enough.
    Current,
    /// Too old.
    Stale,
}

/// What management decided and filed, as in force at the moment of judgement.
pub trait Management: fmt::Debug + Sync {
    /// The decision about one control on one asset.
    fn decision(&self, control: &ControlId, asset: AssetRef<'_>, as_of: Timestamp) -> Option<Decision>;

    /// What is on file for a criterion.
    fn documents(&self, criterion: &CriterionId) -> Option<Filed>;
}

/// Management that decided nothing and filed nothing.
impl Management for () {
    fn decision(&self, _: &ControlId, _: AssetRef<'_>, _: Timestamp) -> Option<Decision> {
        None
    }

    fn documents(&self, _: &CriterionId) -> Option<Filed> {
        None
    }
}
