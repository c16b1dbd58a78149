//! What is known of a trail, and of an account's trails together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::data_events::DataEvents;
use crate::inventory::{Asset, Fact, Kind, Timestamp};
use crate::provider::aws::policy::ActionDenial;
use crate::provider::aws::s3::{AclGrant, ObjectLock, PublicStatement};

/// A trail (`aws.cloudtrail.trail`). Each is one asset, in its home region; of a trail whose home region is not
/// collected, the copy that another region shows stands for it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Trail {
    /// The region in which it was created. Source: cloudtrail:DescribeTrails.
    pub home_region: Fact<String>,
    /// Whether this is the copy of a trail whose home region is not collected. Source: cloudtrail:DescribeTrails.
    pub shadow: Fact<bool>,
    /// The account that owns it, by its ARN; of an organization trail the management account. Source:
    /// cloudtrail:DescribeTrails.
    pub owner: Fact<String>,
    /// Whether it is an organization's trail. Source: cloudtrail:DescribeTrails.
    pub organization: Fact<bool>,
    /// Whether it records in every region. Source: cloudtrail:DescribeTrails.
    pub multi_region: Fact<bool>,
    /// Whether it records the events of global services, such as IAM. Source: cloudtrail:DescribeTrails.
    pub global_service_events: Fact<bool>,
    /// Whether it delivers signed digests of its log files. Source: cloudtrail:DescribeTrails.
    pub log_file_validation: Fact<bool>,
    /// The name of the bucket that it delivers to. Source: cloudtrail:DescribeTrails.
    pub bucket: Fact<String>,
    /// What its log files' keys begin with, before `/AWSLogs/`; null where nothing does. Source:
    /// cloudtrail:DescribeTrails.
    pub key_prefix: Fact<Option<String>>,
    /// The ARN of the log group that it delivers to, null where it delivers to the bucket alone. Source:
    /// cloudtrail:DescribeTrails.
    pub log_group: Fact<Option<String>>,
    /// The ARN of the KMS key that its log files are encrypted with, null where S3's own keys are. Source:
    /// cloudtrail:DescribeTrails.
    pub kms_key: Fact<Option<String>>,
    /// Whether it records now. Source: cloudtrail:GetTrailStatus.
    pub logging: Fact<bool>,
    /// When it last delivered to the bucket, null where it never did. Source: cloudtrail:GetTrailStatus.
    pub delivery_time: Fact<Option<Timestamp>>,
    /// The error of S3 that its last delivery ended with; null where there is none, and where it has delivered since.
    /// Source: cloudtrail:GetTrailStatus.
    pub delivery_error: Fact<Option<String>>,
    /// When it last delivered to the log group, null where it never did. Source: cloudtrail:GetTrailStatus.
    pub log_group_delivery_time: Fact<Option<Timestamp>>,
    /// The error of CloudWatch Logs that is reported, null where none is. The API dates none, so each counts as later
    /// than the last delivery. Source: cloudtrail:GetTrailStatus.
    pub log_group_delivery_error: Fact<Option<String>>,
    /// Which management events it records. Source: cloudtrail:GetEventSelectors.
    pub management_events: Fact<ManagementEvents>,
    /// Which data events it records, selector by selector. Source: cloudtrail:GetEventSelectors.
    pub data_events: Fact<Vec<DataEvents>>,
    /// The grants of the bucket's ACL to everyone, or to everyone with an AWS account, that have an effect. Derived from
    /// the bucket; unknown where it is another account's.
    pub log_bucket_public_grants: Fact<Vec<AclGrant>>,
    /// The statements of the bucket's policy that admit strangers and have an effect, those included that ask for an
    /// address. Derived from the bucket; unknown where it is another account's.
    pub log_bucket_public_statements: Fact<Vec<PublicStatement>>,
    /// The enabled lifecycle rules of the bucket that delete this trail's current log files. Derived from the bucket;
    /// unknown where it is another account's.
    pub log_bucket_expirations: Fact<Vec<ExpiringRule>>,
    /// What records the accesses to the bucket: `server_access_log`, `cloudtrail_data_events`. Derived from the bucket;
    /// unknown where it is another account's.
    pub log_bucket_access_records: Fact<Vec<Fact<String>>>,
    /// Whether the bucket locks its objects, null where it does not. Derived from the bucket; unknown where it is
    /// another account's.
    pub log_bucket_object_lock: Fact<Option<ObjectLock>>,
    /// `Enabled` or `Suspended`, null where versioning was never set. Derived from the bucket; unknown where it is
    /// another account's.
    pub log_bucket_versioning: Fact<Option<String>>,
    /// Whether a version of an object can only be deleted with MFA. Derived from the bucket; unknown where it is another
    /// account's.
    pub log_bucket_mfa_delete: Fact<bool>,
    /// The actions by which log files could be lost that the bucket's policy denies to everyone but those it spares.
    /// Derived from the bucket; unknown where it is another account's.
    pub log_bucket_denials: Fact<Vec<ActionDenial>>,
}

impl Asset for Trail {
    const KIND: Kind = Kind::named("aws.cloudtrail.trail");
}

/// The management events that a trail records.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManagementEvents {
    /// Those of calls that only read.
    pub read: bool,
    /// Those of calls that change something.
    pub write: bool,
    /// The event sources whose events it leaves out, of either direction, such as `kms.amazonaws.com`.
    pub excluded_sources: Vec<String>,
}

/// A lifecycle rule that deletes log files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ExpiringRule {
    /// The rule's name.
    pub id: Option<String>,
    /// The prefix that it is filtered to, null where any will do.
    pub prefix: Option<String>,
    /// Days from a file's creation to its deletion; 0 where the rule deletes on a date, however new the file is.
    pub days: i64,
    /// The date on which it deletes, null where it goes by the age of files.
    pub date: Option<Timestamp>,
}

/// The trails of an account together (`aws.cloudtrail.account`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Account {
    /// Whether the trails of every enabled region were asked for: false where the collection keeps to some regions.
    /// Source: cloudtrail:DescribeTrails.
    pub all_regions: Fact<bool>,
    /// Every trail that records for the account: its own, and those of its organization. Unknown elements stand for
    /// the regions whose trails were not seen.
    pub trails: Fact<Vec<Fact<RecordingTrail>>>,
    /// The multi-region trails among them. Any one region shows these all, so that a collection of some regions
    /// misses none.
    pub multi_region_trails: Fact<Vec<Fact<RecordingTrail>>>,
    /// The multi-region trails, and what they deliver to CloudWatch Logs.
    pub log_group_trails: Fact<Vec<Fact<LogGroupTrail>>>,
    /// The account's buckets, and what records the accesses to their objects. Unknown elements stand for buckets that
    /// were not seen.
    pub bucket_records: Fact<Vec<Fact<BucketRecords>>>,
    /// The account's tables of DynamoDB, and whether trails record what is done to their items. Unknown elements stand
    /// for tables that were not seen.
    pub table_records: Fact<Vec<Fact<TableRecords>>>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.cloudtrail.account");
}

/// A trail, as what records for an account. What one call could not tell is unknown by itself.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordingTrail {
    /// Its ARN.
    pub arn: String,
    /// The account that provides it.
    pub provided_by: Fact<String>,
    /// Whether it records now.
    pub logging: Fact<bool>,
    /// When it last delivered to its bucket, null where it never did.
    pub delivery_time: Fact<Option<Timestamp>>,
    /// The error of S3 since its last delivery, null where there is none.
    pub delivery_error: Fact<Option<String>>,
    /// Whether it records in every region.
    pub multi_region: Fact<bool>,
    /// Whether it records the events of global services.
    pub global_service_events: Fact<bool>,
    /// Which management events it records.
    pub management_events: Fact<ManagementEvents>,
    /// Whether it delivers signed digests of its log files.
    pub log_file_validation: Fact<bool>,
    /// The ARN of the KMS key that its log files are encrypted with, null where there is none.
    pub kms_key: Fact<Option<String>>,
}

/// What records the accesses to the objects of a bucket. What one call could not tell is unknown by itself.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BucketRecords {
    /// Its name.
    pub bucket: String,
    /// What a parameter can name to choose it: `*`, its account and its name.
    pub selectors: Fact<Vec<String>>,
    /// Its tags, each as `key=value`.
    pub tag_pairs: Fact<Vec<String>>,
    /// Multi-region trails record every call that reads an object.
    pub reads: Fact<bool>,
    /// Multi-region trails record every call that changes an object.
    pub writes: Fact<bool>,
    /// Everything that records all accesses: `server_access_log`, `cloudtrail_data_events`.
    pub records: Fact<Vec<Fact<String>>>,
}

/// What records the accesses to the items of a table. What one call could not tell is unknown by itself.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableRecords {
    /// Its ARN.
    pub table: String,
    /// What a parameter can name to choose it: `*` and its name.
    pub selectors: Vec<String>,
    /// Its tags, each as `key=value`.
    pub tag_pairs: Fact<Vec<String>>,
    /// Multi-region trails record every call that reads an item.
    pub reads: Fact<bool>,
    /// Multi-region trails record every call that changes an item.
    pub writes: Fact<bool>,
}

/// A trail, as what feeds CloudWatch Logs. What one call could not tell is unknown by itself.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LogGroupTrail {
    /// Its ARN.
    pub arn: String,
    /// The account that provides it.
    pub provided_by: Fact<String>,
    /// Whether it records now.
    pub logging: Fact<bool>,
    /// Whether it records in every region.
    pub multi_region: Fact<bool>,
    /// The ARN of its log group, null where it has none.
    pub log_group: Fact<Option<String>>,
    /// When it last delivered there, null where it never did.
    pub delivery_time: Fact<Option<Timestamp>>,
    /// The error of CloudWatch Logs that is reported, null where none is.
    pub delivery_error: Fact<Option<String>>,
}
