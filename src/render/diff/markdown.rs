//! A comparison as a comment.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{before, ground, heading, place, summary};
use crate::assess::compare::{Change, Comparison};
use crate::render::escape::markdown::{code, plain};
use crate::render::markdown::Comment;
use crate::render::style::{Style, words};

/// Writes it.
pub(super) fn write(comparison: &Comparison<'_>, _: Style, out: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (code(&comparison.old.as_of), code(&comparison.new.as_of));
    let mut head = String::from("## tickmark: what changed\n\n");
    // Writing to a string cannot fail.
    let _ = writeln!(head, "From {old} to {new}: {}.", summary(comparison));
    let mut comment = Comment::new(head);
    for change in Change::ALL {
        let lines = comparison.of(change).map(|changed| {
            let finding = changed.finding;
            let (control, id) = (code(&finding.control), code(&finding.id));
            let (place, before) = (code(&place(comparison, finding)), before(comparison, changed));
            format!("- **{}** {control} on {id} in {place}, {before}\n", finding.severity)
        });
        comment.section(heading(change), heading(change), lines);
    }
    let regraded = comparison.regraded.iter().map(|one| {
        let (control, id) = (code(&one.finding.control), code(&one.finding.id));
        format!("- **{}**, was {}: {control} on {id}\n", one.finding.severity, one.was)
    });
    comment.section("Severity changed", "changed severities", regraded);
    let criteria = comparison.criteria.iter().map(|one| {
        let (was, is) = (words(one.was.as_str()), words(one.is.as_str()));
        format!("- {} {is}, was {was}\n", code(one.id))
    });
    comment.section("Criteria", "criteria", criteria);
    let grounds = comparison.grounds.iter().map(|one| format!("- {}\n", plain(&ground(one))));
    comment.section("Judged by", "changes of what was judged by", grounds);
    out.write_all(comment.finish().as_bytes())
}
