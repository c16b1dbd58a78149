//! The beginning that `scan` and `collect` share: from arguments to a snapshot, with progress and Ctrl-C.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::console::Console;
use crate::inventory::snapshot::Snapshot;

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "aws")]
mod progress;

#[cfg(feature = "aws")]
pub(super) use aws::run;

/// The exit status of what was ended by Ctrl-C.
pub(super) const INTERRUPTED: u8 = 130;

/// What a collection came to.
#[derive(Debug)]
pub(super) struct Gathered {
    /// What was seen.
    pub(super) snapshot: Snapshot,
    /// Whether it was ended early.
    pub(super) interrupted: bool,
}

/// This build cannot ask a provider anything.
#[cfg(not(feature = "aws"))]
pub(super) fn run(
    _: &crate::cli::ProviderArgs,
    _: crate::plan::Plan,
    _: &str,
    _: &crate::cli::GlobalArgs,
    _: &mut Console<'_>,
) -> anyhow::Result<Gathered> {
    bail!(
        "this is the offline build, with no cloud SDK in it: collect with the full build, then `tickmark assess \
         SNAPSHOT` here; `tickmark scan --demo` works too"
    )
}

/// Finds now what would keep a snapshot from being written after minutes of collecting.
pub(super) fn check_destination(path: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = path else { return Ok(()) };
    if path.is_dir() {
        bail!("cannot write {}: it is a folder", path.display());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display());
    }
    Ok(())
}

/// Writes the snapshot, and says so.
pub(super) fn save(snapshot: &Snapshot, path: &Path, console: &mut Console<'_>) -> anyhow::Result<()> {
    snapshot.write(path).map_err(anyhow::Error::new)?;
    if !console.quiet {
        let assets = snapshot.len();
        writeln!(console.err, "tickmark: saved {assets} assets to {}", path.display()).context("cannot print")?;
    }
    Ok(())
}
