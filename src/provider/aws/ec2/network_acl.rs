//! Network ACLs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::DESCRIBE_NETWORK_ACLS;
use crate::inventory::net::{Cidr, PortRange};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_NETWORK_ACLS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: NetworkAcl::KIND,
    scope: Scope::Regional,
    object: object_of::<NetworkAcl>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("default_of", LISTED),
        FactSpec::read("subnets", LISTED),
        FactSpec::read("ingress", LISTED),
    ],
};

/// A network ACL (`aws.ec2.network_acl`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NetworkAcl {
    /// The id of the VPC whose default ACL it is, which holds for subnets without one of their own; null where it is
    /// not the default one. Source: ec2:DescribeNetworkAcls.
    pub default_of: Fact<Option<String>>,
    /// The ids of the subnets that it is associated with. Source: ec2:DescribeNetworkAcls.
    pub subnets: Fact<Vec<String>>,
    /// Its rules for what comes in, the lowest number first. Source: ec2:DescribeNetworkAcls.
    pub ingress: Fact<Vec<AclRule>>,
}

impl Asset for NetworkAcl {
    const KIND: Kind = Kind::named("aws.ec2.network_acl");
}

/// One rule of a network ACL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AclRule {
    /// Its place: the lowest number is asked first.
    pub number: i64,
    /// Whether it allows what it matches; else it denies it.
    pub allows: bool,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the number of another protocol.
    pub protocol: String,
    /// Its ports, of TCP and UDP; null of any other protocol, and where it is for all of them.
    pub ports: Option<PortRange>,
    /// The block of addresses that it is for.
    pub range: Cidr,
}
