//! One control: the test that was performed, what it was performed on, and what came of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::population::{Population, population};
use super::{Results, Setting};
use crate::assess::{Assessment, ControlResult, Status};
use crate::control::{Assertion, Change, Origin, Role, Severity};
use crate::criteria::CriterionId;
use crate::predicate::prose;

/// One control.
#[derive(Debug, Serialize)]
pub struct Control<'a> {
    /// Its id.
    pub id: &'a str,
    /// The expectation as a sentence.
    pub title: &'a str,
    /// The service it belongs to.
    pub service: &'a str,
    /// Whether it looks at configuration or at operation.
    pub assertion: Assertion,
    /// The gravest of its failures, or that what was not seen could be.
    pub severity: Severity,
    /// What it came to.
    pub status: Status,
    /// Whether it is built in or a user's own.
    pub origin: Origin,
    /// Whether it replaces a built-in one.
    pub replaces: bool,
    /// The test performed: of which assets; of all where it is empty. Lines, indented by two spaces a level.
    pub applies: Vec<String>,
    /// The test performed: what was expected of them. Lines, indented by two spaces a level.
    pub expects: Vec<String>,
    /// Its parameters in force.
    pub params: Vec<Param<'a>>,
    /// The criteria that it speaks to.
    pub criteria: Vec<MappedTo<'a>>,
    /// What it was tested on.
    pub population: Population<'a>,
    /// The gaps that keep it from being evaluated, here or there.
    pub gaps: &'a [usize],
    /// What other tools call it.
    pub equivalents: &'a BTreeMap<String, Vec<String>>,
    /// Where to read more.
    pub references: &'a [String],
    /// What came of it, asset by asset.
    pub results: Results<'a>,
}

/// A parameter in force.
#[derive(Debug, Serialize)]
pub struct Param<'a> {
    /// Its name.
    pub name: &'a str,
    /// The value in force.
    pub value: String,
    /// The value where nobody chose another.
    pub default: String,
    /// What it means.
    pub help: &'a str,
    /// How the one stands to the other.
    pub change: Change,
}

/// A criterion that a control speaks to.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct MappedTo<'a> {
    /// The criterion.
    pub criterion: &'a CriterionId,
    /// Whether it is the control's own subject.
    pub role: Role,
}

pub(super) fn all<'a>(assessment: &'a Assessment<'a>, setting: &'a Setting) -> Vec<Control<'a>> {
    assessment.controls().iter().map(|result| control(assessment, result, setting)).collect()
}

fn control<'a>(assessment: &'a Assessment<'a>, result: &'a ControlResult<'a>, setting: &'a Setting) -> Control<'a> {
    let own = result.control;
    let params = own.params.iter().map(|(name, param)| Param {
        name,
        value: param.value.to_string(),
        default: param.default.to_string(),
        help: &param.help,
        change: param.change,
    });
    let criteria = own.criteria.iter().map(|one| MappedTo { criterion: &one.criterion, role: one.role });
    Control {
        id: own.id.as_str(),
        title: &own.title,
        service: &own.service,
        assertion: own.assertion,
        severity: result.severity,
        status: result.status,
        origin: own.origin,
        replaces: assessment.input().pack.overridden().contains(&own.id),
        applies: own.when.as_ref().map(prose).unwrap_or_default(),
        expects: prose(&own.expect),
        params: params.collect(),
        criteria: criteria.collect(),
        population: population(assessment, result, setting),
        gaps: &result.gaps,
        equivalents: &own.equivalents,
        references: &own.references,
        results: Results::new(assessment, result),
    }
}
