//! Managed prefix lists: named lists of blocks that rules and routes refer to.

use schemars::JsonSchema;
use serde::Serialize;

use super::family::Family;
use super::index::{Index, vanished};
use super::ops::{DESCRIBE_MANAGED_PREFIX_LISTS, GET_MANAGED_PREFIX_LIST_ENTRIES};
use crate::inventory::net::Cidr;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Key, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_MANAGED_PREFIX_LISTS];
const ENTRIES: &[&Op] = &[&GET_MANAGED_PREFIX_LIST_ENTRIES];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: PrefixList::KIND,
    scope: Scope::Regional,
    object: object_of::<PrefixList>,
    listed_by: LISTED,
    facts: &[FactSpec::read("address_family", LISTED), FactSpec::read("entries", ENTRIES)],
};

/// A managed prefix list (`aws.ec2.prefix_list`), of the account, shared with it, or AWS's own.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PrefixList {
    /// `IPv4` or `IPv6`. Source: ec2:DescribeManagedPrefixLists.
    pub address_family: Fact<String>,
    /// Its blocks. Source: ec2:GetManagedPrefixListEntries.
    pub entries: Fact<Vec<Cidr>>,
}

impl Asset for PrefixList {
    const KIND: Kind = Kind::named("aws.ec2.prefix_list");
}

impl PrefixList {
    /// The family of its blocks.
    pub(super) fn family(&self) -> Option<Family> {
        match self.address_family.known().map(String::as_str) {
            Some("IPv4") => Some(Family::V4),
            Some("IPv6") => Some(Family::V6),
            _ => None,
        }
    }
}

/// The blocks of the list with this id, and their family where it is known.
pub(super) fn blocks(lists: &Index<'_, PrefixList>, near: &Key, id: &str) -> (Fact<Vec<Cidr>>, Option<Family>) {
    match lists.one(near, id) {
        Fact::Known(Some(list)) => (list.entries.clone(), list.family()),
        Fact::Known(None) => (Fact::Unknown(vanished(&DESCRIBE_MANAGED_PREFIX_LISTS, near)), None),
        Fact::Unknown(gaps) => (Fact::Unknown(gaps), None),
    }
}
