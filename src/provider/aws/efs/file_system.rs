//! File systems.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The file systems of a region.
pub(super) static DESCRIBE_FILE_SYSTEMS: Op = Op {
    service: "efs",
    name: "DescribeFileSystems",
    iam_action: "elasticfilesystem:DescribeFileSystems",
    none: &[],
    gone: &[],
};

/// A file system (`aws.efs.file_system`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileSystem {
    /// Whether what it stores is encrypted. Source: efs:DescribeFileSystems.
    pub encrypted: Fact<bool>,
    /// The KMS key of that, null where nothing is encrypted. Source: efs:DescribeFileSystems.
    pub kms_key: Fact<Option<String>>,
}

impl Asset for FileSystem {
    const KIND: Kind = Kind::named("aws.efs.file_system");
}

const LISTING: &[&Op] = &[&DESCRIBE_FILE_SYSTEMS];

/// File systems as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: FileSystem::KIND,
    scope: Scope::Regional,
    object: object_of::<FileSystem>,
    listed_by: LISTING,
    facts: &[FactSpec::read("encrypted", LISTING), FactSpec::read("kms_key", LISTING)],
};
