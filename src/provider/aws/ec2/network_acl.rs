//! Network ACLs, and what they let the internet in to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acl::open_to_the_internet;
use super::attachment::{InterfaceCount, by_type};
use super::family::Family;
use super::index::derive;
use super::network_interface::NetworkInterface;
use super::ops::DESCRIBE_NETWORK_ACLS;
use super::reachability::PROTOCOLS;
use super::subnet::of_subnet;
use crate::inventory::net::{Cidr, PortRange};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_NETWORK_ACLS];

const RULES: &[(Kind, &str)] = &[(NetworkAcl::KIND, "ingress")];

const INTERFACES: &[(Kind, &str)] =
    &[(NetworkAcl::KIND, "subnets"), (NetworkInterface::KIND, "subnet"), (NetworkInterface::KIND, "interface_type")];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: NetworkAcl::KIND,
    scope: Scope::Regional,
    object: object_of::<NetworkAcl>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("network_acl_id", LISTED),
        FactSpec::read("default_of", LISTED),
        FactSpec::read("subnets", LISTED),
        FactSpec::read("ingress", LISTED),
        FactSpec::derived("public_ports", RULES, public_ports),
        FactSpec::derived("interfaces", INTERFACES, interfaces),
    ],
};

/// A network ACL (`aws.ec2.network_acl`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NetworkAcl {
    /// Its id, as commands take it. Source: ec2:DescribeNetworkAcls.
    pub network_acl_id: Fact<String>,
    /// The id of the VPC whose default ACL it is, which holds for subnets without one of their own; null where it is
    /// not the default one. Source: ec2:DescribeNetworkAcls.
    pub default_of: Fact<Option<String>>,
    /// The ids of the subnets that it is associated with. Source: ec2:DescribeNetworkAcls.
    pub subnets: Fact<Vec<String>>,
    /// Its rules for what comes in, the lowest number first. Source: ec2:DescribeNetworkAcls.
    pub ingress: Fact<Vec<AclRule>>,
    /// The TCP and UDP ports that it lets the internet in to. Derived from ec2:DescribeNetworkAcls.
    pub public_ports: Fact<Vec<AdmittedPorts>>,
    /// How many network interfaces are in its subnets, by their type. Derived from ec2:DescribeNetworkInterfaces.
    pub interfaces: Fact<Vec<Fact<InterfaceCount>>>,
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

/// Ports that an ACL lets the internet in to: `0.0.0.0/0`, `::/0`, or public blocks that together span half the
/// address space, and that no rule before denied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdmittedPorts {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The ports.
    pub ports: PortRange,
    /// The numbers of the rules that let it in.
    pub rules: Vec<i64>,
}

fn public_ports(inventory: &mut Inventory) {
    let of = |rules: &Vec<AclRule>| {
        let ways = Family::BOTH.into_iter().flat_map(|family| PROTOCOLS.map(|protocol| (family, protocol)));
        let open = |(family, protocol): (Family, &str)| {
            let open = open_to_the_internet(rules, protocol, family).into_iter();
            let shown = |(ports, rules)| AdmittedPorts {
                family: family.as_str().to_owned(),
                protocol: protocol.to_owned(),
                ports,
                rules,
            };
            open.map(shown).collect::<Vec<_>>()
        };
        ways.flat_map(open).collect::<Vec<_>>()
    };
    inventory.derive::<NetworkAcl, _>(
        |_, _, entry| entry.asset.ingress.as_ref().map(of),
        |acl, value| acl.public_ports = value,
    );
}

fn interfaces(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = of_subnet(inventory);
        let of = |key: &Key, acl: &NetworkAcl| {
            let subnets = acl.subnets.as_ref();
            subnets.and_then(|subnets| by_type(all.any_of(key, subnets.iter().map(String::as_str))))
        };
        let acls = inventory.table::<NetworkAcl>();
        acls.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |acl: &mut NetworkAcl, value| acl.interfaces = value);
}
