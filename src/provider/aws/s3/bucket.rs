//! Buckets.

mod spec;

pub(super) use spec::SPEC;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account::PublicAccessBlock;
use super::lifecycle::LifecycleRule;
use super::statement::PublicStatement;
use crate::inventory::{Asset, Fact, Kind, Timestamp};
use crate::provider::aws::policy::ActionDenial;

/// A general purpose bucket (`aws.s3.bucket`). Directory buckets, which have no versioning, no ACL and another API,
/// are no buckets of this kind.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bucket {
    /// When it was made. Source: s3:ListBuckets.
    pub created_at: Fact<Timestamp>,
    /// What a parameter can name to choose this bucket, whatever its tags: `*`, its account and its name. Source:
    /// s3:ListBuckets.
    pub selectors: Fact<Vec<String>>,
    /// Its tags; none is an empty map. Source: s3:GetBucketTagging.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its own block of public access, null where none is configured. Source: s3:GetPublicAccessBlock.
    pub public_access_block: Fact<Option<PublicAccessBlock>>,
    /// The grants of its ACL, whether they have an effect or not. Source: s3:GetBucketAcl.
    pub acl: Fact<Vec<AclGrant>>,
    /// Who owns its objects, null where that was never set; under `BucketOwnerEnforced` ACLs have no effect. Source:
    /// s3:GetBucketOwnershipControls.
    pub object_ownership: Fact<Option<String>>,
    /// Its policy as it stands, null where it has none. Source: s3:GetBucketPolicy.
    pub policy: Fact<Option<String>>,
    /// How new objects are encrypted unless they ask for something else, null where nothing is set. Source:
    /// s3:GetBucketEncryption.
    pub encryption: Fact<Option<Encryption>>,
    /// `Enabled` or `Suspended`, null where it was never set. Source: s3:GetBucketVersioning.
    pub versioning: Fact<Option<String>>,
    /// Whether a version of an object can only be deleted with MFA. Source: s3:GetBucketVersioning.
    pub mfa_delete: Fact<bool>,
    /// How it locks its objects, null where it does not. Source: s3:GetObjectLockConfiguration.
    pub object_lock: Fact<Option<ObjectLock>>,
    /// Its lifecycle rules, null where it has no configuration. Source: s3:GetBucketLifecycleConfiguration.
    pub lifecycle_rules: Fact<Option<Vec<LifecycleRule>>>,
    /// Where its access log goes, null where none is kept. Source: s3:GetBucketLogging.
    pub access_log: Fact<Option<AccessLog>>,

    /// Its tags, each as `key=value`. Derived from the tags.
    pub tag_pairs: Fact<Vec<String>>,
    /// New public ACLs are rejected, by its own block or by the account's. Derived from both.
    pub effective_block_public_acls: Fact<bool>,
    /// Public ACLs have no effect, by its own block or by the account's. Derived from both.
    pub effective_ignore_public_acls: Fact<bool>,
    /// New public policies are rejected, by its own block or by the account's. Derived from both.
    pub effective_block_public_policy: Fact<bool>,
    /// Public policies have no effect on strangers, by its own block or by the account's. Derived from both.
    pub effective_restrict_public_buckets: Fact<bool>,
    /// The grants of its ACL to everyone, or to everyone with an AWS account, that have an effect. Derived from the
    /// ACL, the object ownership and `effective_ignore_public_acls`.
    pub public_acl_grants: Fact<Vec<AclGrant>>,
    /// Those of them that let strangers read: `READ`, `READ_ACP` and `FULL_CONTROL`. Derived in the same way.
    pub public_read_acl_grants: Fact<Vec<AclGrant>>,
    /// Those of them that let strangers write: `WRITE`, `WRITE_ACP` and `FULL_CONTROL`. Derived in the same way.
    pub public_write_acl_grants: Fact<Vec<AclGrant>>,
    /// The statements of its policy that admit strangers and have an effect, those included that ask for an address.
    /// Derived from the policy and `effective_restrict_public_buckets`.
    pub public_statements: Fact<Vec<PublicStatement>>,
    /// Those of them that let strangers read. Derived in the same way.
    pub public_read_statements: Fact<Vec<PublicStatement>>,
    /// Those of them that let strangers write. Derived in the same way.
    pub public_write_statements: Fact<Vec<PublicStatement>>,
    /// The statements of its access points' policies that let strangers read and have an effect. Derived from the
    /// access points, the account's block and `effective_restrict_public_buckets`.
    pub access_point_read_statements: Fact<Vec<AccessPointStatement>>,
    /// The statements of its access points' policies that let strangers write and have an effect. Derived in the same
    /// way.
    pub access_point_write_statements: Fact<Vec<AccessPointStatement>>,
    /// Whether any access point lets strangers read, from any address; it can be known where the statements of another
    /// access point are not. Derived in the same way.
    pub access_point_read_by_anyone: Fact<bool>,
    /// Whether any access point lets strangers write, from any address; it can be known where the statements of
    /// another access point are not. Derived in the same way.
    pub access_point_written_by_anyone: Fact<bool>,
    /// Whether its policy denies every request without TLS: to everyone, for every action, on the bucket and on its
    /// objects. Derived from the policy.
    pub denies_plain_http: Fact<bool>,
    /// Whether another bucket of the account sends its access log here. Derived from the logging of all buckets.
    pub receives_access_logs: Fact<bool>,
    /// The services that its policy lets deliver logs: trails, access logs, flow logs and load balancers. Derived from
    /// the policy.
    pub log_services: Fact<Vec<String>>,
    /// The principals beside those services that its policy lets put objects. Derived from the policy.
    pub other_writers: Fact<Vec<String>>,
    /// Whether a trail delivers to it. Derived from the account's trails.
    pub stores_trails: Fact<bool>,
    /// What records every access to its objects: `server_access_log`, kept in another bucket, and
    /// `cloudtrail_data_events`, of multi-region trails. Derived from the access log and the trails; what could not be
    /// told is an unknown element.
    pub access_records: Fact<Vec<Fact<String>>>,
    /// The actions by which objects, or the bucket's own protection, could be lost that its policy denies to everyone
    /// but those it spares: s3:DeleteObject, s3:DeleteObjectVersion, s3:PutLifecycleConfiguration, s3:PutBucketPolicy.
    /// Derived from the policy.
    pub loss_denials: Fact<Vec<ActionDenial>>,
    /// What its policy grants to accounts other than its own, account by account. Derived from the policy and the
    /// organization's accounts.
    pub foreign_grants: Fact<Vec<ForeignGrant>>,
}

impl Asset for Bucket {
    const KIND: Kind = Kind::named("aws.s3.bucket");
}

/// How a bucket locks its objects.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ObjectLock {
    /// `default_retention` where new objects are locked by themselves, `enabled` where each must ask for it.
    pub level: String,
    /// `GOVERNANCE` or `COMPLIANCE`; absent without a default.
    pub mode: Option<String>,
    /// Days for which new objects are locked; absent where it is years, or nothing.
    pub days: Option<i64>,
    /// Years for which new objects are locked.
    pub years: Option<i64>,
}

/// What a statement of a bucket's policy grants to one other account.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForeignGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the policy, from 1.
    pub statement: i64,
    /// The account, by its twelve digits, by S3's canonical id, or by the id of the organization whose accounts are
    /// all meant.
    pub account: String,
    /// Whether the account is in this account's organization.
    pub in_organization: Fact<bool>,
    /// The action patterns that are allowed; `all but …` of a `NotAction`.
    pub actions: Vec<String>,
    /// It allows to delete objects.
    pub deletes: bool,
    /// It allows to change the bucket's policy, ACL, ownership, public access block, encryption or versioning.
    pub changes_settings: bool,
}

/// One grant of an ACL.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct AclGrant {
    /// `CanonicalUser`, `Group` or `AmazonCustomerByEmail`.
    pub grantee_type: String,
    /// The canonical id of an account; absent of a group.
    pub grantee_id: Option<String>,
    /// The URI of a group; absent of an account.
    pub grantee_uri: Option<String>,
    /// `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`.
    pub permission: String,
}

/// The default encryption of a bucket.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Encryption {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    pub algorithm: String,
    /// The KMS key that was chosen, by ARN, id or alias; null for S3's own and for the AWS managed key.
    pub key: Option<String>,
    /// Whether S3 asks KMS for a key of the bucket rather than of each object.
    pub bucket_key: bool,
}

/// Where the access log of a bucket goes.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessLog {
    /// The name of the bucket that receives it.
    pub bucket: String,
    /// The prefix of its objects there.
    pub prefix: String,
}

/// A statement of the policy of one access point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessPointStatement {
    /// The ARN of the access point.
    pub access_point: String,
    /// The statement.
    pub statement: PublicStatement,
}
