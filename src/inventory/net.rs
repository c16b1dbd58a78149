//! Addresses and ports: CIDR blocks, port ranges, and how much of the internet a set of ranges spans.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A word that is neither of the forms this module reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MalformedNet {
    /// Not `address/length`, or a length beyond the family's.
    #[error("{0:?} is no CIDR block: write an address and a prefix length, like 10.0.0.0/8 or 2001:db8::/32")]
    Cidr(String),
    /// Not `port` or `from-to`, or the ends are the wrong way round.
    #[error("{0:?} is no port range: write a port or two, like 22 or 8000-8080")]
    PortRange(String),
}

/// A block of addresses: its first address and how many leading bits are fixed.
///
/// Host bits are cleared when it is parsed, and a bare address is the block of that one address,
/// so equal blocks are equal values. IPv4 sorts before IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cidr {
    address: IpAddr,
    length: u8,
}

impl Cidr {
    /// Every IPv4 address.
    pub const ALL_V4: Self = Self::v4(0, 0, 0, 0, 0);
    /// Every IPv6 address.
    pub const ALL_V6: Self = Self::v6(0, 0, 0, 0);

    /// The block of this address and prefix length; `None` for a length beyond the family's.
    pub fn new(address: IpAddr, length: u8) -> Option<Self> {
        if length > bits(address) {
            return None;
        }
        let address = match address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
            }
        };
        Some(Self { address, length })
    }

    /// A row of our own tables; a test holds that its host bits are clear.
    const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), length }
    }

    /// A row of our own tables, by the first three groups.
    const fn v6(a: u16, b: u16, c: u16, length: u8) -> Self {
        Self { address: IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)), length }
    }

    /// The first address.
    pub fn address(self) -> IpAddr {
        self.address
    }

    /// The number of fixed leading bits.
    pub fn prefix_length(self) -> u8 {
        self.length
    }

    /// Whether it is a block of IPv4 addresses.
    pub fn is_v4(self) -> bool {
        self.address.is_ipv4()
    }

    /// Whether every address of `other` is one of this block's. Blocks of two families never contain each other.
    pub fn contains(self, other: Self) -> bool {
        self.is_v4() == other.is_v4() && self.span().covers(other.span())
    }

    /// Whether every address of this block is one of `other`'s.
    pub fn within(self, other: Self) -> bool {
        other.contains(self)
    }

    /// Whether the two have an address in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Whether any of its addresses is globally routable, by IANA's special-purpose registries.
    pub fn is_public(self) -> bool {
        Family::of(self).public_addresses(self.span()) > 0
    }

    fn span(self) -> Span {
        let (first, width) = match self.address {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
            IpAddr::V6(v6) => (v6.to_bits(), 128),
        };
        let host_bits = width - u32::from(self.length);
        let size_less_one = if host_bits == 0 { 0 } else { u128::MAX >> (128 - host_bits) };
        Span { first, last: first | size_less_one }
    }
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

impl FromStr for Cidr {
    type Err = MalformedNet;

    fn from_str(word: &str) -> Result<Self, MalformedNet> {
        let parse = || {
            let (address, length) = if let Some((address, length)) = word.split_once('/') {
                (address.parse().ok()?, digits(length)?)
            } else {
                let address = word.parse().ok()?;
                (address, bits(address))
            };
            Self::new(address, length)
        };
        parse().ok_or_else(|| MalformedNet::Cidr(word.to_owned()))
    }
}

/// A number in plain digits: Rust's own parser would take a sign too.
fn digits<T: FromStr>(word: &str) -> Option<T> {
    if word.bytes().all(|b| b.is_ascii_digit()) { word.parse().ok() } else { None }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

/// Addresses from `first` to `last`, both included; IPv4 in the low 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    first: u128,
    last: u128,
}

impl Span {
    fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// How many addresses both have; one too few only for the whole of IPv6, which no caller can tell from its half.
    fn common(self, other: Self) -> u128 {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        if first > last { 0 } else { (last - first).saturating_add(1) }
    }

    /// The fewest spans that hold exactly the addresses of all these, in order.
    fn merge(spans: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut spans: Vec<Self> = spans.into_iter().collect();
        spans.sort_unstable();
        let mut merged: Vec<Self> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(run) if span.first <= run.last.saturating_add(1) => run.last = run.last.max(span.last),
                _ => merged.push(span),
            }
        }
        merged
    }
}

/// One family's address space: all of it, the part that can be routable, and the exceptions in that part.
struct Family {
    all: Cidr,
    routable: Cidr,
    special: &'static [Cidr],
}

/// IANA's IPv4 Special-Purpose Address Registry, the blocks not globally reachable, with multicast.
const V4: Family = Family {
    all: Cidr::ALL_V4,
    routable: Cidr::ALL_V4,
    special: &[
        Cidr::v4(0, 0, 0, 0, 8),
        Cidr::v4(10, 0, 0, 0, 8),
        Cidr::v4(100, 64, 0, 0, 10),
        Cidr::v4(127, 0, 0, 0, 8),
        Cidr::v4(169, 254, 0, 0, 16),
        Cidr::v4(172, 16, 0, 0, 12),
        Cidr::v4(192, 0, 0, 0, 24),
        Cidr::v4(192, 0, 2, 0, 24),
        Cidr::v4(192, 168, 0, 0, 16),
        Cidr::v4(198, 18, 0, 0, 15),
        Cidr::v4(198, 51, 100, 0, 24),
        Cidr::v4(203, 0, 113, 0, 24),
        Cidr::v4(224, 0, 0, 0, 4),
        Cidr::v4(240, 0, 0, 0, 4),
    ],
};

/// Global unicast is what IANA hands out of `2000::/3`, less protocol assignments and documentation.
const V6: Family = Family {
    all: Cidr::ALL_V6,
    routable: Cidr::v6(0x2000, 0, 0, 3),
    special: &[Cidr::v6(0x2001, 0, 0, 23), Cidr::v6(0x2001, 0xdb8, 0, 32), Cidr::v6(0x3fff, 0, 0, 20)],
};

impl Family {
    fn of(cidr: Cidr) -> &'static Self {
        if cidr.is_v4() { &V4 } else { &V6 }
    }

    fn public_addresses(&self, span: Span) -> u128 {
        let special: u128 = self.special.iter().map(|block| block.span().common(span)).sum();
        self.routable.span().common(span) - special
    }

    fn is_spanned_by(&self, ranges: &[Cidr]) -> bool {
        let of_this_family = ranges.iter().filter(|range| range.is_v4() == self.all.is_v4());
        let runs = Span::merge(of_this_family.map(|range| range.span()));
        let (mut public, mut spanned) = (0_u128, 0_u128);
        for run in runs {
            let found = self.public_addresses(run);
            if found > 0 {
                public += found;
                spanned = spanned.saturating_add(self.all.span().common(run));
            }
        }
        let half = |of: u128| of / 2 + of % 2;
        public >= half(self.public_addresses(self.all.span()))
            || spanned >= half(self.all.span().common(self.all.span()))
    }
}

/// Whether these ranges together are as good as the internet: for one address family they span at least
/// half of its addresses, or of its globally routable ones (so that `2000::/3`, all of today's IPv6, counts).
///
/// Overlaps count once. A run of addresses none of which is routable counts for nothing.
pub fn internet_wide(ranges: &[Cidr]) -> bool {
    [V4, V6].iter().any(|family| family.is_spanned_by(ranges))
}

/// Ports from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    from: u16,
    to: u16,
}

impl PortRange {
    /// Every port.
    pub const ALL: Self = Self { from: 0, to: u16::MAX };

    /// From one port to another; `None` where they are the wrong way round.
    pub fn new(from: u16, to: u16) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The lowest port.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The highest port.
    pub fn to(self) -> u16 {
        self.to
    }

    /// Whether every port of `other`, a port or a range, is one of these.
    pub fn covers(self, other: impl Into<Self>) -> bool {
        let other = other.into();
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two have a port in common.
    pub fn overlaps(self, other: impl Into<Self>) -> bool {
        let other = other.into();
        self.from <= other.to && other.from <= self.to
    }
}

impl From<u16> for PortRange {
    fn from(port: u16) -> Self {
        Self { from: port, to: port }
    }
}

impl FromStr for PortRange {
    type Err = MalformedNet;

    fn from_str(word: &str) -> Result<Self, MalformedNet> {
        let parse = || {
            let (from, to) = word.split_once('-').unwrap_or((word, word));
            Self::new(digits(from)?, digits(to)?)
        };
        parse().ok_or_else(|| MalformedNet::PortRange(word.to_owned()))
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { write!(f, "{}", self.from) } else { write!(f, "{}-{}", self.from, self.to) }
    }
}

macro_rules! string_on_the_wire {
    ($($name:ident: $format:literal),*) => {$(
        impl TryFrom<String> for $name {
            type Error = MalformedNet;

            fn try_from(word: String) -> Result<Self, MalformedNet> {
                word.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": $format})
            }
        }
    )*};
}

string_on_the_wire!(Cidr: "cidr", PortRange: "port-range");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cidr(word: &str) -> Cidr {
        word.parse().unwrap()
    }

    fn wide(ranges: &[&str]) -> bool {
        internet_wide(&ranges.iter().map(|word| cidr(word)).collect::<Vec<_>>())
    }

    #[test]
    fn a_block_is_normalised_and_prints_as_it_parses() {
        for (word, printed) in [
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
            ("203.0.113.77/24", "203.0.113.0/24"),
            ("255.255.255.255/0", "0.0.0.0/0"),
            ("198.51.100.7", "198.51.100.7/32"),
            ("2001:DB8:0:0::1/32", "2001:db8::/32"),
            ("2001:db8::1", "2001:db8::1/128"),
        ] {
            assert_eq!(cidr(word).to_string(), printed);
        }
        for wrong in ["", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/+8", "10.0.0.0/8 ", "x/8"] {
            assert!(wrong.parse::<Cidr>().is_err(), "{wrong:?}");
        }
        assert!(serde_json::from_str::<Cidr>("\"10.0.0.0/99\"").is_err());
        assert_eq!(serde_json::to_string(&cidr("10.1.2.3/8")).unwrap(), "\"10.0.0.0/8\"");
    }

    #[test]
    fn containment_keeps_to_the_family() {
        assert!(cidr("10.0.0.0/8").contains(cidr("10.255.0.0/16")));
        assert!(!cidr("10.255.0.0/16").contains(cidr("10.0.0.0/8")));
        assert!(cidr("10.1.0.0/16").within(cidr("0.0.0.0/0")));
        assert!(!Cidr::ALL_V6.contains(Cidr::ALL_V4) && !Cidr::ALL_V4.contains(cidr("::/128")));
        assert!(cidr("10.0.0.0/8").overlaps(cidr("10.0.0.0/9")) && !cidr("10.0.0.0/9").overlaps(cidr("10.128.0.0/9")));
    }

    #[test]
    fn public_is_what_the_registries_call_routable() {
        for public in ["0.0.0.0/0", "8.8.8.8/32", "172.0.0.0/8", "172.32.0.0/16", "192.0.0.0/16", "2a00::/16", "::/0"] {
            assert!(cidr(public).is_public(), "{public}");
        }
        for private in
            ["10.1.0.0/16", "172.31.0.0/16", "192.168.1.0/24", "100.64.0.0/10", "169.254.1.1/32", "224.0.0.0/3"]
        {
            assert!(!cidr(private).is_public(), "{private}");
        }
        for private in ["fd00::/8", "fe80::/10", "::1/128", "2001:db8:1::/48", "8000::/1"] {
            assert!(!cidr(private).is_public(), "{private}");
        }
    }

    #[test]
    fn the_internet_in_any_number_of_pieces() {
        assert!(wide(&["0.0.0.0/0"]));
        assert!(wide(&["10.0.0.0/8", "::/0"]));
        assert!(wide(&["0.0.0.0/1", "128.0.0.0/1"]));
        assert!(wide(&["0.0.0.0/1"]) && wide(&["128.0.0.0/1"]), "half is enough");
        assert!(wide(&["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/3"]));
        assert!(wide(&["128.0.0.0/2", "192.0.0.0/3", "224.0.0.0/3"]), "however it is cut");
        assert!(wide(&["2000::/3"]) && wide(&["2000::/4"]));
    }

    #[test]
    fn what_is_less_than_the_internet() {
        assert!(!wide(&[]));
        assert!(!wide(&["128.0.0.0/2", "192.0.0.0/3"]), "96 of 256 /8 blocks");
        assert!(!wide(&["64.0.0.0/2", "64.0.0.0/2", "64.0.0.0/3", "96.0.0.0/3"]), "overlaps count once");
        assert!(!wide(&["64.0.0.0/2", "128.0.0.0/3", "224.0.0.0/3"]), "reserved addresses do not fill it up");
        assert!(!wide(&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "8000::/1"]));
        assert!(!wide(&["64.0.0.0/2", "2000::/5"]), "shares of two families are not added");
        assert!(!wide(&["2001:db8::/32"]));
    }

    #[test]
    fn the_tables_are_normalised_and_disjoint() {
        for family in [V4, V6] {
            for (at, block) in family.special.iter().enumerate() {
                assert_eq!(Cidr::new(block.address, block.length), Some(*block), "{block}");
                assert!(family.routable.contains(*block), "{block}");
                assert!(family.special.iter().skip(at + 1).all(|other| !block.overlaps(*other)), "{block}");
            }
        }
    }

    #[test]
    fn ports() {
        let range: PortRange = "8000-8080".parse().unwrap();
        assert!(range.covers(8000) && range.covers(8080) && !range.covers(8081));
        assert!(range.covers("8001-8002".parse::<PortRange>().unwrap()));
        assert!(!range.covers(PortRange::ALL) && PortRange::ALL.covers(range));
        assert!(range.overlaps("8080-9000".parse::<PortRange>().unwrap()) && !range.overlaps(22));
        assert_eq!(("22".parse::<PortRange>().unwrap(), "22-22".parse::<PortRange>().unwrap()), (22.into(), 22.into()));
        for wrong in ["", "-", "22-", "-22", "23-22", "65536", "+22", "22 ", "1-2-3"] {
            assert!(wrong.parse::<PortRange>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn schemas_name_the_format() {
        let schema = |schema: Schema| serde_json::to_value(schema).unwrap();
        let mut generator = SchemaGenerator::default();
        assert_eq!(schema(Cidr::json_schema(&mut generator)), serde_json::json!({"type": "string", "format": "cidr"}));
        assert_eq!(
            schema(PortRange::json_schema(&mut generator)),
            serde_json::json!({"type": "string", "format": "port-range"})
        );
    }

    fn any_cidr() -> impl Strategy<Value = Cidr> {
        // Few distinct addresses, so that blocks do nest.
        prop_oneof![
            (any::<u32>(), 0..=32_u8).prop_map(|(a, n)| Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(a)), n).unwrap()),
            (any::<u128>(), 0..=128_u8).prop_map(|(a, n)| Cidr::new(IpAddr::V6(Ipv6Addr::from_bits(a)), n).unwrap()),
            (0..4_u32, 0..=3_u8).prop_map(|(a, n)| Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(a << 30)), n).unwrap()),
        ]
    }

    proptest! {
        #[test]
        fn blocks_round_trip(block in any_cidr()) {
            prop_assert_eq!(block.to_string().parse(), Ok(block));
            let json = serde_json::to_string(&block).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cidr>(&json).unwrap(), block);
        }

        #[test]
        fn ranges_round_trip(a: u16, b: u16) {
            let range = PortRange::new(a.min(b), a.max(b)).unwrap();
            prop_assert_eq!(range.to_string().parse(), Ok(range));
        }

        #[test]
        fn containment_is_a_partial_order(a in any_cidr(), b in any_cidr(), c in any_cidr()) {
            prop_assert!(a.contains(a));
            prop_assert!(!(a.contains(b) && b.contains(a)) || a == b);
            prop_assert!(!(a.contains(b) && b.contains(c)) || a.contains(c));
        }

        #[test]
        fn merging_keeps_every_address_and_leaves_gaps(blocks in prop::collection::vec(any_cidr(), 0..8)) {
            let spans: Vec<Span> = blocks.iter().filter(|block| block.is_v4()).map(|block| block.span()).collect();
            let merged = Span::merge(spans.iter().copied());
            prop_assert!(spans.iter().all(|span| merged.iter().any(|run| run.covers(*span))));
            prop_assert!(merged.windows(2).all(|pair| pair[0].last + 1 < pair[1].first));
            prop_assert!(merged.iter().all(|run| spans.iter().any(|span| span.first == run.first)));
            prop_assert!(merged.iter().all(|run| spans.iter().any(|span| span.last == run.last)));
        }

        #[test]
        fn one_more_range_never_narrows(mut blocks in prop::collection::vec(any_cidr(), 0..8), more in any_cidr()) {
            let before = internet_wide(&blocks);
            blocks.push(more);
            prop_assert!(!before || internet_wide(&blocks));
        }
    }
}
