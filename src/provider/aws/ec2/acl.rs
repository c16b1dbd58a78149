//! What a network ACL lets in: its rules in order, the first that matches an address and a port decides.

use super::address_set::{common, without};
use super::family::Family;
use super::network_acl::AclRule;
use super::port_space::cut;
use super::rule::EVERY_PROTOCOL;
use crate::inventory::net::{Cidr, PortRange};

/// For each part of the port space of a protocol, the addresses that the rules let in.
///
/// What no rule allows is denied.
pub(super) fn screen(rules: &[AclRule], protocol: &str, family: Family) -> Vec<(PortRange, Vec<Cidr>)> {
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

fn admitted(rules: &[&AclRule], part: PortRange, family: Family) -> Vec<Cidr> {
    let (mut undecided, mut admitted) = (vec![family.all()], Vec::new());
    for rule in rules.iter().filter(|rule| ports(rule).covers(part)) {
        if rule.allows {
            admitted.extend(common(&undecided, &[rule.range]));
        }
        undecided = without(&undecided, rule.range);
    }
    admitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::net::internet_wide;

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
}
