//! What management says, as files that are reviewed like code: the risks that it accepts, the documents it has on file.

pub mod acceptances;
mod day;
pub mod documents;
mod quote;

use crate::assess::{Acceptance, Document, Management};
use crate::control::ControlId;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;

pub use acceptances::Acceptances;
pub use documents::Filed;

/// All of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    /// The risks that it accepts.
    pub acceptances: Acceptances,
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

    fn documents(&self) -> &[Document] {
        self.filed.documents()
    }
}
