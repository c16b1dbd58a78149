//! `tickmark plan`: what a scan would call. Nothing is called but who the caller is and which regions there are.

use std::collections::BTreeSet;
use std::process::ExitCode;

use serde::Serialize;

use super::console::{Console, plain_table};
use super::gather::{self, Whereabouts};
use super::select::Grounds;
use crate::cli::{ManagementArgs, PlanArgs, PlanFormat};
use crate::control::ControlId;
use crate::inventory::Region;
use crate::plan::forecast::{self, Foreseen, forecast};
use crate::render::text::visible;

/// The name and version of the JSON form.
const SCHEMA: &str = "tickmark.plan/1";

/// Controls named of each operation before the others are counted.
const NAMED: usize = 2;

/// The JSON form.
#[derive(Serialize)]
struct Document<'p> {
    schema: &'static str,
    #[serde(flatten)]
    whereabouts: &'p Whereabouts,
    calls_at_least: usize,
    operations: &'p [Foreseen],
}

/// Prints the plan.
pub(super) fn run(args: &PlanArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let grounds = Grounds::load(&args.select, &ManagementArgs::default(), console.settings)?;
    let operations = forecast(grounds.selected(), grounds.besides(!args.provider.no_credential_report));
    let whereabouts = gather::whereabouts(&args.provider)?;
    let calls_at_least = forecast::total(&operations, whereabouts.regions.len());
    match args.format {
        PlanFormat::Json => {
            let document =
                Document { schema: SCHEMA, whereabouts: &whereabouts, calls_at_least, operations: &operations };
            serde_json::to_writer_pretty(&mut *console.out, &document)?;
            writeln!(console.out)?;
        }
        PlanFormat::Table => table(&whereabouts, calls_at_least, &operations, console)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn table(
    whereabouts: &Whereabouts,
    calls_at_least: usize,
    operations: &[Foreseen],
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let mut table = plain_table(console.style);
    table.set_header(["OPERATION", "ONCE A", "AT LEAST", "FOR"]);
    for one in operations {
        let at_least = if one.calls_at_least == 0 { "as found".to_owned() } else { one.calls_at_least.to_string() };
        table.add_row([one.operation.as_str(), one.scope, &at_least, &named(&one.controls)]);
    }
    let controls: BTreeSet<&ControlId> = operations.iter().flat_map(|one| &one.controls).collect();
    writeln!(console.out, "{}", table.trim_fmt())?;
    writeln!(console.out)?;
    writeln!(
        console.out,
        "{} operations for {} controls, {calls_at_least} calls at least in account {} as {}",
        operations.len(),
        controls.len(),
        whereabouts.account,
        visible(&whereabouts.caller)
    )?;
    let regions: Vec<&str> = whereabouts.regions.iter().map(Region::as_str).collect();
    writeln!(console.out, "Regions ({}): {}", regions.len(), regions.join(" "))?;
    if let Some(gap) = &whereabouts.regions_gap {
        writeln!(console.out, "There may be more regions: {}", visible(gap))?;
    }
    writeln!(
        console.out,
        "\"as found\": once for each asset that it is asked about, or where another answer calls for it."
    )?;
    Ok(())
}

fn named(controls: &BTreeSet<ControlId>) -> String {
    let first: Vec<&str> = controls.iter().take(NAMED).map(ControlId::as_str).collect();
    let more = controls.len().saturating_sub(NAMED);
    if more == 0 { first.join(", ") } else { format!("{} and {more} more", first.join(", ")) }
}
