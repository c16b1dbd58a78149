//! The auditor's report: what to report on, and where to write it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{ManagementArgs, RedactArgs, SelectArgs};
use crate::control::Severity;
use crate::report::FORMATS;

/// What to report on, and where to write it. It states what the snapshots hold, and judges nothing by the exit status:
/// that is 0 when the report was written, and 2 when it could not be.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Snapshots; several are reported on together
    #[arg(value_name = "SNAPSHOT", required_unless_present = "demo", conflicts_with = "demo")]
    pub snapshots: Vec<PathBuf>,
    /// Report on an account that comes with tickmark
    #[arg(long)]
    pub demo: bool,
    /// Which format; repeatable [default: by the extension of --output; of a folder, every format]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub format: Vec<String>,
    /// The file to write, or a folder for files named report.html and so on; without it, one text format goes to
    /// standard output
    #[arg(long, short, value_name = "FILE_OR_DIR")]
    pub output: Option<PathBuf>,
    /// Whose report it is.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Whether names are replaced.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What management says.
    #[command(flatten)]
    pub management: ManagementArgs,
    /// From this severity on, a failed supporting control makes a deviation of its criterion
    #[arg(long, value_name = "SEVERITY", default_value = "medium")]
    pub criterion_threshold: Severity,
    /// How many threads may judge; the result is the same for any number
    #[arg(long, value_name = "N", hide = true)]
    pub threads: Option<NonZeroUsize>,
}

/// Whose report it is, and about what.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Cover")]
pub struct SubjectArgs {
    /// The organization whose management prepares the report
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// The system that the report is about
    #[arg(long, value_name = "NAME")]
    pub system: Option<String>,
}
