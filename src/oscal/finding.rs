//! Findings: one for each criterion and control that speaks to it, where something was found either way.

use super::observation::{counts, of_population, origin, references};
use super::text::{line, property};
use super::wire::{Finding, Met, ObservationRef, RiskRef, Target};
use super::{id, risk, scope};
use crate::assess::{Assessment, ControlResult, CriterionResult, Status};

/// Every finding, in the order of the criteria.
pub(super) fn all<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = Finding> + Clone + 's {
    scope::reviewed(assessment)
        .flat_map(move |criterion| scope::controls(assessment, criterion).map(move |result| (criterion, result)))
        .filter_map(move |(criterion, result)| finding(assessment, criterion, result))
}

/// Whether there is any.
pub(super) fn any(assessment: &Assessment<'_>) -> bool {
    scope::reviewed(assessment)
        .any(|criterion| scope::controls(assessment, criterion).any(|result| state(result.status).is_some()))
}

/// The state and reason of an objective; `None` where OSCAL has no word for it.
fn state(status: Status) -> Option<(&'static str, &'static str)> {
    match status {
        Status::Pass => Some(("satisfied", "pass")),
        Status::Fail | Status::RiskAccepted => Some(("not-satisfied", "fail")),
        Status::NotEvaluated | Status::NotApplicable => None,
    }
}

fn finding(
    assessment: &Assessment<'_>,
    criterion: &CriterionResult<'_>,
    result: &ControlResult<'_>,
) -> Option<Finding> {
    let (state, reason) = state(result.status)?;
    let control = result.control;
    let target_id = scope::objective(criterion, control);
    let mut props = vec![
        property("control", control.id.as_str()),
        property("criterion", criterion.criterion.id.as_str()),
        property("status", result.status.as_str()),
        property("severity", result.severity.as_str()),
        property("assertion", control.assertion.as_str()),
    ];
    props.extend(counts(&result.counts));
    let mut related = vec![ObservationRef { observation_uuid: of_population(assessment, result) }];
    related.extend(references(assessment, result, |_| true));
    let mut remarks = format!("Status of the control: {}.", result.status);
    if result.status == Status::RiskAccepted {
        remarks = format!("{remarks} {}", risk::ACCEPTED);
    }
    Some(Finding {
        uuid: id::named("finding", &[&target_id, &of_population(assessment, result).to_string()]),
        title: line(&control.title),
        description: line(&scope::because(criterion, control).collect::<Vec<_>>().join(" ")),
        props,
        origins: [origin()],
        target: Target { sort: "objective-id", target_id, status: Met { state, reason, remarks: line(&remarks) } },
        related_observations: related,
        related_risks: risk::of(assessment, result).map(|risk_uuid| RiskRef { risk_uuid }).collect(),
    })
}
