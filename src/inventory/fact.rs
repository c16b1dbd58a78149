//! A fact: a value that was read, or the gaps that say why it was not.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::gap::{Gap, Gaps, UNKNOWN_KEY};

/// A value that the provider returned, or the reason why there is none to judge.
///
/// "The API says there is none" is `Known(None)` of a `Fact<Option<T>>`, never unknown.
/// The default is unknown because nobody asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    /// Read.
    Known(T),
    /// Not read.
    Unknown(Gaps),
}

impl<T> Default for Fact<T> {
    fn default() -> Self {
        Self::Unknown(Gaps::NOT_COLLECTED)
    }
}

impl<T> From<Gap> for Fact<T> {
    fn from(gap: Gap) -> Self {
        Self::Unknown(gap.into())
    }
}

impl<T> Fact<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// The gaps, where it is not.
    pub fn gaps(&self) -> Option<&Gaps> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(gaps) => Some(gaps),
        }
    }

    /// Borrows what is inside.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Unknown(gaps) => Fact::Unknown(gaps.clone()),
        }
    }

    /// Applies `f` to a known value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known(value) => Fact::Known(f(value)),
            Self::Unknown(gaps) => Fact::Unknown(gaps),
        }
    }

    /// Applies `f`, which may itself not know, to a known value.
    pub fn and_then<U>(self, f: impl FnOnce(T) -> Fact<U>) -> Fact<U> {
        match self {
            Self::Known(value) => f(value),
            Self::Unknown(gaps) => Fact::Unknown(gaps),
        }
    }

    /// Both, or the gaps of either and both.
    pub fn zip<U>(self, other: Fact<U>) -> Fact<(T, U)> {
        match (self, other) {
            (Self::Known(a), Fact::Known(b)) => Fact::Known((a, b)),
            (Self::Known(_), Fact::Unknown(gaps)) | (Self::Unknown(gaps), Fact::Known(_)) => Fact::Unknown(gaps),
            (Self::Unknown(mut a), Fact::Unknown(b)) => {
                a.merge(&b);
                Fact::Unknown(a)
            }
        }
    }

    /// Every value, or the gaps of all that are unknown.
    pub fn collect(facts: impl IntoIterator<Item = Self>) -> Fact<Vec<T>> {
        let mut values = Vec::new();
        let mut missing: Option<Gaps> = None;
        for fact in facts {
            match fact {
                Self::Known(value) => values.push(value),
                Self::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
            }
        }
        match missing {
            None => Fact::Known(values),
            Some(gaps) => Fact::Unknown(gaps),
        }
    }
}

impl<T> Fact<Vec<Fact<T>>> {
    /// What was seen, with one unknown element for all that may be missing; where nothing was seen and something may be
    /// missing, the list is unknown as a whole.
    pub fn gather(elements: impl IntoIterator<Item = Fact<T>>) -> Self {
        let (mut seen, mut missing): (_, Option<Gaps>) = (Vec::new(), None);
        for element in elements {
            match element {
                Fact::Known(_) => seen.push(element),
                Fact::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
            }
        }
        match missing {
            Some(gaps) if seen.is_empty() => return Self::Unknown(gaps),
            Some(gaps) => seen.push(Fact::Unknown(gaps)),
            None => {}
        }
        Self::Known(seen)
    }
}

impl Fact<bool> {
    /// Kleene's "and": one false decides, whatever else is unknown.
    pub fn all(facts: impl IntoIterator<Item = Self>) -> Self {
        Self::decide(facts, false)
    }

    /// Kleene's "or": one true decides, whatever else is unknown.
    pub fn any(facts: impl IntoIterator<Item = Self>) -> Self {
        Self::decide(facts, true)
    }

    fn decide(facts: impl IntoIterator<Item = Self>, deciding: bool) -> Self {
        let mut missing: Option<Gaps> = None;
        for fact in facts {
            match fact {
                Self::Known(value) if value == deciding => return Self::Known(deciding),
                Self::Known(_) => {}
                Self::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
            }
        }
        missing.map_or(Self::Known(!deciding), Self::Unknown)
    }
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Unknown(gaps) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(UNKNOWN_KEY, gaps)?;
                map.end()
            }
        }
    }
}

impl<'de, T: serde::de::DeserializeOwned> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let value = serde_json::Value::deserialize(deserializer)?;
        match value.get(UNKNOWN_KEY) {
            Some(gaps) => Gaps::from_json(gaps).map(Self::Unknown),
            None => serde_json::from_value(value).map(Self::Known),
        }
        .map_err(D::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Fact<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}
