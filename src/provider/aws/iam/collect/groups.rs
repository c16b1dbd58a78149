//! Groups.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::EntityType;

use super::super::group::Group;
use super::super::ops::LIST_GROUPS;
use super::details::{Details, Policies};
use crate::inventory::Fact;
use crate::provider::aws::Context;

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let listing = context.list(&LIST_GROUPS, &[], iam.list_groups().into_paginator().send(), |page| page.groups);
    let details = Details::read(&context, &iam, EntityType::Group, |page| {
        let groups = page.group_detail_list.unwrap_or_default().into_iter();
        let policies = groups.filter_map(|group| {
            Some((group.arn?, Policies::new(group.attached_managed_policies, group.group_policy_list)?))
        });
        policies.collect()
    });
    let (listing, details) = tokio::join!(listing, details);
    for group in listing.items {
        let (inline_policies, inline_policy_documents) = details.inline(&context, &group.arn);
        let asset =
            Group { arn: Fact::Known(group.arn.clone()), inline_policies, inline_policy_documents, ..Group::default() };
        context.put(context.region(), group.arn, group.group_name, asset);
    }
    context.record::<Group>(&listing.extent);
}
