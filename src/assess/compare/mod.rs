//! Compare: two judgements held against each other, result by result. Pure.
//!
//! What is not seen this time is told as that: a failure counts as fixed only where the same control was seen to pass on
//! the same asset, and an asset counts as gone only where a whole listing of a region in scope lacks it.

mod judged;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeSet;

pub use judged::{Judged, JudgedControl, JudgedCriterion, JudgedFinding, Place};

use super::exit::ExitStatus;
use super::{Configuration, Outcome};
use crate::control::Severity;

/// What became of one control on one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It fails, and was not seen to fail before.
    NewFailure,
    /// It is not evaluated, though it is there or may be.
    NotObserved,
    /// It failed, accepted or not, and passes.
    Fixed,
    /// It failed, accepted or not, and the control no longer speaks of it.
    NoLongerApplies,
    /// It failed, accepted or not, and the asset is gone.
    AssetGone,
    /// Its failure is accepted, and was not before.
    Accepted,
    /// Management set it aside, and had not before.
    SetAside,
}

impl Change {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::NewFailure,
        Self::NotObserved,
        Self::Fixed,
        Self::NoLongerApplies,
        Self::AssetGone,
        Self::Accepted,
        Self::SetAside,
    ];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewFailure => "new_failure",
            Self::NotObserved => "not_observed",
            Self::Fixed => "fixed",
            Self::NoLongerApplies => "no_longer_applies",
            Self::AssetGone => "asset_gone",
            Self::Accepted => "accepted",
            Self::SetAside => "set_aside",
        }
    }
}

/// One result that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<'j> {
    /// How.
    pub change: Change,
    /// What names the result across snapshots.
    pub fingerprint: &'j str,
    /// What it was; `None` where there was no such result.
    pub was: Option<Outcome>,
    /// What it is; `None` where there is none.
    pub is: Option<Outcome>,
    /// The result, as it is or else as it was.
    pub finding: &'j JudgedFinding,
}

/// A failure that was known and is another severity now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regraded<'j> {
    /// What names the result.
    pub fingerprint: &'j str,
    /// What it was.
    pub was: Severity,
    /// The result as it is.
    pub finding: &'j JudgedFinding,
}

/// A difference of what was judged by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground<'j> {
    /// The control is judged now, and was not.
    ControlAdded(&'j str),
    /// The control was judged, and is not now.
    ControlRemoved(&'j str),
    /// A parameter has another value; `None` where it has none.
    Param {
        /// The control.
        control: &'j str,
        /// The parameter's name.
        name: &'j str,
        /// What it was.
        was: Option<&'j str>,
        /// What it is.
        is: Option<&'j str>,
    },
    /// The pack says something else, or has other parameters in force.
    Pack {
        /// Its digest as it was.
        was: &'j str,
        /// As it is.
        is: &'j str,
    },
    /// Another threshold makes a deviation of a criterion.
    CriterionThreshold {
        /// What it was.
        was: Severity,
        /// What it is.
        is: Severity,
    },
}

/// A criterion whose configuration is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriterionChange<'j> {
    /// Its id.
    pub id: &'j str,
    /// What it was.
    pub was: Configuration,
    /// What it is.
    pub is: Configuration,
}

/// Everything that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'j> {
    /// The earlier judgement.
    pub old: &'j Judged,
    /// The later one.
    pub new: &'j Judged,
    /// The results that changed: by what became of them, the gravest first.
    pub changes: Vec<Changed<'j>>,
    /// How many failures are the same.
    pub known_failures: u64,
    /// Known failures of another severity.
    pub regraded: Vec<Regraded<'j>>,
    /// What was judged by.
    pub grounds: Vec<Ground<'j>>,
    /// The criteria that changed, in order.
    pub criteria: Vec<CriterionChange<'j>>,
}

/// Holds one judgement against an earlier one.
pub fn compare<'j>(old: &'j Judged, new: &'j Judged) -> Comparison<'j> {
    let prints: BTreeSet<&'j String> = old.findings.keys().chain(new.findings.keys()).collect();
    let (mut changes, mut regraded, mut known_failures) = (Vec::new(), Vec::new(), 0);
    for fingerprint in prints {
        let (before, after) = (old.findings.get(fingerprint), new.findings.get(fingerprint));
        let Some(finding) = after.or(before) else { continue };
        let (was, is) = (before.map(|finding| finding.outcome), after.map(|finding| finding.outcome));
        if let (Some(before), Some(Outcome::Fail), Some(Outcome::Fail)) = (before, was, is) {
            known_failures += 1;
            if before.severity != finding.severity {
                regraded.push(Regraded { fingerprint, was: before.severity, finding });
            }
        }
        if let Some(change) = change(was, is, || new.lacks(finding)) {
            changes.push(Changed { change, fingerprint, was, is, finding });
        }
    }
    changes.sort_by_key(|changed: &Changed<'j>| {
        let finding = changed.finding;
        (changed.change, Reverse(finding.severity), &finding.control, &finding.id)
    });
    let criteria = new.criteria.iter().filter_map(|(id, now)| {
        let was = old.criteria.get(id)?.configuration;
        (was != now.configuration).then_some(CriterionChange { id, was, is: now.configuration })
    });
    Comparison { old, new, changes, known_failures, regraded, grounds: grounds(old, new), criteria: criteria.collect() }
}

/// What became of a result; `None` where nothing did that matters. `gone` tells whether a result that is no more is of
/// an asset that is seen to be gone.
fn change(was: Option<Outcome>, is: Option<Outcome>, gone: impl Fn() -> bool) -> Option<Change> {
    let failed = matches!(was, Some(Outcome::Fail | Outcome::RiskAccepted));
    match is {
        Some(outcome) if was == Some(outcome) => None,
        Some(Outcome::Fail) => Some(Change::NewFailure),
        Some(Outcome::NotEvaluated) => Some(Change::NotObserved),
        Some(Outcome::Pass) => failed.then_some(Change::Fixed),
        Some(Outcome::NotApplicable) => failed.then_some(Change::NoLongerApplies),
        Some(Outcome::RiskAccepted) => Some(Change::Accepted),
        Some(Outcome::SetAside) => Some(Change::SetAside),
        None if gone() => failed.then_some(Change::AssetGone),
        None => (failed || was == Some(Outcome::Pass)).then_some(Change::NotObserved),
    }
}

fn grounds<'j>(old: &'j Judged, new: &'j Judged) -> Vec<Ground<'j>> {
    let mut grounds = Vec::new();
    if old.pack_digest != new.pack_digest {
        grounds.push(Ground::Pack { was: &old.pack_digest, is: &new.pack_digest });
    }
    if old.criterion_threshold != new.criterion_threshold {
        grounds.push(Ground::CriterionThreshold { was: old.criterion_threshold, is: new.criterion_threshold });
    }
    let ids: BTreeSet<&String> = old.controls.keys().chain(new.controls.keys()).collect();
    for id in ids {
        match (old.controls.get(id), new.controls.get(id)) {
            (Some(before), Some(after)) => params(id, before, after, &mut grounds),
            (Some(_), None) => grounds.push(Ground::ControlRemoved(id)),
            (None, _) => grounds.push(Ground::ControlAdded(id)),
        }
    }
    grounds.sort();
    grounds
}

fn params<'j>(control: &'j str, old: &'j JudgedControl, new: &'j JudgedControl, grounds: &mut Vec<Ground<'j>>) {
    let names: BTreeSet<&String> = old.params.keys().chain(new.params.keys()).collect();
    for name in names {
        let value = |of: &'j JudgedControl| of.params.get(name).map(String::as_str);
        let (was, is) = (value(old), value(new));
        if was != is {
            grounds.push(Ground::Param { control, name, was, is });
        }
    }
}

impl Comparison<'_> {
    /// The results of one change.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &Changed<'_>> {
        self.changes.iter().filter(move |changed| changed.change == change)
    }

    /// What the comparison tells the shell, from a severity on (`None`: nothing). A new failure fails; what is not
    /// observed could be one.
    pub fn exit_status(&self, fail_on: Option<Severity>) -> ExitStatus {
        let any = |change, threshold| self.of(change).any(|changed| changed.finding.severity >= threshold);
        if fail_on.is_some_and(|threshold| any(Change::NewFailure, threshold)) {
            ExitStatus::Failed
        } else if fail_on.is_some_and(|threshold| any(Change::NotObserved, threshold) || self.is_blinder(threshold)) {
            ExitStatus::Unseen
        } else {
            ExitStatus::Clean
        }
    }

    /// Whether a listing was whole for a control, and is not: what it would have shown, no result tells.
    fn is_blinder(&self, threshold: Severity) -> bool {
        self.new.controls.iter().any(|(id, now)| {
            let before = self.old.controls.get(id);
            now.severity >= threshold && before.is_some_and(|before| !now.blind.is_subset(&before.blind))
        })
    }
}
