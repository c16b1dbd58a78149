//! What a region holds, where that decides whether one of its settings matters.

use super::instance::Instance;
use super::region::RegionSettings;
use super::snapshot::Snapshot;
use crate::inventory::{Asset as _, Fact, Inventory, Kind};

/// What [`RegionSettings::holds_instances`] is derived from.
pub(super) const INSTANCES: &[(Kind, &str)] = &[(Instance::KIND, "state")];

/// What [`RegionSettings::holds_snapshots`] is derived from.
pub(super) const SNAPSHOTS: &[(Kind, &str)] = &[(Snapshot::KIND, "state")];

/// Derives [`RegionSettings::holds_instances`].
pub(super) fn holds_instances(inventory: &mut Inventory) {
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            let instances = inventory.listed::<Instance>(&key.account, &key.region);
            instances.any(|_, instance| is_none_of(&instance.asset.state, &["shutting-down", "terminated"]))
        },
        |region, holds| region.holds_instances = holds,
    );
}

/// Derives [`RegionSettings::holds_snapshots`].
pub(super) fn holds_snapshots(inventory: &mut Inventory) {
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            // One whose making failed holds nothing that could be shared.
            let snapshots = inventory.listed::<Snapshot>(&key.account, &key.region);
            snapshots.any(|_, snapshot| is_none_of(&snapshot.asset.state, &["error"]))
        },
        |region, holds| region.holds_snapshots = holds,
    );
}

/// Whether a state is known to be another than these.
pub(super) fn is_none_of(state: &Fact<String>, gone: &[&str]) -> Fact<bool> {
    state.as_ref().map(|state| !gone.contains(&state.as_str()))
}

#[cfg(test)]
mod tests;
