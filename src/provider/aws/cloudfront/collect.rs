//! Reads the distributions of the account.

use aws_sdk_cloudfront::Client;
use aws_sdk_cloudfront::types::{self, DistributionSummary, ViewerProtocolPolicy};

use super::distribution::{Behavior, Distribution, LIST_DISTRIBUTIONS};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::word::stated;
use crate::provider::aws::{Context, Pages};

/// What the registry lists.
pub(super) const COLLECTOR: Collector =
    Collector { kinds: &[Distribution::KIND], run: |context| Box::pin(distributions(context)) };

/// The path pattern of the default behavior, which has none of its own.
const EVERY_PATH: &str = "*";

async fn distributions(context: Context) {
    let op = &LIST_DISTRIBUTIONS;
    let pages = Client::new(&context.sdk()).list_distributions().into_paginator().send();
    let found = context.list(op, &[], pages, |page| of_page(page.distribution_list)).await;
    let found = found.told(&context, op, "Items");
    let Pages { items, extent } = found.identified(&context, op, "ARN", |distribution| !distribution.arn.is_empty());
    for distribution in items {
        put(&context, distribution);
    }
    context.record::<Distribution>(&extent);
}

/// The distributions of a page; of one that holds fewer than it says, or is not there, none is missing in silence.
fn of_page(page: Option<types::DistributionList>) -> Vec<Option<DistributionSummary>> {
    let Some(page) = page else { return vec![None] };
    let items = page.items.unwrap_or_default();
    let whole = usize::try_from(page.quantity).is_ok_and(|quantity| quantity <= items.len());
    items.into_iter().map(Some).chain((!whole).then_some(None)).collect()
}

fn put(context: &Context, distribution: DistributionSummary) {
    let behaviors = behaviors(&distribution);
    let aliases = distribution.aliases.and_then(|aliases| aliases.items).unwrap_or_default();
    let asset = Distribution {
        enabled: Fact::Known(distribution.enabled),
        domain_name: Fact::Known(distribution.domain_name),
        aliases: Fact::Known(aliases),
        behaviors: behaviors
            .map_or_else(|| context.malformed(&LIST_DISTRIBUTIONS, "ViewerProtocolPolicy"), Fact::Known),
    };
    context.put(context.region(), distribution.arn, distribution.id, asset);
}

/// The behaviors; `None` where one of them cannot be read, or not all are there.
fn behaviors(distribution: &DistributionSummary) -> Option<Vec<Behavior>> {
    let default = distribution.default_cache_behavior()?.viewer_protocol_policy();
    let ordered = distribution.cache_behaviors();
    let items = ordered.map(types::CacheBehaviors::items).unwrap_or_default();
    let quantity = ordered.map_or(0, types::CacheBehaviors::quantity);
    if usize::try_from(quantity).ok()? != items.len() {
        return None;
    }
    let ordered = items.iter().map(|one| behavior(one.path_pattern(), one.viewer_protocol_policy()));
    ordered.chain([behavior(EVERY_PATH, default)]).collect()
}

fn behavior(path_pattern: &str, policy: &ViewerProtocolPolicy) -> Option<Behavior> {
    let word = stated(policy.as_str())?;
    Some(Behavior { path_pattern: path_pattern.to_owned(), viewer_protocol_policy: word.to_owned() })
}
