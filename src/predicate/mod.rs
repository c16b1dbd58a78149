//! The predicate of a control: a tree that can be inspected, judged in three-valued logic, and put in words.

mod eval;
mod fields;
mod leaf;
mod observe;
mod path;
mod pattern;
mod prose;
mod seen;
mod test;
mod truth;

pub use eval::{deciding, evaluate, gaps};
pub use fields::{LeafPath, fields, leaves};
pub use observe::{Actual, Observation, Observer, Sink, look};
pub use path::{MalformedPath, Path, Segment};
pub use pattern::Pattern;
pub use prose::{Clause, clauses, expected, prose};
pub use seen::Seen;
pub use test::{Duration, Literal, MalformedDuration, Operand, Operands, Test};
pub use truth::Truth;

pub(crate) use path::is_plain;

/// What a control asks of an asset, or of an element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// Every part holds.
    All(Vec<Predicate>),
    /// At least one part holds.
    Any(Vec<Predicate>),
    /// The part does not hold.
    Not(Box<Predicate>),
    /// One test of one value.
    Leaf(Leaf),
}

/// One test of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where the value lies.
    pub path: Path,
    /// What is asked of it.
    pub test: Test,
    /// Whether the value can be null, by the schema.
    pub nullable: bool,
}
