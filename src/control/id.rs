//! The small words of a control: its id, severity, roles and assertion.

use std::fmt;
use std::str::FromStr;

/// The id of a control, such as `aws-s3-bucket-default-encryption`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlId(String);

/// A word that is none of those its type has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no {what}: {rule}")]
pub struct MalformedWord {
    word: String,
    what: &'static str,
    rule: String,
}

impl ControlId {
    /// The id as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ControlId {
    type Err = MalformedWord;

    fn from_str(word: &str) -> Result<Self, MalformedWord> {
        let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if word.len() <= 120 && word.contains('-') && word.split('-').all(part) {
            Ok(Self(word.to_owned()))
        } else {
            let rule = "lower-case words and digits joined by dashes, as in aws-s3-bucket-versioning".to_owned();
            Err(MalformedWord { word: word.to_owned(), what: "control id", rule })
        }
    }
}

impl fmt::Display for ControlId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for ControlId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How grave a failure is; ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// To be put right in time.
    Medium,
    /// To be put right soon.
    High,
    /// To be put right now.
    Critical,
}

/// Whether a mapping is the control's own subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The criterion is what the control is about: its failure is a deviation.
    Primary,
    /// The control says something about the criterion.
    Supporting,
}

/// What kind of statement a control makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    /// How something is set up.
    #[default]
    Configuration,
    /// How something is run: an indicator on the date.
    Operation,
}

macro_rules! words {
    ($($name:ident, $what:literal, [$($variant:ident = $word:literal),+];)+) => {$(
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word used in files and output.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = MalformedWord;

            fn from_str(word: &str) -> Result<Self, MalformedWord> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word).ok_or_else(|| MalformedWord {
                    word: word.to_owned(),
                    what: $what,
                    rule: format!("one of {}", [$($word),+].join(", ")),
                })
            }
        }
    )+};
}

words! {
    Severity, "severity", [Critical = "critical", High = "high", Medium = "medium", Low = "low"];
    Role, "role", [Primary = "primary", Supporting = "supporting"];
    Assertion, "assertion", [Configuration = "configuration", Operation = "operation"];
}
