//! How instances are backed up: by which plans of AWS Backup, and when last.

use super::instance::Instance;
use crate::inventory::{Asset as _, Inventory, Kind};
use crate::provider::aws::backup::coverage::{self, Resource, ResourceType};

/// What the plans are derived from.
pub(super) const PLANS: &[(Kind, &str)] = &[
    (Instance::KIND, "tags"),
    coverage::PLAN_NAME,
    coverage::PLAN_LAST_RUN,
    coverage::PLAN_RULES,
    coverage::PLAN_SELECTIONS,
    coverage::OPT_IN,
];

/// What the last backup is derived from.
pub(super) const LAST_BACKUPS: &[(Kind, &str)] = &[coverage::LAST_BACKUP, coverage::LAST_VAULT];

pub(super) fn backup_plans(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |inventory, key, entry| {
            let resource = Resource { arn: &key.id, kind: ResourceType::EC2, tags: &entry.asset.tags };
            coverage::plans(inventory, key, &resource)
        },
        |instance, plans| instance.backup_plans = plans,
    );
}

pub(super) fn last_backups(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |inventory, key, _| coverage::last_backups(inventory, key),
        |instance, backups| instance.last_backups = backups,
    );
}
