//! The figures: each category, and the criteria by what each came to. Counts, and no score.

use serde::Serialize;

use super::population::Counts;
use crate::assess::{Assessment, Configuration, Coverage, Documents};
use crate::criteria::Category;

/// The figures.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// All five categories.
    pub categories: Vec<CategoryFigures>,
    /// How the controls came out; `assets` counts controls here.
    pub controls: Counts,
    /// How their results came out.
    pub results: Counts,
    /// Of the planned checks, how many could be made.
    pub coverage: Share,
    /// The criteria by what each came to, a row for each series.
    pub heat: Vec<Row>,
}

/// The figures of one category.
#[derive(Debug, Serialize)]
pub struct CategoryFigures {
    /// Which.
    pub category: Category,
    /// Whether it is in scope.
    pub in_scope: bool,
    /// How many criteria it has.
    pub criteria: u64,
    /// How many of them came to each status, in the order of [`Configuration::ALL`].
    pub configuration: [u64; 9],
    /// How many of them have each state of documents, in the order of [`Documents::ALL`].
    pub documents: [u64; 5],
    /// How its controls came out; `assets` counts controls here.
    pub controls: Counts,
    /// Of the planned checks, how many could be made.
    pub coverage: Share,
}

/// Checks made of checks planned: a control in an account and region each.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Share {
    /// Those whose population is whole and of which every asset was evaluated.
    pub covered: u64,
    /// All that were planned.
    pub planned: u64,
    /// In percent, rounded down; absent where nothing was planned.
    pub percent: Option<u8>,
    /// Those in regions that a policy closes, which are in neither.
    pub closed: u64,
    /// Those that management leaves out whole, which are in neither.
    pub set_aside: u64,
}

impl From<Coverage> for Share {
    fn from(coverage: Coverage) -> Self {
        let Coverage { covered, planned, closed, set_aside } = coverage;
        Self { covered, planned, percent: coverage.percent(), closed, set_aside }
    }
}

/// The criteria of one series, such as CC6.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The part of their ids before the dot.
    pub series: String,
    /// The heading they stand under.
    pub title: String,
    /// Their numbers.
    pub criteria: Vec<usize>,
    /// How many of them came to each status, in the order of [`Configuration::ALL`].
    pub configuration: [u64; 9],
    /// How many of them have each state of documents, in the order of [`Documents::ALL`].
    pub documents: [u64; 5],
}

pub(super) fn summary(assessment: &Assessment<'_>) -> Summary {
    let (figures, mut heat) = (assessment.summary(), Vec::<Row>::new());
    for (number, result) in assessment.criteria().iter().enumerate() {
        let id = result.criterion.id.as_str();
        let series = id.split('.').next().unwrap_or(id);
        if heat.last().is_none_or(|row| row.series != series) {
            heat.push(Row {
                series: series.to_owned(),
                title: result.criterion.series.clone(),
                criteria: Vec::new(),
                configuration: [0; 9],
                documents: [0; 5],
            });
        }
        let Some(row) = heat.last_mut() else { continue };
        row.criteria.push(number);
        for (count, status) in row.configuration.iter_mut().zip(Configuration::ALL) {
            *count += u64::from(result.configuration == status);
        }
        for (count, state) in row.documents.iter_mut().zip(Documents::ALL) {
            *count += u64::from(result.documents() == state);
        }
    }
    let categories = assessment.categories().iter().map(|one| CategoryFigures {
        category: one.category,
        in_scope: one.in_scope,
        criteria: one.summary.configuration.iter().sum(),
        configuration: one.summary.configuration,
        documents: one.summary.documents,
        controls: one.summary.totals.controls.into(),
        coverage: one.summary.totals.coverage.into(),
    });
    Summary {
        categories: categories.collect(),
        controls: figures.totals.controls.into(),
        results: figures.totals.results.into(),
        coverage: figures.totals.coverage.into(),
        heat,
    }
}
