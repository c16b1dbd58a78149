//! `--by criterion|asset|service`: what failed, once a group, the gravest group first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::failures::block::{detail, line, name};
use crate::assess::{Assessment, ControlResult, Finding, Outcome, Status};
use crate::control::{Assertion, Severity};
use crate::render::By;
use crate::render::page::Page;
use crate::render::style::{Tone, words};
use crate::render::text::{count, visible};

/// The heading, the hint, and the line that counts what does not fit.
const HEADINGS: usize = 4;

/// What failed of one criterion, asset or service.
struct Group<'a> {
    head: Page,
    /// Graver and larger groups come first; of equals the order they were made in.
    rank: (Severity, u64),
    entries: Vec<Entry<'a>>,
}

/// One line of a group.
struct Entry<'a> {
    line: Page,
    /// What can be told in full.
    finding: Option<&'a Finding>,
}

/// Adds at most so many lines.
pub(super) fn write(assessment: &Assessment<'_>, by: By, lines: usize, page: &mut Page) {
    let mut groups = match by {
        By::Asset => assets(assessment, page),
        By::Criterion => criteria(assessment, page),
        By::Service | By::Control => services(assessment, page),
    };
    groups.sort_by_key(|group| Reverse(group.rank));
    let (title, noun) = match by {
        By::Asset => ("FAILED, BY ASSET", "asset"),
        By::Criterion => ("FAILED, BY CRITERION", "criterion"),
        By::Service | By::Control => ("FAILED, BY SERVICE", "service"),
    };
    let several = |number: usize| count(number as u64, noun).replace("criterions", "criteria");
    let failures = count(assessment.summary().totals.results.fail, "failure");
    let controls = count(assessment.summary().totals.controls.fail, "control");
    page.heading(title, &format!("{}: {failures} of {controls}", several(groups.len())));
    if groups.is_empty() {
        return;
    }
    if by != By::Asset {
        page.line(0, &[(Tone::Faint, "`tickmark explain CONTROL SNAPSHOT` tells of one on every asset")]);
    }
    let lines = lines.saturating_sub(HEADINGS);
    let mut taken = 0;
    let fit = groups.iter().take_while(|group| {
        taken += group.wants();
        taken <= lines
    });
    let shown = fit.count();
    let hidden = groups.split_off(shown);
    // What is left goes to telling in full, the gravest first.
    let mut left = lines.saturating_sub(groups.iter().map(Group::wants).sum());
    for group in groups {
        group.write(assessment, &mut left, page);
    }
    if !hidden.is_empty() {
        page.blank();
        let more = format!("and {} more: --format json has them all", several(hidden.len()));
        page.line(0, &[(Tone::Faint, &more)]);
    }
}

impl Group<'_> {
    /// How many lines it takes in brief.
    fn wants(&self) -> usize {
        1 + self.head.len() + self.entries.len()
    }

    fn write(self, assessment: &Assessment<'_>, left: &mut usize, page: &mut Page) {
        page.blank();
        page.append(self.head);
        for Entry { line, finding } in self.entries {
            page.append(line);
            let Some(finding) = finding.filter(|_| *left > 0) else { continue };
            let detail = detail(&assessment.explain(finding), None, page.style);
            match left.checked_sub(detail.len()) {
                Some(rest) => {
                    *left = rest;
                    page.append(detail);
                }
                // One that does not fit ends it: what is told in full is an unbroken row of the gravest.
                None => *left = 0,
            }
        }
    }
}

/// Each asset with all that fails on it.
fn assets<'a>(assessment: &'a Assessment<'_>, page: &Page) -> Vec<Group<'a>> {
    let mut failed: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in assessment.findings().iter().filter(|finding| finding.outcome == Outcome::Fail) {
        failed.entry(finding.asset()).or_default().push(finding);
    }
    let accounts = assessment.snapshot().scope().len() > 1;
    let mut groups = Vec::new();
    for (number, mut findings) in failed {
        let Some(asset) = assessment.snapshot().asset(number) else { continue };
        findings.sort_by_key(|finding| Reverse(finding.severity));
        let Some(gravest) = findings.iter().map(|finding| finding.severity).max() else { continue };
        let mut head = Page::new(page.style);
        let about = format!("  {}", count(findings.len() as u64, "failure"));
        let kind = asset.kind().as_str();
        let severity = format!("✗ {gravest:<10}");
        head.line(0, &[(Tone::of_severity(gravest), &severity), (Tone::Heading, kind), (Tone::Plain, &about)]);
        head.append(name(asset, accounts, page.style));
        let entry = |finding: &&'a Finding| {
            let result = assessment.control_of(finding)?;
            let mut line = Page::new(page.style);
            let severity = format!("✗ {:<9} ", finding.severity);
            let title = format!("  {}", visible(&result.control.title));
            let id = result.control.id.as_str();
            line.line(
                4,
                &[(Tone::of_severity(finding.severity), &severity), (Tone::Heading, id), (Tone::Faint, &title)],
            );
            line.link(0, id, result.control.references.first().map(String::as_str));
            Some(Entry { line, finding: Some(finding) })
        };
        let entries: Vec<Entry<'_>> = findings.iter().filter_map(entry).collect();
        groups.push(Group { head, rank: (gravest, findings.len() as u64), entries });
    }
    groups
}

/// Each criterion with the controls that failed; one that speaks to several stands under each.
fn criteria<'a>(assessment: &'a Assessment<'_>, page: &Page) -> Vec<Group<'a>> {
    let groups = assessment.criteria().iter().filter_map(|criterion| {
        let own = || criterion.controls.iter().filter_map(|number| assessment.controls().get(*number));
        let title = format!("  {}", criterion.criterion.summary);
        let tone = Tone::of_configuration(criterion.configuration);
        let status = format!("  {}", words(criterion.configuration.as_str()));
        let id = criterion.criterion.id.as_str();
        let spans = [(Tone::Heading, id), (tone, status.as_str()), (Tone::Faint, title.as_str())];
        of_controls(assessment, &own().collect::<Vec<_>>(), &spans, page)
    });
    groups.collect()
}

/// Each service with the controls that failed.
fn services<'a>(assessment: &'a Assessment<'_>, page: &Page) -> Vec<Group<'a>> {
    let names: BTreeSet<&str> = assessment.controls().iter().map(|result| result.control.service.as_str()).collect();
    let groups = names.into_iter().filter_map(|service| {
        let own = assessment.controls().iter().filter(|result| result.control.service == service);
        of_controls(assessment, &own.collect::<Vec<_>>(), &[(Tone::Heading, &visible(service))], page)
    });
    groups.collect()
}

/// A group of controls, of which some failed.
fn of_controls<'a>(
    assessment: &Assessment<'_>,
    all: &[&ControlResult<'_>],
    title: &[(Tone, &str)],
    page: &Page,
) -> Option<Group<'a>> {
    let mut failed: Vec<&ControlResult<'_>> =
        all.iter().filter(|result| result.status == Status::Fail).copied().collect();
    failed.sort_by_key(|result| Reverse((result.severity, result.counts.fail)));
    let gravest = failed.iter().map(|result| result.severity).max()?;
    let results = || failed.iter().flat_map(|result| assessment.findings_of(result));
    let assets: BTreeSet<usize> =
        results().filter(|finding| finding.outcome == Outcome::Fail).map(Finding::asset).collect();
    let failures: u64 = failed.iter().map(|result| result.counts.fail).sum();
    let mut head = Page::new(page.style);
    head.line(0, title);
    let about = format!(
        "{} of {} failed: {} on {}",
        failed.len(),
        count(all.len() as u64, "control"),
        count(failures, "failure"),
        count(assets.len() as u64, "asset")
    );
    let indicators = failed.iter().filter(|result| result.control.assertion == Assertion::Operation).count();
    let indicators = match indicators {
        0 => String::new(),
        number => format!("; {} on the date, no test of operating effectiveness", count(number as u64, "indicator")),
    };
    head.paragraph(2, Tone::Plain, &format!("{about}{indicators}"));
    let entries = failed.iter().map(|result| Entry { line: line(result, page.style), finding: None });
    Some(Group { head, rank: (gravest, failures), entries: entries.collect() })
}
