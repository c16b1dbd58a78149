//! How many network interfaces something has, by their type and by what they serve.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::{Found, list};
use super::network_interface::NetworkInterface;
use crate::inventory::{Fact, Gaps};

/// Network interfaces of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InterfaceCount {
    /// `interface` of instances and most services, `lambda`, `nat_gateway`, `vpc_endpoint` …
    pub interface_type: String,
    /// How many there are.
    pub interfaces: i64,
}

/// Network interfaces of one type, apart from each other those of load balancers and the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InterfaceUse {
    /// `interface` of instances and most services, `lambda`, `nat_gateway`, `vpc_endpoint` …
    pub interface_type: String,
    /// Whether Elastic Load Balancing manages them.
    pub load_balancer: bool,
    /// How many there are.
    pub interfaces: i64,
}

/// Counts interfaces by their type; an unknown element stands for those that were not seen.
pub(super) fn by_type(found: Found<'_, NetworkInterface>) -> Fact<Vec<Fact<InterfaceCount>>> {
    let class = |interface: &NetworkInterface| interface.interface_type.clone();
    count(found, class, |interface_type, interfaces| InterfaceCount { interface_type, interfaces })
}

/// Counts interfaces by their type and whether they are of load balancers; an unknown element stands for those that
/// were not seen.
pub(super) fn by_use(found: Found<'_, NetworkInterface>) -> Fact<Vec<Fact<InterfaceUse>>> {
    let class = |interface: &NetworkInterface| interface.interface_type.clone().zip(interface.load_balancer.clone());
    count(found, class, |(interface_type, load_balancer), interfaces| InterfaceUse {
        interface_type,
        load_balancer,
        interfaces,
    })
}

fn count<C: Ord, T>(
    found: Found<'_, NetworkInterface>,
    class: impl Fn(&NetworkInterface) -> Fact<C>,
    shown: impl Fn(C, i64) -> T,
) -> Fact<Vec<Fact<T>>> {
    let mut missing = found.missing;
    let mut counts: BTreeMap<C, i64> = BTreeMap::new();
    for interface in found.seen {
        match class(interface) {
            Fact::Known(class) => *counts.entry(class).or_default() += 1,
            Fact::Unknown(gaps) => missing.get_or_insert_with(Gaps::default).merge(&gaps),
        }
    }
    list(counts.into_iter().map(|(class, interfaces)| Fact::Known(shown(class, interfaces))), missing)
}
