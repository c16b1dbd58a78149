//! The identity of an asset: its kind, account, region and id.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The fact that holds the tags of an asset, where its kind has any.
pub const TAGS: &str = "tags";

/// A word that does not have the form its type asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no {what}: {rule}")]
pub struct MalformedId {
    what: &'static str,
    word: String,
    rule: &'static str,
}

/// A kind of asset, `provider.service.noun`, such as `aws.s3.bucket`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kind(Cow<'static, str>);

impl Kind {
    /// A kind named in our own tables; a test over the registry holds its form.
    pub const fn named(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The provider, the first of the three words.
    pub fn provider(&self) -> &str {
        self.word(0)
    }

    /// The service, the second of the three words.
    pub fn service(&self) -> &str {
        self.word(1)
    }

    /// The noun, the last of the three words.
    pub fn noun(&self) -> &str {
        self.word(2)
    }

    fn word(&self, n: usize) -> &str {
        self.0.split('.').nth(n).unwrap_or_default()
    }
}

impl FromStr for Kind {
    type Err = MalformedId;

    fn from_str(word: &str) -> Result<Self, MalformedId> {
        let mut words = 0;
        let well_formed = word.split('.').all(|part| {
            words += 1;
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        });
        if well_formed && words == 3 {
            Ok(Self(Cow::Owned(word.to_owned())))
        } else {
            Err(MalformedId { what: "asset kind", word: word.to_owned(), rule: "write provider.service.noun" })
        }
    }
}

/// An account of a provider; for AWS its twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// The account id as the provider writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountId {
    type Err = MalformedId;

    fn from_str(word: &str) -> Result<Self, MalformedId> {
        if !word.is_empty() && word.len() <= 64 && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            Ok(Self(word.to_owned()))
        } else {
            Err(MalformedId {
                what: "account id",
                word: word.to_owned(),
                rule: "letters, digits and dashes, at most 64",
            })
        }
    }
}

/// A region of a provider, `global` for what has none, `*` in a gap for every region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(Cow<'static, str>);

impl Region {
    /// What is listed once an account, whatever the regions.
    pub const GLOBAL: Self = Self(Cow::Borrowed("global"));
    /// Every region, where the regions themselves could not be listed.
    pub const EVERY: Self = Self(Cow::Borrowed("*"));

    /// The region as the provider writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Region {
    type Err = MalformedId;

    fn from_str(word: &str) -> Result<Self, MalformedId> {
        let well_formed = !word.is_empty()
            && word.len() <= 32
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if well_formed || word == "*" {
            Ok(Self(Cow::Owned(word.to_owned())))
        } else {
            Err(MalformedId {
                what: "region",
                word: word.to_owned(),
                rule: "lower-case letters, digits and dashes, like eu-west-1",
            })
        }
    }
}

/// What tells one asset from every other. `id` is the ARN in its documented form, or for a
/// singleton its kind, account and region (`aws.ec2.region/123456789012/eu-west-1`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// What it is.
    pub kind: Kind,
    /// Whose it is.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
    /// Its ARN, or the made id of a singleton.
    pub id: String,
}

impl Key {
    /// The key of the one asset of this kind that an account has, or an account has in a region.
    pub fn singleton(kind: &Kind, account: &AccountId, region: &Region) -> Self {
        let id =
            if *region == Region::GLOBAL { format!("{kind}/{account}") } else { format!("{kind}/{account}/{region}") };
        Self { kind: kind.clone(), account: account.clone(), region: region.clone(), id }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

macro_rules! string_type {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl TryFrom<String> for $name {
            type Error = MalformedId;

            fn try_from(word: String) -> Result<Self, MalformedId> {
                word.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.as_str().to_owned()
            }
        }
    )*};
}

string_type!(Kind, AccountId, Region);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_three_words() {
        let kind: Kind = "aws.s3.bucket".parse().unwrap();
        assert_eq!((kind.provider(), kind.service(), kind.noun()), ("aws", "s3", "bucket"));
        for wrong in ["", "aws.s3", "aws.s3.bucket.x", "AWS.s3.bucket", "aws..bucket", "aws.s3.bucket "] {
            assert!(wrong.parse::<Kind>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_singleton_is_named_by_what_it_is() {
        let kind = Kind::named("aws.ec2.region");
        let account: AccountId = "123456789012".parse().unwrap();
        let region: Region = "eu-west-1".parse().unwrap();
        assert_eq!(Key::singleton(&kind, &account, &region).id, "aws.ec2.region/123456789012/eu-west-1");
        assert_eq!(Key::singleton(&kind, &account, &Region::GLOBAL).id, "aws.ec2.region/123456789012");
    }
}
