//! What is on file, criterion by criterion, and what is still asked for where some of it is.

use crate::assess::{Assessment, CriterionResult, Document, Standing};
use crate::render::document;
use crate::render::page::Page;
use crate::render::style::Tone;
use crate::render::text::count;

/// More documents than this are counted.
const SHOWN: usize = 20;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    let all = assessment.input().management.documents();
    if all.is_empty() {
        return;
    }
    let counted = all.iter().filter(|one| one.standing(assessment.as_of()) == Standing::Current).count();
    let filed = count(all.len() as u64, "document");
    page.heading("DOCUMENTS ON FILE", &format!("{filed}, {counted} current; no one has judged what stands in them"));
    let mut shown = 0;
    for result in assessment.criteria() {
        let own: Vec<&Document> = result.on_file.filed.iter().filter_map(|number| all.get(*number)).collect();
        let fitting = own.iter().take(SHOWN - shown);
        fitting.for_each(|one| document::write(one, assessment.as_of(), page));
        if shown + own.len() > SHOWN {
            let more = count((all.len() - SHOWN) as u64, "document");
            page.line(0, &[(Tone::Faint, &format!("and {more} more: --format json has them all"))]);
            return;
        }
        shown += own.len();
        if !own.is_empty() {
            wanting(result, page);
        }
    }
}

/// The points that are left, where a document that counts is for others.
fn wanting(result: &CriterionResult<'_>, page: &mut Page) {
    let names: Vec<String> = result.on_file.rest().iter().map(|point| point.name.clone()).collect();
    if !names.is_empty() {
        page.labelled(2, ("wanting", 10), Tone::Plain, &document::listed(&names));
    }
}
