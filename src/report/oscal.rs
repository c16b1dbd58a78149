//! The report for the tools of auditors: OSCAL assessment results.

use std::io::Write;

use super::Report;
use crate::oscal::{self, About};

/// Writes it.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let cover = &report.cover;
    let about = About { organization: cover.organization, system: cover.system, disclaimer: &cover.statement };
    oscal::write(report.assessment(), about, out)?;
    Ok(())
}
