//! Backup plans: when they run, and what they take in (`aws.backup.plan`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::{GET_BACKUP_PLAN, GET_BACKUP_SELECTION, LIST_BACKUP_PLANS, LIST_BACKUP_SELECTIONS};
use super::selection::Selection;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&LIST_BACKUP_PLANS];

const PLAN: &[&Op] = &[&GET_BACKUP_PLAN];
const SELECTIONS: &[&Op] = &[&LIST_BACKUP_SELECTIONS, &GET_BACKUP_SELECTION];
/// Plans as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Plan::KIND,
    scope: Scope::Regional,
    object: object_of::<Plan>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("name", LISTED),
        FactSpec::read("last_run", LISTED),
        FactSpec::read("rules", PLAN),
        FactSpec::read("selections", SELECTIONS),
    ],
};

/// A plan of AWS Backup (`aws.backup.plan`), those that a policy of the organization makes too.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Plan {
    /// Its name. Source: backup:ListBackupPlans.
    pub name: Fact<String>,
    /// When it last ran, null where it never did. Source: backup:ListBackupPlans.
    pub last_run: Fact<Option<Timestamp>>,
    /// The rules by which it runs. Source: backup:GetBackupPlan.
    pub rules: Fact<Vec<Rule>>,
    /// What it takes in: any one selection is enough. Source: backup:GetBackupSelection.
    pub selections: Fact<Vec<Fact<Selection>>>,
}

impl Asset for Plan {
    const KIND: Kind = Kind::named("aws.backup.plan");
}

/// A rule of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The name of the vault that the backups go to.
    pub vault: String,
    /// The cron expression of its runs, null where it is the service's default of once a day.
    pub schedule: Option<String>,
}
