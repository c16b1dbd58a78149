//! The gaps, each once and numbered, with the controls that each of them costs.

use std::collections::{BTreeMap, BTreeSet};

use super::listing::not_collected;
use crate::inventory::snapshot::{AssetRef, Snapshot};
use crate::inventory::{Gap, Gaps};

/// One thing that could not be read, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapEntry {
    /// What could not be read, and why.
    pub gap: Gap,
    /// The IAM action that would close it.
    pub action: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// How many calls ended so; where no call is recorded, how many results and listings it leaves
    /// open, or if none, how many show it.
    pub count: u64,
    /// The numbers of the controls that could not be evaluated, here or there, because of it.
    pub controls: Vec<usize>,
}

/// What was found out about one gap while assessing.
#[derive(Debug, Clone, Default)]
struct Cost {
    controls: BTreeSet<usize>,
    open: u64,
    shown: u64,
}

/// Gaps as they are met; joined in any order, the sum is the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Costs(BTreeMap<Gap, Cost>);

impl Costs {
    /// A gap that keeps a control from being evaluated.
    pub(super) fn charge(&mut self, gap: &Gap, control: usize) {
        let cost = self.at(gap);
        cost.controls.insert(control);
        cost.open += 1;
    }

    /// A gap that an observation shows but that decides nothing.
    pub(super) fn note(&mut self, gap: &Gap) {
        self.at(gap).shown += 1;
    }

    fn at(&mut self, gap: &Gap) -> &mut Cost {
        self.0.entry(gap.clone()).or_default()
    }

    /// Adds what another chunk met.
    pub(super) fn absorb(&mut self, other: Self) {
        for (gap, cost) in other.0 {
            let own = self.0.entry(gap).or_default();
            own.controls.extend(cost.controls);
            own.open += cost.open;
            own.shown += cost.shown;
        }
    }
}

/// The numbered list of gaps, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GapTable(Vec<GapEntry>);

impl GapTable {
    /// Every gap of the snapshot, and every one that was met.
    pub(super) fn new(snapshot: &Snapshot, mut costs: Costs) -> Self {
        for record in snapshot.gaps() {
            costs.0.entry(record.gap.clone()).or_default();
        }
        let entry = |(gap, cost): (Gap, Cost)| {
            let record = snapshot.gap(&gap);
            GapEntry {
                action: record.and_then(|record| record.action.clone()),
                message: record.and_then(|record| record.message.clone()),
                count: record.map_or(if cost.open > 0 { cost.open } else { cost.shown }, |record| record.count),
                controls: cost.controls.into_iter().collect(),
                gap,
            }
        };
        Self(costs.0.into_iter().map(entry).collect())
    }

    pub(super) fn entries(&self) -> &[GapEntry] {
        &self.0
    }

    /// The number of a gap.
    pub(super) fn number(&self, gap: &Gap) -> Option<usize> {
        self.0.binary_search_by(|entry| entry.gap.cmp(gap)).ok()
    }
}

/// The gaps behind an unknown of one asset: without any, it is that nobody collected it there.
pub(super) fn named(gaps: &Gaps, asset: AssetRef<'_>) -> Gaps {
    if gaps.is_not_collected() { not_collected(asset.account(), asset.region()).into() } else { gaps.clone() }
}
