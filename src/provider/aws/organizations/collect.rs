//! Reads what the organization says.

use aws_sdk_organizations::Client;

use super::account::{Account, DESCRIBE_ORGANIZATION, LIST_ACCOUNTS, Organization};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// Reads the organization, and what of it this account may see.
pub(super) async fn account(context: Context) {
    let organizations = Client::new(&context.sdk());
    let described = context.find(&DESCRIBE_ORGANIZATION, organizations.describe_organization().send()).await;
    let organization = described.and_then(|answer| match answer {
        None => Fact::Known(None),
        Some(answer) => {
            let parts = answer.organization.and_then(|of| of.id.zip(of.master_account_id));
            let named = parts.map(|(id, management_account)| Organization { id, management_account });
            named.map_or_else(
                || context.malformed(&DESCRIBE_ORGANIZATION, "Organization"),
                |organization| Fact::Known(Some(organization)),
            )
        }
    });
    let organization_accounts = match &organization {
        Fact::Known(None) => Fact::Known(None),
        Fact::Unknown(gaps) => Fact::Unknown(gaps.clone()),
        Fact::Known(Some(_)) => accounts(&context, &organizations).await.map(Some),
    };
    context.put_singleton(Account { organization, organization_accounts });
}

async fn accounts(context: &Context, organizations: &Client) -> Fact<Vec<String>> {
    let pages = organizations.list_accounts().into_paginator().send();
    let accounts = context.list(&LIST_ACCOUNTS, &[], pages, |page| listed(page.accounts)).await;
    let accounts = accounts.told(context, &LIST_ACCOUNTS, "Accounts");
    let identified = accounts.identified(context, &LIST_ACCOUNTS, "Id", |account| account.id.is_some());
    identified.whole().map(|accounts| accounts.into_iter().filter_map(|account| account.id).collect())
}
