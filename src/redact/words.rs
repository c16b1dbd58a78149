//! Which words are nobody's: the provider's own, and those of plain English in our own controls.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::LazyLock;

use regex::Regex;

use crate::control::Source;

/// Words of the provider that stand in ARNs, policies and answers, one or more a line.
const PROVIDER: &str = include_str!("words.txt");

/// What ends the name of a host of the provider's.
const HOSTS: [&str; 4] = [".amazonaws.com", ".amazonaws.com.cn", ".cloudfront.net", ".aws.amazon.com"];

/// The words that stay.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    provider: BTreeSet<String>,
    english: BTreeSet<String>,
}

impl Vocabulary {
    /// The words of the provider's operations, actions and kinds, and of what some control files say.
    pub fn new<'w>(provider: impl IntoIterator<Item = &'w str>, controls: &[Source]) -> Self {
        let provider = provider.into_iter().chain(PROVIDER.lines().filter(|line| !line.starts_with('#')));
        let provider = provider.flat_map(|text| text.split(is_between)).filter(|word| !word.is_empty());
        // The cases of a control hold made-up names.
        let said = controls.iter().map(|source| source.text.split("\ncases:").next().unwrap_or_default());
        let english = said.flat_map(|text| text.split(|c: char| !c.is_ascii_alphabetic()));
        Self {
            provider: provider.map(str::to_owned).collect(),
            english: english.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect(),
        }
    }

    /// Whether a word is one of the provider's own.
    pub(super) fn is_providers(&self, word: &str) -> bool {
        self.provider.contains(word) || is_region(word) || word.starts_with("AWSServiceRoleFor") || self.is_host(word)
    }

    /// Whether a host is the provider's alone: no name of a customer is in front of it.
    fn is_host(&self, word: &str) -> bool {
        HOSTS
            .iter()
            .filter_map(|suffix| word.strip_suffix(suffix))
            .any(|labels| labels.split('.').all(|label| self.provider.contains(label) || is_region(label)))
    }

    /// Whether a word is plain English.
    pub(super) fn is_english(&self, word: &str) -> bool {
        self.english.contains(&word.to_ascii_lowercase())
    }
}

/// What parts one word from the next.
pub(super) fn is_between(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+'))
}

/// A region or an availability zone by its form, and what we say where there is none.
pub(super) fn is_region(word: &str) -> bool {
    static REGION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\A(global|[a-z]{2}(-(gov|iso[a-z]*))?-(north|south|east|west|central)+-[0-9][a-z]?)\z").ok()
    });
    REGION.as_ref().is_some_and(|region| region.is_match(word))
}

/// The form of a word that somebody's machine made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made<'w> {
    /// An account.
    Account,
    /// A long number.
    Digits,
    /// `vpc-0a1b2c3d`: what it is, and its hexadecimal number.
    Id(&'w str, &'w str),
    /// Hexadecimal digits, or a UUID.
    Hex,
    /// `AROAXAHE2UXRAWOFNLTY5`: four letters of its kind, and the rest.
    Unique(&'w str, &'w str),
}

/// What stands before the number of an id.
const PREFIXES: [&str; 32] = [
    "acl",
    "ami",
    "cgw",
    "dopt",
    "eigw",
    "eipalloc",
    "eipassoc",
    "eni",
    "fl",
    "fs",
    "fsap",
    "i",
    "igw",
    "lt",
    "nat",
    "ou",
    "pcx",
    "pl",
    "r",
    "rtb",
    "rtbassoc",
    "sg",
    "sgr",
    "snap",
    "subnet",
    "tgw",
    "tgw-attach",
    "vgw",
    "vol",
    "vpc",
    "vpce",
    "vpn",
];

/// What stands before the unique id of a principal or a key.
const UNIQUE: [&str; 10] = ["AGPA", "AIDA", "AIPA", "AKIA", "ANPA", "ANVA", "APKA", "AROA", "ASCA", "ASIA"];

/// What made a word, by its form.
pub(super) fn made(word: &str) -> Option<Made<'_>> {
    let all = |word: &str, test: fn(char) -> bool| !word.is_empty() && word.chars().all(test);
    let is_hex = |word: &str| all(word, |c| c.is_ascii_hexdigit());
    if all(word, |c| c.is_ascii_digit()) {
        return match word.len() {
            12 => Some(Made::Account),
            8.. => Some(Made::Digits),
            _ => None,
        };
    }
    if word.len() >= 8 && all(word, |c| c.is_ascii_hexdigit() || c == '-') && is_uuid(word) {
        return Some(Made::Hex);
    }
    if let Some((kind, number)) = word.rsplit_once('-')
        && number.len() >= 8
        && is_hex(number)
        && PREFIXES.contains(&kind)
    {
        return Some(Made::Id(kind, number));
    }
    match word.split_at_checked(4) {
        Some((kind, rest))
            if rest.len() >= 12
                && UNIQUE.contains(&kind)
                && all(word, |c| c.is_ascii_uppercase() || c.is_ascii_digit()) =>
        {
            Some(Made::Unique(kind, rest))
        }
        _ => None,
    }
}

/// Whether it is digits alone, or digits in the groups of a UUID.
fn is_uuid(word: &str) -> bool {
    let groups: Vec<usize> = word.split('-').map(str::len).collect();
    let has_digit = word.chars().any(|c| c.is_ascii_digit());
    has_digit && (groups.len() == 1 || groups == [8, 4, 4, 4, 12])
}

/// An address that could be anybody's, such as a private one, or a block so large that it is nobody's.
pub(super) fn is_nobodys(address: IpAddr, prefix: u8) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            prefix < 8
                || v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_documentation()
                || v4.is_unspecified()
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            prefix < 16
                || v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || (first & 0xfe00) == 0xfc00
                || (first & 0xffc0) == 0xfe80
                || (first, second) == (0x2001, 0x0db8)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_machine_made_is_told_by_its_form() {
        assert_eq!(made("123456789012"), Some(Made::Account));
        assert_eq!(made("1234567890123"), Some(Made::Digits));
        assert_eq!(made("vpc-0a1b2c3d"), Some(Made::Id("vpc", "0a1b2c3d")));
        assert_eq!(made("snap-032ed5134d572ff92"), Some(Made::Id("snap", "032ed5134d572ff92")));
        assert_eq!(made("de4f27e6-c644-4c64-a977-2d10681ab0d0"), Some(Made::Hex));
        assert_eq!(made("5f8303bbb4561b3e"), Some(Made::Hex));
        assert_eq!(made("AROAXAHE2UXRAWOFNLTY5"), Some(Made::Unique("AROA", "XAHE2UXRAWOFNLTY5")));
        for name in ["443", "kestrel-logs", "2012-10-17", "facade", "deadbeef", "ALLOW", "ACTIVE", ""] {
            assert_eq!(made(name), None, "{name}");
        }
    }

    #[test]
    fn regions_and_hosts_of_the_provider_are_nobodys() {
        for region in ["eu-west-1", "us-east-1a", "us-gov-west-1", "ap-southeast-2", "global"] {
            assert!(is_region(region), "{region}");
        }
        assert!(!is_region("my-bucket-1") && !is_region("eu-api-1"));
        let words = Vocabulary::new(["s3", "sqs"], &[]);
        assert!(words.is_providers("s3.amazonaws.com") && words.is_providers("sqs.us-east-1.amazonaws.com"));
        assert!(!words.is_providers("kestrel.s3.amazonaws.com"));
    }

    #[test]
    fn only_public_addresses_are_somebodys() {
        for (address, prefix) in [("10.0.0.1", 32), ("0.0.0.0", 0), ("172.16.0.0", 12), ("::", 0), ("fd00::1", 128)] {
            assert!(is_nobodys(address.parse().unwrap(), prefix), "{address}");
        }
        for address in ["54.214.165.197", "2a05:d018::1"] {
            assert!(!is_nobodys(address.parse().unwrap(), 32), "{address}");
        }
    }
}
