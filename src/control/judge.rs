//! What a control says of one asset.

use serde_json::{Map, Value};

use super::{Control, Outcome, Severity};
use crate::inventory::{Gaps, Timestamp};
use crate::predicate::{Sink, Truth, evaluate, gaps};

/// An outcome, and the gaps behind one that is `not_evaluated`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What came of it.
    pub outcome: Outcome,
    /// Why it was not evaluated: empty for any other outcome, and where nobody asked for the facts.
    pub gaps: Gaps,
}

impl Control {
    /// Judges one asset's facts at a moment. A control that does not apply asks nothing of the expectation.
    pub fn judge<S: Sink>(&self, facts: &Map<String, Value>, as_of: Timestamp, sink: &mut S) -> Judgement {
        let applies = self.when.as_ref().map_or(Truth::True, |when| evaluate(when, facts, as_of, sink));
        let (outcome, undecided) = match applies {
            Truth::False => (Outcome::NotApplicable, None),
            Truth::Unknown => (Outcome::NotEvaluated, self.when.as_ref()),
            Truth::True => match evaluate(&self.expect, facts, as_of, sink) {
                Truth::True => (Outcome::Pass, None),
                Truth::False => (Outcome::Fail, None),
                Truth::Unknown => (Outcome::NotEvaluated, Some(&self.expect)),
            },
        };
        let gaps = undecided.map_or(Gaps::NOT_COLLECTED, |predicate| gaps(predicate, facts, as_of));
        Judgement { outcome, gaps }
    }

    /// How grave a failure of this asset is: the first rule that is seen to hold, else the default.
    ///
    /// A rule that cannot be told to hold may: its severity counts where it is the graver one, lest
    /// a denied read make a failure look smaller.
    pub fn severity_of(&self, facts: &Map<String, Value>, as_of: Timestamp) -> Severity {
        let mut possible = None;
        for rule in &self.severity.when {
            match evaluate(&rule.condition, facts, as_of, &mut ()) {
                Truth::True => return Some(rule.then).max(possible).unwrap_or(rule.then),
                Truth::Unknown => possible = possible.max(Some(rule.then)),
                Truth::False => {}
            }
        }
        possible.map_or(self.severity.default, |possible| possible.max(self.severity.default))
    }
}
