//! Reads what Inspector scans in a region.

use aws_sdk_inspector2::Client;
use aws_sdk_inspector2::types::{AccountState, State};

use super::region::BATCH_GET_ACCOUNT_STATUS;
use super::{Region, ScanType};
use crate::provider::aws::Context;
use crate::provider::aws::word::stated;

/// What Inspector does in a region.
pub(super) async fn region(context: Context) {
    let op = &BATCH_GET_ACCOUNT_STATUS;
    let account = context.account().as_str();
    let request = Client::new(&context.sdk()).batch_get_account_status().account_ids(account).send();
    let answer = context.get(op, request).await;
    // An account that may not be asked about stands in another list of the answer, with the reason.
    let own = answer.and_then(|answer| {
        let own = answer.accounts.into_iter().find(|one| one.account_id == account);
        let failed = answer.failed_accounts.unwrap_or_default().into_iter().find(|one| one.account_id == account);
        let code = failed.as_ref().map_or("accounts", |failed| failed.error_code.as_str());
        context.present(op, code, own)
    });
    let status = own.as_ref().and_then(|own| {
        let status = own.state.as_ref().and_then(|state| stated(state.status.as_str()));
        context.present(op, "state", status.map(str::to_owned))
    });
    let scan_types = own.and_then(|own| context.present(op, "resourceState", scan_types(own)));
    context.put_singleton(Region { status, scan_types, ..Region::default() });
}

/// What the answer leaves out is not scanned. `None` where a state has no word.
fn scan_types(own: AccountState) -> Option<Vec<ScanType>> {
    let states = own.resource_state?;
    let each: [(&str, Option<State>); 4] =
        [("ec2", states.ec2), ("ecr", states.ecr), ("lambda", states.lambda), ("lambda_code", states.lambda_code)];
    let known = each.into_iter().filter_map(|(scan, state)| Some((scan, state?)));
    let each = known.map(|(scan, state)| {
        let word = stated(state.status.as_str())?;
        Some(ScanType { scan: scan.to_owned(), status: word.to_owned() })
    });
    each.collect()
}
