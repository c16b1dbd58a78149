//! One control on everything that it judges: the counts, the listings, and each asset's result in a line.

use std::cmp::Reverse;

use super::asset::{gaps, marked, matters, title};
use super::reading;
use crate::assess::{Assessment, ControlResult, Finding, Outcome};
use crate::control::Control;
use crate::predicate::prose;
use crate::render::page::Page;
use crate::render::style::{mark_of_status, words};
use crate::render::text::{count, cut_middle, grouped, visible, width};
use crate::render::{Style, Tone};

/// All of it.
pub(super) fn page(assessment: &Assessment<'_>, result: &ControlResult<'_>, style: Style) -> Page {
    let mut page = Page::new(style);
    title(result.control, &mut page);
    status(assessment, result, &mut page);
    expectation(result.control, &mut page);
    listings(assessment, result.control, &mut page);
    gaps(assessment, &result.gaps, &mut page);
    assets(assessment, result, &mut page);
    matters(assessment, result.control, &mut page);
    page
}

fn status(assessment: &Assessment<'_>, result: &ControlResult<'_>, page: &mut Page) {
    let told = Outcome::ALL.into_iter().filter_map(|outcome| {
        let number = result.counts.of(outcome);
        (number > 0).then(|| format!("{} {}", grouped(number), words(outcome.as_str())))
    });
    let told: Vec<String> = told.collect();
    let status = format!("{} {}", mark_of_status(result.status), words(result.status.as_str()));
    let counts = if told.is_empty() { "there is no asset that it judges".to_owned() } else { told.join(", ") };
    page.line(0, &[(Tone::of_status(result.status), &status), (Tone::Plain, &format!("  {counts}"))]);
    let coverage = result.coverage;
    let about = format!(
        "as of {}; severity {}; {} of {} of account and region were seen whole",
        assessment.as_of(),
        result.severity,
        grouped(coverage.covered),
        count(coverage.planned, "pair")
    );
    page.line(2, &[(Tone::Faint, &about)]);
}

fn expectation(control: &Control, page: &mut Page) {
    let mut outline = |title: &str, lines: Vec<String>| {
        page.heading(title, "");
        for line in lines {
            let text = line.trim_start();
            page.paragraph(2 + line.len() - text.len(), Tone::Plain, &visible(text));
        }
    };
    if let Some(when) = &control.when {
        outline("IT APPLIES WHERE", prose(when));
    }
    outline("WHAT IS EXPECTED", prose(&control.expect));
}

/// Where the assets were looked for, and whether to the end.
fn listings(assessment: &Assessment<'_>, control: &Control, page: &mut Page) {
    page.heading("POPULATIONS", "where its assets were looked for");
    for (kind, listing) in assessment.listings_of(control) {
        let state = listing.population.map_or("not collected", |population| population.state.as_str());
        let (tone, mark) = if listing.is_whole() { (Tone::Good, "✓") } else { (Tone::Unseen, "?") };
        let state = format!("{mark} {:<14}", words(state));
        let place = format!("{}  {}  ", listing.account, listing.region);
        let mut about = format!("{kind}  {}", count(listing.held, "asset"));
        if let Some(gap) = listing.gap() {
            about.extend([format!("  {}", reading::told(&gap))]);
        }
        page.line(2, &[(tone, &state), (Tone::Plain, &place), (Tone::Faint, &about)]);
    }
}

/// Each asset's result, the worst first.
fn assets(assessment: &Assessment<'_>, result: &ControlResult<'_>, page: &mut Page) {
    let mut findings: Vec<&Finding> = assessment
        .findings()
        .iter()
        .filter(|finding| assessment.control_of(finding).is_some_and(|own| own.control.id == result.control.id))
        .collect();
    findings.sort_by_key(|finding| (finding.outcome, Reverse(finding.severity)));
    if findings.is_empty() {
        return;
    }
    page.heading("ASSETS", "name one after the control, to see why");
    let accounts = assessment.snapshot().scope().len() > 1;
    for finding in findings {
        let Some(asset) = assessment.asset_of(finding) else { continue };
        let (tone, mark) = marked(finding.outcome);
        let severity = if finding.outcome == Outcome::Fail { finding.severity.as_str() } else { "" };
        let status = format!("{mark} {:<14} {severity:<9}", words(finding.outcome.as_str()));
        let place = if accounts {
            format!("  {} {}", asset.account(), asset.region())
        } else {
            format!("  {}", asset.region())
        };
        let room = page.columns().saturating_sub(2 + width(&status) + width(&place));
        let name = visible(asset.name());
        let name = cut_middle(&name, room / 2);
        let id = visible(asset.id());
        let id = cut_middle(&id, room.saturating_sub(width(&name) + 2));
        let id = if asset.id() == asset.name() { String::new() } else { format!("  {id}") };
        page.line(2, &[(tone, &status), (Tone::Heading, &name), (Tone::Plain, &place), (Tone::Faint, &id)]);
    }
}
