//! CloudTrail as the registry lists it: its operations, its kinds of asset, and where each fact comes from.

use super::asset::{Account, Trail};
#[cfg(feature = "aws")]
use super::collect;
use super::{account, log_bucket};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset as _, Kind, Scope};
#[cfg(feature = "aws")]
use crate::provider::Collector;
use crate::provider::aws::dynamodb::Table;
use crate::provider::aws::s3::Bucket;
use crate::provider::{FactSpec, KindSpec, Op, Service};

/// The trails of a region, and the copies there of what other regions and accounts record.
pub(super) static DESCRIBE_TRAILS: Op =
    Op { service: "cloudtrail", name: "DescribeTrails", iam_action: "cloudtrail:DescribeTrails", none: &[], gone: &[] };

/// Whether a trail records and delivers.
pub(super) static GET_TRAIL_STATUS: Op = Op {
    service: "cloudtrail",
    name: "GetTrailStatus",
    iam_action: "cloudtrail:GetTrailStatus",
    none: &[],
    gone: &["TrailNotFoundException"],
};

/// Which events a trail records.
pub(super) static GET_EVENT_SELECTORS: Op = Op {
    service: "cloudtrail",
    name: "GetEventSelectors",
    iam_action: "cloudtrail:GetEventSelectors",
    none: &[],
    gone: &["TrailNotFoundException"],
};

const LISTING: &[&Op] = &[&DESCRIBE_TRAILS];
const STATUS: &[&Op] = &[&GET_TRAIL_STATUS];
const SELECTORS: &[&Op] = &[&GET_EVENT_SELECTORS];

const TRAIL: KindSpec = KindSpec {
    kind: Trail::KIND,
    scope: Scope::Regional,
    object: object_of::<Trail>,
    listed_by: LISTING,
    facts: TRAIL_FACTS,
};

const TRAIL_FACTS: &[FactSpec] = &[
    FactSpec::read("home_region", LISTING),
    FactSpec::read("shadow", LISTING),
    FactSpec::read("owner", LISTING),
    FactSpec::read("organization", LISTING),
    FactSpec::read("multi_region", LISTING),
    FactSpec::read("global_service_events", LISTING),
    FactSpec::read("log_file_validation", LISTING),
    FactSpec::read("bucket", LISTING),
    FactSpec::read("key_prefix", LISTING),
    FactSpec::read("kms_key", LISTING),
    FactSpec::read("log_group", LISTING),
    FactSpec::read("logging", STATUS),
    FactSpec::read("delivery_time", STATUS),
    FactSpec::read("delivery_error", STATUS),
    FactSpec::read("log_group_delivery_time", STATUS),
    FactSpec::read("log_group_delivery_error", STATUS),
    FactSpec::read("management_events", SELECTORS),
    FactSpec::read("data_events", SELECTORS),
    FactSpec::derived("log_bucket_public_grants", GRANTS, log_bucket::public_grants),
    FactSpec::derived("log_bucket_public_statements", STATEMENTS, log_bucket::public_statements),
    FactSpec::derived("log_bucket_expirations", EXPIRATIONS, log_bucket::expirations),
    FactSpec::derived("log_bucket_access_records", ACCESS_RECORDS, log_bucket::access_records),
    FactSpec::derived("log_bucket_object_lock", OBJECT_LOCK, log_bucket::object_lock),
    FactSpec::derived("log_bucket_versioning", VERSIONING, log_bucket::versioning),
    FactSpec::derived("log_bucket_mfa_delete", MFA_DELETE, log_bucket::mfa_delete),
    FactSpec::derived("log_bucket_denials", DENIALS, log_bucket::denials),
];

const ACCOUNT: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[
        FactSpec::read("all_regions", LISTING),
        FactSpec::derived("trails", RECORDING, account::trails),
        FactSpec::derived("multi_region_trails", RECORDING, account::multi_region_trails),
        FactSpec::derived("log_group_trails", FEEDING, account::log_group_trails),
        FactSpec::derived("bucket_records", BUCKETS, account::bucket_records),
        FactSpec::derived("table_records", TABLES, account::table_records),
    ],
};

const RECORDING: &[(Kind, &str)] = &[
    (Account::KIND, "all_regions"),
    (Trail::KIND, "owner"),
    (Trail::KIND, "logging"),
    (Trail::KIND, "delivery_time"),
    (Trail::KIND, "delivery_error"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "global_service_events"),
    (Trail::KIND, "management_events"),
    (Trail::KIND, "log_file_validation"),
    (Trail::KIND, "kms_key"),
];

const BUCKETS: &[(Kind, &str)] = &[
    (Trail::KIND, "logging"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "data_events"),
    (Bucket::KIND, "selectors"),
    (Bucket::KIND, "tag_pairs"),
    (Bucket::KIND, "access_records"),
];

const TABLES: &[(Kind, &str)] = &[
    (Trail::KIND, "logging"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "data_events"),
    (Table::KIND, "tag_pairs"),
];

const FEEDING: &[(Kind, &str)] = &[
    (Trail::KIND, "owner"),
    (Trail::KIND, "logging"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "log_group"),
    (Trail::KIND, "log_group_delivery_time"),
    (Trail::KIND, "log_group_delivery_error"),
];

const ACCESS_RECORDS: &[(Kind, &str)] = &[
    (Account::KIND, "all_regions"),
    (Trail::KIND, "bucket"),
    (Trail::KIND, "owner"),
    (Bucket::KIND, "access_records"),
];

const OBJECT_LOCK: &[(Kind, &str)] =
    &[(Account::KIND, "all_regions"), (Trail::KIND, "bucket"), (Trail::KIND, "owner"), (Bucket::KIND, "object_lock")];

const VERSIONING: &[(Kind, &str)] =
    &[(Account::KIND, "all_regions"), (Trail::KIND, "bucket"), (Trail::KIND, "owner"), (Bucket::KIND, "versioning")];

const MFA_DELETE: &[(Kind, &str)] =
    &[(Account::KIND, "all_regions"), (Trail::KIND, "bucket"), (Trail::KIND, "owner"), (Bucket::KIND, "mfa_delete")];

const DENIALS: &[(Kind, &str)] =
    &[(Account::KIND, "all_regions"), (Trail::KIND, "bucket"), (Trail::KIND, "owner"), (Bucket::KIND, "loss_denials")];

const GRANTS: &[(Kind, &str)] = &[
    (Account::KIND, "all_regions"),
    (Trail::KIND, "bucket"),
    (Trail::KIND, "owner"),
    (Bucket::KIND, "public_acl_grants"),
];

const STATEMENTS: &[(Kind, &str)] = &[
    (Account::KIND, "all_regions"),
    (Trail::KIND, "bucket"),
    (Trail::KIND, "owner"),
    (Bucket::KIND, "public_statements"),
];

const EXPIRATIONS: &[(Kind, &str)] = &[
    (Account::KIND, "all_regions"),
    (Trail::KIND, "bucket"),
    (Trail::KIND, "owner"),
    (Trail::KIND, "key_prefix"),
    (Trail::KIND, "organization"),
    (Bucket::KIND, "lifecycle_rules"),
];

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudtrail",
    ops: &[&DESCRIBE_TRAILS, &GET_TRAIL_STATUS, &GET_EVENT_SELECTORS],
    kinds: &[TRAIL, ACCOUNT],
    #[cfg(feature = "aws")]
    collectors: &[
        Collector { kinds: &[Trail::KIND], run: |context| Box::pin(collect::trails(context)) },
        Collector { kinds: &[Account::KIND], run: |context| Box::pin(async move { collect::account(&context) }) },
    ],
};
