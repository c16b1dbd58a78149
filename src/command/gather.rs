//! The beginning that `scan` and `collect` share: from arguments to a snapshot, with progress and Ctrl-C.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use super::console::Console;
use crate::inventory::snapshot::Snapshot;
use crate::inventory::{AccountId, Region};

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "aws")]
mod progress;

#[cfg(feature = "aws")]
pub(super) use aws::{admit, collect_options, run, session_options, whereabouts, why};

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

/// Whose account it is, and where it may be looked at.
#[derive(Debug, Serialize)]
pub(super) struct Whereabouts {
    /// The account.
    pub(super) account: AccountId,
    /// The ARN of who asks.
    pub(super) caller: String,
    /// The regions.
    pub(super) regions: Vec<Region>,
    /// Why there may be more of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) regions_gap: Option<String>,
}

/// This build cannot ask a provider who asks.
#[cfg(not(feature = "aws"))]
pub(super) fn whereabouts(_: &crate::cli::ProviderArgs) -> anyhow::Result<Whereabouts> {
    anyhow::bail!(
        "this is the offline build, with no cloud SDK in it: only the full build can tell whose account it is and \
         which regions it has; `tickmark iam-policy` works here too"
    )
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
    anyhow::bail!(
        "this is the offline build, with no cloud SDK in it: collect with the full build, then `tickmark assess \
         SNAPSHOT` here; `tickmark scan --demo` works too"
    )
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
