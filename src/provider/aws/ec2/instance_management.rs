//! What Systems Manager does for an instance: the role that it lends, and the patches that it looks after.

use super::instance::Instance;
use crate::inventory::{Asset as _, Fact, Inventory, Key, Kind};
use crate::provider::aws::ssm::{ManagedInstance, SystemsManagerRegion, of_instance};

/// What [`Instance::default_host_role`] is derived from.
pub(super) const ROLE: &[(Kind, &str)] =
    &[(Instance::KIND, "metadata_endpoint"), (SystemsManagerRegion::KIND, "default_host_role")];

/// What [`Instance::patching`] is derived from.
pub(super) const PATCHING: &[(Kind, &str)] = &[(ManagedInstance::KIND, "patching")];

/// Derives [`Instance::default_host_role`].
pub(super) fn default_host_role(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |inventory, key, entry| {
            let region = Key::singleton(&SystemsManagerRegion::KIND, &key.account, &key.region);
            let role = inventory
                .get::<SystemsManagerRegion>(&region)
                .and_then(|found| found.map_or_else(Fact::default, |region| region.default_host_role.clone()));
            // The agent proves which instance it is on by the metadata service.
            let reaches = entry.asset.metadata_endpoint.as_ref().map(|endpoint| endpoint == "enabled");
            match (role, reaches) {
                (Fact::Known(None), _) | (_, Fact::Known(false)) => Fact::Known(None),
                (role, reaches) => role.zip(reaches).map(|(role, _)| role),
            }
        },
        |instance, role| instance.default_host_role = role,
    );
}

/// Derives [`Instance::patching`].
pub(super) fn patching(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |inventory, key, _| {
            inventory
                .get::<ManagedInstance>(&of_instance(key))
                .and_then(|found| found.map_or(Fact::Known(None), |machine| machine.patching.clone()))
        },
        |instance, patching| instance.patching = patching,
    );
}

#[cfg(test)]
mod tests;
