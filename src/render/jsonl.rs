//! `--format jsonl`: the run's header, then a finding a line, for what reads logs.

use std::io::{self, Write};

use super::Options;
use super::json;
use super::wire::v1;
use crate::assess::Assessment;

/// Writes the lines. The numbers of gaps and acceptances are those of the header's lists.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let header = v1::FindingsHeader {
        schema: v1::FINDINGS_SCHEMA,
        tool: v1::Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        scope: json::scope(assessment),
        as_of: assessment.as_of().to_string(),
        summary: json::summary(assessment.summary()),
        controls: v1::Each(json::controls(assessment)),
        gaps: v1::Each(json::gaps(assessment)),
        acceptances: json::acceptances(assessment),
        exclusions: json::exclusions(assessment),
    };
    serde_json::to_writer(&mut *out, &header)?;
    out.write_all(b"\n")?;
    for finding in json::findings(assessment, options) {
        serde_json::to_writer(&mut *out, &finding)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
