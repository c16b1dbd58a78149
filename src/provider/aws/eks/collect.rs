//! Lists the clusters of a region, and describes each.

use aws_sdk_eks::Client;
use aws_sdk_eks::types::{Cluster as Described, LogSetup, Logging, VpcConfigResponse};

use super::Cluster;
use super::cluster::{DESCRIBE_CLUSTER, LIST_CLUSTERS};
use crate::inventory::Fact;
use crate::inventory::net::Cidr;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// The clusters of a region.
pub(super) async fn clusters(context: Context) {
    let eks = Client::new(&context.sdk());
    let pages = eks.list_clusters().into_paginator().send();
    let found = context.list(&LIST_CLUSTERS, &[], pages, |page| listed(page.clusters)).await;
    let found = found.told(&context, &LIST_CLUSTERS, "clusters");
    context.each(found.items, |name| cluster(&context, &eks, name)).await;
    context.record::<Cluster>(&found.extent);
}

async fn cluster(context: &Context, eks: &Client, name: String) {
    let answer = context.get(&DESCRIBE_CLUSTER, eks.describe_cluster().name(&name).send()).await;
    let described = answer
        .and_then(|answer| answer.cluster.map_or_else(|| context.malformed(&DESCRIBE_CLUSTER, "cluster"), Fact::Known));
    let network = described.as_ref().and_then(|cluster| match &cluster.resources_vpc_config {
        Some(network) => Fact::Known(network),
        None => context.malformed(&DESCRIBE_CLUSTER, "resourcesVpcConfig"),
    });
    let asset = Cluster {
        public_access: network.as_ref().map(|network| network.endpoint_public_access),
        private_access: network.as_ref().map(|network| network.endpoint_private_access),
        public_access_cidrs: network.as_ref().and_then(|network| ranges(context, network)),
        enabled_logs: described.as_ref().map(enabled_logs),
        version: described.as_ref().and_then(|cluster| match &cluster.version {
            Some(version) => Fact::Known(version.clone()),
            None => context.malformed(&DESCRIBE_CLUSTER, "version"),
        }),
        ..Cluster::default()
    };
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let id = format!("arn:{partition}:eks:{region}:{account}:cluster/{name}");
    context.put(context.region(), id, name, asset);
}

fn ranges(context: &Context, network: &VpcConfigResponse) -> Fact<Vec<Cidr>> {
    let ranges: Option<Vec<Cidr>> = network.public_access_cidrs().iter().map(|range| range.parse().ok()).collect();
    match ranges {
        // An endpoint that is open names its ranges: the API fills in the whole internet where nobody chose.
        Some(ranges) if !ranges.is_empty() || !network.endpoint_public_access => Fact::Known(ranges),
        _ => context.malformed(&DESCRIBE_CLUSTER, "publicAccessCidrs"),
    }
}

fn enabled_logs(cluster: &Described) -> Vec<String> {
    let setups = cluster.logging.as_ref().map(Logging::cluster_logging).unwrap_or_default();
    let enabled = setups.iter().filter(|setup| setup.enabled == Some(true));
    enabled.flat_map(LogSetup::types).map(|one| one.as_str().to_owned()).collect()
}
