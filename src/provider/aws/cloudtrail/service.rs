//! CloudTrail as the registry lists it: its operations, its kinds of asset, and where each fact comes from.

use super::asset::{Account, Trail};
#[cfg(feature = "aws")]
use super::collect;
use super::{account, log_bucket};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset as _, Kind, Scope};
use crate::provider::aws::s3::Bucket;
#[cfg(feature = "aws")]
use crate::provider::Collector;
use crate::provider::{Derive, FactSpec, KindSpec, Op, Service};

/// The trails of a region, and the copies there of what other regions and accounts record.
pub(super) static DESCRIBE_TRAILS: Op = Op {
    service: "cloudtrail",
    name: "DescribeTrails",
    iam_action: "cloudtrail:DescribeTrails",
    none: &[],
    gone: &[],
};

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

/// A fact of a trail that is read.
const fn read(field: &'static str, from: &'static [&'static Op]) -> FactSpec {
    FactSpec { field, from, needs: &[], derive: None }
}

/// A fact that is derived.
const fn derived(field: &'static str, needs: &'static [(Kind, &'static str)], derive: Derive) -> FactSpec {
    FactSpec { field, from: &[], needs, derive: Some(derive) }
}

const TRAIL: KindSpec = KindSpec {
    kind: Trail::KIND,
    scope: Scope::Regional,
    object: object_of::<Trail>,
    listed_by: &[&DESCRIBE_TRAILS],
    facts: TRAIL_FACTS,
};

const TRAIL_FACTS: &[FactSpec] = &[
    read("home_region", &[&DESCRIBE_TRAILS]),
    read("shadow", &[&DESCRIBE_TRAILS]),
    read("owner", &[&DESCRIBE_TRAILS]),
    read("organization", &[&DESCRIBE_TRAILS]),
    read("multi_region", &[&DESCRIBE_TRAILS]),
    read("global_service_events", &[&DESCRIBE_TRAILS]),
    read("log_file_validation", &[&DESCRIBE_TRAILS]),
    read("bucket", &[&DESCRIBE_TRAILS]),
    read("key_prefix", &[&DESCRIBE_TRAILS]),
    read("log_group", &[&DESCRIBE_TRAILS]),
    read("logging", &[&GET_TRAIL_STATUS]),
    read("delivery_time", &[&GET_TRAIL_STATUS]),
    read("delivery_error", &[&GET_TRAIL_STATUS]),
    read("log_group_delivery_time", &[&GET_TRAIL_STATUS]),
    read("log_group_delivery_error", &[&GET_TRAIL_STATUS]),
    read("management_events", &[&GET_EVENT_SELECTORS]),
    derived(
        "log_bucket_public_grants",
        &[
            (Trail::KIND, "bucket"),
            (Trail::KIND, "owner"),
            (Account::KIND, "all_regions"),
            (Bucket::KIND, "public_acl_grants"),
        ],
        log_bucket::public_grants,
    ),
    derived(
        "log_bucket_public_statements",
        &[
            (Trail::KIND, "bucket"),
            (Trail::KIND, "owner"),
            (Account::KIND, "all_regions"),
            (Bucket::KIND, "public_statements"),
        ],
        log_bucket::public_statements,
    ),
    derived(
        "log_bucket_expirations",
        &[
            (Trail::KIND, "bucket"),
            (Trail::KIND, "key_prefix"),
            (Trail::KIND, "owner"),
            (Trail::KIND, "organization"),
            (Account::KIND, "all_regions"),
            (Bucket::KIND, "lifecycle_rules"),
        ],
        log_bucket::expirations,
    ),
];

const ACCOUNT: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[
        read("all_regions", &[&DESCRIBE_TRAILS]),
        derived("trails", RECORDING, account::trails),
        derived("multi_region_trails", RECORDING, account::multi_region_trails),
        derived("log_group_trails", FEEDING, account::log_group_trails),
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
];

const FEEDING: &[(Kind, &str)] = &[
    (Trail::KIND, "owner"),
    (Trail::KIND, "logging"),
    (Trail::KIND, "multi_region"),
    (Trail::KIND, "log_group"),
    (Trail::KIND, "log_group_delivery_time"),
    (Trail::KIND, "log_group_delivery_error"),
];

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudtrail",
    ops: &[&DESCRIBE_TRAILS, &GET_TRAIL_STATUS, &GET_EVENT_SELECTORS],
    kinds: &[TRAIL, ACCOUNT],
    #[cfg(feature = "aws")]
    collectors: &[
        Collector { kinds: &[Trail::KIND], run: |context| Box::pin(collect::trails(context)) },
        Collector { kinds: &[Account::KIND], run: |context| Box::pin(collect::account(context)) },
    ],
};
