//! The names that the snapshots know: those of every asset, with the words that they are made of.

use std::collections::BTreeSet;

use super::words::{is_between, is_region, made};
use crate::inventory::snapshot::Snapshot;

/// Words that name something of the entity's.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Of every asset of some snapshots.
    pub(super) fn of<'s>(snapshots: impl IntoIterator<Item = &'s Snapshot>) -> Self {
        let mut names = Self::default();
        for asset in snapshots.into_iter().flat_map(Snapshot::assets) {
            names.add(asset.name());
            // Of an ARN the provider's own words stand before the name.
            if let Some(word) = asset.id().split(is_between).rfind(|word| !word.is_empty()) {
                names.add(word);
            }
        }
        names
    }

    fn add(&mut self, name: &str) {
        let is_name = |word: &str| !word.is_empty() && !is_region(word) && made(word).is_none();
        if is_name(name) {
            self.0.insert(name.to_owned());
        }
        self.0.extend(name.split(is_between).filter(|word| word.len() > 1 && is_name(word)).map(str::to_owned));
    }

    /// Whether a word is a name, or part of one.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}
