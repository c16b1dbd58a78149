//! Subnets: what they give to what starts in them, where they lead, and what is in them.

use schemars::JsonSchema;
use serde::Serialize;

use super::attachment::{InterfaceUse, by_use};
use super::family::Family;
use super::index::{Index, derive, resource};
use super::network::Network;
use super::network_interface::NetworkInterface;
use super::ops::DESCRIBE_SUBNETS;
use super::prefix_list::PrefixList;
use super::route_table::RouteTable;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_SUBNETS];

const ROUTES: &[(Kind, &str)] = &[
    (Subnet::KIND, "owner"),
    (Subnet::KIND, "vpc"),
    (RouteTable::KIND, "main_of"),
    (RouteTable::KIND, "subnets"),
    (RouteTable::KIND, "routes"),
    (PrefixList::KIND, "address_family"),
    (PrefixList::KIND, "entries"),
];

const INTERFACES: &[(Kind, &str)] = &[
    (NetworkInterface::KIND, "subnet"),
    (NetworkInterface::KIND, "interface_type"),
    (NetworkInterface::KIND, "load_balancer"),
];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Subnet::KIND,
    scope: Scope::Regional,
    object: object_of::<Subnet>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("subnet_id", LISTED),
        FactSpec::read("owner", LISTED),
        FactSpec::read("owned", LISTED),
        FactSpec::read("vpc", LISTED),
        FactSpec::read("map_public_ip_on_launch", LISTED),
        FactSpec::read("assign_ipv6_on_creation", LISTED),
        FactSpec::read("internet_gateway_block", LISTED),
        FactSpec::derived("ipv4_internet_route", ROUTES, ipv4_internet_route),
        FactSpec::derived("ipv6_internet_route", ROUTES, ipv6_internet_route),
        FactSpec::derived("interfaces", INTERFACES, interfaces),
    ],
};

/// A subnet (`aws.ec2.subnet`), of the account or shared with it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subnet {
    /// Its id, as commands take it. Source: ec2:DescribeSubnets.
    pub subnet_id: Fact<String>,
    /// The account that owns it. Source: ec2:DescribeSubnets.
    pub owner: Fact<String>,
    /// Whether this account owns it; else another account shares it. Source: ec2:DescribeSubnets.
    pub owned: Fact<bool>,
    /// The id of its VPC. Source: ec2:DescribeSubnets.
    pub vpc: Fact<String>,
    /// Whether an interface that is created in it at launch has a public IPv4 address unless the launch says otherwise
    /// (`MapPublicIpOnLaunch`). Source: ec2:DescribeSubnets.
    pub map_public_ip_on_launch: Fact<bool>,
    /// Whether an interface that is created in it has an IPv6 address (`AssignIpv6AddressOnCreation`). Source:
    /// ec2:DescribeSubnets.
    pub assign_ipv6_on_creation: Fact<bool>,
    /// The mode of VPC Block Public Access in force in it: `off`, `block-bidirectional` or `block-ingress`, null where
    /// the region reports none. Source: ec2:DescribeSubnets.
    pub internet_gateway_block: Fact<Option<String>>,
    /// Its routes for IPv4 to an internet gateway, by its own route table or else the main one of its VPC; null where
    /// it has none. Derived from ec2:DescribeRouteTables.
    pub ipv4_internet_route: Fact<Option<String>>,
    /// Its routes for IPv6 to an internet gateway, likewise. Derived from ec2:DescribeRouteTables.
    pub ipv6_internet_route: Fact<Option<String>>,
    /// How many network interfaces are in it, by their type and whether they are of load balancers. Derived from
    /// ec2:DescribeNetworkInterfaces.
    pub interfaces: Fact<Vec<Fact<InterfaceUse>>>,
}

impl Asset for Subnet {
    const KIND: Kind = Kind::named("aws.ec2.subnet");
}

/// The interfaces of each subnet.
pub(super) fn of_subnet(inventory: &Inventory) -> Index<'_, NetworkInterface> {
    Index::new(inventory, |_, interface: &NetworkInterface| interface.subnet.as_ref().map(|id| vec![id.as_str()]))
}

fn ipv4_internet_route(inventory: &mut Inventory) {
    internet_route(inventory, Family::V4, |subnet, route| subnet.ipv4_internet_route = route);
}

fn ipv6_internet_route(inventory: &mut Inventory) {
    internet_route(inventory, Family::V6, |subnet, route| subnet.ipv6_internet_route = route);
}

fn internet_route(inventory: &mut Inventory, family: Family, write: impl Fn(&mut Subnet, Fact<Option<String>>)) {
    let read = |inventory: &Inventory| {
        let network = Network::new(inventory);
        let subnets = inventory.table::<Subnet>();
        subnets.map(|(key, _)| (key.clone(), network.internet_route(key, resource(key), family))).collect()
    };
    derive(inventory, read, write);
}

fn interfaces(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = of_subnet(inventory);
        let subnets = inventory.table::<Subnet>();
        subnets.map(|(key, _)| (key.clone(), by_use(all.all(key, resource(key))))).collect()
    };
    derive(inventory, read, |subnet: &mut Subnet, value| subnet.interfaces = value);
}
