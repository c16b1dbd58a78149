//! The settings of Systems Manager for a region as a whole (`aws.ssm.region`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// One setting; a region whose Systems Manager does not have it yet knows none of that id.
pub(super) static GET_SERVICE_SETTING: Op = Op {
    service: "ssm",
    name: "GetServiceSetting",
    iam_action: "ssm:GetServiceSetting",
    none: &["ServiceSettingNotFound"],
    gone: &[],
};

/// The setting that names the role of default host management.
#[cfg(feature = "aws")]
pub(super) const ROLE_SETTING: &str = "/ssm/managed-instance/default-ec2-instance-management-role";

/// Its value, which it has by default, where there is no such role.
#[cfg(feature = "aws")]
pub(super) const NO_ROLE: &str = "$None";

const SETTING: &[&Op] = &[&GET_SERVICE_SETTING];

/// Regions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: SystemsManagerRegion::KIND,
    scope: Scope::Regional,
    object: object_of::<SystemsManagerRegion>,
    listed_by: &[],
    facts: &[FactSpec::read("default_host_role", SETTING)],
};

/// A region's settings of Systems Manager (`aws.ssm.region`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SystemsManagerRegion {
    /// The role that the agents of instances without a profile are lent (default host management), null where there is
    /// none. Source: ssm:GetServiceSetting.
    pub default_host_role: Fact<Option<String>>,
}

impl Asset for SystemsManagerRegion {
    const KIND: Kind = Kind::named("aws.ssm.region");
}
