//! Network interfaces, their public addresses, and the ports that the internet reaches on them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::family::Family;
use super::index::{Index, derive, list, resource};
use super::network::Network;
use super::network_acl::NetworkAcl;
use super::ops::DESCRIBE_NETWORK_INTERFACES;
use super::placement::admitted;
use super::prefix_list::PrefixList;
use super::reachability::{Way, reach};
use super::route_table::RouteTable;
use super::security_group::SecurityGroup;
use super::subnet::Subnet;
use crate::inventory::net::{Cidr, PortRange};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_NETWORK_INTERFACES];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: NetworkInterface::KIND,
    scope: Scope::Regional,
    object: object_of::<NetworkInterface>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("owner", LISTED),
        FactSpec::read("interface_type", LISTED),
        FactSpec::read("load_balancer", LISTED),
        FactSpec::read("vpc", LISTED),
        FactSpec::read("subnet", LISTED),
        FactSpec::read("groups", LISTED),
        FactSpec::read("public_ipv4", LISTED),
        FactSpec::read("ipv6", LISTED),
        FactSpec {
            field: "public_addresses",
            from: &[],
            needs: &[
                (NetworkInterface::KIND, "public_ipv4"),
                (NetworkInterface::KIND, "ipv6"),
                (NetworkInterface::KIND, "subnet"),
                (Subnet::KIND, "owner"),
                (Subnet::KIND, "vpc"),
                (RouteTable::KIND, "main_of"),
                (RouteTable::KIND, "subnets"),
                (RouteTable::KIND, "routes"),
                (PrefixList::KIND, "address_family"),
                (PrefixList::KIND, "entries"),
            ],
            derive: Some(public_addresses),
        },
        FactSpec {
            field: "internet_reachable_ports",
            from: &[],
            needs: &[
                (NetworkInterface::KIND, "owner"),
                (NetworkInterface::KIND, "public_ipv4"),
                (NetworkInterface::KIND, "ipv6"),
                (NetworkInterface::KIND, "subnet"),
                (NetworkInterface::KIND, "groups"),
                (SecurityGroup::KIND, "ingress"),
                (Subnet::KIND, "owner"),
                (Subnet::KIND, "vpc"),
                (Subnet::KIND, "internet_gateway_block"),
                (RouteTable::KIND, "main_of"),
                (RouteTable::KIND, "subnets"),
                (RouteTable::KIND, "routes"),
                (NetworkAcl::KIND, "default_of"),
                (NetworkAcl::KIND, "subnets"),
                (NetworkAcl::KIND, "ingress"),
                (PrefixList::KIND, "address_family"),
                (PrefixList::KIND, "entries"),
            ],
            derive: Some(internet_reachable_ports),
        },
    ],
};

/// A network interface (`aws.ec2.network_interface`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NetworkInterface {
    /// The account that owns it. Source: ec2:DescribeNetworkInterfaces.
    pub owner: Fact<String>,
    /// `interface` of instances and most services, `lambda`, `nat_gateway`, `vpc_endpoint` … Source:
    /// ec2:DescribeNetworkInterfaces.
    pub interface_type: Fact<String>,
    /// Whether Elastic Load Balancing manages it: by its description, which no one else can give an interface that AWS
    /// manages. Source: ec2:DescribeNetworkInterfaces.
    pub load_balancer: Fact<bool>,
    /// The id of its VPC. Source: ec2:DescribeNetworkInterfaces.
    pub vpc: Fact<String>,
    /// The id of its subnet. Source: ec2:DescribeNetworkInterfaces.
    pub subnet: Fact<String>,
    /// The ids of its security groups. Source: ec2:DescribeNetworkInterfaces.
    pub groups: Fact<Vec<String>>,
    /// The public IPv4 addresses of all its private ones. Source: ec2:DescribeNetworkInterfaces.
    pub public_ipv4: Fact<Vec<Cidr>>,
    /// Its IPv6 addresses and prefixes, whether they are globally routed or not. Source:
    /// ec2:DescribeNetworkInterfaces.
    pub ipv6: Fact<Vec<Cidr>>,
    /// Its public IPv4 addresses, and its global IPv6 addresses if its subnet has a route for them to an internet
    /// gateway. Derived.
    pub public_addresses: Fact<Vec<Fact<PublicAddress>>>,
    /// The TCP and UDP ports that the internet reaches on it: public address, route to an internet gateway, network
    /// ACL and security groups together. What an interface without groups lets in is for its service to say. Derived.
    pub internet_reachable_ports: Fact<Vec<Fact<ReachablePorts>>>,
}

impl Asset for NetworkInterface {
    const KIND: Kind = Kind::named("aws.ec2.network_interface");
}

/// A public address of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicAddress {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// The address.
    pub address: String,
    /// The id of the interface that has it.
    pub interface: String,
    /// The id of its subnet.
    pub subnet: Fact<String>,
    /// The routes of the subnet to an internet gateway; null where it has none.
    pub internet_route: Fact<Option<String>>,
}

/// Ports of an interface that the internet reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReachablePorts {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The ports.
    pub ports: PortRange,
    /// The id of the interface.
    pub interface: String,
    /// The ids of the security groups that let the internet in.
    pub groups: Vec<String>,
    /// The blocks and prefix lists by which they do.
    pub sources: Vec<String>,
}

impl NetworkInterface {
    /// Its global addresses of a family.
    fn addresses(&self, family: Family) -> Fact<Vec<Cidr>> {
        match family {
            Family::V4 => self.public_ipv4.clone(),
            Family::V6 => {
                let global = |blocks: &Vec<Cidr>| blocks.iter().filter(|block| block.is_public()).copied().collect();
                self.ipv6.as_ref().map(global)
            }
        }
    }

    fn internet_route(&self, network: &Network<'_>, key: &Key, family: Family) -> Fact<Option<String>> {
        self.subnet.as_ref().and_then(|subnet| network.internet_route(key, subnet, family))
    }
}

fn public_addresses(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let network = Network::new(inventory);
        let of = |key: &Key, interface: &NetworkInterface| {
            let families = Family::BOTH.into_iter().flat_map(|family| public(&network, key, interface, family));
            list(families, None)
        };
        let interfaces = inventory.table::<NetworkInterface>();
        interfaces.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |interface: &mut NetworkInterface, value| interface.public_addresses = value);
}

/// An IPv4 address that AWS maps to an interface is public wherever it leads; an IPv6 address is its own, and public
/// only by its route.
fn public(network: &Network<'_>, key: &Key, interface: &NetworkInterface, family: Family) -> Vec<Fact<PublicAddress>> {
    let addresses = match interface.addresses(family) {
        Fact::Known(addresses) if addresses.is_empty() => return Vec::new(),
        Fact::Known(addresses) => addresses,
        Fact::Unknown(gaps) => return vec![Fact::Unknown(gaps)],
    };
    let route = interface.internet_route(network, key, family);
    match (family, &route) {
        (Family::V6, Fact::Known(None)) => return Vec::new(),
        (Family::V6, Fact::Unknown(gaps)) => return vec![Fact::Unknown(gaps.clone())],
        (Family::V4, _) | (Family::V6, Fact::Known(Some(_))) => {}
    }
    let shown = |block: &Cidr| {
        let is_one = block.prefix_length() == if block.is_v4() { 32 } else { 128 };
        if is_one { block.address().to_string() } else { block.to_string() }
    };
    let public = |block: &Cidr| PublicAddress {
        family: family.as_str().to_owned(),
        address: shown(block),
        interface: resource(key).to_owned(),
        subnet: interface.subnet.clone(),
        internet_route: route.clone(),
    };
    addresses.iter().map(|block| Fact::Known(public(block))).collect()
}

fn internet_reachable_ports(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let (network, groups) = (Network::new(inventory), Index::by_resource(inventory));
        let interfaces = inventory.table::<NetworkInterface>();
        let of = |key: &Key, interface: &NetworkInterface| reachable(&network, &groups, key, interface);
        interfaces.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |interface: &mut NetworkInterface, value| interface.internet_reachable_ports = value);
}

fn reachable(
    network: &Network<'_>,
    groups: &Index<'_, SecurityGroup>,
    key: &Key,
    interface: &NetworkInterface,
) -> Fact<Vec<Fact<ReachablePorts>>> {
    let (mut found, mut doubt) = (Vec::new(), None::<Gaps>);
    for family in Family::BOTH {
        let addressed = interface.addresses(family).map(|addresses| !addresses.is_empty());
        if addressed == Fact::Known(false) {
            continue;
        }
        let subnet = interface.subnet.as_ref();
        let routed = interface.internet_route(network, key, family).map(|route| route.is_some());
        let let_in = subnet.clone().and_then(|subnet| network.is_blocked(key, subnet)).map(|blocked| !blocked);
        let admissions = admitted(network, groups, key, &interface.groups, &interface.owner);
        let way = Way {
            family,
            leads_in: Fact::all([addressed, routed, let_in]),
            acl: subnet.and_then(|subnet| network.acl(key, subnet)),
            admissions: &admissions,
        };
        let reach = reach(&way);
        found.extend(reach.certain.into_iter().map(|(protocol, opening)| {
            Fact::Known(ReachablePorts {
                family: family.as_str().to_owned(),
                protocol: protocol.to_owned(),
                ports: opening.ports,
                interface: resource(key).to_owned(),
                groups: opening.groups,
                sources: opening.sources,
            })
        }));
        reach.doubt.into_iter().for_each(|gaps| doubt.get_or_insert_default().merge(&gaps));
    }
    list(found, doubt)
}
