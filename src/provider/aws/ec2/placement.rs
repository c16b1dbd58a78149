//! The ports that the internet reaches on what a service places in subnets of the account, behind its security groups.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::family::Family;
use super::index::{Index, list, out_of_sight};
use super::ingress::{Admission, Source};
use super::network::Network;
use super::ops::DESCRIBE_SECURITY_GROUPS;
use super::reachability::{Way, reach};
use super::rule::EVERY_PROTOCOL;
use super::security_group::{SecurityGroup, admissions};
use crate::inventory::net::PortRange;
use crate::inventory::{Fact, Gaps, Inventory, Key};

/// A TCP port that the internet reaches over IPv4: through which subnet, and whose rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InternetWay {
    /// The id of the subnet.
    pub subnet: String,
    /// The routes of the subnet to an internet gateway.
    pub internet_route: String,
    /// The port; where none is known to be listened on, those that are open.
    pub ports: PortRange,
    /// The ids of the security groups that let the internet in.
    pub groups: Vec<String>,
    /// The blocks and prefix lists by which they do.
    pub sources: Vec<String>,
}

/// Where a service places something.
#[derive(Debug)]
pub(in crate::provider::aws) struct Placement<'a> {
    /// What it is.
    pub(in crate::provider::aws) key: &'a Key,
    /// Whether it has a public IPv4 address.
    pub(in crate::provider::aws) public: Fact<bool>,
    /// The TCP port that it listens on, null where it listens on none yet.
    pub(in crate::provider::aws) port: Fact<Option<i64>>,
    /// The ids of the subnets that it may be in.
    pub(in crate::provider::aws) subnets: &'a Fact<Vec<String>>,
    /// The ids of its security groups.
    pub(in crate::provider::aws) groups: &'a Fact<Vec<String>>,
}

/// The network around everything of an inventory.
pub(in crate::provider::aws) struct Surroundings<'a> {
    network: Network<'a>,
    groups: Index<'a, SecurityGroup>,
}

impl<'a> Surroundings<'a> {
    pub(in crate::provider::aws) fn new(inventory: &'a Inventory) -> Self {
        Self { network: Network::new(inventory), groups: Index::by_resource(inventory) }
    }

    /// The ways from the internet to the port of something.
    pub(in crate::provider::aws) fn ways(&self, at: &Placement<'_>) -> Fact<Vec<Fact<InternetWay>>> {
        let own = Fact::Known(at.key.account.to_string());
        let rules = admitted(&self.network, &self.groups, at.key, at.groups, &own);
        let listens = at.port.as_ref().map(|_| true);
        let port = at.port.known().copied().flatten().and_then(|port| u16::try_from(port).ok());
        let port: Option<PortRange> = port.map(Into::into);
        let rules: Vec<Admission<'_>> = rules.into_iter().filter_map(|rule| for_port(rule, port)).collect();
        let (mut found, mut doubt) = (Vec::new(), None::<Gaps>);
        // Where it is not known which subnets these are, one stands for them of which nothing is known.
        let subnets = match at.subnets {
            Fact::Known(subnets) => subnets.iter().map(|id| Fact::Known(id.as_str())).collect(),
            Fact::Unknown(gaps) => vec![Fact::Unknown(gaps.clone())],
        };
        for subnet in subnets {
            let route = subnet.clone().and_then(|id| self.network.internet_route(at.key, id, Family::V4));
            let routed = route.as_ref().map(Option::is_some);
            let let_in = subnet.clone().and_then(|id| self.network.is_blocked(at.key, id)).map(|blocked| !blocked);
            let way = Way {
                family: Family::V4,
                leads_in: Fact::all([at.public.clone(), listens.clone(), routed, let_in]),
                acl: subnet.clone().and_then(|id| self.network.acl(at.key, id)),
                admissions: &rules,
            };
            let reach = reach(&way);
            if let (Fact::Known(subnet), Fact::Known(Some(route))) = (&subnet, &route) {
                found.extend(reach.certain.into_iter().map(|(_, opening)| {
                    Fact::Known(InternetWay {
                        subnet: (*subnet).to_owned(),
                        internet_route: route.clone(),
                        ports: opening.ports,
                        groups: opening.groups,
                        sources: opening.sources,
                    })
                }));
            }
            reach.doubt.into_iter().for_each(|gaps| doubt.get_or_insert_default().merge(&gaps));
        }
        list(found, doubt)
    }
}

/// A rule as far as it is about the TCP port; `None` where it is not.
fn for_port(rule: Admission<'_>, port: Option<PortRange>) -> Option<Admission<'_>> {
    let speaks = ["tcp", EVERY_PROTOCOL].contains(&rule.protocol);
    let ports = match port {
        Some(port) => rule.ports.covers(port).then_some(port)?,
        None => rule.ports,
    };
    speaks.then_some(Admission { protocol: "tcp", ports, ..rule })
}

/// The rules of all of some groups; of a group whose rules are not known, one that could admit anybody.
pub(super) fn admitted<'a>(
    network: &Network<'_>,
    groups: &Index<'a, SecurityGroup>,
    key: &Key,
    ids: &'a Fact<Vec<String>>,
    owner: &Fact<String>,
) -> Vec<Admission<'a>> {
    let anybody = |group: &'a str, gaps: Gaps| {
        let source = Source { label: group.to_owned(), group, family: None, blocks: Fact::Unknown(gaps) };
        vec![Admission { protocol: EVERY_PROTOCOL, ports: PortRange::ALL, sources: vec![source] }]
    };
    let ids = match ids {
        Fact::Known(ids) => ids,
        Fact::Unknown(gaps) => return anybody("", gaps.clone()),
    };
    let of = |id: &'a String| {
        let rules = groups.one(key, id).and_then(|group| match (group, owner) {
            (Some(group), _) => group.ingress.as_ref(),
            (None, Fact::Known(owner)) => Fact::Unknown(out_of_sight(&DESCRIBE_SECURITY_GROUPS, key, owner)),
            (None, Fact::Unknown(gaps)) => Fact::Unknown(gaps.clone()),
        });
        match rules {
            Fact::Known(rules) => admissions(rules, id, &network.prefix_lists, key),
            Fact::Unknown(gaps) => anybody(id, gaps),
        }
    };
    ids.iter().flat_map(of).collect()
}
