//! Reads the hub of a region, and its standards.

use aws_sdk_securityhub::Client;
use aws_sdk_securityhub::operation::get_finding_aggregator::GetFindingAggregatorOutput;
use aws_sdk_securityhub::types::{Invitation, StandardsSubscription};

use super::region::{
    DESCRIBE_HUB, GET_ADMINISTRATOR_ACCOUNT, GET_ENABLED_STANDARDS, GET_FINDING_AGGREGATOR, LIST_FINDING_AGGREGATORS,
};
use super::{Gathering, Region, Standard};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::administrator::{Relationship, administrator};
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
    let asset = match &arn {
        Fact::Known(Some(_)) => of(&context, &hub).await,
        Fact::Known(None) => Region {
            standards: Fact::Known(None),
            aggregator: Fact::Known(None),
            gathers: Fact::Known(None),
            administrator: Fact::Known(None),
            ..Region::default()
        },
        Fact::Unknown(gaps) => Region {
            standards: Fact::Unknown(gaps.clone()),
            aggregator: Fact::Unknown(gaps.clone()),
            gathers: Fact::Unknown(gaps.clone()),
            administrator: Fact::Unknown(gaps.clone()),
            ..Region::default()
        },
    };
    context.put_singleton(Region { hub: arn, ..asset });
}

/// What is to be known of a hub that is there.
async fn of(context: &Context, hub: &Client) -> Region {
    let (standards, (aggregator, gathers), administrator) = tokio::join!(
        standards(context, hub),
        gathering(context, hub),
        context.get(&GET_ADMINISTRATOR_ACCOUNT, hub.get_administrator_account().send()),
    );
    let administrator = administrator.and_then(|answer| match answer.administrator {
        None => Fact::Known(None),
        Some(told) => administers(context, &told),
    });
    Region { standards: standards.map(Some), aggregator, gathers, administrator, ..Region::default() }
}

fn administers(context: &Context, told: &Invitation) -> Fact<Option<String>> {
    let (account, status) = (told.account_id.as_deref(), told.member_status.as_deref());
    administrator(context, &GET_ADMINISTRATOR_ACCOUNT, Relationship { account, status, member: "MemberStatus" })
}

/// What gathers findings, and which of it where that is here: its own region tells.
async fn gathering(context: &Context, hub: &Client) -> (Fact<Option<String>>, Fact<Option<Gathering>>) {
    let op = &LIST_FINDING_AGGREGATORS;
    let pages = hub.list_finding_aggregators().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.finding_aggregators)).await;
    let found = found.told(context, op, "FindingAggregators");
    let found = found.identified(context, op, "FindingAggregatorArn", |one| one.finding_aggregator_arn.is_some());
    // There is one an account.
    let aggregator = found.whole().map(|all| all.into_iter().find_map(|one| one.finding_aggregator_arn));
    let gathers = match &aggregator {
        Fact::Known(Some(arn)) if arn.split(':').nth(3) == Some(context.region().as_str()) => {
            let request = hub.get_finding_aggregator().finding_aggregator_arn(arn).send();
            context.get(&GET_FINDING_AGGREGATOR, request).await.and_then(|answer| gathered(context, answer)).map(Some)
        }
        Fact::Known(_) => Fact::Known(None),
        Fact::Unknown(gaps) => Fact::Unknown(gaps.clone()),
    };
    (aggregator, gathers)
}

/// Where the mode speaks of some regions, they must be told.
fn gathered(context: &Context, answer: GetFindingAggregatorOutput) -> Fact<Gathering> {
    let op = &GET_FINDING_AGGREGATOR;
    context.present(op, "RegionLinkingMode", answer.region_linking_mode).and_then(|mode| {
        let regions = match mode.as_str() {
            "ALL_REGIONS" | "NO_REGIONS" => Fact::Known(answer.regions.unwrap_or_default()),
            _ => context.present(op, "Regions", answer.regions),
        };
        regions.map(|regions| Gathering { mode, regions })
    })
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
