//! How many network interfaces something has, by their type.

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

/// Counts interfaces; an unknown element stands for those that were not seen.
pub(super) fn by_type(found: Found<'_, NetworkInterface>) -> Fact<Vec<Fact<InterfaceCount>>> {
    let mut missing = found.missing;
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for interface in found.seen {
        match &interface.interface_type {
            Fact::Known(kind) => *counts.entry(kind).or_default() += 1,
            Fact::Unknown(gaps) => missing.get_or_insert_with(Gaps::default).merge(gaps),
        }
    }
    let counts = counts.into_iter().map(|(interface_type, interfaces)| {
        Fact::Known(InterfaceCount { interface_type: interface_type.to_owned(), interfaces })
    });
    list(counts, missing)
}
