//! Resources that AWS Backup has backed up (`aws.backup.protected_resource`), each under its own ARN.

use schemars::JsonSchema;
use serde::Serialize;

use super::ops::LIST_PROTECTED_RESOURCES;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&LIST_PROTECTED_RESOURCES];

/// Protected resources as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: ProtectedResource::KIND,
    scope: Scope::Regional,
    object: object_of::<ProtectedResource>,
    listed_by: LISTED,
    facts: &[FactSpec::read("last_backup", LISTED), FactSpec::read("vault", LISTED)],
};

/// A resource of which AWS Backup holds a recovery point (`aws.backup.protected_resource`); it may no longer exist.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProtectedResource {
    /// When it was last backed up, null where the service does not say. Source: backup:ListProtectedResources.
    pub last_backup: Fact<Option<Timestamp>>,
    /// The ARN of the vault that holds its last recovery point, null where the service does not say. Source:
    /// backup:ListProtectedResources.
    pub vault: Fact<Option<String>>,
}

impl Asset for ProtectedResource {
    const KIND: Kind = Kind::named("aws.backup.protected_resource");
}
