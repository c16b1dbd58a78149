//! The account as S3 sees it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec};

/// The S3 settings of an account as a whole (`aws.s3.account`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// The account's block of public access, null where none was ever configured. Source:
    /// s3control:GetPublicAccessBlock.
    pub public_access_block: Fact<Option<PublicAccessBlock>>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.s3.account");
}

/// The four settings that keep S3 from being public.
#[expect(clippy::struct_excessive_bools, reason = "the API has four independent switches")]
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicAccessBlock {
    /// New public ACLs, and uploads that carry one, are rejected.
    pub block_public_acls: bool,
    /// Public ACLs that exist have no effect.
    pub ignore_public_acls: bool,
    /// New public bucket policies are rejected.
    pub block_public_policy: bool,
    /// A public policy that exists admits only AWS services and the owner's account.
    pub restrict_public_buckets: bool,
}

pub(super) const SPEC: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[FactSpec {
        field: "public_access_block",
        from: &[&GET_ACCOUNT_PUBLIC_ACCESS_BLOCK],
        needs: &[],
        derive: None,
    }],
};
