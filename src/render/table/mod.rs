//! `--format table`: the report for a person at a terminal. However much failed, it stays short enough to be read.

mod acceptances;
mod categories;
mod causes;
mod criteria;
mod documents;
mod exclusions;
mod failures;
mod groups;
mod header;
mod next;
mod share;
mod unseen;

use std::io::{self, Write};

use super::{By, Options};
use crate::assess::Assessment;

use super::page::Page;

/// What the format is called.
pub const NAME: &str = "table";

/// How long a report may become where [`MANY`] results failed: what does not fit is counted, and stands in the
/// other formats.
pub const LINES: usize = 200;

/// How long it may become where fewer did, to say of every control how to put it right.
pub const LINES_IN_DETAIL: usize = 600;

/// From this many failed results on, a report is an overview.
pub const MANY: u64 = 1_000;

/// Writes the report.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let part = |fill: fn(&Assessment<'_>, &mut Page)| {
        let mut page = Page::new(options.style);
        fill(assessment, &mut page);
        page
    };
    let mut report = part(header::write);
    report.append(part(categories::write));
    report.append(part(criteria::write));
    let management = [part(acceptances::write), part(exclusions::write), part(documents::write)];
    let (unseen, next) = (part(unseen::write), part(next::write));
    let lines = if assessment.summary().totals.results.fail < MANY { LINES_IN_DETAIL } else { LINES };
    if options.by == By::Control {
        causes::write(assessment, options.needs, &mut report);
    }
    let said: usize = management.iter().map(Page::len).sum();
    let left = lines.saturating_sub(report.len() + said + unseen.len() + next.len());
    match options.by {
        By::Control => failures::write(assessment, left, &mut report),
        by => groups::write(assessment, by, left, &mut report),
    }
    for part in management {
        report.append(part);
    }
    report.append(unseen);
    report.append(next);
    report.write(out)
}
