//! The lifecycle rules of a bucket.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::Timestamp;

/// One lifecycle rule: which objects it is for, and what becomes of them.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct LifecycleRule {
    /// Its id.
    pub id: Option<String>,
    /// `Enabled` or `Disabled`.
    pub status: String,
    /// Whether it is for every object: it names no prefix, tag or size.
    pub whole_bucket: bool,
    /// The prefix that keys must have; null where any will do.
    pub prefix: Option<String>,
    /// The tags that objects must have.
    pub tags: BTreeMap<String, String>,
    /// Only objects above so many bytes.
    pub size_greater_than_bytes: Option<i64>,
    /// Only objects below so many bytes.
    pub size_less_than_bytes: Option<i64>,
    /// Current objects expire so many days after they were made.
    pub expiration_days: Option<i64>,
    /// Current objects expire from this day on.
    pub expiration_date: Option<Timestamp>,
    /// Delete markers go when no version is left behind them.
    pub expires_delete_markers: bool,
    /// Versions are deleted so many days after they stopped to be current.
    pub noncurrent_days: Option<i64>,
    /// So many versions of each object, the newest, are kept beyond that.
    pub newer_noncurrent_versions: Option<i64>,
    /// Unfinished uploads are given up after so many days.
    pub abort_upload_days: Option<i64>,
    /// Where current objects are moved to.
    pub transitions: Vec<Transition>,
}

/// A move to another storage class.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Transition {
    /// The storage class.
    pub storage_class: Option<String>,
    /// So many days after the object was made.
    pub days: Option<i64>,
    /// From this day on.
    pub date: Option<Timestamp>,
}
