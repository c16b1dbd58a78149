//! What management leaves out of the system's boundary.

mod load;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use load::from_nodes;
pub use load::{Known, load};
pub use write::file_of;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::assess::{Excluded, Exclusion, Management};
use crate::control::ControlId;
use crate::inventory::snapshot::AssetRef;
use crate::inventory::{Kind, Timestamp};
use crate::predicate::Truth;

/// Every exclusion, whether it is honoured or not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Exclusions {
    all: Vec<Exclusion>,
    /// The kinds whose tags can be read.
    tagged: BTreeSet<Kind>,
}

impl Exclusions {
    /// Of these, where assets of the `tagged` kinds have tags that can be read.
    pub fn new(all: Vec<Exclusion>, tagged: BTreeSet<Kind>) -> Self {
        Self { all, tagged }
    }

    /// Whether any of them asks for tags.
    pub fn read_tags(&self) -> bool {
        self.all.iter().any(Exclusion::reads_tags)
    }

    /// Whether the exclusion of this number leaves one control on one asset out, if it is honoured.
    pub fn covers(&self, number: usize, control: &ControlId, asset: AssetRef<'_>, facts: &Map<String, Value>) -> Truth {
        let tagged = self.tagged.contains(asset.kind());
        self.all.get(number).map_or(Truth::False, |one| one.covers(control, asset, facts, tagged))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Management for Exclusions {
    fn exclusions(&self) -> &[Exclusion] {
        &self.all
    }

    fn excluded(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        as_of: Timestamp,
    ) -> Excluded {
        let mut untold = None;
        for (number, _) in self.all.iter().enumerate().filter(|(_, one)| one.holds(as_of)) {
            match self.covers(number, control, asset, facts) {
                Truth::True => return Excluded::By(number),
                Truth::Unknown => untold = untold.or(Some(number)),
                Truth::False => {}
            }
        }
        untold.map_or(Excluded::No, Excluded::Untold)
    }
}
