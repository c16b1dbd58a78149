//! What had to be listed, and what was: only a whole listing is evidence that nothing else is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::population::{Population, Scope};
use crate::inventory::snapshot::Snapshot;
use crate::inventory::{AccountId, Gap, GapKind, Kind, Region, State};

/// One listing that a kind needs: in one account, and one region or `global`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The region, `global`, or `*` where the regions themselves are not known.
    pub region: Region,
    /// The snapshot's record of it; `None` where it was not seen.
    pub population: Option<&'a Population>,
    /// How many assets of it the snapshot holds.
    pub held: u64,
}

impl Listing<'_> {
    /// Whether this is evidence of everything that is there: listed to the end, and every asset
    /// that was counted then is held now.
    pub fn is_whole(&self) -> bool {
        self.population.is_some_and(|population| population.state.is_whole() && population.count == self.held)
    }

    /// Whether a service control policy closes the region.
    pub fn is_closed(&self) -> bool {
        !self.is_whole() && self.recorded_gap().is_some_and(|gap| gap.kind == GapKind::RegionClosed)
    }

    /// Whether the provider does not offer the service there.
    pub fn is_not_offered(&self) -> bool {
        self.is_whole() && self.population.is_some_and(|population| population.state == State::NotOffered)
    }

    /// Why it is not whole; `None` where it is. Where no call stands behind it, nobody collected it.
    pub fn gap(&self) -> Option<Gap> {
        if self.is_whole() {
            return None;
        }
        Some(self.recorded_gap().cloned().unwrap_or_else(|| not_collected(self.account, &self.region)))
    }

    fn recorded_gap(&self) -> Option<&Gap> {
        self.population.and_then(|population| population.gap.as_ref())
    }
}

/// The gap of what nobody asked for.
pub(super) fn not_collected(account: &AccountId, region: &Region) -> Gap {
    Gap { operation: None, kind: GapKind::NotCollected, code: None, account: account.clone(), region: region.clone() }
}

/// The listings that one kind needs, sorted by account and region.
///
/// These are one in each account of the snapshot, and there one in each region or one that is
/// `global`; besides, whatever else was recorded, and wherever an asset turned up. There is
/// always at least one: without any, nothing would have been seen and nothing be missing.
pub(super) fn listings<'a>(snapshot: &'a Snapshot, kind: &Kind, scope: Option<Scope>) -> Vec<Listing<'a>> {
    let recorded: BTreeMap<(&AccountId, &Region), &Population> = snapshot
        .populations()
        .iter()
        .filter(|population| population.kind == *kind)
        .map(|population| ((&population.account, &population.region), population))
        .collect();
    let mut held: BTreeMap<(&AccountId, Region), u64> = BTreeMap::new();
    for group in snapshot.groups().iter().filter(|group| group.kind == *kind) {
        let region = listed_in(scope, &group.region).clone();
        *held.entry((&group.account, region)).or_default() += group.assets.len() as u64;
    }
    let mut needed: BTreeSet<(&AccountId, Region)> = held.keys().cloned().collect();
    needed.extend(recorded.keys().map(|(account, region)| (*account, (*region).clone())));
    for (account, regions) in snapshot.scope() {
        match scope {
            Some(Scope::Global) => needed.extend([(account, Region::GLOBAL)]),
            Some(Scope::Regional) if !regions.is_empty() => {
                needed.extend(regions.iter().map(|region| (account, region.clone())));
            }
            // Where a kind is listed that no registry knows, nobody can say.
            Some(Scope::Regional) | None => needed.extend([(account, Region::EVERY)]),
        }
    }
    if needed.is_empty() {
        needed.insert((&snapshot.header().caller.account, Region::EVERY));
    }
    needed
        .into_iter()
        .map(|(account, region)| Listing {
            account,
            population: recorded.get(&(account, &region)).copied(),
            held: held.get(&(account, region.clone())).copied().unwrap_or(0),
            region,
        })
        .collect()
}

/// The region under which an asset's kind is listed: a global listing holds assets of every region.
pub(super) fn listed_in(scope: Option<Scope>, own: &Region) -> &Region {
    if scope == Some(Scope::Global) { &Region::GLOBAL } else { own }
}
