//! What a control says of one asset.

use serde_json::{Map, Value};

use super::{Control, Severity};
use crate::inventory::{Gaps, Timestamp};
use crate::predicate::{Sink, Truth, evaluate, gaps};

/// What came of judging one asset, before anything that management decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The expectation was seen to hold.
    Pass,
    /// It was seen not to hold.
    Fail,
    /// The control was seen not to apply.
    NotApplicable,
    /// What was seen does not tell.
    NotEvaluated,
}

impl Outcome {
    /// The word used in files and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "not_applicable",
            Self::NotEvaluated => "not_evaluated",
        }
    }
}

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
    pub fn severity_of(&self, facts: &Map<String, Value>, as_of: Timestamp) -> Severity {
        let holds = |condition| evaluate(condition, facts, as_of, &mut ()) == Truth::True;
        let rule = self.severity.when.iter().find(|rule| holds(&rule.condition));
        rule.map_or(self.severity.default, |rule| rule.then)
    }
}
