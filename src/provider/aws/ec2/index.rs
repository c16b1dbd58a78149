//! Assets of a kind by the short ids that others name them by (`subnet-…`), where an ARN would need the owner too.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset, Fact, Gap, GapKind, Gaps, Inventory, Key, Region};
use crate::provider::Op;

type Place<'a> = (&'a AccountId, &'a Region);

/// The assets of a kind, each under every id that it goes by.
pub(in crate::provider::aws) struct Index<'a, T> {
    inventory: &'a Inventory,
    assets: BTreeMap<(Place<'a>, &'a str), Vec<&'a T>>,
    unread: BTreeMap<Place<'a>, Gaps>,
    whole: BTreeSet<Place<'a>>,
}

/// What was found under an id, and why there may be more.
pub(super) struct Found<'a, T> {
    pub(super) seen: Vec<&'a T>,
    pub(super) missing: Option<Gaps>,
}

impl<'a, T: Asset> Index<'a, T> {
    /// Of every asset, by the ids that `ids` gives it; where those are unknown it could go by any.
    pub(in crate::provider::aws) fn new(
        inventory: &'a Inventory,
        ids: impl Fn(&'a Key, &'a T) -> Fact<Vec<&'a str>>,
    ) -> Self {
        let listings = inventory.populations().filter(|listing| listing.kind == T::KIND && listing.state.is_whole());
        let whole = listings.map(|listing| (&listing.account, &listing.region)).collect();
        let mut index = Self { inventory, assets: BTreeMap::new(), unread: BTreeMap::new(), whole };
        for (key, entry) in inventory.table::<T>() {
            let place = (&key.account, &key.region);
            match ids(key, &entry.asset) {
                Fact::Known(ids) => {
                    for id in ids {
                        index.assets.entry((place, id)).or_default().push(&entry.asset);
                    }
                }
                Fact::Unknown(gaps) => index.unread.entry(place).or_default().merge(&gaps),
            }
        }
        index
    }

    /// By the last part of their ARN.
    pub(super) fn by_resource(inventory: &'a Inventory) -> Self {
        Self::new(inventory, |key, _| Fact::Known(vec![resource(key)]))
    }

    /// Everything of an id, where another asset is.
    pub(super) fn all(&self, near: &Key, id: &str) -> Found<'a, T> {
        let seen = self.assets.get(&((&near.account, &near.region), id)).cloned().unwrap_or_default();
        Found { seen, missing: self.missing(near) }
    }

    /// Everything of any of some ids, where another asset is.
    pub(super) fn any_of<'i>(&self, near: &Key, ids: impl IntoIterator<Item = &'i str>) -> Found<'a, T> {
        let mut found = Found { seen: Vec::new(), missing: None };
        for of_one in ids.into_iter().map(|id| self.all(near, id)) {
            found.seen.extend(of_one.seen);
            found.missing = of_one.missing;
        }
        found
    }

    /// The one of an id, where another asset is; known to be none only where the listing is whole.
    pub(in crate::provider::aws) fn one(&self, near: &Key, id: &str) -> Fact<Option<&'a T>> {
        let seen = self.assets.get(&((&near.account, &near.region), id)).and_then(|seen| seen.first());
        match seen {
            Some(asset) => Fact::Known(Some(asset)),
            None => self.missing(near).map_or(Fact::Known(None), Fact::Unknown),
        }
    }

    fn missing(&self, near: &Key) -> Option<Gaps> {
        let place = (&near.account, &near.region);
        let unlisted = if self.whole.contains(&place) {
            None
        } else {
            self.inventory.listed::<T>(&near.account, &near.region).missing
        };
        match (unlisted, self.unread.get(&place)) {
            (None, unread) => unread.cloned(),
            (Some(mut gaps), unread) => {
                if let Some(unread) = unread {
                    gaps.merge(unread);
                }
                Some(gaps)
            }
        }
    }
}

/// The last part of an ARN, by which the API names the asset.
pub(super) fn resource(key: &Key) -> &str {
    key.id.rsplit('/').next().unwrap_or_default()
}

/// The gap of what another asset names and a whole listing lacks.
pub(in crate::provider::aws) fn vanished(op: &Op, near: &Key) -> Gaps {
    let (account, region) = (near.account.clone(), near.region.clone());
    Gap { operation: Some(op.id()), kind: GapKind::Vanished, code: None, account, region }.into()
}

/// The gap of what its owner, where that is another account, keeps to itself; else of what has vanished.
pub(super) fn out_of_sight(op: &Op, near: &Key, owner: &str) -> Gaps {
    match owner.parse::<AccountId>() {
        Ok(owner) if owner != near.account => elsewhere(&owner, &near.region).into(),
        _ => vanished(op, near),
    }
}

/// Works a fact out for every asset of a kind from one look at the whole inventory.
pub(in crate::provider::aws) fn derive<T: Asset, R: Clone + Default>(
    inventory: &mut Inventory,
    read: impl FnOnce(&Inventory) -> BTreeMap<Key, R>,
    write: impl Fn(&mut T, R),
) {
    let results = read(inventory);
    inventory.derive::<T, R>(|_, key, _| results.get(key).cloned().unwrap_or_default(), write);
}

/// A list whose unknown elements stand together at its end: there, any number of elements may be.
/// What nobody asked for leaves the list unknown as a whole.
pub(in crate::provider::aws) fn list<T>(
    elements: impl IntoIterator<Item = Fact<T>>,
    missing: Option<Gaps>,
) -> Fact<Vec<Fact<T>>> {
    let mut known = Vec::new();
    let mut doubt = missing;
    for element in elements {
        match element {
            Fact::Known(_) => known.push(element),
            Fact::Unknown(gaps) => doubt.get_or_insert_default().merge(&gaps),
        }
    }
    match doubt {
        Some(gaps) if gaps.is_not_collected() => return Fact::Unknown(gaps),
        Some(gaps) => known.push(Fact::Unknown(gaps)),
        None => {}
    }
    Fact::Known(known)
}
