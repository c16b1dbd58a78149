//! Texts, word by word: identifiers, ARNs, policies, sentences.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value};

use super::Redactor;
use super::key::Shape;
use super::words::{Made, is_between, is_nobodys, is_region, made};
use crate::inventory::Timestamp;

/// What of a word may stay besides what a machine made and nobody owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stays {
    /// Nothing: it is a name.
    Nothing,
    /// The provider's words.
    Providers,
    /// The provider's words, and plain English.
    English,
}

impl Redactor {
    /// An account id; anything else stays.
    pub fn account(&self, account: &str) -> String {
        match made(account) {
            Some(Made::Account) => self.key.pseudonym(Shape::Account, account),
            _ => account.to_owned(),
        }
    }

    /// The id of an asset: an ARN, or the kind, account and region of a singleton.
    pub fn id(&self, id: &str) -> String {
        if is_arn(id) {
            return self.arn(id);
        }
        match id.split_once('/') {
            Some((kind, place)) if kind.parse::<crate::inventory::Kind>().is_ok() => {
                format!("{kind}/{}", self.words(place, Stays::Providers))
            }
            _ => self.words(id, Stays::Providers),
        }
    }

    /// The name of an asset.
    pub(super) fn name(&self, name: &str) -> String {
        if is_arn(name) { self.arn(name) } else { self.words(name, Stays::Nothing) }
    }

    /// A text of which nothing is known.
    pub(super) fn text(&self, text: &str) -> String {
        if text.parse::<Timestamp>().is_ok() {
            return text.to_owned();
        }
        if text.trim_start().starts_with('{')
            && let Ok(Value::Object(document)) = serde_json::from_str(text)
        {
            return Value::Object(self.policy(&document)).to_string();
        }
        if is_arn(text) {
            return self.arn(text);
        }
        if !text.contains(is_between) {
            // One word by itself: what the provider calls something, an entity may call something else.
            let stays = if self.names.has(text) { Stays::Nothing } else { Stays::Providers };
            return self.word(text, stays);
        }
        if text.contains(char::is_whitespace) { self.sentence(text) } else { self.token(text, Stays::Providers) }
    }

    /// A sentence: whatever stands between spaces and quotation marks by itself.
    pub(super) fn sentence(&self, text: &str) -> String {
        let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '[' | ']' | ',' | ';');
        each(text, parts, |token| self.token(token, Stays::English))
    }

    /// An ARN, an address, or words with something between them.
    fn token(&self, token: &str, stays: Stays) -> String {
        if is_arn(token) {
            self.arn(token)
        } else if let Some(address) = self.address(token) {
            address
        } else {
            self.words(token, stays)
        }
    }

    fn words(&self, text: &str, stays: Stays) -> String {
        each(text, is_between, |word| self.word(word, stays))
    }

    /// One word.
    fn word(&self, word: &str, stays: Stays) -> String {
        // A full stop after it is none of it.
        let (word, end) = match word.trim_end_matches('.') {
            "" => return word.to_owned(),
            trimmed => (trimmed, word.get(trimmed.len()..).unwrap_or_default()),
        };
        let pseudonym = |shape| self.key.pseudonym(shape, word);
        let redacted = match made(word) {
            Some(Made::Account) => pseudonym(Shape::Account),
            Some(Made::Digits) => pseudonym(Shape::Digits),
            Some(Made::Hex) => pseudonym(Shape::Hex),
            Some(Made::Id(kind, number)) => format!("{kind}-{}", self.key.pseudonym(Shape::Hex, number)),
            Some(Made::Unique(kind, rest)) => format!("{kind}{}", self.key.pseudonym(Shape::Capitals, rest)),
            None if self.is_nobodys(word, stays) => word.to_owned(),
            None => pseudonym(Shape::Name),
        };
        redacted + end
    }

    fn is_nobodys(&self, word: &str, stays: Stays) -> bool {
        if word.chars().all(|c| c.is_ascii_digit()) || is_region(word) {
            return true;
        }
        match stays {
            Stays::Nothing => false,
            Stays::Providers => self.is_providers(word),
            Stays::English => self.is_providers(word) || (!self.names.has(word) && self.vocabulary.is_english(word)),
        }
    }

    fn is_providers(&self, word: &str) -> bool {
        self.vocabulary.is_providers(word) || self.judged.words.contains(word)
    }

    /// An ARN with its account and its resource's names replaced; what is the provider's own stays whole.
    fn arn(&self, arn: &str) -> String {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let [_, partition, service, region, account, resource] = parts.as_slice() else {
            return self.words(arn, Stays::Providers);
        };
        if *account == "aws" {
            return arn.to_owned();
        }
        let service = self.words(service, Stays::Providers);
        let (region, account) = (self.words(region, Stays::Providers), self.words(account, Stays::Providers));
        // The last of its words is a name, whatever it says; those before it tell what it is the name of.
        let last = resource.split(is_between).rfind(|word| !word.is_empty()).unwrap_or_default();
        let at = resource.rfind(last).unwrap_or_default();
        let (before, rest) = resource.split_at_checked(at).unwrap_or((resource, ""));
        let (name, after) = rest.split_at_checked(last.len()).unwrap_or((rest, ""));
        let is_own = name == "root" || name.starts_with("AWSServiceRoleFor") || self.judged.words.contains(name);
        let name = self.word(name, if is_own { Stays::Providers } else { Stays::Nothing });
        format!("arn:{partition}:{service}:{region}:{account}:{}{name}{after}", self.words(before, Stays::Providers))
    }

    /// An address or a block of addresses, moved to where nobody's are; `None` where it is none.
    pub(super) fn address(&self, text: &str) -> Option<String> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let length = prefix.map_or(Some(longest), |prefix| prefix.parse().ok().filter(|length| *length <= longest))?;
        if is_nobodys(address, length) {
            return Some(text.to_owned());
        }
        let mut bytes = self.key.bytes("address", text);
        let mut next = || bytes.next().unwrap_or_default();
        let moved: IpAddr = match address {
            IpAddr::V4(_) => {
                let bits = u32::from_be_bytes([0xf0 | (next() & 0x0f), next(), next(), next()]);
                Ipv4Addr::from(bits & u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0)).into()
            }
            IpAddr::V6(_) => {
                let mut octets = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
                octets.iter_mut().skip(4).for_each(|octet| *octet = next());
                let bits = u128::from_be_bytes(octets);
                Ipv6Addr::from(bits & u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0)).into()
            }
        };
        Some(prefix.map_or_else(|| moved.to_string(), |prefix| format!("{moved}/{prefix}")))
    }

    /// A policy: its grammar and its actions stay, its principals, resources and conditions are texts.
    fn policy(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let entries = object.iter().map(|(key, value)| {
            let stays = matches!(key.as_str(), "Action" | "NotAction" | "Effect" | "Version");
            (self.policy_key(key), if stays { value.clone() } else { self.policy_value(value) })
        });
        entries.collect()
    }

    /// A key of its grammar, or of a condition, of which a tag or an identity provider's id may be part.
    fn policy_key(&self, key: &str) -> String {
        match key.split_once('/') {
            Some((condition, of)) => format!("{condition}/{}", self.words(of, Stays::Providers)),
            None if self.names.has(key) && !self.is_providers(key) => self.words(key, Stays::Providers),
            None => key.to_owned(),
        }
    }

    fn policy_value(&self, value: &Value) -> Value {
        match value {
            Value::Object(object) => Value::Object(self.policy(object)),
            Value::Array(elements) => elements.iter().map(|element| self.policy_value(element)).collect(),
            Value::String(text) => Value::String(self.text(text)),
            other => other.clone(),
        }
    }

    /// A text that somebody wrote: the names and ids that are known are replaced in it, and the rest stays.
    pub fn scrubbed(&self, text: &str) -> String {
        let parts =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '[' | ']' | ',' | ';' | '{' | '}');
        each(text, parts, |token| {
            if is_arn(token) {
                return self.arn(token);
            }
            if let Some(address) = self.address(token) {
                return address;
            }
            if self.names.has(token) || token.contains('@') {
                return self.words(token, Stays::Nothing);
            }
            each(token, is_between, |word| {
                let known = self.names.has(word.trim_end_matches('.')) || made(word.trim_end_matches('.')).is_some();
                if known { self.word(word, Stays::Nothing) } else { word.to_owned() }
            })
        })
    }
}

fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

/// A text whose parts between some characters are each rewritten.
fn each(text: &str, is_between: impl Fn(char) -> bool, rewrite: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.find(|c| !is_between(c)).unwrap_or(rest.len());
        let (between, after) = rest.split_at_checked(start).unwrap_or((rest, ""));
        out.push_str(between);
        let end = after.find(&is_between).unwrap_or(after.len());
        let (word, further) = after.split_at_checked(end).unwrap_or((after, ""));
        if !word.is_empty() {
            out.push_str(&rewrite(word));
        }
        rest = further;
    }
    out
}
