//! Clusters: how their control plane is reached, and what it logs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::net::{self, Cidr};
use crate::inventory::schema::object_of;
use crate::inventory::store::Entry;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The names of a region's clusters.
pub(super) static LIST_CLUSTERS: Op =
    Op { service: "eks", name: "ListClusters", iam_action: "eks:ListClusters", none: &[], gone: &[] };

/// One cluster.
pub(super) static DESCRIBE_CLUSTER: Op = Op {
    service: "eks",
    name: "DescribeCluster",
    iam_action: "eks:DescribeCluster",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

/// A cluster (`aws.eks.cluster`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cluster {
    /// Whether its API has an endpoint on the internet. Source: eks:DescribeCluster.
    pub public_access: Fact<bool>,
    /// Whether its API has an endpoint in its VPC. Source: eks:DescribeCluster.
    pub private_access: Fact<bool>,
    /// The ranges from which the public endpoint can be reached; empty where there is none. Source:
    /// eks:DescribeCluster.
    pub public_access_cidrs: Fact<Vec<Cidr>>,
    /// The types of log that its control plane delivers. Source: eks:DescribeCluster.
    pub enabled_logs: Fact<Vec<String>>,
    /// Its version of Kubernetes. Source: eks:DescribeCluster.
    pub version: Fact<String>,
    /// How its API is reached: `private` from its VPC alone, `limited` from some ranges of the internet, `open` from
    /// all of it, or from ranges that are together half of it or more. Derived from the endpoints and the ranges.
    pub endpoint_access: Fact<String>,
    /// The types of log that its control plane does not deliver. Derived from those that it delivers.
    pub disabled_logs: Fact<Vec<String>>,
}

impl Asset for Cluster {
    const KIND: Kind = Kind::named("aws.eks.cluster");
}

/// Every type of log of a control plane. Source: the API's `LogType`.
const LOG_TYPES: [&str; 5] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/// Derives [`Cluster::endpoint_access`].
fn endpoint_access(inventory: &mut Inventory) {
    inventory.derive::<Cluster, _>(
        |_, _, Entry { asset, .. }| {
            asset.public_access.as_ref().and_then(|public| {
                if !public {
                    return Fact::Known("private".to_owned());
                }
                let open = asset.public_access_cidrs.as_ref().map(|ranges| net::internet_wide(ranges));
                open.map(|open| if open { "open" } else { "limited" }.to_owned())
            })
        },
        |cluster, access| cluster.endpoint_access = access,
    );
}

/// Derives [`Cluster::disabled_logs`].
fn disabled_logs(inventory: &mut Inventory) {
    inventory.derive::<Cluster, _>(
        |_, _, entry| {
            entry.asset.enabled_logs.as_ref().map(|enabled| {
                let disabled = LOG_TYPES.into_iter().filter(|one| !enabled.iter().any(|known| known == one));
                disabled.map(str::to_owned).collect()
            })
        },
        |cluster, disabled| cluster.disabled_logs = disabled,
    );
}

const DESCRIPTION: &[&Op] = &[&DESCRIBE_CLUSTER];
const LOGS: &[(Kind, &str)] = &[(Cluster::KIND, "enabled_logs")];
const ENDPOINT: &[(Kind, &str)] = &[(Cluster::KIND, "public_access"), (Cluster::KIND, "public_access_cidrs")];

/// Clusters as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Cluster::KIND,
    scope: Scope::Regional,
    object: object_of::<Cluster>,
    listed_by: &[&LIST_CLUSTERS],
    facts: &[
        FactSpec::read("public_access", DESCRIPTION),
        FactSpec::read("private_access", DESCRIPTION),
        FactSpec::read("public_access_cidrs", DESCRIPTION),
        FactSpec::read("enabled_logs", DESCRIPTION),
        FactSpec::read("version", DESCRIPTION),
        FactSpec::derived("endpoint_access", ENDPOINT, endpoint_access),
        FactSpec::derived("disabled_logs", LOGS, disabled_logs),
    ],
};
