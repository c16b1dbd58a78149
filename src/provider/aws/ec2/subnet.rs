//! Subnets.

use schemars::JsonSchema;
use serde::Serialize;

use super::ops::DESCRIBE_SUBNETS;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_SUBNETS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Subnet::KIND,
    scope: Scope::Regional,
    object: object_of::<Subnet>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("owner", LISTED),
        FactSpec::read("vpc", LISTED),
        FactSpec::read("internet_gateway_block", LISTED),
    ],
};

/// A subnet (`aws.ec2.subnet`), of the account or shared with it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subnet {
    /// The account that owns it. Source: ec2:DescribeSubnets.
    pub owner: Fact<String>,
    /// The id of its VPC. Source: ec2:DescribeSubnets.
    pub vpc: Fact<String>,
    /// The mode of VPC Block Public Access in force in it: `off`, `block-bidirectional` or `block-ingress`, null where
    /// the region reports none. Source: ec2:DescribeSubnets.
    pub internet_gateway_block: Fact<Option<String>>,
}

impl Asset for Subnet {
    const KIND: Kind = Kind::named("aws.ec2.subnet");
}
