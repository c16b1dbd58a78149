//! Risks: what a control found wanting, and apart from it what management accepted of that for a time.

use uuid::Uuid;

use super::observation::{origin, references};
use super::text::{line, property};
use super::wire::{Characterization, Facet, MitigatingFactor, Property, Remediation, Risk, RiskLog, RiskLogEntry};
use super::{NAMESPACE, id};
use crate::assess::{Acceptance, Assessment, ControlResult, Outcome};

/// What an accepted failure is to an auditor.
pub(super) const ACCEPTED: &str =
    "A deviation for testing purposes, accepted by management; the auditor evaluates the compensating control.";

/// Whose failures a risk is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Borne {
    /// Nobody accepted them.
    Open,
    /// Management accepted them, by the acceptance of this number where one is on file.
    Accepted(Option<usize>),
}

/// Every risk, in the order of the controls.
pub(super) fn all<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = Risk> + Clone + 's {
    assessment
        .controls()
        .iter()
        .flat_map(move |result| borne(assessment, result).into_iter().map(move |borne| risk(assessment, result, borne)))
}

/// Whether there is any.
pub(super) fn any(assessment: &Assessment<'_>) -> bool {
    assessment.controls().iter().any(|result| result.counts.fail + result.counts.risk_accepted > 0)
}

/// The risks of one control.
pub(super) fn of(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> impl Iterator<Item = Uuid> {
    borne(assessment, result).into_iter().map(|borne| named(assessment, result, borne))
}

fn borne(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> Vec<Borne> {
    if result.counts.fail + result.counts.risk_accepted == 0 {
        return Vec::new();
    }
    let mut found: Vec<Borne> = assessment
        .findings_of(result)
        .iter()
        .filter_map(|finding| match finding.outcome {
            Outcome::Fail => Some(Borne::Open),
            Outcome::RiskAccepted => Some(Borne::Accepted(assessment.acceptance_of(finding))),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The acceptance behind it.
fn acceptance<'a>(assessment: &Assessment<'a>, borne: Borne) -> Option<&'a Acceptance> {
    match borne {
        Borne::Accepted(Some(number)) => assessment.input().management.acceptances().get(number),
        Borne::Accepted(None) | Borne::Open => None,
    }
}

fn named(assessment: &Assessment<'_>, result: &ControlResult<'_>, borne: Borne) -> Uuid {
    let control = result.control.id.as_str();
    let Borne::Accepted(number) = borne else { return id::named("risk", &[control]) };
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let (starts, ends) =
        acceptance(assessment, borne).map(|one| (one.starts.to_string(), one.ends.to_string())).unwrap_or_default();
    id::named("accepted-risk", &[control, &number, &starts, &ends])
}

fn risk(assessment: &Assessment<'_>, result: &ControlResult<'_>, borne: Borne) -> Risk {
    let control = result.control;
    let acceptance = acceptance(assessment, borne);
    let uuid = named(assessment, result, borne);
    let related = references(assessment, result, |finding| match borne {
        Borne::Open => finding.outcome == Outcome::Fail,
        Borne::Accepted(number) => {
            finding.outcome == Outcome::RiskAccepted && assessment.acceptance_of(finding) == number
        }
    });
    let because: Vec<&str> = control.criteria.iter().map(|mapping| mapping.because.as_str()).collect();
    let mut props = vec![property("control", control.id.as_str())];
    if borne != Borne::Open {
        props.push(property("treatment", "risk accepted"));
    }
    props.extend(acceptance.into_iter().flat_map(decided));
    let status = if borne == Borne::Open { "open" } else { "deviation-approved" };
    let sub = |sort| id::named(sort, &[&uuid.to_string()]);
    Risk {
        uuid,
        title: line(&control.title),
        description: line(&format!("{} of {} results deviate: {}", related.len(), result.counts.total(), control.id)),
        statement: line(&format!("It no longer holds for them that: {}", because.join(" "))),
        props,
        status,
        origins: [origin()],
        characterizations: [Characterization {
            origin: origin(),
            facets: [Facet { name: "severity", system: NAMESPACE, value: result.severity.as_str() }],
        }],
        mitigating_factors: acceptance
            .map(|one| MitigatingFactor { uuid: sub("compensation"), description: line(&one.compensating_control) })
            .into_iter()
            .collect(),
        deadline: acceptance.map(|one| one.ends.to_string()),
        remediations: [Remediation {
            uuid: sub("remediation"),
            lifecycle: "recommendation",
            title: line(&control.fix.summary.source()),
            description: line(&format!("How: tickmark controls show {}", control.id)),
        }],
        risk_log: acceptance.map(|one| RiskLog {
            entries: [RiskLogEntry {
                uuid: sub("acceptance"),
                title: "Accepted by management",
                description: line(&one.reason),
                start: one.starts.to_string(),
                status_change: "deviation-approved",
            }],
        }),
        related_observations: related,
    }
}

/// Who decided what, for how long.
fn decided(acceptance: &Acceptance) -> Vec<Property> {
    let mut props = vec![
        property("accepted-by", &acceptance.approver),
        property("owner", &acceptance.owner),
        property("ticket", &acceptance.ticket),
        property("accepted-until", &acceptance.last_day().date()),
    ];
    props.extend(acceptance.assets.iter().map(|pattern| property("accepted-for", &pattern.to_string())));
    props
}
