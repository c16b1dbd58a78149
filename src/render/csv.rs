//! `--format csv`: a row a result, by RFC 4180, in which no cell is a formula.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::Options;
use super::escape::csv::inert;
use super::row::{Row, reason, rows};
use crate::assess::Assessment;

const HEADER: [&str; 17] = [
    "control",
    "title",
    "status",
    "severity",
    "criteria",
    "service",
    "kind",
    "name",
    "id",
    "account",
    "region",
    "as_of",
    "observed",
    "not_seen",
    "decision",
    "fix",
    "fingerprint",
];

/// Writes the table.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(HEADER)?;
    for row in rows(assessment, options) {
        table.write_record(cells(&row).map(|cell| inert(&cell)))?;
    }
    table.flush()
}

fn cells(row: &Row<'_, '_>) -> [String; 17] {
    let control = row.result.control;
    [
        control.id.to_string(),
        control.title.clone(),
        row.outcome.to_string(),
        row.severity.to_string(),
        row.criteria().join(" "),
        control.service.clone(),
        row.kind().to_string(),
        row.name(),
        row.id(),
        row.account().to_string(),
        row.region().to_string(),
        row.as_of.to_string(),
        row.observed.join("; "),
        row.gaps.iter().map(|entry| reason(entry)).collect::<Vec<_>>().join("; "),
        row.decision().map(|(_, told)| told).unwrap_or_default(),
        row.remedy().unwrap_or_default(),
        row.fingerprint(),
    ]
}
