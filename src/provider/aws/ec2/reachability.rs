//! Which ports of an interface the internet reaches: what routes, network ACL and security groups let in, all three.

use super::acl::screen;
use super::family::Family;
use super::ingress::{Admission, Opening, openings};
use super::network_acl::AclRule;
use super::rule::EVERY_PROTOCOL;
use crate::inventory::net::PortRange;
use crate::inventory::{Fact, Gaps};

/// The protocols that have ports.
pub(super) const PROTOCOLS: [&str; 2] = ["tcp", "udp"];

/// What stands between the internet and an interface, for one family of addresses.
#[derive(Debug, Clone)]
pub(super) struct Way<'a> {
    pub(super) family: Family,
    /// Whether packets from an internet gateway get to its subnet at all: a global address, a route, no block.
    pub(super) leads_in: Fact<bool>,
    /// The rules of the subnet's network ACL.
    pub(super) acl: Fact<&'a [AclRule]>,
    /// The rules of all security groups of the interface together.
    pub(super) admissions: &'a [Admission<'a>],
}

/// Ports that the internet reaches, by protocol, and why there may be more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) certain: Vec<(&'static str, Opening)>,
    pub(super) doubt: Option<Gaps>,
}

/// The ports that are reached on one way.
pub(super) fn reach(way: &Way<'_>) -> Reach {
    let mut reach = Reach::default();
    if way.leads_in == Fact::Known(false) {
        return reach;
    }
    // What may stand in the way of ports that the groups open.
    let mut obstacles: Option<Gaps> = None;
    for gaps in way.leads_in.gaps().into_iter().chain(way.acl.gaps()) {
        obstacles.get_or_insert_default().merge(gaps);
    }
    for protocol in PROTOCOLS {
        let screen = match way.acl {
            Fact::Known(rules) => screen(rules, protocol, way.family),
            Fact::Unknown(_) => vec![(PortRange::ALL, vec![way.family.all()])],
        };
        let speaks = |admission: &&Admission<'_>| [protocol, EVERY_PROTOCOL].contains(&admission.protocol);
        let open = openings(way.family, way.admissions.iter().filter(speaks), &screen);
        let mut doubts: Vec<&Gaps> = open.doubt.iter().collect();
        match &obstacles {
            None => reach.certain.extend(open.certain.into_iter().map(|opening| (protocol, opening))),
            Some(gaps) if !open.certain.is_empty() || open.doubt.is_some() => doubts.push(gaps),
            Some(_) => {}
        }
        for gaps in doubts {
            reach.doubt.get_or_insert_default().merge(gaps);
        }
    }
    reach
}
