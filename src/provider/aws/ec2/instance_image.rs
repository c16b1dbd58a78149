//! The image that an instance was launched from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::{Fact, Timestamp};
use crate::provider::Op;

/// The images of all instances, those that are deregistered or no longer shared too.
pub(super) static DESCRIBE_INSTANCE_IMAGE_METADATA: Op = Op {
    service: "ec2",
    name: "DescribeInstanceImageMetadata",
    iam_action: "ec2:DescribeInstanceImageMetadata",
    none: &[],
    gone: &[],
};

/// Where it is read.
pub(super) const METADATA: &[&Op] = &[&DESCRIBE_INSTANCE_IMAGE_METADATA];

/// The image that an instance was launched from.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceImage {
    /// Its id.
    pub image: String,
    /// Its name, null where it is no longer told.
    pub name: Option<String>,
    /// Its owner: an account.
    pub owner: Option<String>,
    /// When it was made; unknown where that is no longer told.
    pub created: Fact<Timestamp>,
    /// When it is, or was, deprecated; null where it never is, unknown where that is no longer told.
    pub deprecated_at: Fact<Option<Timestamp>>,
}
