//! Reads the clusters of Redshift in a region.

use std::collections::BTreeMap;

use aws_sdk_redshift::Client;
use aws_sdk_redshift::types::{Cluster as Listed, ClusterSubnetGroup, Tag};

use super::Cluster;
use super::cluster::{DESCRIBE_CLUSTER_SUBNET_GROUPS, DESCRIBE_CLUSTERS};
use crate::inventory::{Fact, Gap, GapKind};
use crate::provider::aws::{Context, Pages};

/// Lists the clusters, and beside them the subnet groups that they name.
pub(super) async fn clusters(context: Context) {
    let redshift = Client::new(&context.sdk());
    let (op, of_groups) = (&DESCRIBE_CLUSTERS, &DESCRIBE_CLUSTER_SUBNET_GROUPS);
    let pages = redshift.describe_clusters().into_paginator().send();
    let groups = redshift.describe_cluster_subnet_groups().into_paginator().send();
    let (listed, groups) = tokio::join!(
        context.list(op, &[], pages, |page| page.clusters.unwrap_or_default()),
        context.list(of_groups, &[], groups, |page| page.cluster_subnet_groups.unwrap_or_default()),
    );
    let has_id = |cluster: &Listed| cluster.cluster_identifier.is_some();
    let listed = listed.identified(&context, op, "ClusterIdentifier", has_id);
    let has_name = |group: &ClusterSubnetGroup| group.cluster_subnet_group_name.is_some();
    let groups = groups.identified(&context, of_groups, "ClusterSubnetGroupName", has_name);
    for cluster in listed.items {
        put(&context, &groups, cluster);
    }
    context.record::<Cluster>(&listed.extent);
}

fn put(context: &Context, groups: &Pages<ClusterSubnetGroup>, cluster: Listed) {
    let op = &DESCRIBE_CLUSTERS;
    let name = cluster.cluster_identifier.unwrap_or_default();
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let arn = format!("arn:{partition}:redshift:{region}:{account}:cluster:{name}");
    let security_groups = cluster.vpc_security_groups.unwrap_or_default();
    let security_groups = security_groups.into_iter().map(|group| group.vpc_security_group_id).collect::<Option<_>>();
    let asset = Cluster {
        status: context.present(op, "ClusterStatus", cluster.cluster_status),
        encrypted: context.present(op, "Encrypted", cluster.encrypted),
        kms_key_id: Fact::Known(cluster.kms_key_id),
        publicly_accessible: context.present(op, "PubliclyAccessible", cluster.publicly_accessible),
        port: Fact::Known(cluster.endpoint.and_then(|endpoint| endpoint.port).map(i64::from)),
        subnets: subnets(context, groups, cluster.cluster_subnet_group_name.as_deref()),
        subnet_group: Fact::Known(cluster.cluster_subnet_group_name),
        security_groups: context.present(op, "VpcSecurityGroupId", security_groups),
        tags: Fact::Known(tags(cluster.tags)),
        ..Cluster::default()
    };
    context.put(region, arn, name, asset);
}

/// The ids of the subnets of a group; of one that the listing lacks only a whole listing says that it has gone.
fn subnets(context: &Context, groups: &Pages<ClusterSubnetGroup>, name: Option<&str>) -> Fact<Vec<String>> {
    let op = &DESCRIBE_CLUSTER_SUBNET_GROUPS;
    let Some(name) = name else { return Fact::Known(Vec::new()) };
    let group = groups.items.iter().find(|group| group.cluster_subnet_group_name() == Some(name));
    match (group, groups.extent.gaps()) {
        (Some(group), _) => {
            let ids = group.subnets().iter().map(|subnet| subnet.subnet_identifier().map(str::to_owned));
            context.present(op, "SubnetIdentifier", ids.collect::<Option<_>>())
        }
        (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
        (None, None) => {
            let (account, region) = (context.account().clone(), context.region().clone());
            Gap { operation: Some(op.id()), kind: GapKind::Vanished, code: None, account, region }.into()
        }
    }
}

fn tags(list: Option<Vec<Tag>>) -> BTreeMap<String, String> {
    let pair = |tag: Tag| Some((tag.key?, tag.value.unwrap_or_default()));
    list.unwrap_or_default().into_iter().filter_map(pair).collect()
}
