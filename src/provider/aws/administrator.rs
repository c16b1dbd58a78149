//! The account that administers a service for this one, as GuardDuty and Security Hub tell it.

use super::Context;
use super::word::stated;
use crate::inventory::Fact;
use crate::provider::Op;

/// What an answer tells of the relationship to the administrator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Relationship<'a> {
    /// The administrator's account.
    pub account: Option<&'a str>,
    /// How the relationship stands.
    pub status: Option<&'a str>,
    /// What the answer calls the status.
    pub member: &'static str,
}

/// The account that administers it now. A relationship that ended administers nothing; nor does one of which nothing
/// is told. One that is told by half is malformed.
pub(super) fn administrator(context: &Context, op: &'static Op, told: Relationship<'_>) -> Fact<Option<String>> {
    match (told.account.and_then(stated), told.status.and_then(stated)) {
        (None, None) => Fact::Known(None),
        (_, Some(status)) if !status.eq_ignore_ascii_case("enabled") => Fact::Known(None),
        (Some(account), Some(_)) => Fact::Known(Some(account.to_owned())),
        (Some(_), None) => context.malformed(op, told.member),
        (None, Some(_)) => context.malformed(op, "AccountId"),
    }
}
