//! The workpaper as a workbook: a sheet for each criterion with its populations, each with a filter and a frozen header.

mod book;
mod criterion;
mod lists;

use std::io::Write;

use super::Report;
use book::Book;

/// Writes the workbook.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut book = Book::new(report)?;
    lists::front(report, &mut book)?;
    for one in &report.criteria {
        criterion::write(report, one, &mut book)?;
    }
    lists::back(report, &mut book)?;
    out.write_all(&book.finish()?)?;
    Ok(())
}
