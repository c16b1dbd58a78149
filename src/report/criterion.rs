//! One criterion: two columns that are never merged, and what is behind each of them.

use serde::Serialize;

use super::population::Counts;
use crate::assess::{Assessment, Configuration, CriterionResult, Documents, Standing, Status};
use crate::control::{Assertion, Mapping, Role};
use crate::criteria::{self, Category, CloudEvidence, CriterionId};

/// One criterion.
#[derive(Debug, Serialize)]
pub struct Criterion<'a> {
    /// Its id.
    pub id: &'a CriterionId,
    /// Its category.
    pub category: Category,
    /// The heading it stands under.
    pub series: &'a str,
    /// What it asks, in our own words.
    pub summary: &'a str,
    /// How much of it a cloud can show.
    pub cloud_evidence: CloudEvidence,
    /// What in a cloud shows it; absent where nothing does.
    pub cloud_signals: Option<&'a str>,
    /// What an auditor asks for besides.
    pub manual_evidence: &'a str,
    /// What the configuration of the cloud shows.
    pub configuration: Configuration,
    /// What of the entity's own evidence is there.
    pub documents: Documents,
    /// The numbers of the documents filed for it, whether they count or not.
    pub filed: &'a [usize],
    /// The points of focus that only a document can show and that no document that counts is for.
    pub undocumented: Vec<&'a str>,
    /// Its points of focus.
    pub points: Vec<Point<'a>>,
    /// The controls that look at configuration.
    pub controls: Vec<Mapped<'a>>,
    /// Those that look at operation, told apart: indicators on the date.
    pub indicators: Vec<Mapped<'a>>,
    /// The numbers of those that make its configuration what it is, where that is no good news.
    pub decided_by: &'a [usize],
    /// The pack's controls that speak to it but were not selected.
    pub unselected: Vec<&'a str>,
    /// How its controls came out; `assets` counts controls here.
    pub control_counts: Counts,
    /// How their results came out.
    pub result_counts: Counts,
}

/// One point of focus.
#[derive(Debug, Serialize)]
pub struct Point<'a> {
    /// Its title.
    pub name: &'a str,
    /// What the configuration shows of it; absent where no cloud shows anything.
    pub status: Option<Configuration>,
    /// Whether it applies to this engagement.
    pub applies: bool,
    /// The only engagements that it applies to.
    pub scope: Option<&'a str>,
    /// The numbers of the controls that speak to it.
    pub controls: &'a [usize],
    /// The numbers of the documents that count for it.
    pub documents: Vec<usize>,
    /// Whether there is evidence of it: a configuration that meets it, or, of what no control was run on, a document.
    pub evidenced: bool,
}

/// A control that speaks to a criterion.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Mapped<'a> {
    /// Its number.
    pub control: usize,
    /// Whether the criterion is its own subject.
    pub role: Role,
    /// Why it speaks to it.
    pub because: &'a str,
    /// The points of focus that it is evidence for.
    pub points: &'a [String],
    /// What it came to.
    pub status: Status,
}

pub(super) fn all<'a>(assessment: &'a Assessment<'a>) -> Vec<Criterion<'a>> {
    assessment.criteria().iter().map(|result| criterion(assessment, result)).collect()
}

fn criterion<'a>(assessment: &'a Assessment<'a>, result: &'a CriterionResult<'a>) -> Criterion<'a> {
    let criterion = result.criterion;
    let mapped = |assertion| mapped(assessment, result, assertion);
    Criterion {
        id: &criterion.id,
        category: criterion.category,
        series: &criterion.series,
        summary: &criterion.summary,
        cloud_evidence: criterion.cloud_evidence,
        cloud_signals: criterion.cloud_signals.as_deref(),
        manual_evidence: &criterion.manual_evidence,
        configuration: result.configuration,
        documents: result.documents(),
        filed: &result.on_file.filed,
        undocumented: result.on_file.wanting.iter().map(|point| point.name.as_str()).collect(),
        points: criterion.points.iter().map(|one| point(assessment, result, one)).collect(),
        controls: mapped(Assertion::Configuration),
        indicators: mapped(Assertion::Operation),
        decided_by: &result.decided_by,
        unselected: result.unselected.iter().map(|id| id.as_str()).collect(),
        control_counts: result.control_counts.into(),
        result_counts: result.result_counts.into(),
    }
}

fn mapped<'a>(
    assessment: &'a Assessment<'a>,
    result: &'a CriterionResult<'a>,
    assertion: Assertion,
) -> Vec<Mapped<'a>> {
    let numbered = result.controls.iter().filter_map(|number| Some((*number, assessment.controls().get(*number)?)));
    let own = numbered.filter(|(_, one)| one.control.assertion == assertion);
    own.flat_map(|(number, one)| {
        let speaks = |mapping: &&Mapping| mapping.criterion == result.criterion.id;
        one.control.criteria.iter().filter(speaks).map(move |mapping| Mapped {
            control: number,
            role: mapping.role,
            because: &mapping.because,
            points: &mapping.points,
            status: one.status,
        })
    })
    .collect()
}

fn point<'a>(assessment: &'a Assessment<'a>, result: &'a CriterionResult<'a>, point: &'a criteria::Point) -> Point<'a> {
    let input = assessment.input();
    let shown = result.points.iter().find(|one| one.point.name == point.name);
    let all = input.management.documents();
    let counts = |number: &usize| {
        all.get(*number).is_some_and(|one| {
            one.standing(assessment.as_of()) == Standing::Current
                && (one.points.is_empty() || one.points.contains(&point.name))
        })
    };
    let documents: Vec<usize> = result.on_file.filed.iter().copied().filter(counts).collect();
    let status = shown.map(|one| one.status);
    Point {
        name: &point.name,
        status,
        applies: input.selection.covers(result.criterion.category) && point.applies(|one| input.selection.covers(one)),
        scope: point.scope.as_deref(),
        controls: shown.map(|one| one.controls.as_slice()).unwrap_or_default(),
        evidenced: match status {
            Some(Configuration::Met) => true,
            // What was seen is not lifted by what is written.
            Some(
                Configuration::Deviation
                | Configuration::NotEvaluated
                | Configuration::RiskAccepted
                | Configuration::MetInPart
                | Configuration::OutOfScope,
            ) => false,
            Some(Configuration::NoAssets | Configuration::NotAssessed | Configuration::None) | None => {
                !documents.is_empty()
            }
        },
        documents,
    }
}
