//! Whether a route table leads to an internet gateway: of the routes that match an address the longest prefix decides.

use super::address_set::without;
use super::family::Family;
use super::route_table::Route;
use crate::inventory::net::{Cidr, internet_wide};
use crate::inventory::{Fact, Gaps};

/// The routes through which the internet of one family is reached by way of an internet gateway, in words;
/// known to be none where less than the internet is.
///
/// A blackhole, an egress-only gateway, a NAT gateway, a peering and a transit gateway lead to no internet gateway.
pub(super) fn to_the_internet(
    routes: &[Route],
    family: Family,
    prefix_list: impl Fn(&str) -> Fact<Vec<Cidr>>,
) -> Fact<Option<String>> {
    let (mut leads, mut strays) = (None::<Gaps>, None::<Gaps>);
    let mut steps: Vec<(Cidr, &Route)> = Vec::new();
    for route in routes {
        let blocks = match (&route.destination, &route.prefix_list) {
            (Some(block), _) => Fact::Known(vec![*block]),
            // The prefix list of a gateway endpoint holds the addresses of one service of AWS.
            (None, Some(_)) if route.target.starts_with("vpce-") => continue,
            (None, Some(id)) => prefix_list(id),
            (None, None) => continue,
        };
        match blocks {
            Fact::Known(blocks) => {
                steps.extend(blocks.into_iter().filter(|block| family.has(*block)).map(|block| (block, route)));
            }
            Fact::Unknown(gaps) => {
                let affected = if opens(route) { &mut leads } else { &mut strays };
                affected.get_or_insert_default().merge(&gaps);
            }
        }
    }
    steps.sort_by_key(|(block, route)| (block.prefix_length(), !opens(route)));
    let mut reached: Vec<Cidr> = Vec::new();
    for (block, route) in &steps {
        reached = without(&reached, *block);
        if opens(route) {
            reached.push(*block);
        }
    }
    let found = internet_wide(&reached);
    match (found, if found { strays } else { leads }) {
        (_, Some(gaps)) => Fact::Unknown(gaps),
        (true, None) => Fact::Known(Some(in_words(&steps))),
        (false, None) => Fact::Known(None),
    }
}

fn opens(route: &Route) -> bool {
    route.active && route.target.starts_with("igw-")
}

fn in_words(steps: &[(Cidr, &Route)]) -> String {
    let open = steps.iter().filter(|(_, route)| opens(route));
    let mut words: Vec<String> = open.map(|(block, route)| format!("{block} to {}", route.target)).collect();
    // The order in which the service lists routes says nothing.
    words.sort_unstable();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Gap, GapKind};

    fn route(destination: &str, target: &str) -> Route {
        Route {
            destination: destination.parse().ok(),
            prefix_list: destination.starts_with("pl-").then(|| destination.to_owned()),
            target: target.to_owned(),
            active: true,
        }
    }

    fn lists(id: &str) -> Fact<Vec<Cidr>> {
        match id {
            "pl-all" => Fact::Known(vec![Cidr::ALL_V4]),
            "pl-office" => Fact::Known(vec!["198.51.100.0/24".parse().unwrap()]),
            _ => Fact::Unknown(
                Gap {
                    operation: None,
                    kind: GapKind::Denied,
                    code: None,
                    account: "123456789012".parse().unwrap(),
                    region: "eu-west-1".parse().unwrap(),
                }
                .into(),
            ),
        }
    }

    fn leads(routes: &[Route], family: Family) -> String {
        match to_the_internet(routes, family, lists) {
            Fact::Known(Some(words)) => words,
            Fact::Known(None) => "nowhere".to_owned(),
            Fact::Unknown(_) => "?".to_owned(),
        }
    }

    #[test]
    fn a_default_route_to_an_internet_gateway_leads_there() {
        let routes = [route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")];
        assert_eq!(leads(&routes, Family::V4), "0.0.0.0/0 to igw-1");
        assert_eq!(leads(&routes, Family::V6), "nowhere", "IPv4 is not IPv6");
        let halves = [route("0.0.0.0/1", "igw-1"), route("128.0.0.0/1", "igw-1")];
        assert_eq!(leads(&halves, Family::V4), "0.0.0.0/1 to igw-1, 128.0.0.0/1 to igw-1");
        assert_eq!(leads(&[route("pl-all", "igw-1")], Family::V4), "0.0.0.0/0 to igw-1");
        assert_eq!(leads(&[route("::/0", "igw-1")], Family::V6), "::/0 to igw-1");
    }

    #[test]
    fn other_targets_do_not() {
        for target in ["nat-1", "tgw-1", "pcx-1", "vgw-1", "eni-1", "eigw-1", "vpce-1"] {
            assert_eq!(leads(&[route("0.0.0.0/0", target), route("::/0", target)], Family::V4), "nowhere", "{target}");
            assert_eq!(leads(&[route("::/0", target)], Family::V6), "nowhere", "{target}");
        }
        let gone = [Route { active: false, ..route("0.0.0.0/0", "igw-1") }];
        assert_eq!(leads(&gone, Family::V4), "nowhere", "a blackhole");
        assert_eq!(leads(&[route("198.51.100.0/24", "igw-1")], Family::V4), "nowhere", "one office");
        assert_eq!(leads(&[], Family::V4), "nowhere");
    }

    #[test]
    fn a_longer_prefix_takes_its_addresses_elsewhere() {
        let some = [route("0.0.0.0/0", "igw-1"), route("0.0.0.0/8", "tgw-1"), route("pl-office", "tgw-1")];
        assert_eq!(leads(&some, Family::V4), "0.0.0.0/0 to igw-1");
        let most = [route("0.0.0.0/1", "nat-1"), route("0.0.0.0/0", "igw-1"), route("128.0.0.0/2", "nat-1")];
        assert_eq!(leads(&most, Family::V4), "nowhere");
    }

    #[test]
    fn an_unread_prefix_list_matters_where_it_could_change_the_answer() {
        let default = route("0.0.0.0/0", "igw-1");
        assert_eq!(
            leads(&[default.clone(), route("pl-denied", "tgw-1")], Family::V4),
            "?",
            "it could hold the internet"
        );
        assert_eq!(leads(&[default.clone(), route("pl-denied", "igw-1")], Family::V4), "0.0.0.0/0 to igw-1");
        assert_eq!(
            leads(&[default, route("pl-denied", "vpce-1")], Family::V4),
            "0.0.0.0/0 to igw-1",
            "a gateway endpoint"
        );
        assert_eq!(leads(&[route("pl-denied", "igw-1")], Family::V4), "?");
        assert_eq!(leads(&[route("pl-denied", "tgw-1")], Family::V4), "nowhere");
    }
}
