//! The five categories: two scores and the coverage, which are never mixed.

use crate::assess::{Assessment, CategoryResult, Configuration};
use crate::render::page::{Page, cell, table};
use crate::render::style::{Tone, words};
use crate::render::text::cut;

/// The columns before what the criteria came to.
const BEFORE: usize = 56;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    page.heading("CATEGORIES", "score: what passes, of what passes or fails");
    let mut rows = table(page.style, &["", "BY CONTROLS", "BY ASSETS", "COVERAGE", "CRITERIA"]);
    for result in assessment.categories() {
        rows.add_row(row(result, page.columns()));
    }
    page.table(&rows);
}

fn row(result: &CategoryResult, columns: usize) -> Vec<comfy_table::Cell> {
    let name = words(result.category.as_str());
    if !result.in_scope {
        let none = || cell(Tone::Faint, "–");
        return vec![cell(Tone::Faint, &name), none(), none(), none(), cell(Tone::Faint, "out of scope")];
    }
    let totals = &result.summary.totals;
    let percent = |value: Option<u8>| match value {
        Some(value) => {
            let tone = if value == 100 { Tone::Good } else { Tone::Plain };
            cell(tone, &format!("{value:>3} %"))
        }
        None => cell(Tone::Faint, "  –"),
    };
    let room = columns.saturating_sub(BEFORE);
    vec![
        cell(Tone::Plain, &name),
        percent(totals.score_by_controls()),
        percent(totals.score_by_assets()),
        percent(totals.coverage.percent()),
        cell(Tone::Plain, &cut(&told(result), room)),
    ]
}

/// "1 deviation, 2 met in part, of 33": what no control speaks to is only in the total.
fn told(result: &CategoryResult) -> String {
    let all = Configuration::ALL.into_iter().zip(result.summary.configuration);
    let total: u64 = result.summary.configuration.iter().sum();
    let spoken_to = all.filter(|(status, number)| {
        let silent = [Configuration::OutOfScope, Configuration::NotAssessed, Configuration::None];
        *number > 0 && !silent.contains(status)
    });
    let told: Vec<String> = spoken_to.map(|(status, number)| format!("{number} {}", short(status, number))).collect();
    if told.is_empty() { format!("none judged of {total}") } else { format!("{} of {total}", told.join(", ")) }
}

fn short(status: Configuration, number: u64) -> String {
    match status {
        Configuration::Deviation if number > 1 => "deviations".to_owned(),
        Configuration::NoAssets => "without assets".to_owned(),
        _ => words(status.as_str()),
    }
}
