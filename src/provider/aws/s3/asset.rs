//! What is known of S3: its operations, its kinds of asset, and where each fact comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op, Service};

/// `s3control:GetPublicAccessBlock`, of the account; its IAM action has another name.
static GET_ACCOUNT_PUBLIC_ACCESS_BLOCK: Op = Op {
    service: "s3control",
    name: "GetPublicAccessBlock",
    iam_action: "s3:GetAccountPublicAccessBlock",
    none: &["NoSuchPublicAccessBlockConfiguration"],
    gone: &[],
};

/// S3 as the registry lists it.
pub static SERVICE: Service = Service {
    name: "s3",
    ops: &[&GET_ACCOUNT_PUBLIC_ACCESS_BLOCK],
    kinds: &[KindSpec {
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
    }],
    #[cfg(feature = "aws")]
    collectors: &[],
};

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
