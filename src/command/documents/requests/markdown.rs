//! The requests as Markdown, with a box to tick for each.

use std::fmt::Write as _;

use super::{ByOwner, title};
use crate::inventory::Timestamp;
use crate::render::escape::markdown::plain;
use crate::render::style::words;

/// The page.
pub(super) fn page(requests: &ByOwner<'_>, now: Timestamp) -> String {
    let mut out = format!("# {}\n", title(requests, now));
    // Writing to a string cannot fail.
    for ((_, owner), own) in requests {
        let _ = writeln!(out, "\n## {}\n", plain(owner));
        for request in own {
            let (id, state) = (&request.criterion.id, words(request.documents.as_str()));
            let _ = writeln!(out, "- [ ] **{id}** ({state}): {}", plain(&request.criterion.manual_evidence));
            for point in &request.points {
                let _ = writeln!(out, "  - wanting: {}", plain(point));
            }
            for line in request.on_file() {
                let _ = writeln!(out, "  - on file: {}", plain(&line));
            }
        }
    }
    out
}
