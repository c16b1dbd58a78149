//! `tickmark scan`: collects, judges, and prints the report.

use std::process::ExitCode;

use super::console::Console;
use super::finish::{Finish, check_destination};
use super::select::Grounds;
use super::{demo, gather};
use crate::cli::{GlobalArgs, ScanArgs};

/// Collects what the selected controls read, or takes the embedded account, and reports on it.
pub(super) fn run(args: &ScanArgs, global: &GlobalArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let finish = Finish::new(&args.output, console.settings)?;
    let mut grounds = Grounds::load(&args.select, &args.management, console.settings)?;
    if args.demo {
        demo::manage(&mut grounds, &args.management)?;
        return finish.report(&demo::snapshot()?, &grounds, console);
    }
    if let Some(path) = &args.save {
        check_destination(path)?;
    }
    let plan = grounds.plan();
    let gathered = gather::run(&args.provider, plan, grounds.pack.digest(), global, console)?;
    if let Some(path) = &args.save {
        gather::save(&gathered.snapshot, path, console)?;
    }
    let status = finish.report(&gathered.snapshot, &grounds, console)?;
    Ok(if gathered.interrupted { ExitCode::from(gather::INTERRUPTED) } else { status })
}
