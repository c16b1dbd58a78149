//! The VPC of an instance.

use super::index::{Index, derive, vanished};
use super::instance::Instance;
use super::ops::DESCRIBE_VPCS;
use super::vpc::Vpc;
use crate::inventory::{Asset as _, Fact, Inventory, Key, Kind};

/// What [`vpc_is_default`] reads.
pub(super) const VPC: &[(Kind, &str)] = &[(Instance::KIND, "vpc"), (Vpc::KIND, "is_default")];

/// Derives [`Instance::vpc_is_default`].
pub(super) fn vpc_is_default(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let vpcs = Index::<Vpc>::by_resource(inventory);
        let of = |key: &Key, instance: &Instance| {
            instance.vpc.as_ref().and_then(|id| match id {
                None => Fact::Known(None),
                Some(id) => vpcs.one(key, id).and_then(|vpc| match vpc {
                    Some(vpc) => vpc.is_default.clone().map(Some),
                    None => Fact::Unknown(vanished(&DESCRIBE_VPCS, key)),
                }),
            })
        };
        let instances = inventory.table::<Instance>();
        instances.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |instance: &mut Instance, value| instance.vpc_is_default = value);
}
