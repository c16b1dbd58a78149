//! `tickmark collect`: takes a snapshot, to be judged later.

use std::process::ExitCode;

use super::console::Console;
use super::finish::check_destination;
use super::gather;
use super::select::{Grounds, selects_all};
use crate::cli::{CollectArgs, GlobalArgs, ManagementArgs};
use crate::plan::Plan;

/// Collects every fact, or those that the selected controls read, and writes them down.
pub(super) fn run(args: &CollectArgs, global: &GlobalArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let grounds = Grounds::load(&args.select, &ManagementArgs::default(), console.settings)?;
    check_destination(&args.save)?;
    let plan = if selects_all(&args.select) { Plan::everything() } else { grounds.plan() };
    let gathered = gather::run(&args.provider, plan, grounds.pack.digest(), global, console)?;
    gather::save(&gathered.snapshot, &args.save, console)?;
    Ok(if gathered.interrupted { ExitCode::from(gather::INTERRUPTED) } else { ExitCode::SUCCESS })
}
