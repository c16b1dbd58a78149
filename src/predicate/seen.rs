//! What was seen at a path: a value, null, or the gaps in its place.

use serde_json::{Map, Value};

use super::path::{Path, Segment};
use crate::inventory::Gaps;
use crate::inventory::gap::UNKNOWN_KEY;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seen<'a> {
    /// A value that is not null.
    Value(&'a Value),
    /// Known to be absent, here or anywhere above.
    Null,
    /// Not read: the content of the unknown marker, or nothing where it was never asked for.
    Unknown(Option<&'a Value>),
}

impl<'a> Seen<'a> {
    /// One value, which may be null or an unknown marker.
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Object(map) => map.get(UNKNOWN_KEY).map_or(Self::Value(value), |gaps| Self::Unknown(Some(gaps))),
            _ => Self::Value(value),
        }
    }

    /// What stands at `path` below an asset's facts.
    pub fn in_facts(facts: &'a Map<String, Value>, path: &Path) -> Self {
        match path.segments() {
            [] => Self::Unknown(None),
            [first, rest @ ..] => Self::step(facts, first).follow(rest),
        }
    }

    /// What stands at `path` below this.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        self.follow(path.segments())
    }

    fn follow(self, segments: &[Segment]) -> Self {
        segments.iter().fold(self, |seen, segment| match seen {
            Self::Value(Value::Object(map)) => Self::step(map, segment),
            // A scalar where the schema has a struct: nothing can be told from it.
            Self::Value(_) => Self::Unknown(None),
            Self::Null | Self::Unknown(_) => seen,
        })
    }

    fn step(map: &'a Map<String, Value>, segment: &Segment) -> Self {
        match (map.get(segment.name()), segment) {
            (Some(value), _) => Self::of(value),
            (None, Segment::Field(_)) => Self::Unknown(None),
            (None, Segment::Key(_)) => Self::Null,
        }
    }

    /// The gaps of what is unknown; empty otherwise, and where nobody asked.
    ///
    /// A marker that cannot be read says no more than that the value is unknown.
    pub fn gaps(self) -> Gaps {
        match self {
            Self::Unknown(Some(marker)) => Gaps::from_json(marker).unwrap_or_default(),
            Self::Unknown(None) | Self::Null | Self::Value(_) => Gaps::NOT_COLLECTED,
        }
    }
}
