//! `tickmark doctor`: whether a scan can work, and what it will miss.

pub(super) mod json;
mod table;

pub use json::write as write_json;
pub use table::write as write_table;

use crate::assess::doctor::Why;
use crate::inventory::GapKind;

/// Why no call told a permission, in words.
fn reason(why: &Why) -> String {
    match why {
        Why::Unreachable => "the endpoint could not be reached".to_owned(),
        Why::NotOffered => "the region does not have the service".to_owned(),
        Why::Withheld => "not sent: it has a report written, which only a scan does".to_owned(),
        Why::Behind(operation) => format!("not reached: {operation} comes first, and gave no list"),
        Why::NothingToAsk => "not asked: nothing was found here that it is asked about".to_owned(),
        Why::Failed(kind) => match kind {
            GapKind::Throttled => "told to slow down; a scan tries again",
            GapKind::Timeout => "no answer in time",
            GapKind::CredentialsExpired => "the credentials ran out",
            GapKind::NotImplemented => "the endpoint does not know the operation",
            GapKind::Malformed => "the answer could not be understood",
            GapKind::Vanished => "what it was asked about went away",
            GapKind::RegionClosed => "a service control policy closes the region",
            _ => "the call failed",
        }
        .to_owned(),
    }
}
