//! Reads what Inspector scans in a region.

use aws_sdk_inspector2::Client;
use aws_sdk_inspector2::types::{AccountState, State};

use super::region::BATCH_GET_ACCOUNT_STATUS;
use super::{Region, ScanType};
use crate::inventory::Fact;
use crate::provider::aws::Context;

/// What Inspector does in a region.
pub(super) async fn region(context: Context) {
    let op = &BATCH_GET_ACCOUNT_STATUS;
    let account = context.account().as_str();
    let request = Client::new(&context.sdk()).batch_get_account_status().account_ids(account).send();
    let answer = context.get(op, request).await;
    // An account that may not be asked about stands in another list of the answer.
    let own = answer.and_then(|answer| {
        let own = answer.accounts.into_iter().find(|one| one.account_id == account);
        own.map_or_else(|| context.malformed(op, "accounts"), Fact::Known)
    });
    let status = own.as_ref().and_then(|own| match &own.state {
        Some(state) => Fact::Known(state.status.as_str().to_owned()),
        None => context.malformed(op, "state"),
    });
    let scan_types =
        own.and_then(|own| scan_types(own).map_or_else(|| context.malformed(op, "resourceState"), Fact::Known));
    context.put_singleton(Region { status, scan_types, ..Region::default() });
}

/// What is left out is a type that the region does not have.
fn scan_types(own: AccountState) -> Option<Vec<ScanType>> {
    let states = own.resource_state?;
    let each: [(&str, Option<State>); 4] =
        [("ec2", states.ec2), ("ecr", states.ecr), ("lambda", states.lambda), ("lambda_code", states.lambda_code)];
    let known = each.into_iter().filter_map(|(scan, state)| Some((scan, state?)));
    let types = known.map(|(scan, state)| ScanType { scan: scan.to_owned(), status: state.status.as_str().to_owned() });
    Some(types.collect())
}
