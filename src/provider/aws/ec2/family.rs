//! The two families of addresses.

use crate::inventory::net::Cidr;

/// IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    V4,
    V6,
}

impl Family {
    /// Both.
    pub(super) const BOTH: [Self; 2] = [Self::V4, Self::V6];

    /// The word in facts.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
        }
    }

    /// Every address.
    pub(super) fn all(self) -> Cidr {
        match self {
            Self::V4 => Cidr::ALL_V4,
            Self::V6 => Cidr::ALL_V6,
        }
    }

    /// Whether a block is of this family.
    pub(super) fn has(self, block: Cidr) -> bool {
        block.is_v4() == (self == Self::V4)
    }
}
