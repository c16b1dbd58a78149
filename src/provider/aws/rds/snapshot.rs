//! Snapshots of instances and of clusters that the account owns.

use schemars::JsonSchema;
use serde::Serialize;

use super::ops::{
    DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES, DESCRIBE_DB_CLUSTER_SNAPSHOTS, DESCRIBE_DB_SNAPSHOT_ATTRIBUTES,
    DESCRIBE_DB_SNAPSHOTS,
};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_DB_SNAPSHOTS, &DESCRIBE_DB_CLUSTER_SNAPSHOTS];
const ATTRIBUTES: &[&Op] = &[&DESCRIBE_DB_SNAPSHOT_ATTRIBUTES, &DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Snapshot::KIND,
    scope: Scope::Regional,
    object: object_of::<Snapshot>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("snapshot_type", LISTED),
        FactSpec::read("source_type", LISTED),
        FactSpec::read("source", LISTED),
        FactSpec::read("engine", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("storage_encryption_type", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("created", LISTED),
        FactSpec::read("restorable_by", ATTRIBUTES),
    ],
};

/// A snapshot of a database (`aws.rds.snapshot`) that the account owns.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snapshot {
    /// `manual`, `automated` or `awsbackup`. Source: rds:DescribeDBSnapshots, rds:DescribeDBClusterSnapshots.
    pub snapshot_type: Fact<String>,
    /// What it was taken of: an `instance` or a `cluster`.
    pub source_type: Fact<String>,
    /// The name of the instance or cluster that it was taken of, which may be gone. Source: rds:DescribeDBSnapshots,
    /// rds:DescribeDBClusterSnapshots.
    pub source: Fact<String>,
    /// The engine. Source: rds:DescribeDBSnapshots, rds:DescribeDBClusterSnapshots.
    pub engine: Fact<String>,
    /// Whether it is encrypted with a KMS key that the account sees. Source: rds:DescribeDBSnapshots,
    /// rds:DescribeDBClusterSnapshots.
    pub encrypted: Fact<bool>,
    /// `sse-kms` where it is encrypted with such a key, `sse-rds` with a key that AWS owns, or `none`; null where the
    /// service does not say. Source: rds:DescribeDBSnapshots, rds:DescribeDBClusterSnapshots.
    pub storage_encryption_type: Fact<Option<String>>,
    /// The KMS key, null where there is none. Source: rds:DescribeDBSnapshots, rds:DescribeDBClusterSnapshots.
    pub kms_key_id: Fact<Option<String>>,
    /// When it was taken, null while it is being taken. Source: rds:DescribeDBSnapshots,
    /// rds:DescribeDBClusterSnapshots.
    pub created: Fact<Option<Timestamp>>,
    /// The ids of the accounts that may copy and restore it, `all` for everybody (attribute `restore`); of a snapshot
    /// that is not manual none, for it cannot be shared. Source: rds:DescribeDBSnapshotAttributes,
    /// rds:DescribeDBClusterSnapshotAttributes.
    pub restorable_by: Fact<Vec<String>>,
}

impl Asset for Snapshot {
    const KIND: Kind = Kind::named("aws.rds.snapshot");
}
