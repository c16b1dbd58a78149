//! Lists the queues of a region, and reads the settings of each.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName;

use super::Queue;
use super::queue::{GET_QUEUE_ATTRIBUTES, LIST_QUEUES};
use crate::inventory::Fact;
use crate::provider::aws::Context;

/// A page of the most queues that there can be: without a size of its own the listing ends after the first.
const PAGE: i32 = 1000;

/// The queues of a region. An answer leaves the list out where there is none.
pub(super) async fn queues(context: Context) {
    let sqs = Client::new(&context.sdk());
    let pages = sqs.list_queues().max_results(PAGE).into_paginator().send();
    let found = context.list(&LIST_QUEUES, &[], pages, |page| page.queue_urls.unwrap_or_default()).await;
    context.each(found.items, |url| queue(&context, &sqs, url)).await;
    context.record::<Queue>(&found.extent);
}

async fn queue(context: &Context, sqs: &Client, url: String) {
    let request = sqs.get_queue_attributes().queue_url(&url).attribute_names(QueueAttributeName::Policy).send();
    // The answer has no attributes where the one that is asked for was never set.
    let policy = context.get(&GET_QUEUE_ATTRIBUTES, request).await.map(|answer| {
        let policy = answer.attributes.and_then(|mut attributes| attributes.remove(&QueueAttributeName::Policy));
        policy.filter(|text| !text.is_empty())
    });
    let name = url.rsplit('/').next().unwrap_or(&url).to_owned();
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let id = format!("arn:{partition}:sqs:{region}:{account}:{name}");
    context.put(context.region(), id, name, Queue { url: Fact::Known(url), policy, ..Queue::default() });
}
