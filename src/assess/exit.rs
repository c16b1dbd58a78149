//! What an assessment tells the shell.

use super::compare::Judged;
use super::{Assessment, Configuration, CriterionResult, Finding, fingerprint};
use crate::control::{Outcome, Severity};
use crate::criteria::CriterionId;

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

/// What says of a criterion that nobody knows whether it deviates.
const UNJUDGED: [Configuration; 4] =
    [Configuration::NotEvaluated, Configuration::NotAssessed, Configuration::OutOfScope, Configuration::None];

/// What a build is held to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gate<'g> {
    /// From which severity on a failure fails it (`None`: never).
    pub fail_on: Option<Severity>,
    /// Criteria that must not deviate.
    pub criteria: &'g [CriterionId],
    /// The least coverage, in percent.
    pub min_coverage: Option<u8>,
    /// An earlier judgement, whose failures fail it no more.
    pub known: Option<&'g Judged>,
}

impl Gate<'_> {
    /// Whether a result is a failure that no earlier judgement has. One that was not evaluated then, or whose acceptance
    /// no longer holds, is new.
    fn is_new(&self, assessment: &Assessment<'_>, finding: &Finding) -> bool {
        if finding.outcome != Outcome::Fail {
            return false;
        }
        let (Some(known), Some(result), Some(asset)) =
            (self.known, assessment.control_of(finding), assessment.asset_of(finding))
        else {
            return true;
        };
        let before = known.findings.get(&fingerprint(&result.control.id, &asset.key()));
        before.is_none_or(|before| before.outcome != Outcome::Fail)
    }

    /// Whether a criterion deviates, and not only by what is known.
    fn deviates(&self, assessment: &Assessment<'_>, result: &CriterionResult<'_>) -> bool {
        let known = self.known.and_then(|known| known.criteria.get(result.criterion.id.as_str()));
        result.configuration == Configuration::Deviation
            && (known.is_none_or(|known| known.configuration != Configuration::Deviation)
                || result.controls.iter().filter_map(|number| assessment.controls().get(*number)).any(|control| {
                    assessment.findings_of(control).iter().any(|finding| self.is_new(assessment, finding))
                }))
    }
    /// The exit status of an assessment.
    ///
    /// A control is not evaluated at a severity where something that was not seen could fail at it, though another asset
    /// of it fails below the threshold. A criterion of which nothing was judged is not seen either.
    pub fn status(&self, assessment: &Assessment<'_>) -> ExitStatus {
        let fails = |threshold| {
            let mut findings = assessment.findings().iter();
            findings.any(|finding| finding.severity >= threshold && self.is_new(assessment, finding))
        };
        let unseen = |threshold| {
            assessment.controls().iter().any(|result| result.open.is_some_and(|severity| severity >= threshold))
        };
        let criteria = || assessment.criteria().iter().filter(|result| self.criteria.contains(&result.criterion.id));
        let coverage = assessment.summary().totals.coverage.percent().unwrap_or(0);
        if self.fail_on.is_some_and(fails) || criteria().any(|result| self.deviates(assessment, result)) {
            ExitStatus::Failed
        } else if self.fail_on.is_some_and(unseen)
            || criteria().any(|result| UNJUDGED.contains(&result.configuration))
            || self.min_coverage.is_some_and(|least| coverage < least)
        {
            ExitStatus::Unseen
        } else {
            ExitStatus::Clean
        }
    }
}

/// The exit status under `--fail-on` (`None`: never) and `--min-coverage` (percent).
pub fn exit_status(assessment: &Assessment<'_>, fail_on: Option<Severity>, min_coverage: Option<u8>) -> ExitStatus {
    Gate { fail_on, min_coverage, ..Gate::default() }.status(assessment)
}
