//! Where each fact of a bucket comes from.

use super::Bucket;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset as _, Kind, Scope};
use crate::provider::aws::cloudtrail::Trail;
use crate::provider::aws::organizations::Account as Organizations;
use crate::provider::aws::s3::access_point::AccessPoint;
use crate::provider::aws::s3::account::Account;
use crate::provider::aws::s3::derive::{block, exposure, foreign, logs, policy, tags};
use crate::provider::aws::s3::ops::{
    GET_BUCKET_ACL, GET_BUCKET_ENCRYPTION, GET_BUCKET_LIFECYCLE_CONFIGURATION, GET_BUCKET_LOCATION, GET_BUCKET_LOGGING,
    GET_BUCKET_OWNERSHIP_CONTROLS, GET_BUCKET_POLICY, GET_BUCKET_PUBLIC_ACCESS_BLOCK, GET_BUCKET_TAGGING,
    GET_BUCKET_VERSIONING, GET_OBJECT_LOCK_CONFIGURATION, LIST_BUCKETS,
};
use crate::provider::{FactSpec, KindSpec};

const BLOCKS: &[(Kind, &str)] = &[(Bucket::KIND, "public_access_block"), (Account::KIND, "public_access_block")];

const POLICY: &[(Kind, &str)] = &[(Bucket::KIND, "policy")];

const TAGS: &[(Kind, &str)] = &[(Bucket::KIND, "tags")];

const ACCESS_LOG: &[(Kind, &str)] = &[(Bucket::KIND, "access_log")];

const STORED: &[(Kind, &str)] = &[(Trail::KIND, "bucket")];

const RECORDS: &[(Kind, &str)] = &[
    (Bucket::KIND, "access_log"),
    (Trail::KIND, "logging"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "data_events"),
];

const FOREIGN: &[(Kind, &str)] =
    &[(Bucket::KIND, "policy"), (Organizations::KIND, "organization"), (Organizations::KIND, "organization_accounts")];

const ACL: &[(Kind, &str)] =
    &[(Bucket::KIND, "acl"), (Bucket::KIND, "object_ownership"), (Bucket::KIND, "effective_ignore_public_acls")];

const STATEMENTS: &[(Kind, &str)] = &[(Bucket::KIND, "policy"), (Bucket::KIND, "effective_restrict_public_buckets")];

const POINTS: &[(Kind, &str)] = &[
    (Bucket::KIND, "effective_restrict_public_buckets"),
    (Account::KIND, "public_access_block"),
    (AccessPoint::KIND, "bucket"),
    (AccessPoint::KIND, "bucket_account"),
    (AccessPoint::KIND, "network_origin"),
    (AccessPoint::KIND, "public_access_block"),
    (AccessPoint::KIND, "policy"),
];

/// What the registry lists of buckets.
pub(in crate::provider::aws::s3) const SPEC: KindSpec = KindSpec {
    kind: Bucket::KIND,
    scope: Scope::Global,
    object: object_of::<Bucket>,
    listed_by: &[&LIST_BUCKETS, &GET_BUCKET_LOCATION],
    facts: FACTS,
};

static FACTS: &[FactSpec] = &[
    FactSpec::read("created_at", &[&LIST_BUCKETS]),
    FactSpec::read("selectors", &[&LIST_BUCKETS]),
    FactSpec::read("tags", &[&GET_BUCKET_TAGGING]),
    FactSpec::read("public_access_block", &[&GET_BUCKET_PUBLIC_ACCESS_BLOCK]),
    FactSpec::read("acl", &[&GET_BUCKET_ACL]),
    FactSpec::read("object_ownership", &[&GET_BUCKET_OWNERSHIP_CONTROLS]),
    FactSpec::read("policy", &[&GET_BUCKET_POLICY]),
    FactSpec::read("encryption", &[&GET_BUCKET_ENCRYPTION]),
    FactSpec::read("versioning", &[&GET_BUCKET_VERSIONING]),
    FactSpec::read("mfa_delete", &[&GET_BUCKET_VERSIONING]),
    FactSpec::read("object_lock", &[&GET_OBJECT_LOCK_CONFIGURATION]),
    FactSpec::read("lifecycle_rules", &[&GET_BUCKET_LIFECYCLE_CONFIGURATION]),
    FactSpec::read("access_log", &[&GET_BUCKET_LOGGING]),
    FactSpec::derived("tag_pairs", TAGS, tags::pairs),
    FactSpec::derived("effective_block_public_acls", BLOCKS, block::block_public_acls),
    FactSpec::derived("effective_ignore_public_acls", BLOCKS, block::ignore_public_acls),
    FactSpec::derived("effective_block_public_policy", BLOCKS, block::block_public_policy),
    FactSpec::derived("effective_restrict_public_buckets", BLOCKS, block::restrict_public_buckets),
    FactSpec::derived("public_acl_grants", ACL, exposure::acl::grants),
    FactSpec::derived("public_read_acl_grants", ACL, exposure::acl::read_grants),
    FactSpec::derived("public_write_acl_grants", ACL, exposure::acl::write_grants),
    FactSpec::derived("public_statements", STATEMENTS, exposure::policy::statements),
    FactSpec::derived("public_read_statements", STATEMENTS, exposure::policy::read_statements),
    FactSpec::derived("public_write_statements", STATEMENTS, exposure::policy::write_statements),
    FactSpec::derived("access_point_read_statements", POINTS, exposure::access_point::read_statements),
    FactSpec::derived("access_point_write_statements", POINTS, exposure::access_point::write_statements),
    FactSpec::derived("access_point_read_by_anyone", POINTS, exposure::access_point::read_by_anyone),
    FactSpec::derived("access_point_written_by_anyone", POINTS, exposure::access_point::written_by_anyone),
    FactSpec::derived("denies_plain_http", POLICY, policy::denies_plain_http),
    FactSpec::derived("receives_access_logs", ACCESS_LOG, logs::receives_access_logs),
    FactSpec::derived("log_services", POLICY, policy::log_services),
    FactSpec::derived("other_writers", POLICY, policy::other_writers),
    FactSpec::derived("stores_trails", STORED, logs::stores_trails),
    FactSpec::derived("access_records", RECORDS, logs::access_records),
    FactSpec::derived("loss_denials", POLICY, policy::loss_denials),
    FactSpec::derived("foreign_grants", FOREIGN, foreign::grants),
];
