//! Documents, as management has them on file.

mod add;
mod hash;
mod load;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::assess::Document;
use crate::criteria::CriterionId;

pub use add::{CannotAdd, addition, file_of};
pub use hash::{digest, sha256};
pub use load::{VALID_DAYS, load, load_from};

/// Every document that is on file, whether it counts or not, and who is asked for those that are not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Filed {
    documents: Vec<Document>,
    /// By criterion, or by the part of its id that stands before the dot.
    owners: BTreeMap<String, String>,
}

impl Filed {
    /// The documents, in the order of the file.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Who is asked for a criterion's documents: whom the file names for it or for its series, else who answers for
    /// the last of its documents.
    pub fn owner(&self, criterion: &CriterionId) -> Option<&str> {
        let named = self.owners.get(criterion.as_str()).or_else(|| self.owners.get(series(criterion.as_str())));
        let last = || self.documents.iter().rfind(|document| document.criterion == *criterion);
        named.or_else(|| last().map(|document| &document.owner)).map(String::as_str)
    }
}

/// `CC6` of `CC6.1`.
fn series(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}
