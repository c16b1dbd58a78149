//! A moment in UTC.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A day of UTC, leap seconds apart.
pub const SECONDS_A_DAY: i64 = 86_400;

/// A moment, printed as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// From seconds and nanoseconds since 1970-01-01T00:00:00Z; `None` outside of jiff's years.
    pub fn from_unix(seconds: i64, nanoseconds: i32) -> Option<Self> {
        jiff::Timestamp::new(seconds, nanoseconds).ok().map(Self)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn as_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Seconds from `earlier` to this moment, negative where `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.as_seconds() - earlier.as_seconds()
    }

    /// The beginning of a day in UTC, written as `2025-01-31`.
    pub fn from_date(word: &str) -> Option<Self> {
        format!("{word}T00:00:00Z").parse().ok().filter(|_| word.len() == 10)
    }

    /// The moment so many days later; `None` outside of jiff's years.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_unix(days.checked_mul(SECONDS_A_DAY)?.checked_add(self.as_seconds())?, 0)
    }

    /// The day in UTC, `2025-01-31`.
    pub fn date(self) -> String {
        self.0.strftime("%Y-%m-%d").to_string()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp)
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(word: &str) -> Result<Self, jiff::Error> {
        word.parse().map(Self)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = jiff::Error;

    fn try_from(word: String) -> Result<Self, jiff::Error> {
        word.parse()
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}
