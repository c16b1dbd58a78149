//! Security groups, and what they open to the internet.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attachment::{InterfaceCount, by_type};
use super::family::Family;
use super::index::{Index, derive, list, resource, vanished};
use super::ingress::{Admission, Opening, Source, openings};
use super::network_interface::NetworkInterface;
use super::ops::{DESCRIBE_SECURITY_GROUPS, DESCRIBE_VPCS};
use super::prefix_list::{self, PrefixList};
use super::public_range::{self, PublicRange};
use super::rule::{EVERY_PROTOCOL, Rule};
use super::vpc::{self, Vpc};
use crate::inventory::net::PortRange;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_SECURITY_GROUPS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: SecurityGroup::KIND,
    scope: Scope::Regional,
    object: object_of::<SecurityGroup>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("group_id", LISTED),
        FactSpec::read("group_name", LISTED),
        FactSpec::read("owned", LISTED),
        FactSpec::read("vpc", LISTED),
        FactSpec::read("ingress", LISTED),
        FactSpec::read("egress", LISTED),
        FactSpec {
            field: "public_ingress",
            from: &[],
            needs: &[
                (SecurityGroup::KIND, "ingress"),
                (PrefixList::KIND, "address_family"),
                (PrefixList::KIND, "entries"),
            ],
            derive: Some(public_ingress),
        },
        FactSpec::derived("public_ranges", public_range::RANGES, public_range::public_ranges),
        FactSpec {
            field: "interfaces",
            from: &[],
            needs: &[(NetworkInterface::KIND, "groups"), (NetworkInterface::KIND, "interface_type")],
            derive: Some(interfaces),
        },
        FactSpec {
            field: "vpc_owned",
            from: &[],
            needs: &[(SecurityGroup::KIND, "vpc"), (Vpc::KIND, "owned")],
            derive: Some(vpc_owned),
        },
        FactSpec {
            field: "vpc_interfaces",
            from: &[],
            needs: &[
                (SecurityGroup::KIND, "vpc"),
                (NetworkInterface::KIND, "vpc"),
                (NetworkInterface::KIND, "interface_type"),
            ],
            derive: Some(vpc_interfaces),
        },
    ],
};

/// A security group (`aws.ec2.security_group`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SecurityGroup {
    /// Its id, as commands take it. Source: ec2:DescribeSecurityGroups.
    pub group_id: Fact<String>,
    /// Its name; `default` is the one that each VPC has from the start. Source: ec2:DescribeSecurityGroups.
    pub group_name: Fact<String>,
    /// Whether this account owns it; the owner of a VPC also sees the groups of those it shares subnets with. Source:
    /// ec2:DescribeSecurityGroups.
    pub owned: Fact<bool>,
    /// The id of its VPC. Source: ec2:DescribeSecurityGroups.
    pub vpc: Fact<String>,
    /// What it lets in. Source: ec2:DescribeSecurityGroups.
    pub ingress: Fact<Vec<Rule>>,
    /// What it lets out. Source: ec2:DescribeSecurityGroups.
    pub egress: Fact<Vec<Rule>>,
    /// The ports that it opens to the internet; ICMP, which has none, is left out. Derived from
    /// ec2:DescribeSecurityGroups and ec2:GetManagedPrefixListEntries.
    pub public_ingress: Fact<Vec<Fact<OpenPorts>>>,
    /// The globally routable blocks that it lets in, to whatever port or protocol, less those that are the internet by
    /// themselves. Derived from ec2:DescribeSecurityGroups and ec2:GetManagedPrefixListEntries.
    pub public_ranges: Fact<Vec<Fact<PublicRange>>>,
    /// How many network interfaces it is attached to, by their type. Derived from ec2:DescribeNetworkInterfaces.
    pub interfaces: Fact<Vec<Fact<InterfaceCount>>>,
    /// Whether this account owns its VPC; else another account shares it. Derived from ec2:DescribeVpcs.
    pub vpc_owned: Fact<bool>,
    /// How many network interfaces its VPC has, by their type. Derived from ec2:DescribeNetworkInterfaces.
    pub vpc_interfaces: Fact<Vec<Fact<InterfaceCount>>>,
}

impl Asset for SecurityGroup {
    const KIND: Kind = Kind::named("aws.ec2.security_group");
}

/// Ports that are open to the internet: to `0.0.0.0/0`, to `::/0`, or to public ranges that together span half the
/// address space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenPorts {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// `tcp`, `udp`, `all`, or the number of another protocol.
    pub protocol: String,
    /// The ports as the rule has them; null of a protocol that has none.
    pub ports: Option<PortRange>,
    /// The blocks and prefix lists that make it so.
    pub sources: Vec<String>,
}

/// Rules as they are judged, with the blocks of their prefix lists.
pub(super) fn admissions<'a>(
    rules: &'a [Rule],
    group: &'a str,
    lists: &Index<'_, PrefixList>,
    near: &Key,
) -> Vec<Admission<'a>> {
    let admission = |rule: &'a Rule| {
        let blocks = rule.ranges.iter().map(|block| {
            let family = Family::BOTH.into_iter().find(|family| family.has(*block));
            Source { label: block.to_string(), group, family, blocks: Fact::Known(vec![*block]) }
        });
        let listed = rule.prefix_lists.iter().map(|id| {
            let (blocks, family) = prefix_list::blocks(lists, near, id);
            Source { label: id.clone(), group, family, blocks }
        });
        Admission {
            protocol: &rule.protocol,
            ports: rule.ports.unwrap_or(PortRange::ALL),
            sources: blocks.chain(listed).collect(),
        }
    };
    rules.iter().map(admission).collect()
}

fn public_ingress(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let lists = Index::by_resource(inventory);
        let of = |key: &Key, group: &SecurityGroup| {
            let rules = group.ingress.as_ref();
            rules.and_then(|rules| open_ports(&admissions(rules, resource(key), &lists, key)))
        };
        let groups = inventory.table::<SecurityGroup>();
        groups.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |group: &mut SecurityGroup, value| group.public_ingress = value);
}

/// What rules open to the internet, for each family and protocol.
///
/// What the rules for every protocol open by themselves is listed once, as `all`; the rules of one protocol are then
/// judged by themselves, else together with those for every protocol.
fn open_ports(admissions: &[Admission<'_>]) -> Fact<Vec<Fact<OpenPorts>>> {
    let protocols = admissions.iter().map(|admission| admission.protocol);
    let named: BTreeSet<&str> = protocols.filter(|name| ![EVERY_PROTOCOL, "icmp", "icmpv6"].contains(name)).collect();
    let (mut found, mut doubt) = (Vec::new(), None::<Gaps>);
    for family in Family::BOTH {
        let screen = [(PortRange::ALL, vec![family.all()])];
        let all = openings(family, of(admissions, EVERY_PROTOCOL), &screen);
        let every_protocol = !all.certain.is_empty();
        let mut add = |protocol: &str, open: super::ingress::Openings| {
            let shown = |opening| Fact::Known(open_port(family, protocol, opening));
            found.extend(open.certain.into_iter().map(shown));
            open.doubt.into_iter().for_each(|gaps| doubt.get_or_insert_default().merge(&gaps));
        };
        add(EVERY_PROTOCOL, all);
        for protocol in &named {
            let others = of(admissions, EVERY_PROTOCOL).filter(|_| !every_protocol);
            add(protocol, openings(family, of(admissions, protocol).chain(others), &screen));
        }
    }
    list(found, doubt)
}

fn of<'a>(admissions: &'a [Admission<'a>], protocol: &'a str) -> impl Iterator<Item = &'a Admission<'a>> {
    admissions.iter().filter(move |admission| admission.protocol == protocol)
}

fn open_port(family: Family, protocol: &str, opening: Opening) -> OpenPorts {
    let has_ports = ["tcp", "udp", EVERY_PROTOCOL].contains(&protocol);
    OpenPorts {
        family: family.as_str().to_owned(),
        protocol: protocol.to_owned(),
        ports: has_ports.then_some(opening.ports),
        sources: opening.sources,
    }
}

fn interfaces(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = Index::new(inventory, |_, interface: &NetworkInterface| {
            interface.groups.as_ref().map(|groups| groups.iter().map(String::as_str).collect())
        });
        let groups = inventory.table::<SecurityGroup>();
        groups.map(|(key, _)| (key.clone(), by_type(all.all(key, resource(key))))).collect::<BTreeMap<_, _>>()
    };
    derive(inventory, read, |group: &mut SecurityGroup, value| group.interfaces = value);
}

fn vpc_owned(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let vpcs = Index::<Vpc>::by_resource(inventory);
        let of = |key: &Key, group: &SecurityGroup| {
            group.vpc.as_ref().and_then(|id| vpcs.one(key, id)).and_then(|vpc| match vpc {
                Some(vpc) => vpc.owned.clone(),
                None => Fact::Unknown(vanished(&DESCRIBE_VPCS, key)),
            })
        };
        let groups = inventory.table::<SecurityGroup>();
        groups.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |group: &mut SecurityGroup, value| group.vpc_owned = value);
}

fn vpc_interfaces(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = vpc::of_vpc(inventory);
        let of = |key: &Key, group: &SecurityGroup| group.vpc.as_ref().and_then(|id| by_type(all.all(key, id)));
        let groups = inventory.table::<SecurityGroup>();
        groups.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |group: &mut SecurityGroup, value| group.vpc_interfaces = value);
}
