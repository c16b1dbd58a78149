//! What an assessment tells the shell.

use super::Assessment;
use crate::control::{Outcome, Severity};

/// What an assessment comes to for a build; that it could not run at all is decided elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExitStatus {
    /// Nothing grave failed, and enough was seen to say so.
    Clean,
    /// A failure at or above the threshold.
    Failed,
    /// Something at or above the threshold was not evaluated, or too little was covered.
    Unseen,
}

impl ExitStatus {
    /// The process's exit status.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Failed => 1,
            Self::Unseen => 3,
        }
    }
}

/// The exit status under `--fail-on` (`None`: never) and `--min-coverage` (percent).
///
/// A control is not evaluated at a severity where something that was not seen could fail at it,
/// though another asset of it fails below the threshold.
pub fn exit_status(assessment: &Assessment<'_>, fail_on: Option<Severity>, min_coverage: Option<u8>) -> ExitStatus {
    let fails = |threshold| {
        let mut findings = assessment.findings().iter();
        findings.any(|finding| finding.outcome == Outcome::Fail && finding.severity >= threshold)
    };
    let unseen = |threshold| {
        assessment.controls().iter().any(|result| result.open.is_some_and(|severity| severity >= threshold))
    };
    let coverage = assessment.summary().totals.coverage.percent().unwrap_or(0);
    if fail_on.is_some_and(fails) {
        ExitStatus::Failed
    } else if fail_on.is_some_and(unseen) || min_coverage.is_some_and(|least| coverage < least) {
        ExitStatus::Unseen
    } else {
        ExitStatus::Clean
    }
}
