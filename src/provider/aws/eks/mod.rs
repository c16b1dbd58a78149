//! Amazon Elastic Kubernetes Service.

mod cluster;
#[cfg(feature = "aws")]
mod collect;

pub use cluster::Cluster;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "eks",
    ops: &[&cluster::LIST_CLUSTERS, &cluster::DESCRIBE_CLUSTER],
    kinds: &[cluster::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Cluster as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::clusters(context)),
    }],
};
