//! A rule of a security group.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::net::{Cidr, PortRange};

/// The protocol of a rule that admits every protocol.
pub(super) const EVERY_PROTOCOL: &str = "all";

/// One rule of a security group: what it admits, and from or to where.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the number of another protocol.
    pub protocol: String,
    /// Its ports, of TCP and UDP; null of any other protocol.
    pub ports: Option<PortRange>,
    /// The blocks of addresses that it admits.
    pub ranges: Vec<Cidr>,
    /// The ids of the prefix lists that it admits.
    pub prefix_lists: Vec<String>,
    /// The ids of the security groups that it admits.
    pub groups: Vec<String>,
}

/// The name of a protocol, which the API may give as a number.
#[cfg_attr(not(feature = "aws"), expect(dead_code, reason = "only what the API answers needs it"))]
pub(super) fn protocol(api: &str) -> &str {
    match api {
        "-1" => EVERY_PROTOCOL,
        "1" => "icmp",
        "6" => "tcp",
        "17" => "udp",
        "58" => "icmpv6",
        other => other,
    }
}
