//! The operations that read AWS Backup; none of them looks into a backup.

use crate::provider::Op;

/// An operation whose every error is a gap.
const fn listing(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "backup", name, iam_action, none: &[], gone: &[] }
}

/// An operation on one thing, which may have gone since it was listed.
const fn of_one(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "backup", name, iam_action, none: &[], gone: &["ResourceNotFoundException"] }
}

/// The plans that are in force, with the moment of their last run.
pub(super) static LIST_BACKUP_PLANS: Op = listing("ListBackupPlans", "backup:ListBackupPlans");

/// The rules of one plan.
pub(super) static GET_BACKUP_PLAN: Op = of_one("GetBackupPlan", "backup:GetBackupPlan");

/// The names of the selections of one plan.
pub(super) static LIST_BACKUP_SELECTIONS: Op = of_one("ListBackupSelections", "backup:ListBackupSelections");

/// What one selection takes in.
pub(super) static GET_BACKUP_SELECTION: Op = of_one("GetBackupSelection", "backup:GetBackupSelection");

/// The resources of which there are backups, with the moment of the last one.
pub(super) static LIST_PROTECTED_RESOURCES: Op = listing("ListProtectedResources", "backup:ListProtectedResources");

/// The types of resource that the region has opted in to.
pub(super) static DESCRIBE_REGION_SETTINGS: Op = listing("DescribeRegionSettings", "backup:DescribeRegionSettings");

/// The vaults, with the number of recovery points in each.
pub(super) static LIST_BACKUP_VAULTS: Op = listing("ListBackupVaults", "backup:ListBackupVaults");

/// Restores of every sort, those of tests too.
pub(super) static LIST_RESTORE_JOBS: Op = listing("ListRestoreJobs", "backup:ListRestoreJobs");

/// The plans by which restores are tested.
pub(super) static LIST_RESTORE_TESTING_PLANS: Op = listing("ListRestoreTestingPlans", "backup:ListRestoreTestingPlans");

/// What one such plan takes in.
pub(super) static LIST_RESTORE_TESTING_SELECTIONS: Op =
    of_one("ListRestoreTestingSelections", "backup:ListRestoreTestingSelections");
