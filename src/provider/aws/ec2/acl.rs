//! What a network ACL lets in: its rules in order, the first that matches an address and a port decides.

use std::collections::BTreeMap;

use super::address_set::{common, without};
use super::family::Family;
use super::network_acl::AclRule;
use super::port_space::{append, cut};
use super::rule::EVERY_PROTOCOL;
use crate::inventory::net::{Cidr, PortRange, internet_wide};

/// For each part of the port space of a protocol, the addresses that the rules let in.
///
/// What no rule allows is denied.
pub(super) fn screen(rules: &[AclRule], protocol: &str, family: Family) -> Vec<(PortRange, Vec<Cidr>)> {
    let parts = admissions(rules, protocol, family).into_iter();
    parts.map(|(part, by)| (part, by.into_iter().flat_map(|(_, blocks)| blocks).collect())).collect()
}

/// The ports of a protocol that the rules let the internet in to, each range with the numbers of the rules that do.
pub(super) fn open_to_the_internet(rules: &[AclRule], protocol: &str, family: Family) -> Vec<(PortRange, Vec<i64>)> {
    let mut runs: BTreeMap<Vec<i64>, Vec<PortRange>> = BTreeMap::new();
    for (part, by) in admissions(rules, protocol, family) {
        let blocks: Vec<Cidr> = by.iter().flat_map(|(_, blocks)| blocks).copied().collect();
        if internet_wide(&blocks) {
            let public = by.iter().filter(|(_, blocks)| blocks.iter().any(|block| block.is_public()));
            append(runs.entry(public.map(|(rule, _)| rule.number).collect()).or_default(), part);
        }
    }
    let each = runs.into_iter().flat_map(|(by, parts)| parts.into_iter().map(move |ports| (ports, by.clone())));
    let mut open: Vec<(PortRange, Vec<i64>)> = each.collect();
    open.sort_unstable();
    open
}

/// Rules that let addresses in, each with those that no rule before it decided.
type Admitting<'a> = Vec<(&'a AclRule, Vec<Cidr>)>;

/// For each part of the port space of a protocol, who lets whom in.
fn admissions<'a>(rules: &'a [AclRule], protocol: &str, family: Family) -> Vec<(PortRange, Admitting<'a>)> {
    let speaks =
        |rule: &&AclRule| (rule.protocol == protocol || rule.protocol == EVERY_PROTOCOL) && family.has(rule.range);
    let mut rules: Vec<&AclRule> = rules.iter().filter(speaks).collect();
    rules.sort_by_key(|rule| rule.number);
    let parts = cut(rules.iter().map(|rule| ports(rule)));
    parts.into_iter().map(|part| (part, admitted(&rules, part, family))).collect()
}

/// The ports of a rule: one for every protocol is for every port.
fn ports(rule: &AclRule) -> PortRange {
    rule.ports.filter(|_| rule.protocol != EVERY_PROTOCOL).unwrap_or(PortRange::ALL)
}

fn admitted<'a>(rules: &[&'a AclRule], part: PortRange, family: Family) -> Admitting<'a> {
    let (mut undecided, mut admitted) = (vec![family.all()], Vec::new());
    for rule in rules.iter().filter(|rule| ports(rule).covers(part)) {
        if rule.allows {
            admitted.push((*rule, common(&undecided, &[rule.range])));
        }
        undecided = without(&undecided, rule.range);
    }
    admitted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(number: i64, allows: bool, protocol: &str, ports: &str, range: &str) -> AclRule {
        AclRule {
            number,
            allows,
            protocol: protocol.to_owned(),
            ports: ports.parse().ok(),
            range: range.parse().unwrap(),
        }
    }

    fn open_ports(rules: &[AclRule], protocol: &str, family: Family) -> Vec<String> {
        let screen = screen(rules, protocol, family);
        let open = screen.iter().filter(|(_, blocks)| internet_wide(blocks));
        open.map(|(ports, _)| ports.to_string()).collect()
    }

    #[test]
    fn the_default_acl_lets_everything_of_its_family_in() {
        let rules = [rule(100, true, "all", "", "0.0.0.0/0"), rule(32_767, false, "all", "", "0.0.0.0/0")];
        assert_eq!(open_ports(&rules, "tcp", Family::V4), ["0-65535"]);
        assert_eq!(open_ports(&rules, "tcp", Family::V6), [""; 0]);
        assert_eq!(open_ports(&[], "tcp", Family::V4), [""; 0]);
    }

    #[test]
    fn the_lowest_number_decides_wherever_it_stands() {
        let rules = [rule(200, true, "all", "", "0.0.0.0/0"), rule(100, false, "tcp", "22", "0.0.0.0/0")];
        assert_eq!(open_ports(&rules, "tcp", Family::V4), ["0-21", "23-65535"]);
        assert_eq!(open_ports(&rules, "udp", Family::V4), ["0-65535"], "another protocol");
        let rules = [rule(100, true, "all", "", "0.0.0.0/0"), rule(200, false, "tcp", "22", "0.0.0.0/0")];
        assert_eq!(open_ports(&rules, "tcp", Family::V4), ["0-21", "22", "23-65535"], "the denial comes too late");
    }

    #[test]
    fn a_denial_takes_its_addresses_only() {
        let few = [rule(1, false, "all", "", "203.0.113.0/24"), rule(2, true, "tcp", "443", "0.0.0.0/0")];
        assert_eq!(open_ports(&few, "tcp", Family::V4), ["443"], "a few bad addresses are not the internet");
        let most = [
            rule(1, false, "all", "", "0.0.0.0/1"),
            rule(2, false, "all", "", "128.0.0.0/2"),
            rule(3, true, "tcp", "443", "0.0.0.0/0"),
        ];
        assert_eq!(open_ports(&most, "tcp", Family::V4), [""; 0]);
    }

    /// `ports by rules`.
    fn opened(rules: &[AclRule], protocol: &str) -> Vec<String> {
        let open = open_to_the_internet(rules, protocol, Family::V4);
        open.into_iter().map(|(ports, by)| format!("{ports} by {by:?}")).collect()
    }

    #[test]
    fn what_is_open_names_the_rules_that_open_it() {
        let default = rule(100, true, "all", "", "0.0.0.0/0");
        assert_eq!(opened(std::slice::from_ref(&default), "tcp"), ["0-65535 by [100]"]);
        let fenced = [rule(90, false, "tcp", "22", "0.0.0.0/0"), default.clone()];
        assert_eq!(opened(&fenced, "tcp"), ["0-21 by [100]", "23-65535 by [100]"]);
        let late = [default.clone(), rule(110, false, "tcp", "22", "0.0.0.0/0")];
        assert_eq!(opened(&late, "tcp"), ["0-65535 by [100]"], "what comes too late cuts nothing");
        let halves = [rule(10, true, "tcp", "22", "0.0.0.0/2"), rule(20, true, "tcp", "20-30", "64.0.0.0/2")];
        assert_eq!(opened(&halves, "tcp"), ["22 by [10, 20]"], "together");
        let first = [rule(10, true, "tcp", "22", "0.0.0.0/0"), default];
        assert_eq!(opened(&first, "tcp"), ["0-21 by [100]", "22 by [10]", "23-65535 by [100]"]);
        let private = [rule(10, true, "all", "", "10.0.0.0/8"), rule(20, true, "tcp", "22", "0.0.0.0/0")];
        assert_eq!(opened(&private, "tcp"), ["22 by [20]"], "a private block adds nothing");
        assert_eq!(opened(&private, "udp"), [""; 0]);
    }
}
