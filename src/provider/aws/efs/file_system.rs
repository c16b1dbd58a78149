//! File systems of EFS (`aws.efs.file_system`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The file systems of a region, with their tags.
pub(super) static DESCRIBE_FILE_SYSTEMS: Op = Op {
    service: "efs",
    name: "DescribeFileSystems",
    iam_action: "elasticfilesystem:DescribeFileSystems",
    none: &[],
    gone: &[],
};

/// Whether EFS has a file system backed up by itself.
pub(super) static DESCRIBE_BACKUP_POLICY: Op = Op {
    service: "efs",
    name: "DescribeBackupPolicy",
    iam_action: "elasticfilesystem:DescribeBackupPolicy",
    none: &["PolicyNotFound"],
    gone: &["FileSystemNotFound"],
};

const LISTED: &[&Op] = &[&DESCRIBE_FILE_SYSTEMS];

const BACKUP: &[&Op] = &[&DESCRIBE_BACKUP_POLICY];
/// File systems as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: FileSystem::KIND,
    scope: Scope::Regional,
    object: object_of::<FileSystem>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("file_system_id", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("kms_key", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::read("backup_policy", BACKUP),
    ],
};

/// A file system of EFS (`aws.efs.file_system`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileSystem {
    /// Its id, such as `fs-0123456789abcdef0`. Source: efs:DescribeFileSystems.
    pub file_system_id: Fact<String>,
    /// `creating`, `available`, `updating`, `deleting`, `deleted` or `error`. Source: efs:DescribeFileSystems.
    pub state: Fact<String>,
    /// Whether what it holds is encrypted. Source: efs:DescribeFileSystems.
    pub encrypted: Fact<bool>,
    /// The ARN of the KMS key, null where it is not encrypted. Source: efs:DescribeFileSystems.
    pub kms_key: Fact<Option<String>>,
    /// Its tags. Source: efs:DescribeFileSystems.
    pub tags: Fact<BTreeMap<String, String>>,
    /// The state of its automatic backups: `ENABLED`, `ENABLING`, `DISABLED` or `DISABLING`; null where it has no backup
    /// policy. Source: efs:DescribeBackupPolicy.
    pub backup_policy: Fact<Option<String>>,
}

impl Asset for FileSystem {
    const KIND: Kind = Kind::named("aws.efs.file_system");
}
