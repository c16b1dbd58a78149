//! Tables.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const GONE: &[&str] = &["ResourceNotFoundException", "TableNotFoundException"];

/// The names of a region's tables.
pub(super) static LIST_TABLES: Op =
    Op { service: "dynamodb", name: "ListTables", iam_action: "dynamodb:ListTables", none: &[], gone: &[] };

/// One table.
pub(super) static DESCRIBE_TABLE: Op =
    Op { service: "dynamodb", name: "DescribeTable", iam_action: "dynamodb:DescribeTable", none: &[], gone: GONE };

/// Whether a table can be restored to a point in time.
pub(super) static DESCRIBE_CONTINUOUS_BACKUPS: Op = Op {
    service: "dynamodb",
    name: "DescribeContinuousBackups",
    iam_action: "dynamodb:DescribeContinuousBackups",
    none: &[],
    gone: GONE,
};

/// The tags of a table.
pub(super) static LIST_TAGS_OF_RESOURCE: Op = Op {
    service: "dynamodb",
    name: "ListTagsOfResource",
    iam_action: "dynamodb:ListTagsOfResource",
    none: &[],
    gone: GONE,
};

/// A table (`aws.dynamodb.table`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    /// `ACTIVE`, `CREATING`, `UPDATING`, `DELETING` or another. Source: dynamodb:DescribeTable.
    pub status: Fact<String>,
    /// `ENABLED` or `DISABLED`. Source: dynamodb:DescribeContinuousBackups.
    pub point_in_time_recovery: Fact<String>,
    /// Its tags, each as `key=value`. Source: dynamodb:ListTagsOfResource.
    pub tag_pairs: Fact<Vec<String>>,
}

impl Asset for Table {
    const KIND: Kind = Kind::named("aws.dynamodb.table");
}

const DESCRIPTION: &[&Op] = &[&DESCRIBE_TABLE];
const BACKUPS: &[&Op] = &[&DESCRIBE_CONTINUOUS_BACKUPS];
const TAGS: &[&Op] = &[&LIST_TAGS_OF_RESOURCE];

/// Tables as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Table::KIND,
    scope: Scope::Regional,
    object: object_of::<Table>,
    listed_by: &[&LIST_TABLES],
    facts: &[
        FactSpec::read("status", DESCRIPTION),
        FactSpec::read("point_in_time_recovery", BACKUPS),
        FactSpec::read("tag_pairs", TAGS),
    ],
};
