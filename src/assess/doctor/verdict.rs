//! One operation: allowed, denied, or why that could not be told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Cost, Needed, Reply, Simulated};
use crate::inventory::GapKind;

/// Whether an operation may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// It may.
    Allowed,
    /// It may not.
    Denied,
    /// That could not be told.
    Unknown,
}

impl Permission {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unknown => "could_not_tell",
        }
    }
}

/// What a permission is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A call that was answered.
    Call,
    /// A simulation of the caller's policies.
    Simulation,
}

impl Basis {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Simulation => "simulation",
        }
    }
}

/// Why no call told a permission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// There was no connection.
    Unreachable,
    /// It was sent, and failed.
    Failed(GapKind),
    /// The region does not have the service.
    NotOffered,
    /// It does more than read, and was not sent to find out.
    Withheld,
    /// What it is asked about was not listed: this operation was denied, or failed.
    Behind(String),
    /// There was nothing to ask it about.
    NothingToAsk,
}

impl Why {
    /// The word used on the wire.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Failed(kind) => kind.as_str(),
            Self::NotOffered => "not_offered",
            Self::Withheld => "withheld",
            Self::Behind(_) => "behind",
            Self::NothingToAsk => "nothing_to_ask",
        }
    }
}

/// What can be told of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `service:Operation`.
    pub operation: String,
    /// The IAM action that allows it.
    pub action: String,
    /// Whether it may be called.
    pub permission: Permission,
    /// What that is known by; `None` where it is not known.
    pub basis: Option<Basis>,
    /// Why no call told it; `None` where one did.
    pub why: Option<Why>,
    /// The reply that decided, or that failed.
    pub reply: Option<Reply>,
    /// What is lost without it.
    pub cost: Cost,
}

impl Verdict {
    pub(super) fn of(needed: Needed, cost: Cost, replies: &[Reply], simulated: &BTreeMap<String, Simulated>) -> Self {
        let Needed { operation, action, listings, withheld, .. } = needed;
        if let Some((permission, reply)) = told_by_call(&operation, replies) {
            let basis = Some(Basis::Call);
            return Self { operation, action, permission, basis, why: None, reply: Some(reply.clone()), cost };
        }
        let reply = worst(&operation, replies);
        let why = match reply.map(|reply| reply.answer) {
            Some(Answer::Unreachable) => Why::Unreachable,
            Some(Answer::Failed(kind)) => Why::Failed(kind),
            Some(Answer::NotOffered) => Why::NotOffered,
            _ if withheld => Why::Withheld,
            _ => behind(&operation, &listings, replies).map_or(Why::NothingToAsk, Why::Behind),
        };
        let (permission, basis) = match simulated.get(&action) {
            Some(Simulated::Allowed) => (Permission::Allowed, Some(Basis::Simulation)),
            Some(Simulated::Denied) => (Permission::Denied, Some(Basis::Simulation)),
            Some(Simulated::Unclear) | None => (Permission::Unknown, None),
        };
        Self { operation, action, permission, basis, why: Some(why), reply: reply.cloned(), cost }
    }

    /// Whether it was sent, and failed for another reason than a denial. That an asset went away while it was asked about,
    /// or that the service asked to slow down, which a scan does, is no failure.
    pub fn has_failed(&self) -> bool {
        match &self.why {
            Some(Why::Unreachable) => true,
            Some(Why::Failed(kind)) => ![GapKind::Vanished, GapKind::Throttled].contains(kind),
            _ => false,
        }
    }

    /// Whether it is known by a simulation only.
    pub fn is_simulated(&self) -> bool {
        self.basis == Some(Basis::Simulation)
    }

    /// Whether the selection needs it and is known not to get it.
    pub fn is_missing(&self) -> bool {
        self.permission == Permission::Denied || self.has_failed()
    }

    /// The policy that denies it, where the provider names one that allowing the action does not lift.
    pub fn held_back_by(&self) -> Option<&'static str> {
        let reply = self.reply.as_ref().filter(|reply| reply.answer == Answer::Denied)?;
        let message = reply.message.as_deref()?;
        OTHER_POLICIES.into_iter().find(|policy| message.contains(policy))
    }
}

/// What AWS names in a denial beside an identity-based policy that does not allow the action. Source: "Troubleshoot access
/// denied error messages" in the IAM user guide.
const OTHER_POLICIES: [&str; 7] = [
    "service control policy",
    "resource control policy",
    "resource-based policy",
    "permissions boundary",
    "session policy",
    "VPC endpoint policy",
    "explicit deny in an identity-based policy",
];

/// What calls tell of an operation. Denied in one place, it is denied; a failure elsewhere leaves open what an answer
/// here shows, since it is wanted everywhere.
pub(super) fn told_by_call<'r>(operation: &str, replies: &'r [Reply]) -> Option<(Permission, &'r Reply)> {
    let reply = worst(operation, replies)?;
    match reply.answer {
        Answer::Denied => Some((Permission::Denied, reply)),
        Answer::Given => Some((Permission::Allowed, reply)),
        Answer::Unreachable | Answer::NotOffered | Answer::Failed(_) => None,
    }
}

/// The reply that says the most against an operation.
fn worst<'r>(operation: &str, replies: &'r [Reply]) -> Option<&'r Reply> {
    let against = |reply: &&Reply| match reply.answer {
        Answer::Denied => 4,
        // That one asset went away, or one region lacks the service, says nothing against what was answered elsewhere.
        Answer::Failed(GapKind::Vanished) => 1,
        Answer::Unreachable | Answer::Failed(_) => 3,
        Answer::Given => 2,
        Answer::NotOffered => 0,
    };
    replies.iter().filter(|reply| reply.operation == operation).max_by_key(against)
}

/// The listing without which there was nothing to ask about.
fn behind(operation: &str, listings: &BTreeSet<String>, replies: &[Reply]) -> Option<String> {
    let broken = |listing: &&String| {
        let answer = worst(listing, replies).map(|reply| reply.answer);
        matches!(answer, Some(Answer::Denied | Answer::Unreachable | Answer::Failed(_)))
    };
    listings.iter().filter(|listing| *listing != operation).find(broken).cloned()
}
