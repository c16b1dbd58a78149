//! Route tables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::DESCRIBE_ROUTE_TABLES;
use crate::inventory::net::Cidr;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_ROUTE_TABLES];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: RouteTable::KIND,
    scope: Scope::Regional,
    object: object_of::<RouteTable>,
    listed_by: LISTED,
    facts: &[FactSpec::read("main_of", LISTED), FactSpec::read("subnets", LISTED), FactSpec::read("routes", LISTED)],
};

/// A route table (`aws.ec2.route_table`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RouteTable {
    /// The id of the VPC whose main route table it is, which holds for subnets without one of their own; null where
    /// it is not the main one. Source: ec2:DescribeRouteTables.
    pub main_of: Fact<Option<String>>,
    /// The ids of the subnets that it is associated with explicitly. Source: ec2:DescribeRouteTables.
    pub subnets: Fact<Vec<String>>,
    /// Its routes. Source: ec2:DescribeRouteTables.
    pub routes: Fact<Vec<Route>>,
}

impl Asset for RouteTable {
    const KIND: Kind = Kind::named("aws.ec2.route_table");
}

/// One route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Route {
    /// The block that it is for; null of one for a prefix list.
    pub destination: Option<Cidr>,
    /// The id of the prefix list that it is for; null of one for a block.
    pub prefix_list: Option<String>,
    /// The id of the gateway, interface or connection that it leads to, or `local`.
    pub target: String,
    /// Whether its target is there; a blackhole is not active.
    pub active: bool,
}
