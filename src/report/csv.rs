//! The workpaper as CSV by RFC 4180: a row for each control on each asset, in which no cell is a formula.

use std::io::Write;

use csv::{Terminator, WriterBuilder};

use super::{Control, Report, Result, words};
use crate::render::escape::csv::inert;

const HEADER: [&str; 17] = [
    "control",
    "title",
    "assertion",
    "criteria",
    "control_status",
    "severity",
    "population",
    "kind",
    "account",
    "region",
    "asset",
    "name",
    "result",
    "observed",
    "gaps",
    "acceptance",
    "fingerprint",
];

/// Writes the table. A control without assets has one row, whose population is the evidence.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(HEADER)?;
    for control in &report.controls {
        let own = own(control);
        if control.results.is_empty() {
            writer.write_record(
                own.iter().cloned().chain(std::iter::repeat_n(String::new(), HEADER.len() - own.len())),
            )?;
        }
        for result in control.results.iter() {
            writer.write_record(own.iter().cloned().chain(of_asset(report, &result)))?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// What is the same in every row of a control.
fn own(control: &Control<'_>) -> [String; 7] {
    let criteria: Vec<String> =
        control.criteria.iter().map(|one| format!("{} ({})", one.criterion, one.role)).collect();
    [
        control.id.to_owned(),
        inert(control.title),
        control.assertion.to_string(),
        criteria.join("; "),
        words::status(control.status).to_owned(),
        control.severity.to_string(),
        inert(&control.population.statement),
    ]
}

fn of_asset(report: &Report<'_>, result: &Result<'_>) -> [String; 10] {
    let asset = result.asset;
    let observed: Vec<String> = result.observations.iter().map(super::Observation::line).collect();
    let gaps: Vec<String> = result.gaps.iter().map(|number| report.gap(*number)).collect();
    [
        inert(asset.kind),
        inert(asset.account),
        inert(asset.region),
        inert(asset.id),
        inert(asset.name),
        words::outcome(result.outcome).to_owned(),
        inert(&observed.join("; ")),
        inert(&gaps.join("; ")),
        inert(report.decision(result).unwrap_or_default()),
        result.fingerprint.clone(),
    ]
}
