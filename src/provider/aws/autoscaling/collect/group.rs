//! Collects Auto Scaling groups.

use aws_sdk_autoscaling::Client;
use aws_sdk_autoscaling::types::{AutoScalingGroup, TagDescription};

use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::autoscaling::group::{DESCRIBE_AUTO_SCALING_GROUPS, Group};

/// What the registry lists.
pub(in crate::provider::aws::autoscaling) const COLLECTOR: Collector =
    Collector { kinds: &[Group::KIND], run: |context| Box::pin(run(context)) };

/// The largest page that the operation gives.
const PAGE: i32 = 100;

async fn run(context: Context) {
    let op = &DESCRIBE_AUTO_SCALING_GROUPS;
    // Nothing is read of the instances, and they are most of an answer.
    let request = Client::new(&context.sdk()).describe_auto_scaling_groups().include_instances(false);
    let pages = request.into_paginator().page_size(PAGE).send();
    let asked = [("IncludeInstances", "false")];
    let listed = context.list(op, &asked, pages, |page| page.auto_scaling_groups.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "AutoScalingGroupARN", |group| group.auto_scaling_group_arn.is_some());
    for group in listed.items {
        put(&context, group);
    }
    context.record::<Group>(&listed.extent);
}

fn put(context: &Context, group: AutoScalingGroup) {
    let tags = group.tags.unwrap_or_default().into_iter().map(tag);
    let asset = Group {
        availability_zones: Fact::Known(group.availability_zones.unwrap_or_default()),
        status: Fact::Known(group.status),
        tags: tags
            .collect::<Option<_>>()
            .map_or_else(|| context.malformed(&DESCRIBE_AUTO_SCALING_GROUPS, "Tags"), Fact::Known),
        ..Group::default()
    };
    let arn = group.auto_scaling_group_arn.unwrap_or_default();
    let name = group.auto_scaling_group_name.unwrap_or_else(|| arn.clone());
    context.put(context.region(), arn, name, asset);
}

fn tag(tag: TagDescription) -> Option<(String, String)> {
    Some((tag.key?, tag.value.unwrap_or_default()))
}
