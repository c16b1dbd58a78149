//! Amazon Relational Database Service; its API also tells of Aurora, DocumentDB and Neptune.

mod cluster;
#[cfg(feature = "aws")]
mod collect;
mod instance;
mod log_types;
mod ops;
mod snapshot;
#[cfg(test)]
mod tests;

pub use cluster::Cluster;
pub use instance::Instance;
pub use snapshot::Snapshot;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "rds",
    ops: &[
        &ops::DESCRIBE_DB_CLUSTERS,
        &ops::DESCRIBE_DB_CLUSTER_SNAPSHOTS,
        &ops::DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES,
        &ops::DESCRIBE_DB_INSTANCES,
        &ops::DESCRIBE_DB_SNAPSHOTS,
        &ops::DESCRIBE_DB_SNAPSHOT_ATTRIBUTES,
    ],
    kinds: &[cluster::SPEC, instance::SPEC, snapshot::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::cluster::COLLECTOR, collect::instance::COLLECTOR, collect::snapshot::COLLECTOR],
};
