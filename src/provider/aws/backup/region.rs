//! AWS Backup in a region as a whole (`aws.backup.region`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::{
    DESCRIBE_REGION_SETTINGS, LIST_BACKUP_VAULTS, LIST_RESTORE_JOBS, LIST_RESTORE_TESTING_PLANS,
    LIST_RESTORE_TESTING_SELECTIONS,
};
use super::plan::Plan;
use super::stores::{self, DataStore};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope, Timestamp};
use crate::provider::aws::ec2::index::list;
use crate::provider::{FactSpec, KindSpec, Op};

const PLANS: &[(Kind, &str)] =
    &[(Plan::KIND, "name"), (Plan::KIND, "last_run"), (Plan::KIND, "rules"), (Plan::KIND, "selections")];

const SETTINGS: &[&Op] = &[&DESCRIBE_REGION_SETTINGS];
const VAULTS: &[&Op] = &[&LIST_BACKUP_VAULTS];
const JOBS: &[&Op] = &[&LIST_RESTORE_JOBS];
const TESTING: &[&Op] = &[&LIST_RESTORE_TESTING_PLANS, &LIST_RESTORE_TESTING_SELECTIONS];
/// Regions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: RegionSettings::KIND,
    scope: Scope::Regional,
    object: object_of::<RegionSettings>,
    listed_by: &[],
    facts: &[
        FactSpec::read("opt_in", SETTINGS),
        FactSpec::read("vaults", VAULTS),
        FactSpec::read("restore_jobs", JOBS),
        FactSpec::read("restore_testing_plans", TESTING),
        FactSpec::derived("plans", PLANS, plans),
        FactSpec::derived("holds_data_stores", stores::HELD, stores::holds_data_stores),
        FactSpec::derived("stores_without_own_backups", stores::UNBACKED, stores::stores_without_own_backups),
    ],
};

/// AWS Backup in a region (`aws.backup.region`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegionSettings {
    /// Whether the region has opted in to each type of resource, by the name that AWS Backup has for it: `EBS`, `RDS` …
    /// Source: backup:DescribeRegionSettings.
    pub opt_in: Fact<BTreeMap<String, bool>>,
    /// The vaults. Source: backup:ListBackupVaults.
    pub vaults: Fact<Vec<Vault>>,
    /// The restores that AWS Backup keeps a record of, those of tests too. Source: backup:ListRestoreJobs.
    pub restore_jobs: Fact<Vec<RestoreJob>>,
    /// The plans by which restores are tested. Source: backup:ListRestoreTestingPlans and
    /// backup:ListRestoreTestingSelections.
    pub restore_testing_plans: Fact<Vec<Fact<RestoreTestingPlan>>>,
    /// The backup plans. Derived from the plans of the region.
    pub plans: Fact<Vec<Fact<PlanInRegion>>>,
    /// Whether the region holds a database, a table, a file system, or a volume that is not thrown away with a member
    /// of an Auto Scaling group. Derived.
    pub holds_data_stores: Fact<bool>,
    /// The data stores that no setting of their own has backed up: databases without retention, tables without
    /// point-in-time recovery, file systems whose backup policy is off; and every volume, with the snapshot that Data
    /// Lifecycle Manager last took of it. Derived.
    pub stores_without_own_backups: Fact<Vec<Fact<DataStore>>>,
}

impl Asset for RegionSettings {
    const KIND: Kind = Kind::named("aws.backup.region");
}

/// A vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vault {
    /// Its name.
    pub name: String,
    /// How many recovery points it holds.
    pub recovery_points: i64,
}

/// A restore that AWS Backup was asked for, or tested by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RestoreJob {
    /// Its id.
    pub id: String,
    /// `PENDING`, `RUNNING`, `COMPLETED`, `ABORTED` or `FAILED`.
    pub status: String,
    /// When it was completed, null where it was not.
    pub completed: Option<Timestamp>,
    /// Whether what was restored was found to be good: `SUCCESSFUL`, `FAILED`, `TIMED_OUT` or `VALIDATING`; null where
    /// nobody looked.
    pub validation: Option<String>,
    /// The type of what was restored, such as `EBS`; null where the service does not say.
    pub resource_type: Option<String>,
    /// The ARN of the restore testing plan that asked for it, null where none did.
    pub testing_plan: Option<String>,
}

/// A plan by which restores are tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RestoreTestingPlan {
    /// Its name.
    pub name: String,
    /// The cron expression of its runs.
    pub schedule: String,
    /// How many selections it has; without one it restores nothing.
    pub selections: i64,
    /// When it last ran, null where it never did.
    pub last_run: Option<Timestamp>,
}

/// A backup plan of the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanInRegion {
    /// Its name.
    pub name: String,
    /// How many rules it has; without one it never runs.
    pub rules: i64,
    /// How many selections it has; without one it backs nothing up.
    pub selections: i64,
    /// When it last ran, null where it never did.
    pub last_run: Option<Timestamp>,
}

fn plans(inventory: &mut Inventory) {
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            let listed = inventory.listed::<Plan>(&key.account, &key.region);
            list(listed.seen.iter().map(|(_, entry)| of_plan(&entry.asset)), listed.missing.clone())
        },
        |region, plans| region.plans = plans,
    );
}

fn of_plan(plan: &Plan) -> Fact<PlanInRegion> {
    let named = plan.name.as_ref().zip(plan.last_run.as_ref());
    let counted = plan.rules.as_ref().map(Vec::len).zip(plan.selections.as_ref().map(Vec::len));
    named.zip(counted).map(|((name, last_run), (rules, selections))| PlanInRegion {
        name: name.clone(),
        rules: count(rules),
        selections: count(selections),
        last_run: *last_run,
    })
}

/// How many there are.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
