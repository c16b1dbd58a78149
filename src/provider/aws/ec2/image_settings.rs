//! What a region sets for images: whether they can be shared with everyone, and which can be launched.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::Op;

/// Whether new public sharing of the region's images is blocked.
pub(super) static GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE: Op = Op {
    service: "ec2",
    name: "GetImageBlockPublicAccessState",
    iam_action: "ec2:GetImageBlockPublicAccessState",
    none: &[],
    gone: &[],
};

/// Which images of others can be launched.
pub(super) static GET_ALLOWED_IMAGES_SETTINGS: Op = Op {
    service: "ec2",
    name: "GetAllowedImagesSettings",
    iam_action: "ec2:GetAllowedImagesSettings",
    none: &[],
    gone: &[],
};

/// Where the block is read.
pub(super) const SHARING: &[&Op] = &[&GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE];

/// Where the allowed images are read.
pub(super) const ALLOWED: &[&Op] = &[&GET_ALLOWED_IMAGES_SETTINGS];

/// The setting of allowed images.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AllowedImages {
    /// `enabled`, `audit-mode` where what would not be allowed is only marked, or `disabled`.
    pub state: String,
    /// The criteria, of which an image has to meet one.
    pub criteria: Vec<ImageCriterion>,
}

/// What an image has to be to be allowed: everything that is stated.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImageCriterion {
    /// Accounts, or `amazon`, `aws-marketplace`, `aws-backup-vault` or `none`; any where there are none.
    pub providers: Vec<String>,
    /// Names, with wildcards; any where there are none.
    pub names: Vec<String>,
    /// How old it may be in days, null where as old as it likes.
    pub created_within_days: Option<i64>,
    /// How long it may have been deprecated in days, null where as long as it likes.
    pub deprecated_within_days: Option<i64>,
}
