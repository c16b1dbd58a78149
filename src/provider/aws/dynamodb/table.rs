//! Tables of DynamoDB (`aws.dynamodb.table`); what they hold is never read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::tags::pairs;
use crate::provider::{FactSpec, KindSpec, Op};

/// The names of the tables of a region.
pub(super) static LIST_TABLES: Op =
    Op { service: "dynamodb", name: "ListTables", iam_action: "dynamodb:ListTables", none: &[], gone: &[] };

/// The state of one table.
pub(super) static DESCRIBE_TABLE: Op = Op {
    service: "dynamodb",
    name: "DescribeTable",
    iam_action: "dynamodb:DescribeTable",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

/// The point-in-time recovery of one table.
pub(super) static DESCRIBE_CONTINUOUS_BACKUPS: Op = Op {
    service: "dynamodb",
    name: "DescribeContinuousBackups",
    iam_action: "dynamodb:DescribeContinuousBackups",
    none: &[],
    gone: &["TableNotFoundException"],
};

/// The tags of one table.
pub(super) static LIST_TAGS_OF_RESOURCE: Op = Op {
    service: "dynamodb",
    name: "ListTagsOfResource",
    iam_action: "dynamodb:ListTagsOfResource",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

const BACKUPS: &[&Op] = &[&DESCRIBE_CONTINUOUS_BACKUPS];

const TAGS: &[(Kind, &str)] = &[(Table::KIND, "tags")];
const DESCRIPTION: &[&Op] = &[&DESCRIBE_TABLE];
const TAG_LIST: &[&Op] = &[&LIST_TAGS_OF_RESOURCE];
/// Tables as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Table::KIND,
    scope: Scope::Regional,
    object: object_of::<Table>,
    listed_by: &[&LIST_TABLES],
    facts: &[
        FactSpec::read("status", DESCRIPTION),
        FactSpec::read("point_in_time_recovery", BACKUPS),
        FactSpec::read("recovery_period_days", BACKUPS),
        FactSpec::read("tags", TAG_LIST),
        FactSpec::derived("tag_pairs", TAGS, tag_pairs),
    ],
};

/// A table of DynamoDB (`aws.dynamodb.table`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Table {
    /// `CREATING`, `UPDATING`, `DELETING`, `ACTIVE`, `INACCESSIBLE_ENCRYPTION_CREDENTIALS`, `ARCHIVING`, `ARCHIVED` …
    /// Source: dynamodb:DescribeTable.
    pub status: Fact<String>,
    /// `ENABLED` where it can be restored to any second of the recovery period, else `DISABLED`. Source:
    /// dynamodb:DescribeContinuousBackups.
    pub point_in_time_recovery: Fact<String>,
    /// Days that point-in-time recovery reaches back, null where it is off. Source: dynamodb:DescribeContinuousBackups.
    pub recovery_period_days: Fact<Option<i64>>,
    /// Its tags. Source: dynamodb:ListTagsOfResource.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
}

impl Asset for Table {
    const KIND: Kind = Kind::named("aws.dynamodb.table");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<Table, _>(|_, _, entry| pairs(&entry.asset.tags), |table, pairs| table.tag_pairs = pairs);
}
