//! What the facts in hand are derived from, and so which of them bears on which.

use std::collections::{BTreeMap, BTreeSet};

use super::{Needs, Place};

/// How a fact bears on another that is derived from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearing {
    /// The other is derived from it.
    Whole,
    /// The other is derived from what it is derived from.
    Source,
}

/// What the facts in hand are derived from.
pub(super) struct Derivation<'n> {
    needs: &'n Needs,
    sources: BTreeMap<Place, BTreeSet<Place>>,
}

impl<'n> Derivation<'n> {
    pub(super) fn of(places: impl IntoIterator<Item = Place>, needs: &'n Needs) -> Self {
        let sources = places.into_iter().map(|place| (place.clone(), sources(&place, needs)));
        Self { needs, sources: sources.collect() }
    }

    /// Whether a fact is derived at all.
    pub(super) fn derives(&self, place: &Place) -> bool {
        self.needs.contains_key(place)
    }

    /// Whether the fact of one asset bears on the fact of another.
    pub(super) fn bears(&self, on: &Place, root: &Place) -> Option<Bearing> {
        let sources = self.sources.get(on).filter(|sources| on.0 != root.0 && !sources.is_empty())?;
        if sources.contains(root) {
            return Some(Bearing::Whole);
        }
        let behind = self.needs.get(root)?;
        behind.iter().any(|place| place.0 == root.0 && sources.contains(place)).then_some(Bearing::Source)
    }
}

/// What a fact is derived from: what it names itself, what facts of the same asset on the way name, and what a fact of
/// another asset names that is handed on under its own name.
fn sources(place: &Place, needs: &Needs) -> BTreeSet<Place> {
    let mut found = BTreeSet::new();
    let mut open = vec![place.clone()];
    while let Some(next) = open.pop() {
        for needed in needs.get(&next).into_iter().flatten() {
            if found.insert(needed.clone()) && (needed.0 == place.0 || needed.1 == place.1) {
                open.push(needed.clone());
            }
        }
    }
    found
}
