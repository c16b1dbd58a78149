//! Reads the application, network and gateway load balancers of a region.

mod http;
pub(in crate::provider::aws) mod tags;
mod tls;

use std::collections::BTreeMap;

use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::types::{self, LoadBalancerTypeEnum, ProtocolEnum};
use futures::future::join_all;

use self::tags::Tags;
use self::tls::Policies;
use super::listener::{HttpAction, Listener};
use super::load_balancer::LoadBalancer;
use super::ops::{DESCRIBE_LISTENERS, DESCRIBE_LOAD_BALANCER_ATTRIBUTES, DESCRIBE_LOAD_BALANCERS, DESCRIBE_TAGS};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::{Context, Pages};

/// What the registry lists.
pub(super) const COLLECTOR: Collector =
    Collector { kinds: &[LoadBalancer::KIND], run: |context| Box::pin(load_balancers(context)) };

/// What was read of one balancer by itself.
struct Read {
    access_log_bucket: Fact<Option<String>>,
    listeners: Fact<Vec<types::Listener>>,
    http_actions: Fact<Vec<Fact<HttpAction>>>,
}

/// Lists the balancers; what each is set to, the tags of all and the policies of the region are read side by side.
async fn load_balancers(context: Context) {
    let elb = Client::new(&context.sdk());
    let op = &DESCRIBE_LOAD_BALANCERS;
    let pages = elb.describe_load_balancers().into_paginator().send();
    let listed = context.list(op, &[], pages, |page| page.load_balancers.unwrap_or_default()).await;
    let Pages { items, extent } =
        listed.identified(&context, op, "LoadBalancerArn", |balancer| balancer.load_balancer_arn.is_some());
    if !items.is_empty() {
        let (policies, mut tags, read) = tokio::join!(
            tls::policies(&context, &elb),
            tags_of(&context, &elb, &items),
            join_all(items.iter().map(|balancer| read(&context, &elb, balancer))),
        );
        for (balancer, read) in items.into_iter().zip(read) {
            let arn = balancer.load_balancer_arn.clone().unwrap_or_default();
            let tags = tags.remove(&arn).unwrap_or_default();
            put(&context, balancer, arn, read, tags, &policies);
        }
    }
    context.record::<LoadBalancer>(&extent);
}

async fn tags_of(context: &Context, elb: &Client, balancers: &[types::LoadBalancer]) -> BTreeMap<String, Fact<Tags>> {
    let arns: Vec<String> = balancers.iter().filter_map(|balancer| balancer.load_balancer_arn.clone()).collect();
    tags::of_each(context, &DESCRIBE_TAGS, &arns, |batch| {
        let request = elb.describe_tags().set_resource_arns(Some(batch)).send();
        Box::pin(async {
            let answer = context.get(&DESCRIBE_TAGS, request).await;
            answer.map(|answer| answer.tag_descriptions.unwrap_or_default().into_iter().filter_map(described).collect())
        })
    })
    .await
}

fn described(description: types::TagDescription) -> Option<(String, Tags)> {
    let tags = description.tags.unwrap_or_default().into_iter();
    Some((description.resource_arn?, tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))).collect()))
}

async fn read(context: &Context, elb: &Client, balancer: &types::LoadBalancer) -> Read {
    let arn = balancer.load_balancer_arn().unwrap_or_default();
    let listening = async {
        let listeners = listeners(context, elb, balancer, arn).await;
        let http_actions = http::actions(context, elb, &listeners).await;
        (listeners, http_actions)
    };
    let (access_log_bucket, (listeners, http_actions)) = tokio::join!(access_log_bucket(context, elb, arn), listening);
    Read { access_log_bucket, listeners, http_actions }
}

async fn access_log_bucket(context: &Context, elb: &Client, arn: &str) -> Fact<Option<String>> {
    let op = &DESCRIBE_LOAD_BALANCER_ATTRIBUTES;
    let request = elb.describe_load_balancer_attributes().load_balancer_arn(arn).send();
    context.get(op, request).await.and_then(|answer| {
        let attributes = answer.attributes.unwrap_or_default();
        // Balancers that cannot log have no such attribute.
        let value = |key: &str| attributes.iter().find(|one| one.key() == Some(key)).and_then(|one| one.value());
        match value("access_logs.s3.enabled") {
            Some("true") => match value("access_logs.s3.bucket").filter(|bucket| !bucket.is_empty()) {
                Some(bucket) => Fact::Known(Some(bucket.to_owned())),
                None => context.malformed(op, "access_logs.s3.bucket"),
            },
            _ if attributes.is_empty() => context.malformed(op, "Attributes"),
            _ => Fact::Known(None),
        }
    })
}

/// The listeners; known only where each has a protocol, which those of gateway load balancers need not have, and a port.
async fn listeners(
    context: &Context,
    elb: &Client,
    balancer: &types::LoadBalancer,
    arn: &str,
) -> Fact<Vec<types::Listener>> {
    let op = &DESCRIBE_LISTENERS;
    let pages = elb.describe_listeners().load_balancer_arn(arn).into_paginator().send();
    let found = context.list(op, &[("LoadBalancerArn", arn)], pages, |page| page.listeners.unwrap_or_default()).await;
    let found = found.identified(context, op, "ListenerArn", |listener| listener.listener_arn.is_some());
    if balancer.r#type == Some(LoadBalancerTypeEnum::Gateway) {
        return found.whole();
    }
    found.identified(context, op, "Protocol", |listener| listener.protocol.is_some() && listener.port.is_some()).whole()
}

fn put(
    context: &Context,
    balancer: types::LoadBalancer,
    arn: String,
    read: Read,
    tags: Fact<Tags>,
    policies: &Policies,
) {
    let op = &DESCRIBE_LOAD_BALANCERS;
    let zones = balancer.availability_zones.unwrap_or_default().into_iter().map(|zone| zone.zone_name);
    let balancer_type = balancer.r#type.map(|word| word.as_str().to_owned());
    let name = balancer.load_balancer_name.unwrap_or_else(|| arn.clone());
    let asset = LoadBalancer {
        balancer_type: balancer_type.map_or_else(|| context.malformed(op, "Type"), Fact::Known),
        availability_zones: zones
            .collect::<Option<Vec<_>>>()
            .map_or_else(|| context.malformed(op, "AvailabilityZones"), Fact::Known),
        access_log_bucket: read.access_log_bucket,
        tls_listeners: read.listeners.as_ref().map(|all| tls::listeners(context, all, policies)),
        listeners: read.listeners.map(|all| all.iter().map(listener).collect()),
        http_actions: read.http_actions,
        tags,
        ..LoadBalancer::default()
    };
    context.put(context.region(), arn, name, asset);
}

fn listener(listener: &types::Listener) -> Listener {
    Listener {
        port: listener.port.map(i64::from),
        protocol: listener.protocol.as_ref().map(ProtocolEnum::as_str).map(str::to_owned),
    }
}
