//! AWS Backup.

#[cfg(feature = "aws")]
mod collect;
pub(in crate::provider::aws) mod coverage;
mod ops;
mod plan;
mod protected_resource;
mod region;
mod selection;
mod stores;

#[cfg(test)]
mod tests;

pub use coverage::{LastBackup, PlanAssignment};
pub use plan::{Plan, Rule};
pub use protected_resource::ProtectedResource;
pub use region::{PlanInRegion, RegionSettings, RestoreJob, RestoreTestingPlan, Vault};
pub use selection::{Selection, TagCondition};
pub use stores::DataStore;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "backup",
    ops: &[
        &ops::DESCRIBE_REGION_SETTINGS,
        &ops::GET_BACKUP_PLAN,
        &ops::GET_BACKUP_SELECTION,
        &ops::LIST_BACKUP_PLANS,
        &ops::LIST_BACKUP_SELECTIONS,
        &ops::LIST_BACKUP_VAULTS,
        &ops::LIST_PROTECTED_RESOURCES,
        &ops::LIST_RESTORE_JOBS,
        &ops::LIST_RESTORE_TESTING_PLANS,
        &ops::LIST_RESTORE_TESTING_SELECTIONS,
    ],
    kinds: &[plan::SPEC, protected_resource::SPEC, region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::plan::COLLECTOR, collect::protected_resource::COLLECTOR, collect::region::COLLECTOR],
};
