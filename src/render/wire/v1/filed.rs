//! What is on file, in `tickmark.assessment/1` and in the page alike.

use schemars::JsonSchema;
use serde::Serialize;

use crate::assess::{self, Assessment};

/// One document that is on file, whether it counts or not.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Document<'a> {
    criterion: &'a str,
    /// Empty where it is for the criterion as a whole.
    points: &'a [String],
    statement: &'a str,
    owner: &'a str,
    date: String,
    /// The last day on which it counts.
    valid_until: String,
    /// `current`, or why it does not count: `stale`, `altered`, `dated_later`.
    standing: &'static str,
    files: Vec<File<'a>>,
    links: &'a [String],
}

#[derive(Serialize, JsonSchema)]
struct File<'a> {
    path: &'a str,
    /// As it was filed.
    sha256: &'a str,
    /// `unchanged`, `altered`, `missing`, `unreadable`.
    state: &'static str,
}

/// What is on file for a criterion.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct OnFile<'a> {
    /// The numbers of its documents.
    filed: &'a [usize],
    /// The points of focus that only a document can show and no document that counts is for.
    undocumented: Vec<&'a str>,
}

/// Every document, in the order of the file.
pub(in crate::render) fn documents<'s>(assessment: &'s Assessment<'_>) -> Vec<Document<'s>> {
    let told = assessment.input().management.documents().iter().map(|one| Document {
        criterion: one.criterion.as_str(),
        points: &one.points,
        statement: &one.statement,
        owner: &one.owner,
        date: one.date.date(),
        valid_until: one.last_day().date(),
        standing: one.standing(assessment.as_of()).as_str(),
        files: one
            .files
            .iter()
            .map(|file| File { path: &file.path, sha256: &file.sha256, state: file.state.as_str() })
            .collect(),
        links: &one.links,
    });
    told.collect()
}

/// What is on file for one criterion.
pub(in crate::render) fn on_file<'s>(on_file: &'s assess::OnFile<'_>) -> OnFile<'s> {
    let undocumented = on_file.wanting.iter().map(|point| point.name.as_str()).collect();
    OnFile { filed: &on_file.filed, undocumented }
}
