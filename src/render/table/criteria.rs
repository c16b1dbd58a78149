//! The 61 criteria, each with what the configuration shows and what documents are there, side by side.

use crate::assess::{Assessment, Configuration, CriterionResult, Documents, Outcome};
use crate::render::page::{Page, cell, table};
use crate::render::style::{Tone, mark_of_configuration, words};
use crate::render::text::{count, cut};

/// Narrower reports have no room for what a criterion asks.
const ROOM_FOR_TITLES: usize = 100;

/// The columns before what a criterion came to.
const BEFORE: usize = 41;

/// The columns of what it came to, where its title follows.
const COUNTS: usize = 38;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    page.heading("CRITERIA", "what the configuration shows, and beside it what documents are there");
    let titles = page.columns() >= ROOM_FOR_TITLES;
    let header = ["CRITERION", "CONFIGURATION", "DOCUMENTS", "CONTROLS", "WHAT IT ASKS FOR"];
    let mut rows = table(page.style, header.get(..if titles { 5 } else { 4 }).unwrap_or_default());
    let (silent, judged): (Vec<_>, Vec<_>) =
        assessment.criteria().iter().partition(|result| SILENT.iter().any(|(own, _)| *own == result.configuration));
    for result in judged {
        let mut row = vec![
            cell(Tone::Heading, result.criterion.id.as_str()),
            cell(Tone::of_configuration(result.configuration), &marked(result.configuration)),
            cell(Tone::of_documents(result.documents()), &words(result.documents().as_str())),
        ];
        let room = if titles { COUNTS } else { page.columns().saturating_sub(BEFORE) };
        row.push(cell(Tone::Plain, &cut(&counts(result), room)));
        if titles {
            let room = page.columns().saturating_sub(BEFORE + COUNTS + 2);
            row.push(cell(Tone::Faint, &cut(&result.criterion.summary, room)));
        }
        rows.add_row(row);
    }
    page.table(&rows);
    for (configuration, why) in SILENT {
        for documents in Documents::ALL {
            let own = silent.iter().filter(|r| r.configuration == configuration && r.documents() == documents);
            let ids: Vec<&str> = own.map(|result| result.criterion.id.as_str()).collect();
            if !ids.is_empty() {
                block(configuration, documents, why, &ids, page);
            }
        }
    }
}

/// The statuses of criteria that no control speaks to, in words.
const SILENT: [(Configuration, &str); 3] = [
    (Configuration::NotAssessed, "a cloud could show some of it; no control here does"),
    (Configuration::None, "no cloud API holds it"),
    (Configuration::OutOfScope, "its category was not selected"),
];

fn marked(status: Configuration) -> String {
    format!("{} {}", mark_of_configuration(status), words(status.as_str()))
}

/// How many of its controls came to what; what passes is told where nothing else is, else it is only in the total.
fn counts(result: &CriterionResult<'_>) -> String {
    let tally = result.control_counts;
    let told = [Outcome::Fail, Outcome::NotEvaluated, Outcome::RiskAccepted].into_iter().map(|o| (o, tally.of(o)));
    // Only results are ever set aside, never a whole control.
    let told = told.chain([(Outcome::SetAside, result.result_counts.set_aside)]).filter(|(_, number)| *number > 0);
    let told: Vec<String> = told.map(|(outcome, number)| format!("{number} {}", short(outcome))).collect();
    let total = tally.total();
    match (told.is_empty(), tally.pass) {
        (false, _) => format!("{}; {total} in all", told.join(", ")),
        (true, 0) => format!("none of {total} applies"),
        (true, 1) if total == 1 => "1 passed".to_owned(),
        (true, passed) if passed == total => format!("all {total} passed"),
        (true, passed) => format!("{passed} passed; {total} in all"),
    }
}

fn short(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "failed",
        Outcome::NotEvaluated => "not evaluated",
        Outcome::RiskAccepted => "accepted",
        Outcome::Pass => "passed",
        Outcome::NotApplicable => "not applicable",
        Outcome::SetAside => "set aside",
    }
}

/// Criteria that have one thing to say, named in a few lines.
fn block(configuration: Configuration, documents: Documents, why: &str, ids: &[&str], page: &mut Page) {
    let number = count(ids.len() as u64, "criterion").replace("criterions", "criteria");
    let remark = format!("  documents {}  {number}: {why}", words(documents.as_str()));
    page.line(0, &[(Tone::of_configuration(configuration), &marked(configuration)), (Tone::Plain, &remark)]);
    page.paragraph(2, Tone::Faint, &ids.join(" "));
}
