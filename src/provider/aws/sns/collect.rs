//! Lists the topics of a region, and reads the settings of each.

use aws_sdk_sns::Client;

use super::Topic;
use super::topic::{GET_TOPIC_ATTRIBUTES, LIST_TOPICS};
use crate::inventory::Fact;
use crate::provider::aws::Context;

/// The topics of a region.
pub(super) async fn topics(context: Context) {
    let sns = Client::new(&context.sdk());
    let pages = sns.list_topics().into_paginator().send();
    let found = context.list(&LIST_TOPICS, &[], pages, |page| page.topics.unwrap_or_default()).await;
    let found = found.identified(&context, &LIST_TOPICS, "TopicArn", |topic| topic.topic_arn.is_some());
    let arns = found.items.into_iter().filter_map(|topic| topic.topic_arn);
    context.each(arns, |arn| topic(&context, &sns, arn)).await;
    context.record::<Topic>(&found.extent);
}

async fn topic(context: &Context, sns: &Client, arn: String) {
    let answer = context.get(&GET_TOPIC_ATTRIBUTES, sns.get_topic_attributes().topic_arn(&arn).send()).await;
    let attributes = answer.and_then(|answer| match answer.attributes {
        Some(attributes) => Fact::Known(attributes),
        None => context.malformed(&GET_TOPIC_ATTRIBUTES, "Attributes"),
    });
    let asset = Topic {
        // The owner's default policy stands where nobody wrote another: an answer without any is none.
        policy: attributes.as_ref().and_then(|attributes| match attributes.get("Policy") {
            Some(policy) => Fact::Known(Some(policy.clone())),
            None => context.malformed(&GET_TOPIC_ATTRIBUTES, "Policy"),
        }),
        confirmed_subscriptions: attributes.as_ref().and_then(|attributes| {
            let count = attributes.get("SubscriptionsConfirmed").and_then(|count| count.parse().ok());
            context.present(&GET_TOPIC_ATTRIBUTES, "SubscriptionsConfirmed", count)
        }),
        kms_key: attributes.map(|attributes| attributes.get("KmsMasterKeyId").filter(|key| !key.is_empty()).cloned()),
        ..Topic::default()
    };
    let name = arn.rsplit(':').next().unwrap_or(&arn).to_owned();
    context.put(context.region(), arn, name, asset);
}
