//! A control's own tests: given these facts, this comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

use super::{Control, Diagnostic, Mark, Outcome};
use crate::inventory::Timestamp;
use crate::predicate::{Predicate, deciding};

/// What a case expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The control passes.
    Pass,
    /// It fails, and exactly these paths decide that.
    Fail(BTreeSet<String>),
    /// What is given does not tell.
    NotEvaluated,
    /// The control does not apply.
    NotApplicable,
}

impl Then {
    /// The outcome without its paths.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Pass => Outcome::Pass,
            Self::Fail(_) => Outcome::Fail,
            Self::NotEvaluated => Outcome::NotEvaluated,
            Self::NotApplicable => Outcome::NotApplicable,
        }
    }
}

impl fmt::Display for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.outcome().as_str())?;
        match self {
            Self::Fail(paths) => {
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                write!(f, " by {}", paths.join(", "))
            }
            _ => Ok(()),
        }
    }
}

/// The predicates of a control, under other parameters than those in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Under {
    /// When it applies.
    pub when: Option<Predicate>,
    /// What it expects.
    pub expect: Predicate,
}

/// One case of a control.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Where it stands in the control's file.
    pub mark: Mark,
    /// What the control asks under the parameters that this case chooses; `None` where it chooses none.
    pub under: Option<Box<Under>>,
    /// The facts; what was denied stands there as an unknown marker.
    pub given: Map<String, Value>,
    /// By field, the operations that `{$denied: service:Operation}` names.
    pub denied: BTreeMap<String, BTreeSet<String>>,
    /// What is expected.
    pub then: Then,
    /// What the case is there to show.
    pub shows: Option<String>,
}

/// A case that did not come out as it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// The control's file.
    pub file: String,
    /// Where the case stands in it.
    pub mark: Mark,
    /// What was expected.
    pub expected: Then,
    /// What came of it.
    pub actual: Then,
}

impl Mismatch {
    /// As a mistake in the control's file.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            file: self.file.clone(),
            line: self.mark.line,
            column: self.mark.column,
            message: format!("this case says {}, the control says {}", self.expected, self.actual),
            help: None,
        }
    }
}

/// Seconds from the epoch to 2025-01-01T00:00:00Z, the moment at which every case is judged.
const AS_OF: i64 = 1_735_689_600;

/// The moment at which every case is judged: 2025-01-01T00:00:00Z.
pub fn as_of() -> Timestamp {
    // Every i64 of this size is a timestamp; the fallback is the epoch.
    Timestamp::from_unix(AS_OF, 0).unwrap_or_else(|| jiff::Timestamp::UNIX_EPOCH.into())
}

/// Runs every case of a control.
pub fn run(control: &Control) -> Vec<Mismatch> {
    let judged = control.cases.iter().map(|case| (case, outcome(control, case)));
    judged
        .filter(|(case, actual)| case.then != *actual)
        .map(|(case, actual)| Mismatch {
            file: control.file.clone(),
            mark: case.mark,
            expected: case.then.clone(),
            actual,
        })
        .collect()
}

/// What comes of one case.
pub fn outcome(control: &Control, case: &Case) -> Then {
    if let Some(under) = &case.under {
        let Under { when, expect } = (**under).clone();
        let control = Control { when, expect, ..control.clone() };
        return outcome(&control, &Case { under: None, ..case.clone() });
    }
    match control.judge(&case.given, as_of(), &mut ()).outcome {
        Outcome::Pass => Then::Pass,
        Outcome::NotApplicable => Then::NotApplicable,
        // Management has no say in a case.
        Outcome::NotEvaluated | Outcome::RiskAccepted | Outcome::SetAside => Then::NotEvaluated,
        Outcome::Fail => {
            let decided = deciding(&control.expect, &case.given, as_of());
            Then::Fail(decided.into_iter().map(|observation| observation.path).collect())
        }
    }
}
