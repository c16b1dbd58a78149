//! Groups.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::EntityType;

use super::super::group::Group;
use super::super::ops::LIST_GROUPS;
use super::super::policy::PrincipalType;
use super::details::{Detail, Details};
use crate::inventory::Fact;
use crate::provider::aws::Context;

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let listing = context.list(&LIST_GROUPS, &[], iam.list_groups().into_paginator().send(), |page| page.groups);
    let details = Details::read(&context, &iam, EntityType::Group, |page| {
        page.group_detail_list.unwrap_or_default().into_iter().map(Detail::of_group).collect()
    });
    let (listing, details) = tokio::join!(listing, details);
    for group in listing.items {
        let detail = details.of(&context, &group.arn);
        let asset = Group {
            arn: Fact::Known(group.arn.clone()),
            principal_type: Fact::Known(PrincipalType::Group),
            attached_policies: detail.as_ref().map(|detail| detail.attached.clone()),
            inline_policies: detail.as_ref().map(|detail| detail.inline_names()),
            inline_policy_documents: detail.map(|detail| detail.inline.clone()),
            ..Group::default()
        };
        context.put(context.region(), group.arn, group.group_name, asset);
    }
    context.record::<Group>(&listing.extent);
}
