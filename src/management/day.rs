//! Days, as the files of management write them.

use crate::inventory::Timestamp;
use crate::yaml::{Node, Problems, text};

/// A day in UTC, by its beginning.
pub(super) fn day(node: &Node, what: &str, problems: &mut Problems) -> Option<Timestamp> {
    let word = text(node, what, problems)?;
    let day = Timestamp::from_date(&word.value);
    if day.is_none() {
        problems.report(word.mark, format!("{:?} is no day: write it as 2026-12-31", word.value));
    }
    day
}
