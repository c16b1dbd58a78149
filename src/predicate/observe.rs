//! Observations: what was asked of a value, what it was, and what came of it. They are the evidence.

use serde_json::{Map, Value};

use super::eval::{element, gaps_of_element, inner};
use super::path::Path;
use super::prose::expected;
use super::seen::Seen;
use super::test::Test;
use super::{Leaf, Truth};
use crate::inventory::{Gaps, Timestamp};

/// What was found where a control looked.
#[derive(Debug, Clone, PartialEq)]
pub enum Actual {
    /// The value; null is known to be absent. Of a quantifier, the elements that decided.
    Value(Value),
    /// It could not be read.
    Unknown(Gaps),
}

/// One test of one value, with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Where the value lies.
    pub path: String,
    /// What was found there.
    pub actual: Actual,
    /// What was asked of it, in plain English; empty where nothing was (`show`).
    pub expected: String,
    /// Whether it held.
    pub truth: Truth,
}

/// Where the leaves of an evaluation go.
pub trait Sink {
    /// Whether every leaf must be seen, even after the result is decided.
    const OBSERVES: bool;

    /// Takes one leaf.
    fn leaf(&mut self, leaf: &Leaf, seen: Seen<'_>, truth: Truth, as_of: Timestamp);
}

/// No observations are wanted.
impl Sink for () {
    const OBSERVES: bool = false;

    fn leaf(&mut self, _: &Leaf, _: Seen<'_>, _: Truth, _: Timestamp) {}
}

/// Keeps an observation of every leaf, in the order of the control.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observer {
    /// What was observed so far.
    pub observations: Vec<Observation>,
}

impl Sink for Observer {
    const OBSERVES: bool = true;

    fn leaf(&mut self, leaf: &Leaf, seen: Seen<'_>, truth: Truth, as_of: Timestamp) {
        self.observations.push(observation(leaf, seen, truth, as_of));
    }
}

/// What stands at a path, with nothing asked of it: the observations of `show`.
pub fn look(path: &Path, facts: &Map<String, Value>) -> Observation {
    let seen = Seen::in_facts(facts, path);
    let (actual, truth) = match seen {
        Seen::Value(value) => (Actual::Value(value.clone()), Truth::True),
        Seen::Null => (Actual::Value(Value::Null), Truth::True),
        Seen::Unknown(_) => (Actual::Unknown(seen.gaps()), Truth::Unknown),
    };
    Observation { path: path.to_string(), actual, expected: String::new(), truth }
}

pub(super) fn observation(leaf: &Leaf, seen: Seen<'_>, truth: Truth, as_of: Timestamp) -> Observation {
    let actual = match (seen, truth) {
        (_, Truth::Unknown) => {
            let mut gaps = Gaps::default();
            element_gaps(&leaf.test, seen, as_of, &mut gaps);
            Actual::Unknown(gaps)
        }
        (Seen::Value(Value::Array(elements)), Truth::False) => offending(&leaf.test, elements, as_of),
        (Seen::Value(value), _) => Actual::Value(value.clone()),
        (Seen::Unknown(_), _) => Actual::Unknown(seen.gaps()),
        (Seen::Null, _) => Actual::Value(Value::Null),
    };
    Observation { path: leaf.path.to_string(), actual, expected: expected(&leaf.test), truth }
}

/// The elements that made a quantifier false; the whole list where no single element did.
fn offending(test: &Test, elements: &[Value], as_of: Timestamp) -> Actual {
    let offends = |value: &Value| match test {
        Test::Every(inner) => element(inner, Seen::of(value), as_of) != Truth::True,
        Test::None(inner) => element(inner, Seen::of(value), as_of) == Truth::True,
        _ => true,
    };
    Actual::Value(elements.iter().filter(|value| offends(value)).cloned().collect())
}

/// The gaps that left one test unknown: the value's own, or those of the elements it turns on.
pub(super) fn element_gaps(test: &Test, seen: Seen<'_>, as_of: Timestamp, found: &mut Gaps) {
    found.merge(&seen.gaps());
    let Seen::Value(Value::Array(elements)) = seen else { return };
    for value in elements {
        let seen = Seen::of(value);
        match inner(test) {
            Some(inner) => gaps_of_element(inner, seen, as_of, found),
            None => found.merge(&seen.gaps()),
        }
    }
}
