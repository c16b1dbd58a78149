//! EBS volumes (`aws.ec2.volume`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// Lists the volumes of a region with all that is known of them.
pub(super) static DESCRIBE_VOLUMES: Op =
    Op { service: "ec2", name: "DescribeVolumes", iam_action: "ec2:DescribeVolumes", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&DESCRIBE_VOLUMES];

/// Volumes as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Volume::KIND,
    scope: Scope::Regional,
    object: object_of::<Volume>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("volume_id", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("attached_to", LISTED),
    ],
};

/// A volume of EBS (`aws.ec2.volume`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Volume {
    /// Its id, such as `vol-0123456789abcdef0`. Source: ec2:DescribeVolumes.
    pub volume_id: Fact<String>,
    /// `creating`, `available`, `in-use`, `deleting`, `deleted` or `error`. Source: ec2:DescribeVolumes.
    pub state: Fact<String>,
    /// Whether it is encrypted. Source: ec2:DescribeVolumes.
    pub encrypted: Fact<bool>,
    /// The ARN of the KMS key, null where the volume is not encrypted. Source: ec2:DescribeVolumes.
    pub kms_key_id: Fact<Option<String>>,
    /// The ids of the instances that it is attached to; the ARN of another resource of AWS's. Source:
    /// ec2:DescribeVolumes.
    pub attached_to: Fact<Vec<String>>,
}

impl Asset for Volume {
    const KIND: Kind = Kind::named("aws.ec2.volume");
}
