//! What was not evaluated, why, and what would close the gap.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, GapEntry, Status};
use crate::inventory::GapKind;
use crate::render::page::Page;
use crate::render::remedy;
use crate::render::style::Tone;
use crate::render::text::{count, cut, visible};

/// From this many groups on, each has one line.
const IN_FULL: usize = 8;

/// More groups than this are counted.
const SHOWN: usize = 30;

/// More controls than this are counted.
const NAMED: usize = 3;

/// What makes gaps of several accounts and regions the same.
type Reason<'a> = (GapKind, Option<&'a str>, Option<&'a str>);

/// Gaps of one reason.
#[derive(Default)]
struct Group<'a> {
    entries: Vec<&'a GapEntry>,
    controls: BTreeSet<usize>,
}

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    let (costly, mut free): (Vec<_>, Vec<_>) = assessment.gaps().iter().partition(|entry| !entry.controls.is_empty());
    // What was not asked for and decides nothing was not missed.
    free.retain(|entry| entry.gap.kind != GapKind::NotCollected);
    if costly.is_empty() {
        if !free.is_empty() {
            page.blank();
            page.paragraph(0, Tone::Faint, &beside(free.len()));
        }
        return;
    }
    let mut groups: BTreeMap<Reason<'_>, Group<'_>> = BTreeMap::new();
    for entry in costly {
        let reason = (entry.gap.kind, entry.gap.operation.as_deref(), entry.gap.code.as_deref());
        let group = groups.entry(reason).or_default();
        group.entries.push(entry);
        group.controls.extend(&entry.controls);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.controls.len()));
    page.heading("NOT EVALUATED", &told(assessment));
    for (reason, group) in groups.iter().take(SHOWN) {
        if groups.len() > IN_FULL { one_line(*reason, group, page) } else { in_full(assessment, *reason, group, page) }
    }
    if groups.len() > SHOWN {
        let more = format!("and {} more: --format json has them all", count((groups.len() - SHOWN) as u64, "reason"));
        page.line(0, &[(Tone::Faint, &more)]);
    }
    if !free.is_empty() {
        page.paragraph(0, Tone::Faint, &beside(free.len()));
    }
}

fn beside(number: usize) -> String {
    format!("Beside these, {} decided no result.", count(number as u64, "gap"))
}

fn told(assessment: &Assessment<'_>) -> String {
    let whole = assessment.controls().iter().filter(|result| result.status == Status::NotEvaluated).count();
    let part = assessment.controls().iter().filter(|result| result.status == Status::Fail && !result.gaps.is_empty());
    let part = part.count();
    let mut told = count(whole as u64, "control");
    if part > 0 {
        told.extend([format!(", and a part of {part} that failed")]);
    }
    told
}

/// The kind of the gap, and the operation with its code.
fn named((kind, operation, code): Reason<'_>) -> (String, String) {
    let mut what = match (kind, operation) {
        (_, Some(operation)) => visible(operation).into_owned(),
        (GapKind::Elsewhere, None) => "another account".to_owned(),
        (GapKind::NotCollected, None) => "no call".to_owned(),
        (_, None) => "a listing".to_owned(),
    };
    if let Some(code) = code {
        what.extend([format!(" ({})", visible(code))]);
    }
    (format!("? {}", kind.as_str().replace('_', " ")), what)
}

/// "412 times in 2 accounts and 17 regions".
fn extent(group: &Group<'_>) -> String {
    let times = group.entries.iter().map(|entry| entry.count).sum();
    let accounts: BTreeSet<_> = group.entries.iter().map(|entry| &entry.gap.account).collect();
    let regions: BTreeSet<_> = group.entries.iter().map(|entry| entry.gap.region.as_str()).collect();
    let mut text = count(times, "time");
    if accounts.len() > 1 {
        text.extend([format!(", {} accounts", accounts.len())]);
    }
    match regions.iter().collect::<Vec<_>>().as_slice() {
        [only] if **only == "*" => text.push_str(", no region known"),
        [only] => text.extend([format!(", {only}")]),
        several => text.extend([format!(", {} regions", several.len())]),
    }
    text
}

fn one_line(reason: Reason<'_>, group: &Group<'_>, page: &mut Page) {
    let (kind, what) = named(reason);
    let cost = format!("  costs {}", count(group.controls.len() as u64, "control"));
    let what = format!("  {what}  {}", remedy::of(group.entries.iter().copied()));
    let room = page.columns().saturating_sub(kind.chars().count() + cost.len());
    let what = cut(&what, room);
    page.line(0, &[(Tone::Unseen, &kind), (Tone::Plain, &what), (Tone::Faint, &cost)]);
}

fn in_full(assessment: &Assessment<'_>, reason: Reason<'_>, group: &Group<'_>, page: &mut Page) {
    let (kind, what) = named(reason);
    let extent = format!("  {}", extent(group));
    page.line(0, &[(Tone::Unseen, &kind), (Tone::Plain, "  "), (Tone::Heading, &what), (Tone::Faint, &extent)]);
    page.labelled(4, ("To close it ", 12), Tone::Plain, &remedy::of(group.entries.iter().copied()));
    let message = group.entries.iter().find_map(|entry| entry.message.as_deref());
    if let Some(message) = message.filter(|_| reason.0 != GapKind::NotCollected) {
        let message = visible(message);
        let message = cut(&message, page.columns().saturating_sub(16));
        page.labelled(4, ("It says ", 12), Tone::Faint, &message);
    }
    let ids = group.controls.iter().filter_map(|number| assessment.controls().get(*number));
    let ids: Vec<&str> = ids.map(|result| result.control.id.as_str()).collect();
    let mut text = format!("{}: ", count(ids.len() as u64, "control"));
    text.push_str(&ids.iter().take(NAMED).copied().collect::<Vec<_>>().join(", "));
    if ids.len() > NAMED {
        text.extend([format!(" and {} more", ids.len() - NAMED)]);
    }
    page.labelled(4, ("It costs ", 12), Tone::Plain, &text);
}
