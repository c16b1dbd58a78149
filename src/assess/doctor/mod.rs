//! Whether a scan can work, and what it will miss: what was found out before it, judged. Pure.
//!
//! A permission is *allowed* or *denied* only by an answer that shows it; a simulated answer is marked as one, and a real
//! one always beats it. All else could not be told, and says why.

mod endpoint;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

pub use endpoint::{Endpoint, endpoints};
pub use verdict::{Basis, Permission, Verdict, Why};

use super::exit::ExitStatus;
use crate::control::ControlId;
use crate::criteria::CriterionId;
use crate::inventory::{AccountId, GapKind, Region, Timestamp};

/// From so many seconds of difference between the clocks on, it is told as a trouble; AWS refuses at 300.
pub const SKEW_TOLD: i64 = 60;

/// Credentials that end within so many seconds are told as a trouble.
pub const ENDS_SOON: i64 = 15 * 60;

/// One operation that the selected controls need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// `service:Operation`.
    pub operation: String,
    /// The IAM action that allows it.
    pub action: String,
    /// The operations that list what it is asked about.
    pub listings: BTreeSet<String>,
    /// Whether it does more than read, so that it was not sent to find out.
    pub withheld: bool,
    /// The controls that read its answers.
    pub controls: BTreeSet<ControlId>,
}

/// What came of one operation in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// `service:Operation`.
    pub operation: String,
    /// A region, or `global`.
    pub region: Region,
    /// The host that was asked, where it is known.
    pub host: Option<String>,
    /// What it came to.
    pub answer: Answer,
    /// The provider's error code.
    pub code: Option<String>,
    /// The provider's message, or the innermost error.
    pub message: Option<String>,
}

/// What an operation was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// By what takes the permission.
    Given,
    /// That it is not allowed.
    Denied,
    /// Not at all: there was no connection.
    Unreachable,
    /// By nobody, as is known of a service that the region does not have.
    NotOffered,
    /// By another failure.
    Failed(GapKind),
}

/// What a simulation says of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simulated {
    /// Allowed on every resource.
    Allowed,
    /// Denied, or not allowed on every resource.
    Denied,
    /// It hangs on a condition.
    Unclear,
}

/// What came of simulating the caller's policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Simulation {
    /// Nobody wanted it.
    Off,
    /// Every permission was told by a call.
    NotNeeded,
    /// The policies of this role or user were simulated.
    Of(String),
    /// There is nothing to simulate.
    Impossible(String),
    /// It was refused.
    Refused {
        /// The action that allows what was refused.
        action: String,
        /// Whether for want of that.
        denied: bool,
        /// The error's code.
        code: String,
    },
}

/// Where credentials come from, and until when they are good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// In words.
    pub source: String,
    /// The profile that was named, if one was.
    pub profile: Option<String>,
    /// Whether they are of a session.
    pub temporary: bool,
    /// When they end, where that is told.
    pub expires: Option<Timestamp>,
}

/// Which regions there are to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions {
    /// These.
    pub all: Vec<Region>,
    /// Whether they were named, and not asked for.
    pub named: bool,
    /// Why there may be more.
    pub problem: Option<String>,
    /// The one that was probed.
    pub probed: Option<Region>,
}

/// Everything that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The moment.
    pub now: Timestamp,
    /// The account.
    pub account: AccountId,
    /// The ARN of who asks.
    pub caller: String,
    /// Its credentials; `None` where the SDK tells nothing of them.
    pub credentials: Option<Credentials>,
    /// The regions.
    pub regions: Regions,
    /// Seconds by which our clock is ahead of the provider's.
    pub clock_difference: Option<i64>,
    /// The endpoint that stands in for the provider's own.
    pub endpoint: Option<String>,
    /// The endpoints that were asked.
    pub endpoints: Vec<Endpoint>,
    /// What the simulation came to.
    pub simulation: Simulation,
    /// What may be called.
    pub permissions: Permissions,
    /// How many collectors a defect of ours ended.
    pub defects: usize,
}

/// Controls that would be not evaluated, and the criteria that they speak to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// The controls.
    pub controls: BTreeSet<ControlId>,
    /// The criteria.
    pub criteria: BTreeSet<CriterionId>,
}

/// The permissions of a caller, as far as they can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Of each needed operation, sorted by its name.
    pub verdicts: Vec<Verdict>,
    /// What is lost with those that are denied, and those that failed.
    pub lost: Cost,
    /// How many controls are selected.
    pub selected: usize,
}

impl Permissions {
    /// Judges. `criteria` has the criteria of each selected control.
    pub fn judge(
        needed: Vec<Needed>,
        replies: &[Reply],
        simulated: &BTreeMap<String, Simulated>,
        criteria: &BTreeMap<ControlId, BTreeSet<CriterionId>>,
    ) -> Self {
        let verdict = |needed: Needed| {
            let cost = Cost::of(&needed.controls, criteria);
            Verdict::of(needed, cost, replies, simulated)
        };
        let mut verdicts: Vec<Verdict> = needed.into_iter().map(verdict).collect();
        verdicts.sort_by(|one, other| one.operation.cmp(&other.operation));
        let mut lost = Cost::default();
        for verdict in verdicts.iter().filter(|verdict| verdict.is_missing()) {
            lost.controls.extend(verdict.cost.controls.iter().cloned());
            lost.criteria.extend(verdict.cost.criteria.iter().cloned());
        }
        Self { verdicts, lost, selected: criteria.len() }
    }

    /// Those of which this is known.
    pub fn of(&self, permission: Permission) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(move |verdict| verdict.permission == permission)
    }

    /// Those that were sent, and failed for another reason than a denial.
    pub fn failed(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.has_failed())
    }

    /// The actions to allow: those that are denied, but not by another policy than one that lacks them.
    pub fn missing_actions(&self) -> BTreeSet<&str> {
        let denied = self.of(Permission::Denied).filter(|verdict| verdict.held_back_by().is_none());
        denied.map(|verdict| verdict.action.as_str()).collect()
    }

    /// The actions whose permission no call told.
    pub fn untold(needed: &[Needed], replies: &[Reply]) -> BTreeSet<String> {
        let told = |needed: &&Needed| verdict::told_by_call(&needed.operation, replies).is_some();
        needed.iter().filter(|needed| !told(needed)).map(|needed| needed.action.clone()).collect()
    }
}

impl Cost {
    fn of(controls: &BTreeSet<ControlId>, criteria: &BTreeMap<ControlId, BTreeSet<CriterionId>>) -> Self {
        let spoken_to = controls.iter().filter_map(|control| criteria.get(control)).flatten().cloned().collect();
        Self { controls: controls.clone(), criteria: spoken_to }
    }
}

impl Diagnosis {
    /// What it tells the shell: 3 where something that the selection needs is denied, or was sent and failed. What could
    /// only not be asked, as in an account that is empty, is not known to be missing.
    pub fn exit_status(&self) -> ExitStatus {
        let missing = self.permissions.verdicts.iter().any(Verdict::is_missing);
        if missing || self.defects > 0 || self.regions.probed.is_none() {
            ExitStatus::Unseen
        } else {
            ExitStatus::Clean
        }
    }

    /// Seconds until the credentials end, where that is told.
    pub fn seconds_left(&self) -> Option<i64> {
        let expires = self.credentials.as_ref()?.expires?;
        Some(expires.seconds_since(self.now))
    }

    /// Whether the caller is the root user of the account.
    pub fn is_root(&self) -> bool {
        self.caller.ends_with(":root")
    }
}
