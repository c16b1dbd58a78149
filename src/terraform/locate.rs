//! Which asset is at which address. Where more than one could be meant none is told.

use std::collections::BTreeMap;

use super::State;
use crate::inventory::Key;
use crate::inventory::snapshot::{AssetRef, Snapshot};

/// The addresses of a snapshot's assets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    of: BTreeMap<Key, String>,
    ambiguous: usize,
}

impl Addresses {
    /// The one address that an asset has.
    pub fn get(&self, asset: &Key) -> Option<&str> {
        self.of.get(asset).map(String::as_str)
    }

    /// How many assets have one.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether no asset has one.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// How many assets could be at more than one address, or share theirs, and so have none.
    pub fn ambiguous(&self) -> usize {
        self.ambiguous
    }
}

impl State {
    /// The addresses of what a snapshot holds: by the ARN, or for a resource that shows none by its type and its id.
    pub fn locate(&self, snapshot: &Snapshot) -> Addresses {
        let mut found = Addresses::default();
        let mut by_id: BTreeMap<&(String, String), Vec<Key>> = BTreeMap::new();
        for asset in snapshot.assets() {
            if let Some(addresses) = self.arns.get(asset.id()) {
                found.add([asset.key()], addresses.iter());
            } else {
                for name in names(asset) {
                    if let Some((name, _)) = self.ids.get_key_value(&name) {
                        by_id.entry(name).or_default().push(asset.key());
                    }
                }
            }
        }
        for (name, assets) in by_id {
            found.add(assets, self.ids.get(name).into_iter().flatten());
        }
        found
    }
}

impl Addresses {
    fn add<'a>(&mut self, assets: impl IntoIterator<Item = Key>, mut addresses: impl Iterator<Item = &'a String>) {
        let mut assets = assets.into_iter();
        match (assets.next(), assets.next(), addresses.next(), addresses.next()) {
            (Some(asset), None, Some(address), None) => {
                self.of.insert(asset, address.clone());
            }
            (_, second, ..) => self.ambiguous += 1 + usize::from(second.is_some()) + assets.count(),
        }
    }
}

/// The types and ids by which a state may know an asset: what its ARN ends with, as its kind is called. EC2's types name
/// no service, and its ids are one of a kind wherever they are.
fn names(asset: AssetRef<'_>) -> Vec<(String, String)> {
    let kind = asset.kind();
    let Some(id) = asset.id().rsplit([':', '/']).next().filter(|_| asset.id().starts_with("arn:")) else {
        return Vec::new();
    };
    let mut names = vec![(format!("{}_{}_{}", kind.provider(), kind.service(), kind.noun()), id.to_owned())];
    if is_ec2_id(id) {
        names.push((format!("{}_{}", kind.provider(), kind.noun()), id.to_owned()));
    }
    names
}

/// `i-0123456789abcdef0`: a word and 8 or 17 hexadecimal digits.
fn is_ec2_id(id: &str) -> bool {
    id.rsplit_once('-').is_some_and(|(word, digits)| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && matches!(digits.len(), 8 | 17)
            && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}
