//! `--terraform-state`: states from their files, and where the assets of a snapshot are in them.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use super::console::Console;
use crate::inventory::snapshot::Snapshot;
use crate::terraform::{Addresses, State};

/// The states, if any are given. Anything wrong with one is found before anything is collected.
pub(super) fn states(paths: &[PathBuf]) -> anyhow::Result<Option<State>> {
    let mut state = State::default();
    for path in paths {
        let json = fs::read(path).with_context(|| format!("cannot read the Terraform state {}", path.display()))?;
        state.read(&json).with_context(|| format!("--terraform-state {}", path.display()))?;
    }
    Ok((!paths.is_empty()).then_some(state))
}

/// The addresses of the assets. How many have one is said: a state of another account has none.
pub(super) fn locate(state: &State, snapshot: &Snapshot, console: &mut Console<'_>) -> anyhow::Result<Addresses> {
    let addresses = state.locate(snapshot);
    if !console.quiet {
        let (found, assets, resources) = (addresses.len(), snapshot.len(), state.resources());
        write!(console.err, "tickmark: Terraform: {found} of {assets} assets are found among {resources} resources")?;
        match addresses.ambiguous() {
            0 => writeln!(console.err)?,
            several => writeln!(console.err, "; {several} could be at more than one address and get none")?,
        }
    }
    Ok(addresses)
}
