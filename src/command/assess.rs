//! `tickmark assess`: judges snapshots again, with no credentials and no network.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::console::Console;
use super::finish::Finish;
use super::select::Grounds;
use super::settings::Settings;
use crate::cli::AssessArgs;
use crate::inventory::snapshot::{ReadError, Snapshot};

/// Reads the snapshots, judges them together and prints the report.
pub(super) fn run(args: &AssessArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let finish = Finish::new(&args.output, console.settings)?;
    let grounds = Grounds::load(&args.select, &args.management, console.settings)?;
    let snapshot = read(&args.snapshots, console.settings)?;
    finish.report(&snapshot, &grounds, console)
}

/// Snapshots from their files, as one; of the accounts that the project is about.
pub(super) fn read(paths: &[PathBuf], settings: &Settings) -> anyhow::Result<Snapshot> {
    let mut snapshots = Vec::with_capacity(paths.len());
    for path in paths {
        snapshots.push(Snapshot::read(path).map_err(|error| named(error, path))?);
    }
    let snapshot = Snapshot::merge(snapshots)?;
    settings.admit(&snapshot)?;
    Ok(snapshot)
}

/// The error with the snapshot's name, unless it has it already.
fn named(error: ReadError, path: &Path) -> anyhow::Error {
    let has_it = matches!(error, ReadError::Open { .. });
    let error = anyhow::Error::new(error);
    if has_it { error } else { error.context(path.display().to_string()) }
}
