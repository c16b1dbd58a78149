//! Parameters: the numbers and lists that an organisation may choose for itself.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::id::{ControlId, MalformedWord};
use crate::predicate::Literal;
use crate::yaml::{Diagnostic, Mark};

mod parse;

pub(crate) use parse::{integer, literal, number, value_from_node, value_from_text, within_bounds};

/// The type of one value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScalarType {
    /// A whole number.
    Integer,
    /// A length of time.
    Duration,
    /// Text.
    String,
    /// One of these words.
    Enum(Vec<String>),
    /// `true` or `false`.
    Bool,
    /// A CIDR block.
    Cidr,
    /// A port or a range of ports.
    PortRange,
}

impl fmt::Display for ScalarType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer => "integer",
            Self::Duration => "duration",
            Self::String => "string",
            Self::Enum(_) => "enum",
            Self::Bool => "bool",
            Self::Cidr => "cidr",
            Self::PortRange => "port_range",
        })
    }
}

/// The type of a parameter: one value, or a list of such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamType {
    /// The type of each value.
    pub of: ScalarType,
    /// Whether it is a list (`list of integer`).
    pub list: bool,
}

impl fmt::Display for ParamType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.list { "list of " } else { "" }, self.of)
    }
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// One value.
    One(Literal),
    /// A list of values.
    List(Vec<Literal>),
    /// None until somebody chooses one; until then the control applies to nothing.
    Unset,
}

impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => value.fmt(f),
            Self::List(values) => {
                let words: Vec<String> = values.iter().map(Literal::to_string).collect();
                f.write_str(&words.join(","))
            }
            Self::Unset => f.write_str("none: the control applies to nothing until it is set"),
        }
    }
}

/// How a value in force stands to its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The same.
    Default,
    /// Different, in a way that cannot pass more assets.
    Tightened,
    /// Different, in a way that can pass more assets, or whose effect cannot be told.
    Loosened,
}

/// One parameter of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its type.
    pub ty: ParamType,
    /// The value where nobody chose another.
    pub default: ParamValue,
    /// The value in force.
    pub value: ParamValue,
    /// The least value that is accepted, of integers and durations.
    pub at_least: Option<Literal>,
    /// The greatest value that is accepted.
    pub at_most: Option<Literal>,
    /// What it means.
    pub help: String,
    /// How the value in force stands to the default.
    pub change: Change,
}

/// One `--param ID.name=value`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Override {
    /// The control.
    pub control: ControlId,
    /// The parameter's name.
    pub name: String,
    /// The value as it was written; a list is joined by commas.
    pub value: String,
}

impl FromStr for Override {
    type Err = MalformedOverride;

    fn from_str(word: &str) -> Result<Self, MalformedOverride> {
        let (target, value) = word.split_once('=').ok_or_else(|| MalformedOverride::Form(word.to_owned()))?;
        let (control, name) = target.split_once('.').ok_or_else(|| MalformedOverride::Form(word.to_owned()))?;
        if name.is_empty() {
            return Err(MalformedOverride::Form(word.to_owned()));
        }
        Ok(Self { control: control.parse()?, name: name.to_owned(), value: value.to_owned() })
    }
}

impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}={}", self.control, self.name, self.value)
    }
}

/// A `--param` that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MalformedOverride {
    /// It lacks the dot or the equals sign.
    #[error("{0:?} sets no parameter: write ID.name=value")]
    Form(String),
    /// Its control id is none.
    #[error(transparent)]
    Control(#[from] MalformedWord),
}

/// The parameters that somebody chose; of several for one parameter the last holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    chosen: BTreeMap<(ControlId, String), Chosen>,
}

/// A value that somebody chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The value as it was written.
    pub(crate) value: String,
    /// Where it was.
    pub(crate) place: Place,
}

/// Where a parameter was chosen, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file, or `--param`.
    pub(crate) file: String,
    /// Where in it.
    pub(crate) mark: Mark,
}

impl Default for Place {
    fn default() -> Self {
        Self { file: "--param".to_owned(), mark: Mark { line: 1, column: 1 } }
    }
}

impl Place {
    /// What is wrong there.
    pub(super) fn diagnostic(&self, message: String, help: Option<String>) -> Diagnostic {
        let Mark { line, column } = self.mark;
        Diagnostic { file: self.file.clone(), line, column, message, help }
    }
}

impl Overrides {
    /// Adds one of the command line.
    pub fn set(&mut self, chosen: Override) {
        self.set_at(chosen, Place::default());
    }

    /// Adds one that was written at this place.
    pub(crate) fn set_at(&mut self, chosen: Override, place: Place) {
        let Override { control, name, value } = chosen;
        self.chosen.insert((control, name), Chosen { value, place });
    }

    /// Every one, by control and name.
    pub fn iter(&self) -> impl Iterator<Item = Override> {
        self.all().map(|(control, name, chosen)| Override {
            control: control.clone(),
            name: name.to_owned(),
            value: chosen.value.clone(),
        })
    }

    /// Every one with where it was chosen, by control and name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&ControlId, &str, &Chosen)> {
        self.chosen.iter().map(|((control, name), chosen)| (control, name.as_str(), chosen))
    }

    /// The value chosen for a parameter.
    pub(crate) fn get(&self, control: &ControlId, name: &str) -> Option<&Chosen> {
        self.chosen.get(&(control.clone(), name.to_owned()))
    }
}

impl FromIterator<Override> for Overrides {
    fn from_iter<I: IntoIterator<Item = Override>>(chosen: I) -> Self {
        let mut overrides = Self::default();
        chosen.into_iter().for_each(|chosen| overrides.set(chosen));
        overrides
    }
}
