//! What a region sets for the metadata service of new instances, where their launch leaves it open.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::Op;

/// A region's defaults of the metadata service.
pub(super) static GET_INSTANCE_METADATA_DEFAULTS: Op = Op {
    service: "ec2",
    name: "GetInstanceMetadataDefaults",
    iam_action: "ec2:GetInstanceMetadataDefaults",
    none: &[],
    gone: &[],
};

/// Where it is read.
pub(super) const DEFAULTS: &[&Op] = &[&GET_INSTANCE_METADATA_DEFAULTS];

/// A region's defaults of the metadata service; null is no preference.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetadataDefaults {
    /// `enabled` or `disabled` (`HttpEndpoint`).
    pub endpoint: Option<String>,
    /// `required` or `optional` (`HttpTokens`).
    pub tokens: Option<String>,
    /// `enabled` where nothing can be launched whose tokens are optional (`HttpTokensEnforced`).
    pub tokens_enforced: Option<String>,
}
