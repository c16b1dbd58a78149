//! The operations that read databases and their snapshots.

use crate::provider::Op;

/// Instances, members of clusters of every engine among them.
pub(super) static DESCRIBE_DB_INSTANCES: Op =
    Op { service: "rds", name: "DescribeDBInstances", iam_action: "rds:DescribeDBInstances", none: &[], gone: &[] };

/// Clusters: Aurora's, Multi-AZ DB clusters, DocumentDB's and Neptune's.
pub(super) static DESCRIBE_DB_CLUSTERS: Op =
    Op { service: "rds", name: "DescribeDBClusters", iam_action: "rds:DescribeDBClusters", none: &[], gone: &[] };

/// The account's own snapshots of instances; those that AWS Backup took are listed by themselves.
pub(super) static DESCRIBE_DB_SNAPSHOTS: Op =
    Op { service: "rds", name: "DescribeDBSnapshots", iam_action: "rds:DescribeDBSnapshots", none: &[], gone: &[] };

/// The account's own snapshots of clusters.
pub(super) static DESCRIBE_DB_CLUSTER_SNAPSHOTS: Op = Op {
    service: "rds",
    name: "DescribeDBClusterSnapshots",
    iam_action: "rds:DescribeDBClusterSnapshots",
    none: &[],
    gone: &[],
};

/// With whom one manual snapshot of an instance is shared.
pub(super) static DESCRIBE_DB_SNAPSHOT_ATTRIBUTES: Op = Op {
    service: "rds",
    name: "DescribeDBSnapshotAttributes",
    iam_action: "rds:DescribeDBSnapshotAttributes",
    none: &[],
    gone: &["DBSnapshotNotFound", "DBSnapshotNotFoundFault"],
};

/// With whom one manual snapshot of a cluster is shared.
pub(super) static DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES: Op = Op {
    service: "rds",
    name: "DescribeDBClusterSnapshotAttributes",
    iam_action: "rds:DescribeDBClusterSnapshotAttributes",
    none: &[],
    gone: &["DBClusterSnapshotNotFoundFault"],
};
