//! The snapshot: what one collection saw, as lines that are stable, greppable and checked.
//!
//! An asset stays the text of its facts until somebody decodes it: a tree of values of every
//! asset would cost eight times the memory.

pub(crate) mod digest;
mod line;
mod merge;
mod read;
mod write;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

pub use line::{CallRecord, Caller, Counts, FORMAT, GapRecord, Header, MAX_REQUEST_IDS, Tool};
pub use merge::MergeError;
pub use read::ReadError;
pub use write::WriteError;

use super::asset::{AccountId, Key, Kind, Region};
use super::gap::Gap;
use super::population::Population;
use super::store::Encoded;
use super::time::Timestamp;

/// What a collection hands over to be encoded, in any order.
#[derive(Debug, Clone)]
pub struct Parts<A> {
    /// The header; its `format` is set to [`FORMAT`].
    pub header: Header,
    /// One record of each planned listing.
    pub populations: Vec<Population>,
    /// The assets.
    pub assets: A,
    /// The gaps; records of the same gap are added up.
    pub gaps: Vec<GapRecord>,
    /// The listings that were called.
    pub calls: Vec<CallRecord>,
}

/// Why what was collected is no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// Two assets bear one key.
    #[error("the asset {0} was collected twice")]
    TwoAssets(Key),
    /// Two records of one listing.
    #[error("the listing of {kind} in account {account}, region {region}, was recorded twice")]
    TwoPopulations {
        /// The kind that was listed.
        kind: Kind,
        /// The account.
        account: AccountId,
        /// The region.
        region: Region,
    },
    /// The facts do not go into JSON.
    #[error("facts that JSON cannot hold")]
    Json(#[from] serde_json::Error),
}

/// The assets of one kind in one account and region, which stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Their kind.
    pub kind: Kind,
    /// Their account.
    pub account: AccountId,
    /// Their region.
    pub region: Region,
    /// Their numbers.
    pub assets: Range<usize>,
}

/// Where one asset's three texts begin; the next one's beginning is the end of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    id: usize,
    name: usize,
    facts: usize,
}

/// What one collection saw, or several that were merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    header: Header,
    merged: Vec<Header>,
    populations: Vec<Population>,
    text: String,
    places: Vec<Place>,
    groups: Vec<Group>,
    gaps: Vec<GapRecord>,
    calls: Vec<CallRecord>,
}

/// One asset of a snapshot, not yet decoded.
#[derive(Debug, Clone, Copy)]
pub struct AssetRef<'a> {
    group: &'a Group,
    id: &'a str,
    name: &'a str,
    facts: &'a str,
}

impl<'a> AssetRef<'a> {
    /// What it is.
    pub fn kind(&self) -> &'a Kind {
        &self.group.kind
    }

    /// Whose it is.
    pub fn account(&self) -> &'a AccountId {
        &self.group.account
    }

    /// Where it is.
    pub fn region(&self) -> &'a Region {
        &self.group.region
    }

    /// Its ARN, or the made id of a singleton.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// What a person calls it.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its identity.
    pub fn key(&self) -> Key {
        Key {
            kind: self.group.kind.clone(),
            account: self.group.account.clone(),
            region: self.group.region.clone(),
            id: self.id.to_owned(),
        }
    }

    /// Its facts, decoded. Facts that do not decode are facts that nobody can judge: the map is
    /// empty then, which makes every one of them unknown.
    pub fn facts(&self) -> Map<String, Value> {
        serde_json::from_str(self.facts).unwrap_or_default()
    }
}

impl Snapshot {
    /// Puts what was collected into its one order.
    pub fn encode(parts: Parts<impl IntoIterator<Item = Encoded>>) -> Result<Self, EncodeError> {
        let Parts { mut header, mut populations, assets, gaps, mut calls } = parts;
        header.format = FORMAT;
        sort_once(&mut header.accounts);
        sort_once(&mut header.regions);
        populations.sort_unstable();
        if let Some([twice, _]) = populations.array_windows().find(|[a, b]| listing(a) == listing(b)) {
            let Population { kind, account, region, .. } = twice.clone();
            return Err(EncodeError::TwoPopulations { kind, account, region });
        }
        for call in &mut calls {
            line::tidy(&mut call.request_ids);
        }
        calls.sort_unstable();
        let mut snapshot = Self { populations, calls, gaps: add_up(gaps), ..Self::empty(header) };
        let mut lines = Vec::new();
        for Encoded { key, name, facts } in assets {
            lines.push((key, name, serde_json::to_string(&facts)?));
        }
        lines.sort_unstable();
        if let Some([(twice, ..), _]) = lines.array_windows().find(|[(a, ..), (b, ..)]| a == b) {
            return Err(EncodeError::TwoAssets(twice.clone()));
        }
        for (key, name, facts) in lines {
            snapshot.push(&key.kind, &key.account, &key.region, &key.id, &name, &facts);
        }
        Ok(snapshot)
    }

    /// A snapshot of no lines.
    fn empty(header: Header) -> Self {
        Self {
            header,
            merged: Vec::new(),
            populations: Vec::new(),
            text: String::new(),
            places: Vec::new(),
            groups: Vec::new(),
            gaps: Vec::new(),
            calls: Vec::new(),
        }
    }

    /// Adds an asset, which the caller knows to come after the last one.
    fn push(&mut self, kind: &Kind, account: &AccountId, region: &Region, id: &str, name: &str, facts: &str) {
        let number = self.places.len();
        match self.groups.last_mut() {
            Some(group) if (&group.kind, &group.account, &group.region) == (kind, account, region) => {
                group.assets.end = number + 1;
            }
            _ => self.groups.push(Group {
                kind: kind.clone(),
                account: account.clone(),
                region: region.clone(),
                assets: number..number + 1,
            }),
        }
        let start = self.text.len();
        self.places.push(Place { id: start, name: start + id.len(), facts: start + id.len() + name.len() });
        self.text.extend([id, name, facts]);
    }

    /// The header; of several merged snapshots the one of the first account.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The headers of every snapshot that was merged into this one, in order of their accounts.
    pub fn headers(&self) -> impl Iterator<Item = &Header> {
        std::iter::once(&self.header).chain(&self.merged)
    }

    /// When the collection of an account began, which is the moment to judge its assets at; for
    /// an account that no header names, the earliest beginning.
    pub fn as_of(&self, account: &AccountId) -> Timestamp {
        let own = self.headers().find(|header| header.accounts.contains(account));
        own.map_or_else(|| self.started(), |header| header.started)
    }

    /// When the earliest of the collections began.
    pub fn started(&self) -> Timestamp {
        self.headers().map(|header| header.started).fold(self.header.started, Timestamp::min)
    }

    /// The accounts that were to be collected, each with its regions.
    pub fn scope(&self) -> BTreeMap<&AccountId, &[Region]> {
        self.headers()
            .flat_map(|header| header.accounts.iter().map(|account| (account, header.regions.as_slice())))
            .collect()
    }

    /// The listings, sorted by kind, account and region.
    pub fn populations(&self) -> &[Population] {
        &self.populations
    }

    /// The gaps, sorted, each once.
    pub fn gaps(&self) -> &[GapRecord] {
        &self.gaps
    }

    /// The record of a gap.
    pub fn gap(&self, gap: &Gap) -> Option<&GapRecord> {
        let at = self.gaps.binary_search_by(|record| record.gap.cmp(gap)).ok()?;
        self.gaps.get(at)
    }

    /// The listings that were called, sorted.
    pub fn calls(&self) -> &[CallRecord] {
        &self.calls
    }

    /// How many assets there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no asset.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The assets by kind, account and region, sorted.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Every asset, in order of its key.
    pub fn assets(&self) -> impl Iterator<Item = AssetRef<'_>> {
        self.groups.iter().flat_map(|group| self.assets_of(group))
    }

    /// The assets of one group, in order of their ids.
    pub fn assets_of<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = AssetRef<'a>> {
        group.assets.clone().filter_map(|number| self.place(group, number))
    }

    /// The asset of that number, counted in the order of [`Self::assets`].
    pub fn asset(&self, number: usize) -> Option<AssetRef<'_>> {
        let group = self.groups.get(self.groups.partition_point(|group| group.assets.end <= number))?;
        self.place(group, number)
    }

    fn place<'a>(&'a self, group: &'a Group, number: usize) -> Option<AssetRef<'a>> {
        let place = self.places.get(number)?;
        let end = self.places.get(number + 1).map_or(self.text.len(), |next| next.id);
        Some(AssetRef {
            group,
            id: self.text.get(place.id..place.name)?,
            name: self.text.get(place.name..place.facts)?,
            facts: self.text.get(place.facts..end)?,
        })
    }

    fn counts(&self) -> Counts {
        Counts {
            populations: self.populations.len() as u64,
            assets: self.places.len() as u64,
            gaps: self.gaps.len() as u64,
            calls: self.calls.len() as u64,
        }
    }
}

/// What tells one listing from another.
fn listing(population: &Population) -> (&Kind, &AccountId, &Region) {
    (&population.kind, &population.account, &population.region)
}

fn sort_once<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// One record a gap, sorted.
fn add_up(gaps: Vec<GapRecord>) -> Vec<GapRecord> {
    let mut sums: BTreeMap<Gap, GapRecord> = BTreeMap::new();
    let mut gaps = gaps;
    // The message that is kept must not hang on the order in which calls happened to end.
    gaps.sort_unstable();
    for mut record in gaps {
        record.tidy();
        match sums.get_mut(&record.gap) {
            Some(sum) => sum.absorb(record),
            None => {
                sums.insert(record.gap.clone(), record);
            }
        }
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests;
