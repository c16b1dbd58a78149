//! What failed, the gravest first: each control with its assets, what was expected of them, and how to put them right.

pub(super) mod block;

use super::share::share;
use std::collections::BTreeSet;

use crate::assess::{Assessment, ControlResult, Finding, Outcome, Status};
use crate::control::Assertion;
use crate::render::page::Page;
use crate::render::style::{Style, Tone};
use crate::render::text::count;

use block::Block;

/// Fewer lines than this do not hold a control with one of its assets in full.
const LEAST: usize = 14;

/// The headings, the spaces around them, and what stands before the controls that have one line each.
const HEADINGS: usize = 10;

/// A control shows no more assets than this, unless few controls failed.
const ASSETS: usize = 8;

/// A section for each kind of statement.
const SECTIONS: [(Assertion, &str); 2] = [
    (Assertion::Configuration, "FAILED CONTROLS"),
    (Assertion::Operation, "INDICATORS ON THE DATE, NOT TESTS OF OPERATING EFFECTIVENESS"),
];

/// Adds at most so many lines.
pub(super) fn write(assessment: &Assessment<'_>, lines: usize, page: &mut Page) {
    let mut failed: Vec<&ControlResult<'_>> =
        assessment.controls().iter().filter(|result| result.status == Status::Fail).collect();
    failed.sort_by_key(|result| {
        let operation = result.control.assertion == Assertion::Operation;
        (operation, std::cmp::Reverse((result.severity, result.counts.fail)), &result.control.id)
    });
    let lines = lines.saturating_sub(HEADINGS);
    let hidden = failed.len().saturating_sub(lines);
    failed.truncate(lines);
    let blocks = blocks(assessment, &failed, lines, page.style);
    let mut blocks = failed.iter().zip(blocks).peekable();
    for (assertion, title) in SECTIONS {
        let own: Vec<&ControlResult<'_>> =
            assessment.controls().iter().filter(|result| result.control.assertion == assertion).collect();
        if own.is_empty() {
            continue;
        }
        page.heading(title, &told(assessment, &own));
        let mut before = usize::MAX;
        while let Some((_, block)) = blocks.next_if(|(result, _)| result.control.assertion == assertion) {
            if block.len() == 1 && before != 1 {
                page.blank();
                page.line(0, &[(Tone::Faint, "In brief (--control ID shows one in full):")]);
            }
            before = block.len();
            page.append(block);
        }
    }
    if hidden > 0 {
        let more = format!("and {} more: --format json has them all", count(hidden as u64, "failed control"));
        page.line(0, &[(Tone::Faint, &more)]);
    }
}

/// How many of a section's controls failed, and on how many assets.
fn told(assessment: &Assessment<'_>, own: &[&ControlResult<'_>]) -> String {
    let of = |status| own.iter().filter(|result| result.status == status).count();
    let all = count(own.len() as u64, "control");
    let assets: BTreeSet<usize> = own
        .iter()
        .flat_map(|result| assessment.findings_of(result))
        .filter(|finding| finding.outcome == Outcome::Fail)
        .map(Finding::asset)
        .collect();
    let mut told = match of(Status::Fail) {
        0 => format!("none of {all}"),
        failed => format!("{failed} of {all}, on {}", count(assets.len() as u64, "asset")),
    };
    let unseen = of(Status::NotEvaluated);
    if unseen > 0 {
        told.extend([format!("; {unseen} not evaluated")]);
    }
    told
}

/// One block a failed control, within so many lines together: in full while there is room, else as one line.
fn blocks(assessment: &Assessment<'_>, failed: &[&ControlResult<'_>], lines: usize, style: Style) -> Vec<Page> {
    // Every control has a line; the graver ones come first to what is left.
    let full = lines.saturating_sub(failed.len()) / (LEAST - 1);
    let most = ASSETS.max(lines / (4 * failed.len().max(1)));
    let laid_out = |number: usize| if number < full { most } else { 0 };
    let blocks: Vec<Block> =
        (0..).zip(failed).map(|(number, result)| Block::new(assessment, result, laid_out(number), style)).collect();
    let wanted: Vec<usize> = blocks.iter().take(full).map(Block::wants).collect();
    let mut given = share(&wanted, lines.saturating_sub(failed.len() - wanted.len()));
    given.resize(failed.len(), 1);
    blocks.into_iter().zip(given).map(|(block, lines)| block.page(lines)).collect()
}
