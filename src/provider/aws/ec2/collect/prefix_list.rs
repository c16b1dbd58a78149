//! Collects managed prefix lists, and the blocks of each.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_managed_prefix_lists::DescribeManagedPrefixListsOutput;
use aws_sdk_ec2::types::ManagedPrefixList;

use super::read::{arn, blocks, present};
use crate::inventory::net::Cidr;
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::{DESCRIBE_MANAGED_PREFIX_LISTS, GET_MANAGED_PREFIX_LIST_ENTRIES};
use crate::provider::aws::ec2::prefix_list::PrefixList;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[PrefixList::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let client = Client::new(&context.sdk());
    let pages = client.describe_managed_prefix_lists().into_paginator().send();
    let take = |page: DescribeManagedPrefixListsOutput| page.prefix_lists.unwrap_or_default();
    let listed = context.list(&DESCRIBE_MANAGED_PREFIX_LISTS, &[], pages, take).await;
    let listed = listed
        .identified(&context, &DESCRIBE_MANAGED_PREFIX_LISTS, "PrefixListId", |list| list.prefix_list_id.is_some());
    context.each(listed.items, |list| put(&context, &client, list)).await;
    context.record::<PrefixList>(&listed.extent);
}

async fn put(context: &Context, client: &Client, list: ManagedPrefixList) {
    let id = list.prefix_list_id.unwrap_or_default();
    let built = arn(context, list.owner_id.as_deref(), &format!("prefix-list/{id}"));
    let asset = PrefixList {
        address_family: present(context, &DESCRIBE_MANAGED_PREFIX_LISTS, "AddressFamily", list.address_family),
        entries: entries(context, client, &id).await,
    };
    let name = list.prefix_list_name.unwrap_or(id);
    context.put(context.region(), list.prefix_list_arn.unwrap_or(built), name, asset);
}

async fn entries(context: &Context, client: &Client, id: &str) -> Fact<Vec<Cidr>> {
    let op = &GET_MANAGED_PREFIX_LIST_ENTRIES;
    let pages = client.get_managed_prefix_list_entries().prefix_list_id(id).into_paginator().send();
    let listed = context.list(op, &[("PrefixListId", id)], pages, |page| page.entries.unwrap_or_default()).await;
    listed.whole().and_then(|entries| {
        let words = entries.iter().map(|entry| entry.cidr().unwrap_or_default());
        present(context, op, "Cidr", blocks(words))
    })
}
