//! Accepted risks, as management has them on file.

mod load;
#[cfg(test)]
mod tests;
mod write;

pub use load::load;
pub(in crate::management) use load::patterns;
pub use write::file_of;
pub(in crate::management) use write::pattern_of;

use std::collections::BTreeMap;

use crate::assess::{Acceptance, Management, Validity};
use crate::control::ControlId;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;

/// Every acceptance that is on file, whether it is honoured or not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Acceptances {
    all: Vec<Acceptance>,
    by_control: BTreeMap<ControlId, Vec<usize>>,
}

impl FromIterator<Acceptance> for Acceptances {
    fn from_iter<I: IntoIterator<Item = Acceptance>>(all: I) -> Self {
        let mut acceptances = Self { all: all.into_iter().collect(), ..Self::default() };
        for (number, acceptance) in acceptances.all.iter().enumerate() {
            acceptances.by_control.entry(acceptance.control.clone()).or_default().push(number);
        }
        acceptances
    }
}

impl Management for Acceptances {
    fn acceptances(&self) -> &[Acceptance] {
        &self.all
    }

    fn acceptance(&self, control: &ControlId, asset: AssetRef<'_>, as_of: Timestamp) -> Option<usize> {
        let own = self.by_control.get(control)?.iter().filter_map(|number| Some((*number, self.all.get(*number)?)));
        let mut honoured = own.filter(|(_, one)| one.validity(as_of) == Validity::InForce && one.names(asset.id()));
        honoured.next().map(|(number, _)| number)
    }
}
