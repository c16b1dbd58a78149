//! The assets of one collection, typed, and the only way to look from one at another.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::asset::{AccountId, Key, Kind, Region};
use super::fact::Fact;
use super::gap::{Gap, GapKind, Gaps, UNKNOWN_KEY};
use super::population::{Population, State};

/// One kind of asset: a struct of ours whose every field is a [`Fact`], defaulting to unknown.
pub trait Asset: Serialize + JsonSchema + Default + fmt::Debug + Send + Sync + 'static {
    /// Which kind this struct describes.
    const KIND: Kind;
}

/// An asset with what a reader calls it.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// What a person calls it: a bucket's name, an instance's `Name` tag or id.
    pub name: String,
    /// Its facts.
    pub asset: T,
}

/// An asset as the snapshot holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoded {
    /// Its identity.
    pub key: Key,
    /// What a person calls it.
    pub name: String,
    /// Its facts; one that nobody asked for has no key.
    pub facts: Map<String, Value>,
}

trait Table: Any + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn encode(&self) -> Result<Vec<Encoded>, serde_json::Error>;
    fn count(&self, region: &Region) -> usize;
    fn remove(&mut self, account: &AccountId, region: &Region);
}

struct TypedTable<T>(BTreeMap<Key, Entry<T>>);

impl<T: Asset> Table for TypedTable<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn count(&self, region: &Region) -> usize {
        self.0.keys().filter(|key| *region == Region::GLOBAL || key.region == *region).count()
    }

    fn remove(&mut self, account: &AccountId, region: &Region) {
        self.0.retain(|key, _| key.account != *account || key.region != *region);
    }

    fn encode(&self) -> Result<Vec<Encoded>, serde_json::Error> {
        self.0
            .iter()
            .map(|(key, entry)| {
                let mut facts = match serde_json::to_value(&entry.asset)? {
                    Value::Object(facts) => facts,
                    _ => Map::new(),
                };
                facts.retain(|_, fact| !is_not_collected(fact));
                facts.values_mut().for_each(put_in_order);
                Ok(Encoded { key: key.clone(), name: entry.name.clone(), facts })
            })
            .collect()
    }
}

fn is_not_collected(fact: &Value) -> bool {
    fact.get(UNKNOWN_KEY).and_then(Value::as_array).is_some_and(Vec::is_empty)
}

/// Sorts every list in a value: the provider returns what it holds in any order, and no test asks for one.
fn put_in_order(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            elements.iter_mut().for_each(put_in_order);
            elements.sort_by_cached_key(|element| (element.as_i64(), element.to_string()));
        }
        Value::Object(map) => map.values_mut().for_each(put_in_order),
        _ => {}
    }
}

/// The assets found, those that were there, and the gap that says what may be missing.
#[derive(Debug)]
pub struct Listed<'a, T> {
    /// What was seen.
    pub seen: Vec<(&'a Key, &'a Entry<T>)>,
    /// Why there may be more; `None` where the listing is whole.
    pub missing: Option<Gaps>,
}

impl<'a, T> Listed<'a, T> {
    /// Whether any asset matches: one that does decides, else a listing that is not whole leaves it unknown.
    pub fn any(&self, test: impl Fn(&'a Key, &'a Entry<T>) -> Fact<bool>) -> Fact<bool> {
        let seen = self.seen.iter().map(|(key, entry)| test(key, entry));
        Fact::any(seen.chain(self.missing.clone().map(Fact::Unknown)))
    }

    /// All of them, known only where the listing is whole.
    pub fn whole(self) -> Fact<Vec<(&'a Key, &'a Entry<T>)>> {
        match self.missing {
            None => Fact::Known(self.seen),
            Some(gaps) => Fact::Unknown(gaps),
        }
    }
}

/// Everything one collection has found so far.
#[derive(Default)]
pub struct Inventory {
    tables: BTreeMap<Kind, (TypeId, Box<dyn Table>)>,
    populations: BTreeMap<(Kind, AccountId, Region), Population>,
    accounts: Vec<AccountId>,
}

impl fmt::Debug for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inventory")
            .field("kinds", &self.tables.keys())
            .field("populations", &self.populations.len())
            .finish_non_exhaustive()
    }
}

impl Inventory {
    /// An empty inventory of the accounts that are being collected.
    pub fn new(accounts: Vec<AccountId>) -> Self {
        Self { accounts, ..Self::default() }
    }

    /// The accounts that are being collected.
    pub fn accounts(&self) -> &[AccountId] {
        &self.accounts
    }

    /// Adds an asset, or replaces the one of that key.
    pub fn insert<T: Asset>(&mut self, key: Key, name: String, asset: T) {
        let (_, table) = self
            .tables
            .entry(T::KIND)
            .or_insert_with(|| (TypeId::of::<T>(), Box::new(TypedTable::<T>(BTreeMap::new()))));
        if let Some(TypedTable(entries)) = table.as_any_mut().downcast_mut::<TypedTable<T>>() {
            entries.insert(key, Entry { name, asset });
        }
    }

    /// Records how far one listing came, in place of an earlier record of the same listing.
    pub fn record(&mut self, population: Population) {
        let id = (population.kind.clone(), population.account.clone(), population.region.clone());
        self.populations.insert(id, population);
    }

    /// Records that a region does not have the service of a kind; what stood there for the region itself goes.
    pub fn set_not_offered(&mut self, kind: &Kind, account: &AccountId, region: &Region) {
        if let Some((_, table)) = self.tables.get_mut(kind) {
            table.remove(account, region);
        }
        let (kind, account, region) = (kind.clone(), account.clone(), region.clone());
        self.record(Population { kind, account, region, state: State::NotOffered, count: 0, gap: None });
    }

    /// Every asset of a kind, by key.
    pub fn table<T: Asset>(&self) -> impl Iterator<Item = (&Key, &Entry<T>)> {
        self.tables
            .get(&T::KIND)
            .and_then(|(_, table)| table.as_any().downcast_ref::<TypedTable<T>>())
            .into_iter()
            .flat_map(|TypedTable(entries)| entries.iter())
    }

    /// One asset: `Known(None)` only where its kind's listing is whole wherever it could live.
    pub fn get<T: Asset>(&self, key: &Key) -> Fact<Option<&T>> {
        let found = self.tables.get(&T::KIND).and_then(|(_, table)| {
            table.as_any().downcast_ref::<TypedTable<T>>().and_then(|TypedTable(entries)| entries.get(key))
        });
        match found {
            Some(entry) => Fact::Known(Some(&entry.asset)),
            None => match self.missing(&T::KIND, &key.account, &key.region) {
                None => Fact::Known(None),
                Some(gaps) => Fact::Unknown(gaps),
            },
        }
    }

    /// The assets of a kind in one account and region, and why there may be more.
    pub fn listed<T: Asset>(&self, account: &AccountId, region: &Region) -> Listed<'_, T> {
        let seen = self.table::<T>().filter(|(key, _)| key.account == *account && key.region == *region).collect();
        Listed { seen, missing: self.missing(&T::KIND, account, region) }
    }

    /// The assets of a kind in one account, in all its regions, and why there may be more.
    pub fn listed_everywhere<T: Asset>(&self, account: &AccountId) -> Listed<'_, T> {
        let seen = self.table::<T>().filter(|(key, _)| key.account == *account).collect();
        Listed { seen, missing: self.missing_anywhere(&T::KIND, account) }
    }

    /// Why a kind's listings of an account are not all whole; `None` where they are.
    fn missing_anywhere(&self, kind: &Kind, account: &AccountId) -> Option<Gaps> {
        let mut listings = self.populations.values().filter(|one| one.kind == *kind && one.account == *account);
        let Some(first) = listings.next() else { return self.missing(kind, account, &Region::GLOBAL) };
        let mut missing: Option<Gaps> = None;
        for listing in std::iter::once(first).chain(listings).filter(|listing| !listing.state.is_whole()) {
            let gaps = listing.gap.clone().map_or(Gaps::NOT_COLLECTED, Gaps::from);
            missing.get_or_insert_default().merge(&gaps);
        }
        missing
    }

    /// Why a kind's listing is not whole; `None` where it is.
    fn missing(&self, kind: &Kind, account: &AccountId, region: &Region) -> Option<Gaps> {
        let of = |region: &Region| self.populations.get(&(kind.clone(), account.clone(), region.clone()));
        let Some(population) = of(region).or_else(|| of(&Region::GLOBAL)) else {
            return Some(if self.accounts.contains(account) {
                Gaps::NOT_COLLECTED
            } else {
                elsewhere(account, region).into()
            });
        };
        if population.state.is_whole() {
            return None;
        }
        Some(population.gap.clone().map_or(Gaps::NOT_COLLECTED, Gaps::from))
    }

    /// How many assets of a kind are held in a region; for `global` all of them, which a global listing holds.
    pub fn count(&self, kind: &Kind, region: &Region) -> u64 {
        self.tables.get(kind).map_or(0, |(_, table)| table.count(region) as u64)
    }

    /// Works a new fact out for every asset of a kind: `read` sees the whole inventory, `write` one asset.
    pub fn derive<T: Asset, R>(&mut self, read: impl Fn(&Self, &Key, &Entry<T>) -> R, write: impl Fn(&mut T, R)) {
        let derived: Vec<R> = self.table::<T>().map(|(key, entry)| read(self, key, entry)).collect();
        let Some((_, table)) = self.tables.get_mut(&T::KIND) else { return };
        let Some(TypedTable(entries)) = table.as_any_mut().downcast_mut::<TypedTable<T>>() else { return };
        for (entry, value) in entries.values_mut().zip(derived) {
            write(&mut entry.asset, value);
        }
    }

    /// The listings, in order, each with the number of assets that are held of it.
    pub fn populations(&self) -> impl Iterator<Item = &Population> {
        self.populations.values()
    }

    /// Every asset as the snapshot holds it, in order of its key.
    pub fn encode(&self) -> Result<Vec<Encoded>, serde_json::Error> {
        let mut encoded = Vec::new();
        for (_, table) in self.tables.values() {
            encoded.extend(table.encode()?);
        }
        Ok(encoded)
    }
}

/// The gap of what lives in an account that is out of sight.
pub fn elsewhere(account: &AccountId, region: &Region) -> Gap {
    Gap { operation: None, kind: GapKind::Elsewhere, code: None, account: account.clone(), region: region.clone() }
}

/// The gap of what a collection of some regions cannot tell: it may be in one that nobody asked.
pub fn in_another_region(operation: String, account: &AccountId) -> Gap {
    let (kind, region) = (GapKind::NotCollected, Region::EVERY);
    Gap { operation: Some(operation), kind, code: None, account: account.clone(), region }
}

#[cfg(test)]
mod tests;
