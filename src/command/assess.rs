//! `tickmark assess`: judges snapshots again, with no credentials and no network.

use std::path::Path;
use std::process::ExitCode;

use super::console::Console;
use super::report::Report;
use super::select::Grounds;
use crate::cli::AssessArgs;
use crate::inventory::snapshot::{ReadError, Snapshot};

/// Reads the snapshots, judges them together and prints the report.
pub(super) fn run(args: &AssessArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let report = Report::new(&args.output)?;
    let grounds = Grounds::load(&args.select)?;
    let mut snapshots = Vec::with_capacity(args.snapshots.len());
    for path in &args.snapshots {
        snapshots.push(Snapshot::read(path).map_err(|error| named(error, path))?);
    }
    report.finish(&Snapshot::merge(snapshots)?, &grounds, console)
}

/// The error with the snapshot's name, unless it has it already.
fn named(error: ReadError, path: &Path) -> anyhow::Error {
    let has_it = matches!(error, ReadError::Open { .. });
    let error = anyhow::Error::new(error);
    if has_it { error } else { error.context(path.display().to_string()) }
}
