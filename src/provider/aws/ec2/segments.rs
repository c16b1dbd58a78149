//! The segments of a VPC: which of its subnets the internet has a route to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::{Index, derive, list, resource};
use super::subnet::Subnet;
use super::vpc::Vpc;
use crate::inventory::{Asset as _, Fact, Inventory, Key, Kind};

/// What [`subnets`] reads.
pub(super) const SUBNETS: &[(Kind, &str)] = &[
    (Subnet::KIND, "subnet_id"),
    (Subnet::KIND, "vpc"),
    (Subnet::KIND, "ipv4_internet_route"),
    (Subnet::KIND, "ipv6_internet_route"),
];

/// A subnet of a VPC; a private one has no route of either family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VpcSubnet {
    /// The subnet's id.
    pub subnet: String,
    /// Its routes for IPv4 to an internet gateway; null where it has none.
    pub ipv4_internet_route: Fact<Option<String>>,
    /// Its routes for IPv6 to an internet gateway; null where it has none.
    pub ipv6_internet_route: Fact<Option<String>>,
}

/// Derives [`Vpc::subnets`].
pub(super) fn subnets(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = Index::new(inventory, |_, subnet: &Subnet| subnet.vpc.as_ref().map(|vpc| vec![vpc.as_str()]));
        let of = |key: &Key| {
            let found = all.all(key, resource(key));
            list(found.seen.into_iter().map(of_vpc), found.missing)
        };
        inventory.table::<Vpc>().map(|(key, _)| (key.clone(), of(key))).collect()
    };
    derive(inventory, read, |vpc: &mut Vpc, value| vpc.subnets = value);
}

fn of_vpc(subnet: &Subnet) -> Fact<VpcSubnet> {
    subnet.subnet_id.clone().map(|id| VpcSubnet {
        subnet: id,
        ipv4_internet_route: subnet.ipv4_internet_route.clone(),
        ipv6_internet_route: subnet.ipv6_internet_route.clone(),
    })
}
