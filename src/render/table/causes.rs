//! What several failures rest on: one thing to put right, and all that it may close.

use std::collections::BTreeSet;

use super::failures::block::name;
use crate::assess::{Assessment, Cause, Finding, Needs};
use crate::render::page::Page;
use crate::render::style::Tone;
use crate::render::text::{count, grouped, visible};

/// More causes than this are counted.
const SHOWN: usize = 10;

/// Of one cause, no more controls than this are told, and of each control no more assets.
const CONTROLS: usize = 6;
const ASSETS: usize = 3;

pub(super) fn write(assessment: &Assessment<'_>, needs: Option<&'static Needs>, page: &mut Page) {
    let Some(needs) = needs else { return };
    let Some(causes) = assessment.causes(needs) else {
        page.heading("SHARED CAUSES", "not looked for: too much failed; --by asset shows what fails together");
        return;
    };
    if causes.is_empty() {
        return;
    }
    let resting: BTreeSet<usize> = causes.iter().flat_map(|cause| cause.findings.iter().copied()).collect();
    let failures = count(resting.len() as u64, "failure");
    let things = if causes.len() == 1 { "1 thing".to_owned() } else { format!("{} things", causes.len()) };
    page.heading("SHARED CAUSES", &format!("{failures} below rest on {things}: begin here, then see what is left"));
    for cause in causes.iter().take(SHOWN) {
        one(assessment, cause, page);
    }
    if causes.len() > SHOWN {
        page.line(0, &[(Tone::Faint, &format!("and {} more", causes.len() - SHOWN))]);
    }
}

fn one(assessment: &Assessment<'_>, cause: &Cause, page: &mut Page) {
    let Some(asset) = assessment.snapshot().asset(cause.asset) else { return };
    let findings: Vec<&Finding> =
        cause.findings.iter().filter_map(|number| assessment.findings().get(*number)).collect();
    let severity = format!("✗ {:<10}", cause.severity);
    let what = format!("{} of {}", visible(&cause.fields.join(", ")), asset.kind());
    let about = format!("  {}", count(findings.len() as u64, "failure"));
    page.line(0, &[(Tone::of_severity(cause.severity), &severity), (Tone::Heading, &what), (Tone::Plain, &about)]);
    let accounts = assessment.snapshot().scope().len() > 1;
    page.append(name(asset, accounts, page.style));
    let mut controls: Vec<usize> = Vec::new();
    for finding in &findings {
        if !controls.contains(&finding.control()) {
            controls.push(finding.control());
        }
    }
    for number in controls.iter().take(CONTROLS) {
        let Some(result) = assessment.controls().get(*number) else { continue };
        let others: Vec<String> = findings
            .iter()
            .filter(|finding| finding.control() == *number && finding.asset() != cause.asset)
            .filter_map(|finding| Some(visible(assessment.asset_of(finding)?.name()).into_owned()))
            .collect();
        let mut on = others.iter().take(ASSETS).cloned().collect::<Vec<_>>().join(", ");
        if others.len() > ASSETS {
            on.extend([format!(" and {} more", grouped((others.len() - ASSETS) as u64))]);
        }
        let on = if on.is_empty() { on } else { format!("  on {on}") };
        let id = result.control.id.as_str();
        let from = page.len();
        page.line(6, &[(Tone::Plain, id), (Tone::Faint, &on)]);
        page.link(from, id, result.control.references.first().map(String::as_str));
    }
    if controls.len() > CONTROLS {
        page.line(6, &[(Tone::Faint, &format!("and {} more controls", controls.len() - CONTROLS))]);
    }
}
