//! Amazon S3, with S3 Control.

mod access_point;
mod account;
mod bucket;
#[cfg(feature = "aws")]
mod client;
#[cfg(feature = "aws")]
mod collect;
mod derive;
mod lifecycle;
mod log_delivery;
mod multi_region_access_point;
mod ops;
mod statement;

pub use access_point::AccessPoint;
pub use account::{Account, PublicAccessBlock};
pub use bucket::{AccessLog, AccessPointStatement, AclGrant, Bucket, Encryption, ForeignGrant, ObjectLock};
#[cfg(feature = "aws")]
pub use client::NoAccountPrefix;
pub use lifecycle::{LifecycleRule, Transition};
pub use multi_region_access_point::MultiRegionAccessPoint;
pub use statement::PublicStatement;

#[cfg(feature = "aws")]
use crate::inventory::Asset as _;
#[cfg(feature = "aws")]
use crate::provider::Collector;
use crate::provider::Service;

/// S3 as the registry lists it.
pub static SERVICE: Service = Service {
    name: "s3",
    ops: &[
        &ops::LIST_BUCKETS,
        &ops::GET_BUCKET_LOCATION,
        &ops::GET_BUCKET_ACL,
        &ops::GET_BUCKET_TAGGING,
        &ops::GET_BUCKET_LOGGING,
        &ops::GET_BUCKET_POLICY,
        &ops::GET_BUCKET_VERSIONING,
        &ops::GET_BUCKET_ENCRYPTION,
        &ops::GET_OBJECT_LOCK_CONFIGURATION,
        &ops::GET_BUCKET_LIFECYCLE_CONFIGURATION,
        &ops::GET_BUCKET_OWNERSHIP_CONTROLS,
        &ops::GET_BUCKET_PUBLIC_ACCESS_BLOCK,
        &ops::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK,
        &ops::LIST_ACCESS_POINTS,
        &ops::LIST_MULTI_REGION_ACCESS_POINTS,
        &ops::GET_ACCESS_POINT,
        &ops::GET_ACCESS_POINT_POLICY,
    ],
    kinds: &[account::SPEC, bucket::SPEC, access_point::SPEC, multi_region_access_point::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        Collector { kinds: &[Account::KIND], run: |context| Box::pin(collect::account(context)) },
        Collector { kinds: &[Bucket::KIND], run: |context| Box::pin(collect::buckets(context)) },
        Collector { kinds: &[AccessPoint::KIND], run: |context| Box::pin(collect::access_points(context)) },
        Collector {
            kinds: &[MultiRegionAccessPoint::KIND],
            run: |context| Box::pin(collect::multi_region_access_points(context)),
        },
    ],
};
