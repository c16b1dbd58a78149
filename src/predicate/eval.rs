//! Three-valued evaluation: one walk of the tree serves speed and evidence alike.

use serde_json::{Map, Value};

use super::observe::{Observation, Sink, element_gaps, observation};
use super::seen::Seen;
use super::test::Test;
use super::{Leaf, Predicate, Truth, leaf};
use crate::inventory::{Gaps, Timestamp};

/// What a predicate is judged over: an asset's facts, or one element of a list.
#[derive(Clone, Copy)]
enum Scope<'a> {
    Facts(&'a Map<String, Value>),
    Element(Seen<'a>),
}

impl<'a> Scope<'a> {
    fn see(self, leaf: &Leaf) -> Seen<'a> {
        match self {
            Self::Facts(facts) => Seen::in_facts(facts, &leaf.path),
            Self::Element(element) => element.at(&leaf.path),
        }
    }
}

/// Judges an asset's facts at a moment. A sink that observes is shown every leaf; without one the
/// walk ends where the result is decided.
pub fn evaluate<S: Sink>(predicate: &Predicate, facts: &Map<String, Value>, as_of: Timestamp, sink: &mut S) -> Truth {
    walk(predicate, Scope::Facts(facts), as_of, sink)
}

/// Judges one element of a list.
pub(super) fn element(predicate: &Predicate, element: Seen<'_>, as_of: Timestamp) -> Truth {
    walk(predicate, Scope::Element(element), as_of, &mut ())
}

fn walk<S: Sink>(predicate: &Predicate, scope: Scope<'_>, as_of: Timestamp, sink: &mut S) -> Truth {
    match predicate {
        Predicate::All(parts) => join(parts, scope, as_of, sink, Truth::True, Truth::and),
        Predicate::Any(parts) => join(parts, scope, as_of, sink, Truth::False, Truth::or),
        Predicate::Not(part) => !walk(part, scope, as_of, sink),
        Predicate::Leaf(leaf) => {
            let seen = scope.see(leaf);
            let truth = leaf::judge(&leaf.test, leaf.nullable, seen, as_of);
            sink.leaf(leaf, seen, truth, as_of);
            truth
        }
    }
}

fn join<S: Sink>(
    parts: &[Predicate],
    scope: Scope<'_>,
    as_of: Timestamp,
    sink: &mut S,
    empty: Truth,
    both: fn(Truth, Truth) -> Truth,
) -> Truth {
    let mut truth = empty;
    for part in parts {
        truth = both(truth, walk(part, scope, as_of, sink));
        if !S::OBSERVES && truth == !empty {
            break;
        }
    }
    truth
}

/// Why a predicate's truth is unknown: the gaps of every leaf that left it so.
///
/// Empty where the truth is known, and where the facts were never asked for.
pub fn gaps(predicate: &Predicate, facts: &Map<String, Value>, as_of: Timestamp) -> Gaps {
    let mut found = Gaps::default();
    collect_gaps(predicate, Scope::Facts(facts), as_of, &mut found);
    found
}

/// The same, of one element of a list.
pub(super) fn gaps_of_element(predicate: &Predicate, element: Seen<'_>, as_of: Timestamp, found: &mut Gaps) {
    collect_gaps(predicate, Scope::Element(element), as_of, found);
}

fn collect_gaps(predicate: &Predicate, scope: Scope<'_>, as_of: Timestamp, found: &mut Gaps) {
    if walk(predicate, scope, as_of, &mut ()) != Truth::Unknown {
        return;
    }
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                collect_gaps(part, scope, as_of, found);
            }
        }
        Predicate::Not(part) => collect_gaps(part, scope, as_of, found),
        Predicate::Leaf(leaf) => element_gaps(&leaf.test, scope.see(leaf), as_of, found),
    }
}

/// The leaves that made a predicate false; empty where it is not false.
///
/// Under `not`, these are the ones that held.
pub fn deciding(predicate: &Predicate, facts: &Map<String, Value>, as_of: Timestamp) -> Vec<Observation> {
    let mut found = Vec::new();
    collect_deciding(predicate, Scope::Facts(facts), as_of, Truth::False, &mut found);
    found
}

fn collect_deciding(
    predicate: &Predicate,
    scope: Scope<'_>,
    as_of: Timestamp,
    wanted: Truth,
    found: &mut Vec<Observation>,
) {
    if walk(predicate, scope, as_of, &mut ()) != wanted {
        return;
    }
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                collect_deciding(part, scope, as_of, wanted, found);
            }
        }
        Predicate::Not(part) => collect_deciding(part, scope, as_of, !wanted, found),
        Predicate::Leaf(leaf) => {
            let seen = scope.see(leaf);
            found.push(observation(leaf, seen, wanted, as_of));
        }
    }
}

/// The inner predicate of a quantifier, with whether an element offends by holding.
pub(super) fn inner(test: &Test) -> Option<&Predicate> {
    match test {
        Test::Every(inner) | Test::Some(inner) | Test::None(inner) => Some(inner),
        Test::Count { of, .. } => of.as_deref(),
        _ => None,
    }
}
