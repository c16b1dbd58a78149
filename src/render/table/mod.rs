//! `--format table`: the report for a person at a terminal, in at most [`LINES`] lines whatever was found.

mod categories;
mod criteria;
mod failures;
mod header;
mod next;
mod share;
mod unseen;

use std::io::{self, Write};

use super::Options;
use crate::assess::Assessment;

use super::page::Page;

/// How long a report may become: what does not fit is counted, and stands in the other formats.
pub const LINES: usize = 200;

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
    let (unseen, next) = (part(unseen::write), part(next::write));
    let left = LINES.saturating_sub(report.len() + unseen.len() + next.len());
    failures::write(assessment, left, &mut report);
    report.append(unseen);
    report.append(next);
    report.write(out)
}
