//! Reads the hub of a region, and its standards.

use aws_sdk_securityhub::Client;
use aws_sdk_securityhub::types::StandardsSubscription;

use super::region::{DESCRIBE_HUB, GET_ENABLED_STANDARDS};
use super::{Region, Standard};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;
use crate::provider::aws::word::stated;

/// What Security Hub does in a region.
pub(super) async fn region(context: Context) {
    let hub = Client::new(&context.sdk());
    let described = context.find(&DESCRIBE_HUB, hub.describe_hub().send()).await;
    let arn = described.and_then(|answer| match answer.map(|answer| answer.hub_arn) {
        None => Fact::Known(None),
        Some(Some(arn)) => Fact::Known(Some(arn)),
        Some(None) => context.malformed(&DESCRIBE_HUB, "HubArn"),
    });
    let standards = match &arn {
        Fact::Known(None) => Fact::Known(None),
        Fact::Known(Some(_)) => standards(&context, &hub).await.map(Some),
        Fact::Unknown(gaps) => Fact::Unknown(gaps.clone()),
    };
    context.put_singleton(Region { hub: arn, standards });
}

async fn standards(context: &Context, hub: &Client) -> Fact<Vec<Standard>> {
    let op = &GET_ENABLED_STANDARDS;
    let pages = hub.get_enabled_standards().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.standards_subscriptions)).await;
    let found = found.told(context, op, "StandardsSubscriptions").whole();
    let standard = |one: StandardsSubscription| {
        let arn = one.standards_arn.as_deref().and_then(stated);
        let status = one.standards_status.as_ref().and_then(|status| stated(status.as_str()));
        let named = arn.zip(status);
        let named = named.map(|(arn, status)| Standard { arn: arn.to_owned(), status: status.to_owned() });
        context.present(op, "StandardsStatus", named)
    };
    found.and_then(|all| Fact::collect(all.into_iter().map(standard)))
}
