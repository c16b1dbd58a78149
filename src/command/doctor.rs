//! `tickmark doctor`: whether a scan with the same options can work, and what it will miss.

#[cfg(feature = "aws")]
mod aws;

use std::process::ExitCode;

use super::console::Console;
use super::select::Grounds;
use crate::cli::{DoctorArgs, GlobalArgs, ManagementArgs, PlanFormat};
use crate::render::doctor::{write_json, write_table};

#[cfg(feature = "aws")]
use aws::examine;

/// This build cannot ask a provider anything.
#[cfg(not(feature = "aws"))]
fn examine(_: &DoctorArgs, _: &Grounds, _: &mut Console<'_>) -> anyhow::Result<crate::assess::doctor::Diagnosis> {
    anyhow::bail!(
        "this is the offline build, with no cloud SDK in it: only the full build can try what may be called; \
         `tickmark iam-policy` works here too"
    )
}

/// Finds out and prints.
pub(super) fn run(args: &DoctorArgs, global: &GlobalArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let grounds = Grounds::load(&args.select, &ManagementArgs::default(), console.settings)?;
    let diagnosis = examine(args, &grounds, console)?;
    match args.format {
        PlanFormat::Json => write_json(&diagnosis, console.out)?,
        PlanFormat::Table => write_table(&diagnosis, global.verbose > 0, console.style, console.out)?,
    }
    Ok(ExitCode::from(diagnosis.exit_status().code()))
}
