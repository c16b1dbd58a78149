//! Whether AWS Backup covers a resource: by a plan whose selections take it in, or by backups that it has made of it.
//!
//! For every kind of resource that AWS Backup knows: what has an ARN and tags can ask for both lists.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::protected_resource::ProtectedResource;
use super::region::RegionSettings;
use crate::inventory::{Asset as _, Fact, Inventory, Key, Kind, Timestamp};
use crate::provider::aws::ec2::index::list;

/// What the plans of a resource are derived from besides its own tags: the five of these.
pub(in crate::provider::aws) const PLAN_NAME: (Kind, &str) = (Plan::KIND, "name");
/// See [`PLAN_NAME`].
pub(in crate::provider::aws) const PLAN_LAST_RUN: (Kind, &str) = (Plan::KIND, "last_run");
/// See [`PLAN_NAME`].
pub(in crate::provider::aws) const PLAN_RULES: (Kind, &str) = (Plan::KIND, "rules");
/// See [`PLAN_NAME`].
pub(in crate::provider::aws) const PLAN_SELECTIONS: (Kind, &str) = (Plan::KIND, "selections");
/// See [`PLAN_NAME`].
pub(in crate::provider::aws) const OPT_IN: (Kind, &str) = (RegionSettings::KIND, "opt_in");

/// What the last backup of a resource is derived from: its time, and where it is.
pub(in crate::provider::aws) const LAST_BACKUP: (Kind, &str) = (ProtectedResource::KIND, "last_backup");
/// See [`LAST_BACKUP`].
pub(in crate::provider::aws) const LAST_VAULT: (Kind, &str) = (ProtectedResource::KIND, "vault");

/// A type of resource, as AWS Backup names it in the opt-in of a region.
#[derive(Debug, Clone, Copy)]
pub(in crate::provider::aws) struct ResourceType {
    /// The name of the opt-in.
    pub(super) opt_in: &'static str,
    /// Whether other types have ARNs of the same form (Aurora and RDS clusters): then an ARN does not name the type, and
    /// the opt-in counts always.
    pub(super) shares_arns: bool,
}

impl ResourceType {
    /// Volumes.
    pub(in crate::provider::aws) const EBS: Self = Self { opt_in: "EBS", shares_arns: false };
    /// Instances.
    pub(in crate::provider::aws) const EC2: Self = Self { opt_in: "EC2", shares_arns: false };
}

/// What a selection is asked about.
#[derive(Debug, Clone, Copy)]
pub(in crate::provider::aws) struct Resource<'a> {
    /// Its ARN.
    pub(in crate::provider::aws) arn: &'a str,
    /// Its type.
    pub(in crate::provider::aws) kind: ResourceType,
    /// Its tags.
    pub(in crate::provider::aws) tags: &'a Fact<BTreeMap<String, String>>,
}

/// A plan of AWS Backup that has a rule and takes a resource in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanAssignment {
    /// The name of the plan.
    pub plan: String,
    /// The name of the selection.
    pub selection: String,
    /// The names of the vaults that the plan's rules write to.
    pub vaults: Vec<String>,
    /// When the plan last ran, null where it never did.
    pub last_run: Option<Timestamp>,
    /// The ARN that it takes in: of the resource, or of what it is backed up with.
    pub resource: String,
}

/// The last backup that AWS Backup has made of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LastBackup {
    /// When it was made.
    pub time: Timestamp,
    /// The ARN of the vault that holds it, null where the service does not say.
    pub vault: Option<String>,
    /// The ARN of what was backed up: of the resource, or of what it is backed up with.
    pub resource: String,
}

/// The plans that take a resource in; an unknown element stands for those that may do so.
pub(in crate::provider::aws) fn plans(
    inventory: &Inventory,
    key: &Key,
    resource: &Resource<'_>,
) -> Fact<Vec<Fact<PlanAssignment>>> {
    let settings = Key::singleton(&RegionSettings::KIND, &key.account, &key.region);
    let opted_in = inventory.get::<RegionSettings>(&settings).and_then(|settings| {
        let opt_in = settings.map_or_else(Fact::default, |settings| settings.opt_in.as_ref());
        opt_in.map(|types| types.get(resource.kind.opt_in) == Some(&true))
    });
    let listed = inventory.listed::<Plan>(&key.account, &key.region);
    let of_plan = |plan: &Plan| -> Vec<Fact<PlanAssignment>> {
        let has_rule = plan.rules.as_ref().map(|rules| !rules.is_empty());
        let selections = match &plan.selections {
            Fact::Known(selections) => selections.as_slice(),
            Fact::Unknown(gaps) => &[Fact::Unknown(gaps.clone())],
        };
        let assignments = selections.iter().filter_map(|selection| {
            let takes = selection.as_ref().and_then(|selection| selection.takes(resource, &opted_in));
            match Fact::all([takes, has_rule.clone()]) {
                Fact::Known(true) => Some(assignment(plan, selection, resource.arn)),
                Fact::Known(false) => None,
                Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
            }
        });
        assignments.collect()
    };
    list(listed.seen.into_iter().flat_map(|(_, entry)| of_plan(&entry.asset)), listed.missing)
}

fn assignment(plan: &Plan, selection: &Fact<super::Selection>, arn: &str) -> Fact<PlanAssignment> {
    let of_plan = plan.name.as_ref().zip(plan.last_run.as_ref()).zip(plan.rules.as_ref());
    selection.as_ref().zip(of_plan).map(|(selection, ((name, last_run), rules))| {
        let mut vaults: Vec<String> = rules.iter().map(|rule| rule.vault.clone()).collect();
        vaults.sort_unstable();
        vaults.dedup();
        PlanAssignment {
            plan: name.clone(),
            selection: selection.name.clone(),
            vaults,
            last_run: *last_run,
            resource: arn.to_owned(),
        }
    })
}

/// The last backup of a resource, none where there is none; an unknown element stands for one that may be there.
pub(in crate::provider::aws) fn last_backups(inventory: &Inventory, resource: &Key) -> Fact<Vec<Fact<LastBackup>>> {
    let key = Key { kind: ProtectedResource::KIND, ..resource.clone() };
    let found = inventory.get::<ProtectedResource>(&key).and_then(|found| match found {
        Some(protected) => protected.last_backup.as_ref().zip(protected.vault.as_ref()).map(|(time, vault)| {
            time.map(|time| LastBackup { time, vault: vault.clone(), resource: resource.id.clone() })
        }),
        None => Fact::Known(None),
    });
    match found {
        Fact::Known(backup) => list(backup.into_iter().map(Fact::Known), None),
        Fact::Unknown(gaps) => list([], Some(gaps)),
    }
}
