//! Reads the classic load balancers of a region.

mod tls;

use std::collections::BTreeMap;

use aws_sdk_elasticloadbalancing::Client;
use aws_sdk_elasticloadbalancing::types::{self, ListenerDescription, LoadBalancerDescription};
use futures::future::join_all;

use super::load_balancer::{DESCRIBE_LOAD_BALANCER_ATTRIBUTES, DESCRIBE_LOAD_BALANCERS, DESCRIBE_TAGS, LoadBalancer};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::elbv2::collect::tags::{self, Tags};
use crate::provider::aws::elbv2::{Listener, TlsListener};
use crate::provider::aws::{Context, Pages};

/// What the registry lists.
pub(super) const COLLECTOR: Collector =
    Collector { kinds: &[LoadBalancer::KIND], run: |context| Box::pin(load_balancers(context)) };

/// What was read of one balancer by itself.
struct Read {
    access_log_bucket: Fact<Option<String>>,
    tls_listeners: Fact<Vec<TlsListener>>,
}

/// Lists the balancers; what each is set to and the tags of all are read side by side.
async fn load_balancers(context: Context) {
    let elb = Client::new(&context.sdk());
    let op = &DESCRIBE_LOAD_BALANCERS;
    let pages = elb.describe_load_balancers().into_paginator().send();
    let listed = context.list(op, &[], pages, |page| page.load_balancer_descriptions.unwrap_or_default()).await;
    let Pages { items, extent } =
        listed.identified(&context, op, "LoadBalancerName", |balancer| balancer.load_balancer_name.is_some());
    let (mut tags, read) = tokio::join!(
        tags_of(&context, &elb, &items),
        join_all(items.iter().map(|balancer| read(&context, &elb, balancer))),
    );
    for (balancer, read) in items.into_iter().zip(read) {
        let name = balancer.load_balancer_name.clone().unwrap_or_default();
        let tags = tags.remove(&name).unwrap_or_default();
        put(&context, balancer, name, read, tags);
    }
    context.record::<LoadBalancer>(&extent);
}

async fn tags_of(
    context: &Context,
    elb: &Client,
    balancers: &[LoadBalancerDescription],
) -> BTreeMap<String, Fact<Tags>> {
    let names: Vec<String> = balancers.iter().filter_map(|balancer| balancer.load_balancer_name.clone()).collect();
    tags::of_each(context, &DESCRIBE_TAGS, &names, |batch| {
        let request = elb.describe_tags().set_load_balancer_names(Some(batch)).send();
        Box::pin(async {
            let answer = context.get(&DESCRIBE_TAGS, request).await;
            answer.map(|answer| answer.tag_descriptions.unwrap_or_default().into_iter().filter_map(described).collect())
        })
    })
    .await
}

fn described(description: types::TagDescription) -> Option<(String, Tags)> {
    let tags = description.tags.unwrap_or_default().into_iter();
    Some((description.load_balancer_name?, tags.map(|tag| (tag.key, tag.value.unwrap_or_default())).collect()))
}

async fn read(context: &Context, elb: &Client, balancer: &LoadBalancerDescription) -> Read {
    let name = balancer.load_balancer_name().unwrap_or_default();
    let (access_log_bucket, tls_listeners) = tokio::join!(
        access_log_bucket(context, elb, name),
        tls::listeners(context, elb, name, balancer.listener_descriptions()),
    );
    Read { access_log_bucket, tls_listeners }
}

async fn access_log_bucket(context: &Context, elb: &Client, name: &str) -> Fact<Option<String>> {
    let op = &DESCRIBE_LOAD_BALANCER_ATTRIBUTES;
    let request = elb.describe_load_balancer_attributes().load_balancer_name(name).send();
    context.get(op, request).await.and_then(|answer| {
        let Some(log) = answer.load_balancer_attributes.and_then(|attributes| attributes.access_log) else {
            return context.malformed(op, "AccessLog");
        };
        match log.s3_bucket_name.filter(|bucket| !bucket.is_empty()) {
            _ if !log.enabled => Fact::Known(None),
            Some(bucket) => Fact::Known(Some(bucket)),
            None => context.malformed(op, "S3BucketName"),
        }
    })
}

fn put(context: &Context, balancer: LoadBalancerDescription, name: String, read: Read, tags: Fact<Tags>) {
    let listeners = balancer.listener_descriptions.unwrap_or_default().into_iter().map(listener);
    let asset = LoadBalancer {
        balancer_type: Fact::Known("classic".to_owned()),
        availability_zones: Fact::Known(balancer.availability_zones.unwrap_or_default()),
        access_log_bucket: read.access_log_bucket,
        listeners: listeners
            .collect::<Option<Vec<_>>>()
            .map_or_else(|| context.malformed(&DESCRIBE_LOAD_BALANCERS, "Listener"), Fact::Known),
        tls_listeners: read.tls_listeners,
        tags,
        ..LoadBalancer::default()
    };
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let arn = format!("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{name}");
    context.put(region, arn, name, asset);
}

fn listener(description: ListenerDescription) -> Option<Listener> {
    let listener = description.listener?;
    Some(Listener { port: Some(i64::from(listener.load_balancer_port)), protocol: Some(listener.protocol) })
}
