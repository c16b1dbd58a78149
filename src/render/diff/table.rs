//! A comparison for a person at a terminal.

use std::io::{self, Write};

use super::{before, ground, heading, place, summary};
use crate::assess::compare::{Change, Changed, Comparison};
use crate::render::page::Page;
use crate::render::style::{Style, Tone, words};
use crate::render::text::{cut_middle, grouped, visible};

/// So many results of one change are told; the others are counted.
const SHOWN: usize = 100;

/// Writes it.
pub fn write(comparison: &Comparison<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    let (old, new) = (visible(&comparison.old.as_of), visible(&comparison.new.as_of));
    page.line(0, &[(Tone::Heading, &format!("Since {old}, as of {new}"))]);
    page.paragraph(0, Tone::Plain, &summary(comparison));
    for change in Change::ALL {
        section(comparison, change, &mut page);
    }
    if !comparison.regraded.is_empty() {
        page.heading("SEVERITY CHANGED", "known failures");
        for one in &comparison.regraded {
            let text = format!(
                "{}, was {}: {} on {}",
                one.finding.severity,
                one.was,
                visible(&one.finding.control),
                visible(&one.finding.id)
            );
            page.paragraph(2, Tone::Unseen, &text);
        }
    }
    if !comparison.criteria.is_empty() {
        page.heading("CRITERIA", "what the configuration shows");
        for one in &comparison.criteria {
            let (was, is) = (words(one.was.as_str()), words(one.is.as_str()));
            let id = visible(one.id);
            page.line(
                2,
                &[
                    (Tone::Plain, &id),
                    (Tone::of_configuration(one.is), &format!("  {is}")),
                    (Tone::Faint, &format!(", was {was}")),
                ],
            );
        }
    }
    if !comparison.grounds.is_empty() {
        page.heading("JUDGED BY", "what is different about it");
        for one in &comparison.grounds {
            page.paragraph(2, Tone::Plain, &ground(one));
        }
    }
    page.write(out)
}

fn section(comparison: &Comparison<'_>, change: Change, page: &mut Page) {
    let all: Vec<&Changed<'_>> = comparison.of(change).collect();
    if all.is_empty() {
        return;
    }
    page.heading(&heading(change).to_uppercase(), &grouped(all.len() as u64));
    let (tone, mark) = match change {
        Change::NewFailure => (Tone::Bad, "✗"),
        Change::NotObserved => (Tone::Unseen, "?"),
        Change::Fixed => (Tone::Good, "✓"),
        Change::Accepted => (Tone::Unseen, "!"),
        Change::NoLongerApplies | Change::AssetGone | Change::SetAside => (Tone::Faint, "–"),
    };
    for changed in all.iter().take(SHOWN) {
        let finding = changed.finding;
        let severity = format!("{mark} {:<8}  ", finding.severity);
        let about = format!("  {}", before(comparison, changed));
        page.line(2, &[(tone, &severity), (Tone::Heading, &visible(&finding.control)), (Tone::Faint, &about)]);
        let (name, place) = (visible(&finding.name), format!("  {}  ", place(comparison, finding)));
        let id = if finding.id == finding.name { String::new() } else { visible(&finding.id).into_owned() };
        let room = page.columns() / 2;
        let (name, id) = (cut_middle(&name, room), cut_middle(&id, room));
        page.line(14, &[(Tone::Plain, &name), (Tone::Plain, &place), (Tone::Faint, &id)]);
    }
    if all.len() > SHOWN {
        page.line(2, &[(Tone::Faint, &format!("and {} more", grouped((all.len() - SHOWN) as u64)))]);
    }
}
