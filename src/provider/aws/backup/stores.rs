//! The data stores of a region, and which of them no setting of their own has backed up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::region::RegionSettings;
use crate::inventory::store::Listed;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Timestamp};
use crate::provider::aws::dynamodb::Table;
use crate::provider::aws::ec2::Volume;
use crate::provider::aws::ec2::index::list;
use crate::provider::aws::efs::FileSystem;
use crate::provider::aws::rds;

/// What tells whether there are any.
pub(super) const HELD: &[(Kind, &str)] = &[
    (rds::Instance::KIND, "cluster"),
    (rds::Instance::KIND, "read_replica_of"),
    (rds::Cluster::KIND, "engine"),
    (Table::KIND, "status"),
    (FileSystem::KIND, "state"),
    (Volume::KIND, "state"),
    (Volume::KIND, "auto_scaling_member"),
];

/// What tells which are not backed up by a setting of their own.
pub(super) const UNBACKED: &[(Kind, &str)] = &[
    (rds::Instance::KIND, "cluster"),
    (rds::Instance::KIND, "read_replica_of"),
    (rds::Instance::KIND, "backup_retention_days"),
    (rds::Cluster::KIND, "backup_retention_days"),
    (Table::KIND, "status"),
    (Table::KIND, "point_in_time_recovery"),
    (FileSystem::KIND, "state"),
    (FileSystem::KIND, "backup_policy"),
    (Volume::KIND, "state"),
    (Volume::KIND, "auto_scaling_member"),
    (Volume::KIND, "latest_policy_snapshots"),
];

/// A data store that no setting of its own has backed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DataStore {
    /// Its ARN.
    pub resource: String,
    /// When Data Lifecycle Manager last took a snapshot of it, null where it did not.
    pub last_snapshot: Option<Timestamp>,
}

/// A kind of data store.
trait Store: Asset {
    /// Whether it is one that keeps data of its own, now and for some time.
    fn keeps_data(&self) -> Fact<bool>;

    /// Whether a setting of its own has it backed up.
    fn backs_itself_up(&self) -> Fact<bool>;

    /// When it was last backed up otherwise than by AWS Backup.
    fn last_snapshot(&self) -> Fact<Option<Timestamp>> {
        Fact::Known(None)
    }
}

impl Store for rds::Instance {
    /// Members are backed up as their cluster, and replicas by what they replicate.
    fn keeps_data(&self) -> Fact<bool> {
        let alone = |other: &Fact<Option<String>>| other.as_ref().map(Option::is_none);
        Fact::all([alone(&self.cluster), alone(&self.read_replica_of)])
    }

    fn backs_itself_up(&self) -> Fact<bool> {
        self.backup_retention_days.as_ref().map(|days| *days > 0)
    }
}

impl Store for rds::Cluster {
    fn keeps_data(&self) -> Fact<bool> {
        Fact::Known(true)
    }

    fn backs_itself_up(&self) -> Fact<bool> {
        self.backup_retention_days.as_ref().map(|days| *days > 0)
    }
}

impl Store for Table {
    fn keeps_data(&self) -> Fact<bool> {
        self.status.as_ref().map(|status| !["CREATING", "DELETING"].contains(&status.as_str()))
    }

    fn backs_itself_up(&self) -> Fact<bool> {
        self.point_in_time_recovery.as_ref().map(|status| status == "ENABLED")
    }
}

impl Store for FileSystem {
    fn keeps_data(&self) -> Fact<bool> {
        self.state.as_ref().map(|state| !["creating", "deleting", "deleted"].contains(&state.as_str()))
    }

    fn backs_itself_up(&self) -> Fact<bool> {
        self.backup_policy.as_ref().map(|status| matches!(status.as_deref(), Some("ENABLED" | "ENABLING")))
    }
}

impl Store for Volume {
    fn keeps_data(&self) -> Fact<bool> {
        let there = self.state.as_ref().map(|state| !["creating", "deleting", "deleted"].contains(&state.as_str()));
        Fact::all([there, self.auto_scaling_member.as_ref().map(|member| !member)])
    }

    fn backs_itself_up(&self) -> Fact<bool> {
        Fact::Known(false)
    }

    /// The latest one that was seen; unknown where there may be a later one.
    fn last_snapshot(&self) -> Fact<Option<Timestamp>> {
        let snapshots = self.latest_policy_snapshots.as_ref();
        let all = snapshots.and_then(|list| Fact::collect(list.iter().map(Fact::as_ref)));
        all.map(|snapshots| snapshots.iter().map(|snapshot| snapshot.started).max())
    }
}

pub(super) fn holds_data_stores(inventory: &mut Inventory) {
    fn any<T: Store>(inventory: &Inventory, region: &Key) -> Fact<bool> {
        let listed = inventory.listed::<T>(&region.account, &region.region);
        listed.any(|_, entry| entry.asset.keeps_data())
    }
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            Fact::any([
                any::<rds::Instance>(inventory, key),
                any::<rds::Cluster>(inventory, key),
                any::<Table>(inventory, key),
                any::<FileSystem>(inventory, key),
                any::<Volume>(inventory, key),
            ])
        },
        |region, holds| region.holds_data_stores = holds,
    );
}

pub(super) fn stores_without_own_backups(inventory: &mut Inventory) {
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            let mut found = Unbacked::default();
            found.add(&inventory.listed::<rds::Instance>(&key.account, &key.region));
            found.add(&inventory.listed::<rds::Cluster>(&key.account, &key.region));
            found.add(&inventory.listed::<Table>(&key.account, &key.region));
            found.add(&inventory.listed::<FileSystem>(&key.account, &key.region));
            found.add(&inventory.listed::<Volume>(&key.account, &key.region));
            list(found.stores, found.missing)
        },
        |region, stores| region.stores_without_own_backups = stores,
    );
}

/// The stores found so far, and why there may be more.
#[derive(Default)]
struct Unbacked {
    stores: Vec<Fact<DataStore>>,
    missing: Option<Gaps>,
}

impl Unbacked {
    fn add<T: Store>(&mut self, listed: &Listed<'_, T>) {
        self.stores.extend(listed.seen.iter().filter_map(|(key, entry)| unbacked(key, &entry.asset)));
        if let Some(gaps) = &listed.missing {
            self.missing.get_or_insert_default().merge(gaps);
        }
    }
}

/// A store that is not backed up by a setting of its own, if it is one.
fn unbacked<T: Store>(key: &Key, store: &T) -> Option<Fact<DataStore>> {
    match Fact::all([store.keeps_data(), store.backs_itself_up().map(|backed| !backed)]) {
        Fact::Known(false) => None,
        Fact::Known(true) => {
            Some(store.last_snapshot().map(|last_snapshot| DataStore { resource: key.id.clone(), last_snapshot }))
        }
        Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
    }
}
