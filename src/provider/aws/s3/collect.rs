//! Lists buckets and access points, and reads what is known of each.

mod access_point;
mod bucket;
mod convert;
mod lifecycle;
mod multi_region_access_point;

pub(super) use access_point::access_points;
pub(super) use bucket::buckets;
pub(super) use multi_region_access_point::multi_region_access_points;

use super::account::Account;
use super::client;
use super::ops::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK;
use crate::inventory::Fact;
use crate::provider::Op;
use crate::provider::aws::Context;
use crate::provider::aws::policy::{Attached, Document};

/// The account's own settings.
pub(super) async fn account(context: Context) {
    let op = &GET_ACCOUNT_PUBLIC_ACCESS_BLOCK;
    let request = client::s3control(&context).get_public_access_block().account_id(context.account().as_str()).send();
    let found = context.find(op, request).await;
    let public_access_block = optional(&context, op, found, |answer| {
        answer
            .public_access_block_configuration
            .as_ref()
            .map(convert::control_block)
            .ok_or("PublicAccessBlockConfiguration")
    });
    context.put_singleton(Account { public_access_block });
}

/// What an answer comes to; `read` fails with the member that it lacks or that cannot be understood.
fn required<O, T>(
    context: &Context,
    op: &'static Op,
    answer: Fact<O>,
    read: impl FnOnce(O) -> Result<T, &'static str>,
) -> Fact<T> {
    answer.and_then(|answer| read(answer).map_or_else(|member| context.malformed(op, member), Fact::Known))
}

/// [`required`] of an answer that may be "there is none".
fn optional<O, T>(
    context: &Context,
    op: &'static Op,
    answer: Fact<Option<O>>,
    read: impl FnOnce(O) -> Result<T, &'static str>,
) -> Fact<Option<T>> {
    required(context, op, answer, |answer| answer.map(read).transpose())
}

/// The text of a policy, if it is one: a proxy's web page in its place is none.
fn policy(text: Option<String>) -> Result<String, &'static str> {
    let text = text.ok_or("Policy")?;
    Document::parse(&text, Attached::ToResource).map(|_| text).map_err(|_| "Policy")
}
