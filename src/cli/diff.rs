//! What changed between two judgements.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{FailOn, ManagementArgs, SelectArgs};
use crate::control::Severity;
use crate::render::diff::FORMATS;

/// What to hold against what.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier one: a snapshot, or an assessment that `--format json` wrote
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The later one: a snapshot, or an assessment that `--format json` wrote
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// By which controls to judge snapshots; an assessment was judged when it was made.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What management says of snapshots.
    #[command(flatten)]
    pub management: ManagementArgs,
    /// How to print it [default: table, or by the extension of --output]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub format: Option<String>,
    /// Write it to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit with 1 where a failure of this severity (critical, high, medium, low or never) or above is new, and with 3
    /// where such a control is not observed that was before
    #[arg(long, value_name = "SEVERITY", default_value = "low", hide_possible_values = true)]
    pub fail_on: FailOn,
    /// From this severity on, a failed supporting control makes a deviation of its criterion
    #[arg(long, value_name = "SEVERITY", default_value = "medium")]
    pub criterion_threshold: Severity,
}
