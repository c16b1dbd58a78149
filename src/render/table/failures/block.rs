//! One failed control: what it expects, on which assets that does not hold, and what to do.

use crate::assess::{Assessment, ControlResult, Explanation, Finding, Outcome};
use crate::control::RenderedFix;
use crate::inventory::snapshot::AssetRef;
use crate::predicate::{Actual, Observation, Truth};
use crate::render::page::Page;
use crate::render::seen;
use crate::render::style::{Style, Tone};
use crate::render::text::{count, cut_middle, grouped, visible, width, wrap};

/// An asset shows no more of its tests than this.
const OBSERVATIONS: usize = 5;

/// What was seen, or one element of it, takes no more lines than this.
const SEEN: usize = 2;

/// What is expected takes no more lines than this.
const EXPECTED: usize = 4;

/// A failed control, laid out in full as far as that can be shown.
pub(super) struct Block {
    line: Page,
    head: Page,
    assets: Vec<Asset>,
    failed: usize,
}

/// A failed asset.
struct Asset {
    /// Which it is.
    name: Page,
    /// What is wrong with it, and how to put it right.
    detail: Page,
}

impl Block {
    /// Lays out no more assets than these.
    pub(super) fn new(assessment: &Assessment<'_>, result: &ControlResult<'_>, most: usize, style: Style) -> Self {
        let mut failed: Vec<&Finding> =
            assessment.findings_of(result).iter().filter(|finding| finding.outcome == Outcome::Fail).collect();
        failed.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let explained: Vec<(AssetRef<'_>, Explanation)> = failed
            .iter()
            .take(most)
            .filter_map(|finding| Some((assessment.asset_of(finding)?, assessment.explain(finding))))
            .collect();
        let common = common_fix(&explained);
        let accounts = assessment.snapshot().scope().len() > 1;
        let assets = explained.iter().map(|(asset, explanation)| Asset {
            name: name(*asset, accounts, style),
            detail: detail(explanation, common, style),
        });
        let assets = assets.collect();
        Self { line: line(result, style), head: head(result, common, style), assets, failed: failed.len() }
    }

    /// How many lines it would take in full.
    pub(super) fn wants(&self) -> usize {
        let assets: usize = self.assets.iter().map(|asset| asset.name.len() + asset.detail.len()).sum();
        self.head.len() + assets + usize::from(self.assets.len() < self.failed)
    }

    /// The block in at most so many lines: its assets in full, then by name, then by number.
    pub(super) fn page(self, lines: usize) -> Page {
        let wants = self.wants();
        let Self { line, head, assets, failed } = self;
        if lines < head.len() + 2 {
            return line;
        }
        let mut page = head;
        let mut shown = 0;
        for Asset { name, detail } in assets {
            // One line is kept for the number of the others.
            let left = lines.saturating_sub(page.len() + usize::from(wants > lines || shown + 1 < failed));
            let whole = wants <= lines;
            if !whole && name.len() > left {
                break;
            }
            let in_full = whole || name.len() + detail.len() <= left;
            page.append(name);
            if in_full {
                page.append(detail);
            }
            shown += 1;
        }
        if shown < failed {
            let more = format!("and {} more", grouped((failed - shown) as u64));
            page.line(4, &[(Tone::Faint, &more)]);
        }
        page
    }
}

/// The control in one line.
pub(in crate::render::table) fn line(result: &ControlResult<'_>, style: Style) -> Page {
    let mut page = Page::new(style);
    let severity = severity(result);
    let failed = format!("{:>7} of {:<7} ", grouped(result.counts.fail), grouped(judged(result)));
    let title = format!("  {}", visible(&result.control.title));
    page.line(
        0,
        &[
            (Tone::of_severity(result.severity), &severity),
            (Tone::Plain, &failed),
            (Tone::Heading, result.control.id.as_str()),
            (Tone::Faint, &title),
        ],
    );
    link(&mut page, result);
    page
}

/// Makes the control's id lead to what the provider says of its subject.
fn link(page: &mut Page, result: &ControlResult<'_>) {
    page.link(0, result.control.id.as_str(), result.control.references.first().map(String::as_str));
}

fn severity(result: &ControlResult<'_>) -> String {
    format!("✗ {:<10}", result.severity)
}

/// "fails on 3 of 120 assets".
fn fails(result: &ControlResult<'_>) -> String {
    format!("fails on {} of {}", grouped(result.counts.fail), count(judged(result), "asset"))
}

/// How many assets the control speaks of.
fn judged(result: &ControlResult<'_>) -> u64 {
    let tally = result.counts;
    tally.total() - tally.not_applicable - tally.set_aside
}

fn head(result: &ControlResult<'_>, common: Option<&RenderedFix>, style: Style) -> Page {
    let control = result.control;
    let mut page = Page::new(style);
    page.blank();
    let severity = severity(result);
    let title = visible(&control.title);
    page.line(0, &[(Tone::of_severity(result.severity), &severity), (Tone::Heading, &title)]);
    let criteria: Vec<&str> = control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
    let tally = result.counts;
    let mut about = format!("{} · {} · {}", control.id, criteria.join(" "), fails(result));
    for (number, word) in [(tally.not_evaluated, "not evaluated"), (tally.risk_accepted, "accepted")] {
        if number > 0 {
            about.extend([format!(", {} {word}", grouped(number))]);
        }
    }
    page.paragraph(2, Tone::Faint, &about);
    link(&mut page, result);
    if let Some(fix) = common {
        remedy(fix, 2, &mut page);
    }
    page
}

/// The fix, where it reads the same for every asset; its commands may still differ.
fn common_fix<'e>(explained: &'e [(AssetRef<'_>, Explanation)]) -> Option<&'e RenderedFix> {
    let mut fixes = explained.iter().filter_map(|(_, explanation)| explanation.fix.as_ref());
    let first = fixes.next()?;
    fixes
        .all(|fix| fix.summary == first.summary && (fix.cli.is_some() || fix.console == first.console))
        .then_some(first)
}

/// What to do, in words.
fn remedy(fix: &RenderedFix, indent: usize, page: &mut Page) {
    page.labelled(indent, ("Fix: ", 5), Tone::Plain, &visible(&fix.summary));
    if fix.cli.is_none() && !fix.console.is_empty() {
        page.labelled(indent, ("", 5), Tone::Plain, &visible(&fix.console.join(" ")));
    }
}

/// Which asset: what a person calls it, where it is, and its id.
pub(in crate::render::table) fn name(asset: AssetRef<'_>, accounts: bool, style: Style) -> Page {
    let mut page = Page::new(style);
    let room = page.columns().saturating_sub(4);
    let name = visible(asset.name());
    let name = cut_middle(&name, room / 2);
    let place =
        if accounts { format!("  {} {}", asset.account(), asset.region()) } else { format!("  {}", asset.region()) };
    let id = visible(asset.id());
    let id = cut_middle(&id, room.saturating_sub(width(&name) + width(&place) + 2));
    let id = if asset.id() == asset.name() { String::new() } else { format!("  {id}") };
    page.line(2, &[(Tone::Plain, "• "), (Tone::Heading, &name), (Tone::Plain, &place), (Tone::Faint, &id)]);
    page
}

/// What is wrong, and how to put it right.
pub(in crate::render::table) fn detail(explanation: &Explanation, common: Option<&RenderedFix>, style: Style) -> Page {
    let mut page = Page::new(style);
    for observation in explanation.decided_by.iter().take(OBSERVATIONS) {
        observed(observation, &mut page);
    }
    let hidden = explanation.decided_by.len().saturating_sub(OBSERVATIONS);
    if hidden > 0 {
        page.line(6, &[(Tone::Faint, &format!("and {} more", count(hidden as u64, "observation")))]);
    }
    if let Some(fix) = &explanation.fix {
        if common.is_none() {
            remedy(fix, 6, &mut page);
        }
        if let Some(cli) = &fix.cli {
            page.command(6, cli);
        }
    }
    page
}

/// "days: 3, expected at least 7", on lines of their own where one is too short.
fn observed(observation: &Observation, page: &mut Page) {
    let seen = match &observation.actual {
        Actual::Value(value) => seen::lines(value),
        Actual::Unknown(_) => vec!["unknown".to_owned()],
    };
    let seen: Vec<String> = seen.iter().map(|line| visible(line).into_owned()).collect();
    // Of a `not`, what held is what should not.
    let word = if observation.truth == Truth::True { "expected not" } else { "expected" };
    let path = visible(&observation.path);
    let expected = format!("{word} {}", visible(&observation.expected));
    if let [only] = seen.as_slice()
        && 6 + width(&path) + 2 + width(only) + 2 + width(&expected) <= page.columns()
    {
        page.line(6, &[(Tone::Plain, &format!("{path}: {only}")), (Tone::Plain, ", "), (Tone::Plain, &expected)]);
        return;
    }
    match seen.as_slice() {
        [only] => bounded(page, 6, &format!("{path}: {only}"), SEEN),
        several => {
            page.line(6, &[(Tone::Plain, &format!("{path}:"))]);
            for line in several {
                bounded(page, 8, line, SEEN);
            }
        }
    }
    bounded(page, 8, &expected, EXPECTED);
}

/// A text over a few lines at most.
fn bounded(page: &mut Page, indent: usize, text: &str, most: usize) {
    let lines = wrap(text, page.columns().saturating_sub(indent));
    for line in lines.iter().take(most) {
        page.line(indent, &[(Tone::Plain, line)]);
    }
    if lines.len() > most {
        page.line(indent, &[(Tone::Faint, "…")]);
    }
}
