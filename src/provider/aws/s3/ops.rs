//! The operations of S3 and S3 Control that are called, with the error codes that mean more than "it failed".

use crate::provider::Op;

/// Where the bucket went while we were reading.
const NO_BUCKET: &[&str] = &["NoSuchBucket"];
const NO_ACCESS_POINT: &[&str] = &["NoSuchAccessPoint"];
const NO_BLOCK: &[&str] = &["NoSuchPublicAccessBlockConfiguration"];

/// One read of a bucket.
const fn of_bucket(name: &'static str, iam_action: &'static str, none: &'static [&'static str]) -> Op {
    Op { service: "s3", name, iam_action, none, gone: NO_BUCKET }
}

/// One read of S3 Control; its IAM actions are those of S3.
const fn of_control(
    name: &'static str,
    iam_action: &'static str,
    none: &'static [&'static str],
    gone: &'static [&'static str],
) -> Op {
    Op { service: "s3control", name, iam_action, none, gone }
}

/// The account's buckets of every region; directory buckets are not among them.
pub(super) static LIST_BUCKETS: Op =
    Op { service: "s3", name: "ListBuckets", iam_action: "s3:ListAllMyBuckets", none: &[], gone: &[] };

/// The region of a bucket, asked where the listing does not say it.
pub(super) static GET_BUCKET_LOCATION: Op = of_bucket("GetBucketLocation", "s3:GetBucketLocation", &[]);

/// The grants of a bucket.
pub(super) static GET_BUCKET_ACL: Op = of_bucket("GetBucketAcl", "s3:GetBucketAcl", &[]);

/// The tags of a bucket.
pub(super) static GET_BUCKET_TAGGING: Op = of_bucket("GetBucketTagging", "s3:GetBucketTagging", &["NoSuchTagSet"]);

/// Where a bucket's access log goes; the answer is empty where it is kept nowhere.
pub(super) static GET_BUCKET_LOGGING: Op = of_bucket("GetBucketLogging", "s3:GetBucketLogging", &[]);

/// The policy of a bucket.
pub(super) static GET_BUCKET_POLICY: Op = of_bucket("GetBucketPolicy", "s3:GetBucketPolicy", &["NoSuchBucketPolicy"]);

/// Whether a bucket keeps versions; the answer is empty where that was never set.
pub(super) static GET_BUCKET_VERSIONING: Op = of_bucket("GetBucketVersioning", "s3:GetBucketVersioning", &[]);

/// Whether a bucket locks its objects.
pub(super) static GET_OBJECT_LOCK_CONFIGURATION: Op = of_bucket(
    "GetObjectLockConfiguration",
    "s3:GetBucketObjectLockConfiguration",
    &["ObjectLockConfigurationNotFoundError"],
);

/// The default encryption of a bucket.
pub(super) static GET_BUCKET_ENCRYPTION: Op = of_bucket(
    "GetBucketEncryption",
    "s3:GetEncryptionConfiguration",
    &["ServerSideEncryptionConfigurationNotFoundError"],
);

/// The lifecycle rules of a bucket.
pub(super) static GET_BUCKET_LIFECYCLE_CONFIGURATION: Op =
    of_bucket("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", &["NoSuchLifecycleConfiguration"]);

/// Who owns the objects of a bucket, and with it whether ACLs count.
pub(super) static GET_BUCKET_OWNERSHIP_CONTROLS: Op =
    of_bucket("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", &["OwnershipControlsNotFoundError"]);

/// The public access block of a bucket.
pub(super) static GET_BUCKET_PUBLIC_ACCESS_BLOCK: Op =
    of_bucket("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", NO_BLOCK);

/// The public access block of the account.
pub(super) static GET_ACCOUNT_PUBLIC_ACCESS_BLOCK: Op =
    of_control("GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock", NO_BLOCK, &[]);

/// The access points of an account in a region, to buckets of whatever account.
pub(super) static LIST_ACCESS_POINTS: Op = of_control("ListAccessPoints", "s3:ListAccessPoints", &[], &[]);

/// The account's access points that serve buckets of several regions, with their settings.
pub(super) static LIST_MULTI_REGION_ACCESS_POINTS: Op =
    of_control("ListMultiRegionAccessPoints", "s3:ListMultiRegionAccessPoints", &[], &[]);

/// The settings of an access point.
pub(super) static GET_ACCESS_POINT: Op = of_control("GetAccessPoint", "s3:GetAccessPoint", &[], NO_ACCESS_POINT);

/// The policy of an access point.
pub(super) static GET_ACCESS_POINT_POLICY: Op =
    of_control("GetAccessPointPolicy", "s3:GetAccessPointPolicy", &["NoSuchAccessPointPolicy"], NO_ACCESS_POINT);
