//! Transit gateways.

use schemars::JsonSchema;
use serde::Serialize;

use super::ops::DESCRIBE_TRANSIT_GATEWAYS;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_TRANSIT_GATEWAYS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: TransitGateway::KIND,
    scope: Scope::Regional,
    object: object_of::<TransitGateway>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("transit_gateway_id", LISTED),
        FactSpec::read("owned", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("auto_accept_shared_attachments", LISTED),
    ],
};

/// A transit gateway (`aws.ec2.transit_gateway`), of the account or shared with it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TransitGateway {
    /// Its id, as commands take it. Source: ec2:DescribeTransitGateways.
    pub transit_gateway_id: Fact<String>,
    /// Whether this account owns it; else another account shares it. Source: ec2:DescribeTransitGateways.
    pub owned: Fact<bool>,
    /// `pending`, `available`, `modifying`, `deleting` or `deleted`. Source: ec2:DescribeTransitGateways.
    pub state: Fact<String>,
    /// `enable` where an attachment that another account asks for is accepted without anyone's word, else `disable`
    /// (`AutoAcceptSharedAttachments`). Source: ec2:DescribeTransitGateways.
    pub auto_accept_shared_attachments: Fact<String>,
}

impl Asset for TransitGateway {
    const KIND: Kind = Kind::named("aws.ec2.transit_gateway");
}
