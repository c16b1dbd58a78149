//! Database instances, those that are members of a cluster too.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::log_types::exportable;
use super::ops::DESCRIBE_DB_INSTANCES;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gap, GapKind, Inventory, Key, Kind, Scope};
use crate::provider::aws::ec2::index::derive;
use crate::provider::aws::ec2::{
    InternetWay, NetworkAcl, Placement, PrefixList, RouteTable, SecurityGroup, Subnet, Surroundings,
};
use crate::provider::aws::tags::pairs;
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_DB_INSTANCES];

const TAGS: &[(Kind, &str)] = &[(Instance::KIND, "tags")];
const LOGS: &[(Kind, &str)] =
    &[(Instance::KIND, "cluster"), (Instance::KIND, "engine"), (Instance::KIND, "log_exports")];
const PLACE: &[(Kind, &str)] = &[
    (Instance::KIND, "publicly_accessible"),
    (Instance::KIND, "port"),
    (Instance::KIND, "subnets"),
    (Instance::KIND, "security_groups"),
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
    kind: Instance::KIND,
    scope: Scope::Regional,
    object: object_of::<Instance>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("engine", LISTED),
        FactSpec::read("cluster", LISTED),
        FactSpec::read("read_replica_of", LISTED),
        FactSpec::read("availability_zone", LISTED),
        FactSpec::read("multi_az", LISTED),
        FactSpec::read("storage_encrypted", LISTED),
        FactSpec::read("storage_encryption_type", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("publicly_accessible", LISTED),
        FactSpec::read("port", LISTED),
        FactSpec::read("subnets", LISTED),
        FactSpec::read("security_groups", LISTED),
        FactSpec::read("backup_retention_days", LISTED),
        FactSpec::read("deletion_protection", LISTED),
        FactSpec::read("log_exports", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::derived("tag_pairs", TAGS, tag_pairs),
        FactSpec::derived("logs_not_exported", LOGS, logs_not_exported),
        FactSpec::derived("internet_ways", PLACE, internet_ways),
    ],
};

/// A database instance (`aws.rds.instance`) of RDS, Aurora, DocumentDB or Neptune.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Instance {
    /// Its engine: `postgres`, `mysql`, `oracle-se2`, `aurora-mysql`, `docdb`, `neptune` … Source:
    /// rds:DescribeDBInstances.
    pub engine: Fact<String>,
    /// The name of the cluster that it is a member of, null of one that stands alone. Source: rds:DescribeDBInstances.
    pub cluster: Fact<Option<String>>,
    /// The instance or cluster that it is a read replica of, null where it is none. Source: rds:DescribeDBInstances.
    pub read_replica_of: Fact<Option<String>>,
    /// The Availability Zone that it is in, null while it is being created. Source: rds:DescribeDBInstances.
    pub availability_zone: Fact<Option<String>>,
    /// Whether a standby in another Availability Zone takes over from it. Source: rds:DescribeDBInstances.
    pub multi_az: Fact<bool>,
    /// Whether its storage is encrypted with a KMS key that the account sees. Source: rds:DescribeDBInstances.
    pub storage_encrypted: Fact<bool>,
    /// `sse-kms` where its storage is encrypted with such a key, `sse-rds` with a key that AWS owns, or `none`; null
    /// where the service does not say. Source: rds:DescribeDBInstances.
    pub storage_encryption_type: Fact<Option<String>>,
    /// The KMS key of its storage, null where there is none. Source: rds:DescribeDBInstances.
    pub kms_key_id: Fact<Option<String>>,
    /// Whether its name resolves to a public address from outside of its VPC. Source: rds:DescribeDBInstances.
    pub publicly_accessible: Fact<bool>,
    /// The TCP port of its endpoint, null while it has none. Source: rds:DescribeDBInstances.
    pub port: Fact<Option<i64>>,
    /// The ids of the subnets of its subnet group, any of which it may be in. Source: rds:DescribeDBInstances.
    pub subnets: Fact<Vec<String>>,
    /// The ids of its security groups. Source: rds:DescribeDBInstances.
    pub security_groups: Fact<Vec<String>>,
    /// Days for which automated backups are kept, 0 where none are taken. Source: rds:DescribeDBInstances.
    pub backup_retention_days: Fact<i64>,
    /// Whether it cannot be deleted before a setting is changed. Source: rds:DescribeDBInstances.
    pub deletion_protection: Fact<bool>,
    /// The types of log that it exports to CloudWatch Logs. Source: rds:DescribeDBInstances.
    pub log_exports: Fact<Vec<String>>,
    /// Its tags. Source: rds:DescribeDBInstances.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
    /// The types of log that its engine can export and that it does not, null where the engine can export none, and of
    /// a member of a cluster, which exports by its cluster. Derived.
    pub logs_not_exported: Fact<Option<Vec<String>>>,
    /// The ways by which the internet reaches its port: a public address, the route of a subnet that it may be in, the
    /// network ACL and the security groups together. Derived.
    pub internet_ways: Fact<Vec<Fact<InternetWay>>>,
}

impl Asset for Instance {
    const KIND: Kind = Kind::named("aws.rds.instance");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory
        .derive::<Instance, _>(|_, _, entry| pairs(&entry.asset.tags), |instance, pairs| instance.tag_pairs = pairs);
}

fn logs_not_exported(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |_, key, entry| match (&entry.asset.cluster, not_exported(key, &entry.asset)) {
            (Fact::Known(Some(_)), _) | (_, Fact::Known(None)) => Fact::Known(None),
            (cluster, missing) => cluster.as_ref().zip(missing).map(|(_, missing)| missing),
        },
        |instance, logs| instance.logs_not_exported = logs,
    );
}

/// What an instance that stands alone does not export.
fn not_exported(key: &Key, instance: &Instance) -> Fact<Option<Vec<String>>> {
    instance.engine.as_ref().and_then(|engine| match exportable(engine) {
        Some([]) => Fact::Known(None),
        Some(types) => instance.log_exports.as_ref().map(|exports| {
            let missing = types.iter().filter(|name| !exports.iter().any(|export| export == *name));
            Some(missing.map(|name| (*name).to_owned()).collect())
        }),
        None => unknown_engine(key).into(),
    })
}

/// The gap of an engine that we do not know: what it can export is for a later version to say.
fn unknown_engine(key: &Key) -> Gap {
    Gap {
        operation: Some(DESCRIBE_DB_INSTANCES.id()),
        kind: GapKind::Malformed,
        code: Some("Engine".to_owned()),
        account: key.account.clone(),
        region: key.region.clone(),
    }
}

fn internet_ways(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let around = Surroundings::new(inventory);
        let of = |key: &Key, instance: &Instance| {
            around.ways(&Placement {
                key,
                public: instance.publicly_accessible.clone(),
                port: instance.port.clone(),
                subnets: &instance.subnets,
                groups: &instance.security_groups,
            })
        };
        inventory.table::<Instance>().map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |instance: &mut Instance, value| instance.internet_ways = value);
}
