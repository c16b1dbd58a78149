//! Reads what the organization says.

use aws_sdk_organizations::Client;

use super::account::{
    Account, DESCRIBE_ORGANIZATION, DelegatedAdministrator, LIST_ACCOUNTS, LIST_DELEGATED_ADMINISTRATORS,
    LIST_DELEGATED_SERVICES_FOR_ACCOUNT, Organization,
};
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
    let (organization_accounts, delegated_administrators) = match &organization {
        Fact::Known(None) => (Fact::Known(None), Fact::Known(None)),
        Fact::Unknown(gaps) => (Fact::Unknown(gaps.clone()), Fact::Unknown(gaps.clone())),
        Fact::Known(Some(_)) => {
            let (accounts, delegated) =
                tokio::join!(accounts(&context, &organizations), delegated(&context, &organizations));
            (accounts.map(Some), delegated.map(Some))
        }
    };
    context.put_singleton(Account { organization, organization_accounts, delegated_administrators });
}

async fn accounts(context: &Context, organizations: &Client) -> Fact<Vec<String>> {
    let pages = organizations.list_accounts().into_paginator().send();
    let accounts = context.list(&LIST_ACCOUNTS, &[], pages, |page| listed(page.accounts)).await;
    let accounts = accounts.told(context, &LIST_ACCOUNTS, "Accounts");
    let identified = accounts.identified(context, &LIST_ACCOUNTS, "Id", |account| account.id.is_some());
    identified.whole().map(|accounts| accounts.into_iter().filter_map(|account| account.id).collect())
}

async fn delegated(context: &Context, organizations: &Client) -> Fact<Vec<DelegatedAdministrator>> {
    let op = &LIST_DELEGATED_ADMINISTRATORS;
    let pages = organizations.list_delegated_administrators().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.delegated_administrators)).await;
    let found = found.told(context, op, "DelegatedAdministrators");
    let found = found.identified(context, op, "Id", |account| account.id.is_some()).whole();
    let accounts = match found {
        Fact::Known(accounts) => accounts.into_iter().filter_map(|account| account.id),
        Fact::Unknown(gaps) => return Fact::Unknown(gaps),
    };
    let each = accounts.map(|account| administrator(context, organizations, account));
    Fact::collect(futures::future::join_all(each).await)
}

async fn administrator(context: &Context, organizations: &Client, account: String) -> Fact<DelegatedAdministrator> {
    let op = &LIST_DELEGATED_SERVICES_FOR_ACCOUNT;
    let pages = organizations.list_delegated_services_for_account().account_id(&account).into_paginator().send();
    let found = context.list(op, &[("AccountId", &account)], pages, |page| listed(page.delegated_services)).await;
    let found = found.told(context, op, "DelegatedServices");
    let services = found.identified(context, op, "ServicePrincipal", |one| one.service_principal.is_some()).whole();
    services.map(|services| DelegatedAdministrator {
        account,
        services: services.into_iter().filter_map(|one| one.service_principal).collect(),
    })
}
