//! Whether a snapshot is part of an image.

use super::image::Image;
use super::index::{Index, derive, resource};
use super::snapshot::Snapshot;
use crate::inventory::{Asset as _, Fact, Inventory, Key, Kind};

/// What [`Snapshot::backs_image`] is derived from.
pub(super) const IMAGES: &[(Kind, &str)] = &[(Image::KIND, "snapshots")];

/// Derives [`Snapshot::backs_image`].
pub(super) fn backs_image(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let images = Index::<Image>::new(inventory, |_, image| {
            image.snapshots.as_ref().map(|ids| ids.iter().map(String::as_str).collect())
        });
        let of = |key: &Key| {
            let found = images.all(key, resource(key));
            match found.missing {
                Some(gaps) if found.seen.is_empty() => Fact::Unknown(gaps),
                _ => Fact::Known(!found.seen.is_empty()),
            }
        };
        inventory.table::<Snapshot>().map(|(key, _)| (key.clone(), of(key))).collect()
    };
    derive(inventory, read, |snapshot: &mut Snapshot, backs| snapshot.backs_image = backs);
}

#[cfg(test)]
mod tests;
