//! How volumes are backed up: by snapshots, by plans of AWS Backup, and together with the instances that they serve.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::{Found, Index, derive, list, vanished};
use super::instance::Instance;
use super::ops::DESCRIBE_INSTANCES;
use super::snapshot::Snapshot;
use super::volume::Volume;
use crate::inventory::{Asset as _, Fact, Gaps, Inventory, Key, Kind, Timestamp};
use crate::provider::aws::backup::coverage::{self, Resource, ResourceType};

/// What membership of an Auto Scaling group is derived from.
pub(super) const MEMBER: &[(Kind, &str)] = &[(Volume::KIND, "attached_to"), (Instance::KIND, "auto_scaling_group")];

/// What the latest snapshot is derived from.
pub(super) const SNAPSHOTS: &[(Kind, &str)] = &[
    (Volume::KIND, "volume_id"),
    (Snapshot::KIND, "snapshot_id"),
    (Snapshot::KIND, "volume_id"),
    (Snapshot::KIND, "state"),
    (Snapshot::KIND, "started"),
];

/// What the latest snapshot of a lifecycle policy is derived from.
pub(super) const POLICY_SNAPSHOTS: &[(Kind, &str)] = &[
    (Volume::KIND, "volume_id"),
    (Snapshot::KIND, "snapshot_id"),
    (Snapshot::KIND, "volume_id"),
    (Snapshot::KIND, "state"),
    (Snapshot::KIND, "started"),
    (Snapshot::KIND, "lifecycle_policy"),
];

/// What the plans are derived from.
pub(super) const PLANS: &[(Kind, &str)] = &[
    (Volume::KIND, "tags"),
    (Volume::KIND, "attached_to"),
    (Instance::KIND, "backup_plans"),
    coverage::PLAN_NAME,
    coverage::PLAN_LAST_RUN,
    coverage::PLAN_RULES,
    coverage::PLAN_SELECTIONS,
    coverage::OPT_IN,
];

/// What the last backups are derived from.
pub(super) const LAST_BACKUPS: &[(Kind, &str)] =
    &[(Volume::KIND, "attached_to"), (Instance::KIND, "last_backups"), coverage::LAST_BACKUP, coverage::LAST_VAULT];

/// A completed snapshot of a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SnapshotOfVolume {
    /// Its id.
    pub id: String,
    /// When it was taken.
    pub started: Timestamp,
}

pub(super) fn auto_scaling_member(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let instances = Index::by_resource(inventory);
        let of_one = |key: &Key, volume: &Volume| {
            volume.attached_to.as_ref().and_then(|holders| {
                let members = of_instances(&instances, key, holders);
                Fact::any(members.map(|instance| {
                    instance.and_then(|instance| instance.auto_scaling_group.as_ref()).map(Option::is_some)
                }))
            })
        };
        inventory.table::<Volume>().map(|(key, entry)| (key.clone(), of_one(key, &entry.asset))).collect()
    };
    derive(inventory, read, |volume: &mut Volume, member| volume.auto_scaling_member = member);
}

/// The instances among what a volume is attached to; the rest are resources that AWS manages.
fn of_instances<'a>(
    instances: &Index<'a, Instance>,
    key: &Key,
    holders: &[String],
) -> impl Iterator<Item = Fact<&'a Instance>> {
    let ids = holders.iter().filter(|holder| holder.starts_with("i-"));
    ids.map(move |id| match instances.one(key, id) {
        Fact::Known(Some(instance)) => Fact::Known(instance),
        Fact::Known(None) => Fact::Unknown(vanished(&DESCRIBE_INSTANCES, key)),
        Fact::Unknown(gaps) => Fact::Unknown(gaps),
    })
}

pub(super) fn latest_snapshots(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| latest(inventory, |_| Fact::Known(true));
    derive(inventory, read, |volume: &mut Volume, snapshots| volume.latest_snapshots = snapshots);
}

pub(super) fn latest_policy_snapshots(inventory: &mut Inventory) {
    let by_policy = |snapshot: &Snapshot| snapshot.lifecycle_policy.as_ref().map(Option::is_some);
    let read = |inventory: &Inventory| latest(inventory, by_policy);
    derive(inventory, read, |volume: &mut Volume, snapshots| volume.latest_policy_snapshots = snapshots);
}

/// The latest of the completed snapshots of each volume that pass a test.
fn latest(
    inventory: &Inventory,
    test: impl Fn(&Snapshot) -> Fact<bool>,
) -> BTreeMap<Key, Fact<Vec<Fact<SnapshotOfVolume>>>> {
    let snapshots =
        Index::new(inventory, |_, snapshot: &Snapshot| snapshot.volume_id.as_ref().map(|volume| vec![volume.as_str()]));
    let of_one =
        |key: &Key, volume: &Volume| volume.volume_id.as_ref().and_then(|id| latest_of(snapshots.all(key, id), &test));
    inventory.table::<Volume>().map(|(key, entry)| (key.clone(), of_one(key, &entry.asset))).collect()
}

fn latest_of(found: Found<'_, Snapshot>, test: impl Fn(&Snapshot) -> Fact<bool>) -> Fact<Vec<Fact<SnapshotOfVolume>>> {
    let (mut latest, mut doubt) = (None::<SnapshotOfVolume>, found.missing);
    for snapshot in found.seen {
        let completed = snapshot.state.as_ref().map(|state| state == "completed");
        let counts = Fact::all([completed, test(snapshot)]);
        let taken = snapshot.snapshot_id.as_ref().zip(snapshot.started.as_ref());
        match counts.clone().zip(taken) {
            Fact::Known((true, (id, started))) if latest.as_ref().is_none_or(|latest| latest.started < *started) => {
                latest = Some(SnapshotOfVolume { id: id.clone(), started: *started });
            }
            Fact::Unknown(gaps) if counts != Fact::Known(false) => doubt.get_or_insert_default().merge(&gaps),
            _ => {}
        }
    }
    list(latest.map(Fact::Known), doubt)
}

pub(super) fn backup_plans(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let instances = Index::by_resource(inventory);
        let of_one = |key: &Key, volume: &Volume| {
            let resource = Resource { arn: &key.id, kind: ResourceType::EBS, tags: &volume.tags };
            with_instances(&instances, key, volume, coverage::plans(inventory, key, &resource), |instance| {
                &instance.backup_plans
            })
        };
        inventory.table::<Volume>().map(|(key, entry)| (key.clone(), of_one(key, &entry.asset))).collect()
    };
    derive(inventory, read, |volume: &mut Volume, plans| volume.backup_plans = plans);
}

pub(super) fn last_backups(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let instances = Index::by_resource(inventory);
        let of_one = |key: &Key, volume: &Volume| {
            with_instances(&instances, key, volume, coverage::last_backups(inventory, key), |instance| {
                &instance.last_backups
            })
        };
        inventory.table::<Volume>().map(|(key, entry)| (key.clone(), of_one(key, &entry.asset))).collect()
    };
    derive(inventory, read, |volume: &mut Volume, backups| volume.last_backups = backups);
}

/// What is known of a volume by itself, and of the instances that it is attached to, whose backups hold it too.
fn with_instances<T: Clone>(
    instances: &Index<'_, Instance>,
    key: &Key,
    volume: &Volume,
    own: Fact<Vec<Fact<T>>>,
    field: impl Fn(&Instance) -> &Fact<Vec<Fact<T>>>,
) -> Fact<Vec<Fact<T>>> {
    let mut lists = vec![own];
    match &volume.attached_to {
        Fact::Known(holders) => {
            let of_each = of_instances(instances, key, holders);
            lists.extend(of_each.map(|instance| instance.and_then(|instance| field(instance).clone())));
        }
        Fact::Unknown(gaps) => lists.push(Fact::Unknown(gaps.clone())),
    }
    let (mut elements, mut missing) = (Vec::new(), None::<Gaps>);
    for of_one in lists {
        match of_one {
            Fact::Known(found) => elements.extend(found),
            Fact::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
        }
    }
    list(elements, missing)
}

#[cfg(test)]
mod tests;
