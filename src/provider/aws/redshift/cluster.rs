//! Provisioned clusters of Redshift.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::ec2::index::derive;
use crate::provider::aws::ec2::{
    InternetWay, NetworkAcl, Placement, PrefixList, RouteTable, SecurityGroup, Subnet, Surroundings,
};
use crate::provider::{FactSpec, KindSpec, Op};

/// Clusters of every state, the paused too.
pub(super) static DESCRIBE_CLUSTERS: Op =
    Op { service: "redshift", name: "DescribeClusters", iam_action: "redshift:DescribeClusters", none: &[], gone: &[] };

/// The subnets that clusters may be in, by the groups that these are collected in.
pub(super) static DESCRIBE_CLUSTER_SUBNET_GROUPS: Op = Op {
    service: "redshift",
    name: "DescribeClusterSubnetGroups",
    iam_action: "redshift:DescribeClusterSubnetGroups",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&DESCRIBE_CLUSTERS];
const SUBNETS: &[&Op] = &[&DESCRIBE_CLUSTERS, &DESCRIBE_CLUSTER_SUBNET_GROUPS];

const PLACE: &[(Kind, &str)] = &[
    (Cluster::KIND, "publicly_accessible"),
    (Cluster::KIND, "port"),
    (Cluster::KIND, "subnets"),
    (Cluster::KIND, "security_groups"),
    (SecurityGroup::KIND, "ingress"),
    (Subnet::KIND, "owner"),
    (Subnet::KIND, "vpc"),
    (Subnet::KIND, "internet_gateway_block"),
    (RouteTable::KIND, "main_of"),
    (RouteTable::KIND, "subnets"),
    (RouteTable::KIND, "routes"),
    (NetworkAcl::KIND, "default_of"),
    (NetworkAcl::KIND, "subnets"),
    (NetworkAcl::KIND, "ingress"),
    (PrefixList::KIND, "address_family"),
    (PrefixList::KIND, "entries"),
];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Cluster::KIND,
    scope: Scope::Regional,
    object: object_of::<Cluster>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("status", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("publicly_accessible", LISTED),
        FactSpec::read("port", LISTED),
        FactSpec::read("subnet_group", LISTED),
        FactSpec::read("subnets", SUBNETS),
        FactSpec::read("security_groups", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::derived("internet_ways", PLACE, internet_ways),
    ],
};

/// A provisioned cluster of Redshift (`aws.redshift.cluster`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cluster {
    /// `available`, `paused`, `modifying` … Source: redshift:DescribeClusters.
    pub status: Fact<String>,
    /// Whether its data are encrypted at rest. Source: redshift:DescribeClusters.
    pub encrypted: Fact<bool>,
    /// The KMS key, null where there is none or AWS owns it. Source: redshift:DescribeClusters.
    pub kms_key_id: Fact<Option<String>>,
    /// Whether it can be reached from a public network. Source: redshift:DescribeClusters.
    pub publicly_accessible: Fact<bool>,
    /// The TCP port of its endpoint, null while it has none. Source: redshift:DescribeClusters.
    pub port: Fact<Option<i64>>,
    /// The name of its subnet group, null outside of a VPC. Source: redshift:DescribeClusters.
    pub subnet_group: Fact<Option<String>>,
    /// The ids of the subnets of its subnet group, any of which it may be in. Source:
    /// redshift:DescribeClusterSubnetGroups.
    pub subnets: Fact<Vec<String>>,
    /// The ids of its VPC security groups. Source: redshift:DescribeClusters.
    pub security_groups: Fact<Vec<String>>,
    /// Its tags. Source: redshift:DescribeClusters.
    pub tags: Fact<BTreeMap<String, String>>,
    /// The ways by which the internet reaches its port: a public address, the route of a subnet that it may be in, the
    /// network ACL and the security groups together. Derived.
    pub internet_ways: Fact<Vec<Fact<InternetWay>>>,
}

impl Asset for Cluster {
    const KIND: Kind = Kind::named("aws.redshift.cluster");
}

fn internet_ways(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let around = Surroundings::new(inventory);
        let of = |key: &Key, cluster: &Cluster| {
            around.ways(&Placement {
                key,
                public: cluster.publicly_accessible.clone(),
                port: cluster.port.clone(),
                subnets: &cluster.subnets,
                groups: &cluster.security_groups,
            })
        };
        inventory.table::<Cluster>().map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |cluster: &mut Cluster, value| cluster.internet_ways = value);
}
