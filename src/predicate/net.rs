//! The CIDR blocks and port ranges that `within` and `covers` compare.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A CIDR block; a bare address is a block of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    address: IpAddr,
    prefix: u8,
}

/// A word that is no block or range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no {what}")]
pub struct MalformedRange {
    word: String,
    what: &'static str,
}

/// The address as a number of 128 bits, left-aligned, and how many bits its family has.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    }
}

impl Block {
    /// Whether all of this block lies inside `outer`.
    pub fn is_within(&self, outer: &Self) -> bool {
        let ((mine, width), (theirs, their_width)) = (bits(self.address), bits(outer.address));
        let mask = u128::MAX.checked_shl(128 - u32::from(outer.prefix)).unwrap_or(0);
        width == their_width && self.prefix >= outer.prefix && mine & mask == theirs & mask
    }
}

impl FromStr for Block {
    type Err = MalformedRange;

    fn from_str(word: &str) -> Result<Self, MalformedRange> {
        let wrong = || MalformedRange { word: word.to_owned(), what: "CIDR block, such as 10.0.0.0/8" };
        let (address, prefix) = word.split_once('/').unzip();
        let address: IpAddr = address.unwrap_or(word).parse().map_err(|_| wrong())?;
        let (_, width) = bits(address);
        let prefix = match prefix {
            None => width,
            Some(digits) if digits.bytes().all(|c| c.is_ascii_digit()) => digits.parse().map_err(|_| wrong())?,
            Some(_) => return Err(wrong()),
        };
        if prefix <= width { Ok(Self { address, prefix }) } else { Err(wrong()) }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// A port, or a range of ports with both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    from: u16,
    to: u16,
}

impl Ports {
    /// One port.
    pub fn one(port: u16) -> Self {
        Self { from: port, to: port }
    }

    /// Whether any port is in both: what `covers` asks.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl FromStr for Ports {
    type Err = MalformedRange;

    fn from_str(word: &str) -> Result<Self, MalformedRange> {
        let wrong = || MalformedRange { word: word.to_owned(), what: "port or port range, such as 22 or 8000-8080" };
        let port = |digits: &str| {
            let decimal = digits.bytes().all(|c| c.is_ascii_digit());
            digits.parse::<u16>().ok().filter(|_| decimal).ok_or_else(wrong)
        };
        let (from, to) = word.split_once('-').unwrap_or((word, word));
        let ports = Self { from: port(from)?, to: port(to)? };
        if ports.from <= ports.to { Ok(ports) } else { Err(wrong()) }
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { self.from.fmt(f) } else { write!(f, "{}-{}", self.from, self.to) }
    }
}
