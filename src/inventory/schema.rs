//! The types of an asset's facts, read from the JSON Schema of its struct.

use std::collections::BTreeMap;
use std::fmt;

use super::asset::Kind;
use super::store::Asset;

mod read;

/// The type of a fact. Elements of lists and values of maps are never null: a struct that has
/// `Vec<Option<T>>` or a map of options is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Text.
    String,
    /// One of the provider's words; in data there may be words of the future.
    Enum(Vec<String>),
    /// A moment, RFC 3339 in UTC.
    Timestamp,
    /// A CIDR block.
    Cidr,
    /// A port or a range of ports.
    PortRange,
    /// A list of elements of one type.
    List(Box<Type>),
    /// A map from strings to values of one type, such as tags.
    Map(Box<Type>),
    /// A struct.
    Object(Object),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Integer => f.write_str("integer"),
            Self::String => f.write_str("string"),
            Self::Enum(_) => f.write_str("enum"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Cidr => f.write_str("cidr"),
            Self::PortRange => f.write_str("port_range"),
            Self::List(of) => write!(f, "list of {of}"),
            Self::Map(of) => write!(f, "map of {of}"),
            Self::Object(_) => f.write_str("object"),
        }
    }
}

/// One field of a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The type of its value where it is not null.
    pub ty: Type,
    /// Whether it can be null: known to be absent.
    pub nullable: bool,
    /// What it says, from the struct's doc comment.
    pub doc: String,
}

/// The fields of a struct, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// The fields.
    pub fields: BTreeMap<String, Field>,
}

/// The types of every kind's facts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    kinds: BTreeMap<Kind, Object>,
}

impl Schema {
    /// Of no kinds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a kind, or replaces it.
    pub fn insert(&mut self, kind: Kind, object: Object) {
        self.kinds.insert(kind, object);
    }

    /// The facts of one kind.
    pub fn kind(&self, kind: &Kind) -> Option<&Object> {
        self.kinds.get(kind)
    }

    /// Every kind with its facts, by name.
    pub fn kinds(&self) -> impl Iterator<Item = (&Kind, &Object)> {
        self.kinds.iter()
    }
}

/// A struct whose JSON Schema has a shape that the control language has no type for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct UnsupportedShape {
    /// Where in the struct.
    pub at: String,
    /// What is wrong with it.
    pub problem: String,
}

/// The facts of an asset struct, through its JSON Schema; `Fact<T>` has the type of `T`.
///
/// # Errors
/// A shape outside of [`Type`]; a test over every registered kind keeps these out of a release.
pub fn object_of<T: Asset>() -> Result<Object, UnsupportedShape> {
    read::object(schemars::schema_for!(T).as_value())
}
