//! The public blocks of addresses, short of the whole internet, that a security group lets in.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::family::Family;
use super::index::{Index, derive, list};
use super::prefix_list::{self, PrefixList};
use super::rule::Rule;
use super::security_group::SecurityGroup;
use crate::inventory::net::{Cidr, PortRange, internet_wide};
use crate::inventory::{Asset as _, Fact, Gaps, Inventory, Key, Kind};

/// What [`public_ranges`] reads.
pub(super) const RANGES: &[(Kind, &str)] =
    &[(SecurityGroup::KIND, "ingress"), (PrefixList::KIND, "address_family"), (PrefixList::KIND, "entries")];

/// A block with globally routable addresses that a rule lets in, and that is not the internet by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PublicRange {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// The block.
    pub range: Cidr,
    /// The length of its prefix: the shorter it is, the more addresses are in it.
    pub prefix_length: i64,
    /// The id of the prefix list that holds it; null where the rule names it itself.
    pub prefix_list: Option<String>,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the number of another protocol.
    pub protocol: String,
    /// The ports, of TCP and UDP; null of any other protocol.
    pub ports: Option<PortRange>,
}

/// Derives [`SecurityGroup::public_ranges`].
pub(super) fn public_ranges(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let lists = Index::by_resource(inventory);
        let of =
            |key: &Key, group: &SecurityGroup| group.ingress.as_ref().and_then(|rules| of_rules(rules, &lists, key));
        let groups = inventory.table::<SecurityGroup>();
        groups.map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |group: &mut SecurityGroup, value| group.public_ranges = value);
}

fn of_rules(rules: &[Rule], lists: &Index<'_, PrefixList>, near: &Key) -> Fact<Vec<Fact<PublicRange>>> {
    let (mut found, mut doubt) = (BTreeSet::new(), None::<Gaps>);
    for rule in rules {
        found.extend(rule.ranges.iter().filter_map(|block| public(rule, *block, None)));
        for id in &rule.prefix_lists {
            match prefix_list::blocks(lists, near, id).0 {
                Fact::Known(blocks) => found.extend(blocks.into_iter().filter_map(|one| public(rule, one, Some(id)))),
                Fact::Unknown(gaps) => doubt.get_or_insert_default().merge(&gaps),
            }
        }
    }
    list(found.into_iter().map(Fact::Known), doubt)
}

fn public(rule: &Rule, range: Cidr, prefix_list: Option<&String>) -> Option<PublicRange> {
    let family = Family::BOTH.into_iter().find(|family| family.has(range))?;
    (range.is_public() && !internet_wide(&[range])).then(|| PublicRange {
        family: family.as_str().to_owned(),
        range,
        prefix_length: range.prefix_length().into(),
        prefix_list: prefix_list.cloned(),
        protocol: rule.protocol.clone(),
        ports: rule.ports,
    })
}
