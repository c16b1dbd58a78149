//! The network around an interface: its subnet's route table, ACL and block of public access.

use super::family::Family;
use super::index::{Index, out_of_sight, vanished};
use super::network_acl::{AclRule, NetworkAcl};
use super::ops::{DESCRIBE_NETWORK_ACLS, DESCRIBE_ROUTE_TABLES, DESCRIBE_SUBNETS};
use super::prefix_list::{self, PrefixList};
use super::route_table::RouteTable;
use super::routes::to_the_internet;
use super::subnet::Subnet;
use crate::inventory::{Asset, Fact, Inventory, Key};
use crate::provider::Op;

/// Everything that stands between the internet and an interface.
pub(super) struct Network<'a> {
    subnets: Index<'a, Subnet>,
    tables: Index<'a, RouteTable>,
    acls: Index<'a, NetworkAcl>,
    pub(super) prefix_lists: Index<'a, PrefixList>,
}

impl<'a> Network<'a> {
    pub(super) fn new(inventory: &'a Inventory) -> Self {
        Self {
            subnets: Index::by_resource(inventory),
            tables: Index::new(inventory, |_, table: &RouteTable| governed(&table.subnets, &table.main_of)),
            acls: Index::new(inventory, |_, acl: &NetworkAcl| governed(&acl.subnets, &acl.default_of)),
            prefix_lists: Index::by_resource(inventory),
        }
    }

    /// The routes by which a subnet's addresses are reached through an internet gateway, in words; null where none
    /// is.
    pub(super) fn internet_route(&self, near: &Key, subnet: &str, family: Family) -> Fact<Option<String>> {
        let blocks = |id: &str| match prefix_list::blocks(&self.prefix_lists, near, id) {
            // Blocks that were not read say nothing of the other family.
            (Fact::Unknown(_), Some(of)) if of != family => Fact::Known(Vec::new()),
            (blocks, _) => blocks,
        };
        let table = self.of_subnet(&self.tables, &DESCRIBE_ROUTE_TABLES, near, subnet);
        table.and_then(|table| table.routes.as_ref()).and_then(|routes| to_the_internet(routes, family, blocks))
    }

    /// The rules of the ACL in front of a subnet.
    pub(super) fn acl(&self, near: &Key, subnet: &str) -> Fact<&'a [AclRule]> {
        let acl = self.of_subnet(&self.acls, &DESCRIBE_NETWORK_ACLS, near, subnet);
        acl.and_then(|acl| acl.ingress.as_ref()).map(Vec::as_slice)
    }

    /// Whether VPC Block Public Access keeps internet gateways from letting anything into a subnet.
    pub(super) fn is_blocked(&self, near: &Key, subnet: &str) -> Fact<bool> {
        let mode = self.subnet(near, subnet).and_then(|subnet| subnet.internet_gateway_block.as_ref());
        mode.map(|mode| mode.as_ref().is_some_and(|mode| mode.starts_with("block")))
    }

    fn subnet(&self, near: &Key, subnet: &str) -> Fact<&'a Subnet> {
        self.subnets.one(near, subnet).and_then(|found| match found {
            Some(subnet) => Fact::Known(subnet),
            None => Fact::Unknown(vanished(&DESCRIBE_SUBNETS, near)),
        })
    }

    /// The one that is associated with a subnet, else that of its VPC. Of a subnet that another account shares, what
    /// is not associated explicitly may be hidden.
    fn of_subnet<T: Asset>(&self, index: &Index<'a, T>, op: &Op, near: &Key, subnet: &str) -> Fact<&'a T> {
        index.one(near, subnet).and_then(|explicit| {
            if let Some(explicit) = explicit {
                return Fact::Known(explicit);
            }
            let subnet = self.subnet(near, subnet);
            let named = subnet.and_then(|subnet| subnet.owner.as_ref().zip(subnet.vpc.as_ref()));
            named.and_then(|(owner, vpc)| {
                if *owner != near.account.as_str() {
                    return Fact::Unknown(out_of_sight(op, near, owner));
                }
                index.one(near, vpc).and_then(|found| match found {
                    Some(found) => Fact::Known(found),
                    None => Fact::Unknown(vanished(op, near)),
                })
            })
        })
    }
}

/// The subnets that a table or ACL is associated with, and the VPC whose other subnets it holds for.
fn governed<'a>(subnets: &'a Fact<Vec<String>>, vpc: &'a Fact<Option<String>>) -> Fact<Vec<&'a str>> {
    let both = subnets.as_ref().zip(vpc.as_ref());
    both.map(|(subnets, vpc)| subnets.iter().chain(vpc).map(String::as_str).collect())
}
