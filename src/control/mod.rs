//! Controls: what is expected of an asset, which criteria it speaks to, and how to put it right.

pub mod case;
mod check;
pub mod fix;
mod id;
mod judge;
mod keys;
mod lint;
mod outcome;
pub mod pack;
pub mod param;
mod parse;
mod raw;
pub mod schema;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use case::{Case, Mismatch, Then};
pub use fix::{Fix, RenderedFix, Subject};
pub use id::{Assertion, ControlId, MalformedWord, Role, Severity};
pub use judge::Judgement;
pub use keys::is_reserved;
pub use lint::lint;
pub use outcome::Outcome;
pub use pack::{Origin, Pack, Source};
pub use param::{Change, Overrides, Param, ParamValue};

pub use crate::yaml::{Diagnostic, Mark};

use crate::criteria::CriterionId;
use crate::inventory::Kind;
use crate::predicate::{LeafPath, Path, Predicate, fields, leaves};

/// One criterion that a control speaks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The criterion.
    pub criterion: CriterionId,
    /// Whether it is this control's own subject.
    pub role: Role,
    /// The points of focus it is evidence for; each one a cloud can show.
    pub points: Vec<String>,
    /// Why.
    pub because: String,
}

/// How grave a failure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Severities {
    /// Where no rule holds.
    pub default: Severity,
    /// The first rule that is seen to hold decides.
    pub when: Vec<SeverityRule>,
}

/// A severity under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityRule {
    /// The condition.
    pub condition: Predicate,
    /// The severity where it holds.
    pub then: Severity,
}

impl Severities {
    /// The gravest that this control can give: what `--severity` and `--fail-on` select by.
    pub fn gravest(&self) -> Severity {
        self.when.iter().map(|rule| rule.then).fold(self.default, Severity::max)
    }
}

/// The names that other tools have for this control.
pub type Equivalents = BTreeMap<String, Vec<String>>;

/// One control, checked: every path exists, every literal fits, every criterion is real.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Its id: the provider, a dash, and the stem of its file.
    pub id: ControlId,
    /// The expectation as a sentence.
    pub title: String,
    /// The service it belongs to: the folder of its file.
    pub service: String,
    /// The kinds of asset it judges.
    pub kinds: Vec<Kind>,
    /// How grave a failure is.
    pub severity: Severities,
    /// Whether it looks at configuration or at operation.
    pub assertion: Assertion,
    /// The criteria it speaks to.
    pub criteria: Vec<Mapping>,
    /// Its parameters, with the values in force.
    pub params: BTreeMap<String, Param>,
    /// Which assets it applies to; all of its kinds where there is none.
    pub when: Option<Predicate>,
    /// What is expected of them.
    pub expect: Predicate,
    /// What else is shown; decides nothing.
    pub show: Vec<Path>,
    /// How to put a failure right.
    pub fix: Fix,
    /// What other tools call it.
    pub equivalents: Equivalents,
    /// Where to read more.
    pub references: Vec<String>,
    /// Its own tests.
    pub cases: Vec<Case>,
    /// The file it came from.
    pub file: String,
    /// Whether it is built in or a user's own.
    pub origin: Origin,
    /// The canonical form of what the file says, for the pack's digest.
    pub(crate) canonical: String,
}

impl Control {
    /// The gravest severity that a failure can have.
    pub fn gravest(&self) -> Severity {
        self.severity.gravest()
    }

    /// Every predicate: `when`, `expect`, and the conditions of its severity.
    pub fn predicates(&self) -> impl Iterator<Item = &Predicate> {
        let severities = self.severity.when.iter().map(|rule| &rule.condition);
        self.when.iter().chain([&self.expect]).chain(severities)
    }

    /// The assets' own fields that it reads, those it only shows or prints in a fix too: what must be collected.
    pub fn fields(&self) -> BTreeSet<String> {
        let judged = self.predicates().flat_map(fields);
        let shown = self.show.iter().chain(self.fix.paths()).filter_map(|path| path.top().map(str::to_owned));
        judged.chain(shown).collect()
    }

    /// The assets' own fields that its result turns on: what each of its cases lists.
    pub fn judged_fields(&self) -> BTreeSet<String> {
        self.predicates().flat_map(fields).collect()
    }

    /// Every place that its predicates read.
    pub fn leaves(&self) -> BTreeSet<LeafPath> {
        self.predicates().flat_map(leaves).collect()
    }
}
