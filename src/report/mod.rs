//! The auditor's point-in-time (Type 1) report: all that it says, derived once from an assessment.
//!
//! [`Report`] is data: every number, sentence and list of the report, in the order in which it is told. The writers
//! beside it lay it out and judge nothing. It knows no time but the snapshots' own, so that the same input gives the
//! same bytes.

mod considerations;
mod control;
mod cover;
mod criterion;
mod csv;
mod filed;
mod format;
mod gap;
mod html;
mod markdown;
mod oscal;
#[cfg(feature = "pdf")]
mod pdf;
mod plan;
mod population;
mod result;
mod scope;
mod summary;
pub mod words;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use considerations::{Considerations, Expected, Subservice};
pub use control::{Control, MappedTo, Param};
pub use cover::{Changed, Cover};
pub use criterion::{Criterion, Mapped, Point};
pub use filed::{Acceptance, Document, Exclusion, File};
pub use format::{FORMATS, Format, Writer, by_extension, by_name, write_all};
pub use gap::Gap;
pub use plan::{Cause, Group, Step};
pub use population::{Counts, Listing, Population};
pub use result::{Asset, Fix, Observation, Result, Results, Seen, cut};
pub use scope::{Call, Collection, Place, Scope};
pub use summary::{CategoryFigures, Row, Share, Summary};

use crate::assess::Assessment;
use crate::inventory::{AccountId, Kind};

/// What a report says that no assessment holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// Whose report it is.
    pub organization: Option<String>,
    /// The system that it is about.
    pub system: Option<String>,
    /// The operations that list each kind, as `service:Operation`; none where a kind is one thing that is always there.
    pub listed_by: BTreeMap<Kind, Vec<String>>,
    /// The accounts of the organization, where it could be read.
    pub organization_accounts: Option<BTreeSet<AccountId>>,
    /// What is expected of others.
    pub considerations: Considerations,
}

/// Everything that the report says. Numbers in it are places in its lists.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Whose it is, as of when, and what it is not.
    pub cover: Cover<'a>,
    /// What was looked at, by whom, and how.
    pub scope: Scope<'a>,
    /// The figures.
    pub summary: Summary,
    /// All 61 criteria, in the order of the publication.
    pub criteria: Vec<Criterion<'a>>,
    /// The selected controls, by id.
    pub controls: Vec<Control<'a>>,
    /// Of these, the numbers of those that look at operation: indicators on the date, told apart.
    pub indicators: Vec<usize>,
    /// What is expected of others than the entity.
    pub considerations: &'a Considerations,
    /// What to do about it, that first which stands in the way of most.
    pub plan: Vec<Step<'a>>,
    /// What could not be read.
    pub gaps: Vec<Gap<'a>>,
    /// Every risk acceptance on file, whether it is honoured or not.
    pub acceptances: Vec<Acceptance<'a>>,
    /// What management leaves out of the system's boundary.
    pub exclusions: Vec<Exclusion<'a>>,
    /// Every document on file, whether it counts or not.
    pub documents: Vec<Document<'a>>,
    #[serde(skip)]
    assessment: &'a Assessment<'a>,
}

impl<'a> Report<'a> {
    /// The report on an assessment.
    pub fn new(assessment: &'a Assessment<'a>, setting: &'a Setting) -> Self {
        let controls = control::all(assessment, setting);
        let criteria = criterion::all(assessment);
        let of_operation = |one: &(usize, &Control<'_>)| one.1.assertion == crate::control::Assertion::Operation;
        Self {
            cover: cover::cover(assessment, setting),
            scope: scope::scope(assessment, setting),
            summary: summary::summary(assessment),
            plan: plan::plan(assessment, &controls),
            indicators: controls.iter().enumerate().filter(of_operation).map(|(number, _)| number).collect(),
            criteria,
            controls,
            considerations: &setting.considerations,
            gaps: assessment.gaps().iter().map(Gap::of).collect(),
            acceptances: filed::acceptances(assessment),
            exclusions: filed::exclusions(assessment),
            documents: filed::documents(assessment),
            assessment,
        }
    }

    /// The assessment that it is on.
    pub fn assessment(&self) -> &'a Assessment<'a> {
        self.assessment
    }

    /// What management decided of a result, where it did: that its failure is accepted, or that it is set aside.
    pub fn decision(&self, result: &Result<'_>) -> Option<&str> {
        let accepted = result.acceptance.and_then(|number| self.acceptances.get(number)).map(|one| &one.statement);
        let left_out = || result.exclusion.and_then(|number| self.exclusions.get(number)).map(|one| &one.statement);
        accepted.or_else(left_out).map(String::as_str)
    }

    /// A gap in a few words, by its number.
    pub fn gap(&self, number: usize) -> String {
        self.gaps.get(number).map(ToString::to_string).unwrap_or_default()
    }
}
