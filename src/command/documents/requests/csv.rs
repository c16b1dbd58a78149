//! The requests as CSV by RFC 4180, in which no cell is a formula.

use anyhow::Context as _;
use csv::{Terminator, WriterBuilder};

use super::ByOwner;
use crate::render::escape::csv::inert;

const HEADER: [&str; 7] = ["owner", "criterion", "category", "documents", "request", "points", "on_file"];

/// The table, a request a row.
pub(super) fn table(requests: &ByOwner<'_>) -> anyhow::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for ((unnamed, owner), own) in requests {
        for request in own {
            let criterion = request.criterion;
            let cells = [
                if *unnamed { "" } else { owner },
                criterion.id.as_str(),
                criterion.category.as_str(),
                request.documents.as_str(),
                &criterion.manual_evidence,
                &request.points.join("; "),
                &request.on_file().collect::<Vec<_>>().join("; "),
            ];
            writer.write_record(cells.map(inert))?;
        }
    }
    writer.into_inner().context("the table could not be written")
}
