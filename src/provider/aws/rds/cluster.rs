//! Database clusters of every engine.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::instance::Instance;
use super::ops::{DESCRIBE_DB_CLUSTERS, DESCRIBE_DB_INSTANCES};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope};
use crate::provider::aws::ec2::index::{Index, derive, list, vanished};
use crate::provider::aws::tags::pairs;
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_DB_CLUSTERS];

const TAGS: &[(Kind, &str)] = &[(Cluster::KIND, "tags")];
const MEMBERS: &[(Kind, &str)] = &[(Cluster::KIND, "members"), (Instance::KIND, "availability_zone")];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Cluster::KIND,
    scope: Scope::Regional,
    object: object_of::<Cluster>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("engine", LISTED),
        FactSpec::read("engine_mode", LISTED),
        FactSpec::read("scalability_type", LISTED),
        FactSpec::read("replication_source", LISTED),
        FactSpec::read("global_cluster", LISTED),
        FactSpec::read("members", LISTED),
        FactSpec::read("multi_az", LISTED),
        FactSpec::read("storage_encrypted", LISTED),
        FactSpec::read("storage_encryption_type", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("backup_retention_days", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::derived("tag_pairs", TAGS, tag_pairs),
        FactSpec::derived("member_zones", MEMBERS, member_zones),
    ],
};

/// A database cluster (`aws.rds.cluster`): of Aurora, DocumentDB or Neptune, or a Multi-AZ DB cluster of RDS.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cluster {
    /// Its engine: `aurora-mysql`, `aurora-postgresql`, `mysql`, `postgres`, `docdb` or `neptune`. Source:
    /// rds:DescribeDBClusters.
    pub engine: Fact<String>,
    /// `provisioned`, which Serverless v2 is too, or `serverless` for Aurora Serverless v1; null where the engine has
    /// no modes. Source: rds:DescribeDBClusters.
    pub engine_mode: Fact<Option<String>>,
    /// `limitless` where shard groups take the place of members, else `standard`; null where the service does not say.
    /// Source: rds:DescribeDBClusters.
    pub scalability_type: Fact<Option<String>>,
    /// The cluster or instance that it replicates, as a secondary cluster of a global database does; null where it
    /// replicates none. Source: rds:DescribeDBClusters.
    pub replication_source: Fact<Option<String>>,
    /// The name of the global database that it belongs to, null where there is none. Source: rds:DescribeDBClusters.
    pub global_cluster: Fact<Option<String>>,
    /// The names of the instances that are its members. Source: rds:DescribeDBClusters.
    pub members: Fact<Vec<String>>,
    /// Whether it has instances in several Availability Zones. Source: rds:DescribeDBClusters.
    pub multi_az: Fact<bool>,
    /// Whether its storage is encrypted with a KMS key that the account sees. Source: rds:DescribeDBClusters.
    pub storage_encrypted: Fact<bool>,
    /// `sse-kms` where its storage is encrypted with such a key, `sse-rds` with a key that AWS owns, or `none`; null
    /// where the service does not say. Source: rds:DescribeDBClusters.
    pub storage_encryption_type: Fact<Option<String>>,
    /// The KMS key of its storage, null where there is none. Source: rds:DescribeDBClusters.
    pub kms_key_id: Fact<Option<String>>,
    /// Days for which automated backups are kept. Source: rds:DescribeDBClusters.
    pub backup_retention_days: Fact<i64>,
    /// Its tags. Source: rds:DescribeDBClusters.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
    /// The Availability Zones that its members are in, each once. Derived from rds:DescribeDBInstances.
    pub member_zones: Fact<Vec<Fact<String>>>,
}

impl Asset for Cluster {
    const KIND: Kind = Kind::named("aws.rds.cluster");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<Cluster, _>(|_, _, entry| pairs(&entry.asset.tags), |cluster, pairs| cluster.tag_pairs = pairs);
}

fn member_zones(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let instances = Index::new(inventory, |key: &Key, _: &Instance| Fact::Known(vec![name(key)]));
        let clusters = inventory.table::<Cluster>();
        clusters.map(|(key, entry)| (key.clone(), zones(&instances, key, &entry.asset))).collect()
    };
    derive(inventory, read, |cluster: &mut Cluster, value| cluster.member_zones = value);
}

/// The last part of an instance's ARN, by which clusters name it.
fn name(instance: &Key) -> &str {
    instance.id.rsplit(':').next().unwrap_or_default()
}

fn zones(instances: &Index<'_, Instance>, key: &Key, cluster: &Cluster) -> Fact<Vec<Fact<String>>> {
    cluster.members.as_ref().and_then(|members| {
        let (mut seen, mut missing) = (BTreeSet::new(), None::<Gaps>);
        for member in members {
            let zone = instances.one(key, member).and_then(|instance| match instance {
                Some(instance) => instance.availability_zone.as_ref(),
                None => Fact::Unknown(vanished(&DESCRIBE_DB_INSTANCES, key)),
            });
            match zone {
                Fact::Known(zone) => seen.extend(zone.as_deref()),
                Fact::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
            }
        }
        list(seen.into_iter().map(|zone| Fact::Known(zone.to_owned())), missing)
    })
}
