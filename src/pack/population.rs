//! The population of one control as a table: every asset, what the control came to on it, and why.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::assess::{Assessment, ControlResult, Finding, Outcome};
use crate::predicate::{Actual, Observation, Truth};
use crate::render::escape::csv::inert;

const HEADER: [&str; 9] = ["control", "account", "region", "kind", "id", "name", "result", "severity", "reason"];

/// Writes the table, by RFC 4180.
pub(super) fn write(assessment: &Assessment<'_>, result: &ControlResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(HEADER)?;
    for finding in assessment.findings_of(result) {
        let Some(asset) = assessment.asset_of(finding) else { continue };
        let cells = [
            result.control.id.as_str(),
            asset.account().as_str(),
            asset.region().as_str(),
            asset.kind().as_str(),
            asset.id(),
            asset.name(),
            finding.outcome.as_str(),
            finding.severity.as_str(),
            &reason(assessment, finding),
        ];
        table.write_record(cells.map(inert))?;
    }
    table.flush()
}

/// What a result turns on: of a failure what decided it, of anything else all that was seen.
fn reason(assessment: &Assessment<'_>, finding: &Finding) -> String {
    let explanation = assessment.explain(finding);
    let seen = |observations: &[Observation]| observations.iter().map(observation).collect::<Vec<_>>();
    let mut reasons = match finding.outcome {
        Outcome::Fail | Outcome::RiskAccepted => seen(&explanation.decided_by),
        Outcome::NotEvaluated => explanation.gaps.iter().filter_map(|number| gap(assessment, *number)).collect(),
        Outcome::Pass | Outcome::NotApplicable | Outcome::SetAside => seen(&explanation.observations),
    };
    if reasons.is_empty() {
        reasons = seen(&explanation.observations);
    }
    let accepted = assessment.acceptance_of(finding).and_then(|number| {
        let acceptance = assessment.input().management.acceptances().get(number)?;
        let (approver, ticket, last) = (&acceptance.approver, &acceptance.ticket, acceptance.last_day().date());
        Some(format!("accepted by {approver} until {last}, {ticket}: {}", acceptance.reason))
    });
    reasons.extend(accepted);
    let excluded = assessment
        .exclusion_of(finding)
        .and_then(|number| Some(assessment.input().management.exclusions().get(number)?.statement(assessment.as_of())));
    reasons.extend(excluded);
    reasons.join("; ")
}

fn observation(observation: &Observation) -> String {
    let Observation { path, actual, expected, truth } = observation;
    let actual = match actual {
        Actual::Value(value) => value.to_string(),
        Actual::Unknown(_) => "not seen".to_owned(),
    };
    match (expected.as_str(), truth) {
        ("", _) => format!("{path}: {actual}"),
        (expected, Truth::True) => format!("{path}: {actual} is {expected}"),
        (expected, Truth::False) => format!("{path}: {actual}, asked for {expected}"),
        (expected, Truth::Unknown) => format!("{path}: {actual}, asked for {expected}: cannot be told"),
    }
}

/// What could not be read, and why.
fn gap(assessment: &Assessment<'_>, number: usize) -> Option<String> {
    let gap = &assessment.gaps().get(number)?.gap;
    let operation = gap.operation.as_deref().unwrap_or("never asked for");
    let code = gap.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    Some(format!("{operation}: {}{code} in {} {}", gap.kind, gap.account, gap.region))
}
