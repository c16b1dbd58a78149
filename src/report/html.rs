//! The report as a page: the one that `scan --format html` prints, with what only a report says as further data.

use std::io::Write;

use serde::Serialize;

use super::{Collection, Considerations, Cover, Place, Report, Row, Step};
use crate::render::{self, html};

/// What the page shows beside the assessment.
#[derive(Serialize)]
struct Beside<'r> {
    cover: &'r Cover<'r>,
    scope: Scoped<'r>,
    heat: &'r [Row],
    /// By criterion, its points of focus: whether each applies, and whether there is evidence of it.
    points: Vec<Vec<(bool, bool)>>,
    /// By control, how its population was taken.
    populations: Vec<&'r str>,
    considerations: &'r Considerations,
    plan: Vec<Planned<'r>>,
}

/// The scope, whose calls the page has already.
#[derive(Serialize)]
struct Scoped<'r> {
    accounts_statement: &'r str,
    places: &'r [Place<'r>],
    places_statement: &'r str,
    method: &'r str,
    collections: &'r [Collection<'r>],
    unread_types: &'r str,
    changed_nothing: &'r str,
    commands: &'r [String],
}

/// A step, whose assets the page has already.
#[derive(Serialize)]
struct Planned<'r> {
    setting: bool,
    title: &'r str,
    severity: &'static str,
    controls: &'r [usize],
    blocks: Vec<&'r str>,
    unblocks: Vec<&'r str>,
    /// What was seen, and of how many assets.
    groups: Vec<(&'r str, usize)>,
    gaps: &'r [usize],
}

/// Writes the page.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let scope = &report.scope;
    let beside = Beside {
        cover: &report.cover,
        scope: Scoped {
            accounts_statement: &scope.accounts_statement,
            places: &scope.places,
            places_statement: scope.places_statement,
            method: scope.method,
            collections: &scope.collections,
            unread_types: scope.unread_types,
            changed_nothing: scope.changed_nothing,
            commands: &scope.commands,
        },
        heat: &report.summary.heat,
        points: report
            .criteria
            .iter()
            .map(|one| one.points.iter().map(|point| (point.applies, point.evidenced)).collect())
            .collect(),
        populations: report.controls.iter().map(|one| one.population.statement.as_str()).collect(),
        considerations: report.considerations,
        plan: report.plan.iter().map(planned).collect(),
    };
    html::write_with(report.assessment(), render::Options::default(), &beside, out)?;
    Ok(())
}

fn planned<'r>(step: &'r Step<'_>) -> Planned<'r> {
    Planned {
        setting: step.cause == super::Cause::Setting,
        title: &step.title,
        severity: step.severity.as_str(),
        controls: &step.controls,
        blocks: step.blocks.iter().map(|id| id.as_str()).collect(),
        unblocks: step.unblocks.iter().map(|id| id.as_str()).collect(),
        groups: step.groups.iter().map(|group| (group.seen.as_str(), group.assets.len())).collect(),
        gaps: &step.gaps,
    }
}
