//! `tickmark doctor`: whether a scan can work, and what it will miss.

pub(super) mod json;
mod table;

pub use json::write as write_json;
pub use table::write as write_table;

use crate::assess::doctor::{Verdict, Why};
use crate::inventory::GapKind;

/// What a region answers that is not enabled for the account, in the words of its services.
const NOT_ENABLED: [&str; 4] = ["AuthFailure", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException"];

/// Why no call told a permission, in words; `None` where one did.
fn reason(verdict: &Verdict) -> Option<String> {
    let code = verdict.reply.as_ref().and_then(|reply| reply.code.as_deref());
    Some(match verdict.why.as_ref()? {
        Why::Unreachable => "the endpoint could not be reached".to_owned(),
        Why::NotOffered => "the region does not have the service".to_owned(),
        Why::Withheld => "not sent: it has a report written, which only a scan does".to_owned(),
        Why::Behind(operation) => format!("not reached: {operation} comes first, and gave no list"),
        Why::NothingToAsk => "not asked: nothing was found here that it is asked about".to_owned(),
        Why::Failed(kind) => failure(*kind, code).to_owned(),
    })
}

fn failure(kind: GapKind, code: Option<&str>) -> &'static str {
    match kind {
        GapKind::Throttled => "told to slow down; a scan tries again",
        GapKind::Timeout => "no answer in time",
        GapKind::CredentialsExpired => "the credentials ran out",
        GapKind::NotImplemented => "the endpoint does not know the operation",
        GapKind::Malformed => "the answer could not be understood",
        GapKind::Vanished => "what it was asked about went away",
        GapKind::RegionClosed => "a service control policy closes the region",
        _ if code.is_some_and(|code| NOT_ENABLED.contains(&code)) => {
            "the credentials are not known there: the region may not be enabled for the account"
        }
        _ => "the call failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_that_does_not_know_the_credentials_may_not_be_enabled() {
        assert!(failure(GapKind::Error, Some("InvalidClientTokenId")).contains("not be enabled"));
        assert_eq!(failure(GapKind::Error, Some("InternalFailure")), "the call failed");
        assert_eq!(failure(GapKind::Error, None), "the call failed");
    }
}
