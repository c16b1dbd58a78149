//! What management says, as files that are reviewed like code: the risks that it accepts, what it leaves out, the
//! documents it has on file.

pub mod acceptances;
mod day;
pub mod documents;
pub mod exclusions;
mod quote;

use serde_json::{Map, Value};

use crate::assess::{Acceptance, Document, Excluded, Exclusion, Management};
use crate::control::ControlId;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;

pub use acceptances::Acceptances;
pub use documents::Filed;
pub use exclusions::Exclusions;

/// All of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    /// The risks that it accepts.
    pub acceptances: Acceptances,
    /// What it leaves out.
    pub exclusions: Exclusions,
    /// The documents that it has on file.
    pub filed: Filed,
}

impl Management for Record {
    fn acceptances(&self) -> &[Acceptance] {
        self.acceptances.acceptances()
    }

    fn acceptance(&self, control: &ControlId, asset: AssetRef<'_>, as_of: Timestamp) -> Option<usize> {
        self.acceptances.acceptance(control, asset, as_of)
    }

    fn exclusions(&self) -> &[Exclusion] {
        self.exclusions.exclusions()
    }

    fn excluded(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        as_of: Timestamp,
    ) -> Excluded {
        self.exclusions.excluded(control, asset, facts, as_of)
    }

    fn documents(&self) -> &[Document] {
        self.filed.documents()
    }
}
