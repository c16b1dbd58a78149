//! What would close a gap, in words.

use std::collections::BTreeSet;

use super::text::visible;
use crate::assess::GapEntry;
use crate::inventory::GapKind;

/// What would close gaps of one reason, as a sentence without its full stop.
pub(crate) fn of<'a>(entries: impl IntoIterator<Item = &'a GapEntry>) -> String {
    let entries: Vec<&GapEntry> = entries.into_iter().collect();
    let Some(kind) = entries.first().map(|entry| entry.gap.kind) else { return String::new() };
    let actions: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.action.as_deref()).collect();
    let actions: Vec<&str> = actions.into_iter().collect();
    match kind {
        GapKind::Denied if actions.is_empty() => "grant the permission for it".to_owned(),
        GapKind::Denied => format!("grant {}", visible(&actions.join(", "))),
        GapKind::Throttled => "scan again when less else runs: the provider kept asking to slow down".to_owned(),
        GapKind::Timeout => "scan again: there was no answer in time".to_owned(),
        GapKind::CredentialsExpired => "scan again with fresh credentials: they ran out".to_owned(),
        GapKind::NotCollected => "collect again; these facts were never asked for".to_owned(),
        GapKind::NotImplemented => "use another endpoint: this one does not know the operation".to_owned(),
        GapKind::Malformed => "update tickmark, or report it: the answer could not be understood".to_owned(),
        GapKind::Vanished => "scan again: it went away while it was read".to_owned(),
        GapKind::Elsewhere => {
            let accounts: BTreeSet<String> = entries.iter().map(|entry| entry.gap.account.to_string()).collect();
            let accounts: Vec<String> = accounts.into_iter().collect();
            format!("assess a snapshot of account {} beside this one", accounts.join(", "))
        }
        GapKind::RegionClosed => "nothing to do: a service control policy closes the region".to_owned(),
        GapKind::Internal => "please report it: this is a defect of tickmark".to_owned(),
        GapKind::Interrupted => "scan again and let it end: it was stopped".to_owned(),
        GapKind::Error => "scan again: the provider could not answer".to_owned(),
    }
}
