//! What was read of one asset: each field with its value, the operations behind it, and the calls that were recorded.

use std::collections::BTreeSet;

use crate::assess::Assessment;
use crate::command::controls::reads::{listing, operations};
use crate::control::Control;
use crate::inventory::snapshot::{AssetRef, CallRecord};
use crate::inventory::{Gap, Gaps, Region};
use crate::predicate::Seen;
use crate::render::Tone;
use crate::render::page::Page;
use crate::render::seen;
use crate::render::text::{count, visible};

/// The columns of the labels.
const LABEL: usize = 10;

/// More operations behind one field, calls, or request ids of a call than this are counted.
const OPERATIONS: usize = 6;
const CALLS: usize = 12;
const REQUESTS: usize = 3;

/// Adds all of it.
pub(super) fn write(assessment: &Assessment<'_>, control: &Control, asset: AssetRef<'_>, page: &mut Page) {
    page.heading("WHAT WAS READ", &format!("in account {}, {}", asset.account(), asset.region()));
    let facts = asset.facts();
    let mut called: BTreeSet<String> = listing(asset.kind()).into_keys().collect();
    for field in control.fields() {
        let seen = facts.get(&field).map_or(Seen::Unknown(None), Seen::of);
        match seen {
            Seen::Value(value) => {
                let lines = seen::lines(value);
                match lines.as_slice() {
                    [one] => page.paragraph(2, Tone::Plain, &format!("{field}: {}", visible(one))),
                    several => {
                        page.line(2, &[(Tone::Plain, &format!("{field}:"))]);
                        for line in several {
                            page.paragraph(4, Tone::Plain, &visible(line));
                        }
                    }
                }
            }
            Seen::Null => page.line(2, &[(Tone::Plain, &format!("{field}: absent"))]),
            Seen::Unknown(_) => unread(&field, &seen.gaps(), page),
        }
        let behind: Vec<String> = operations(asset.kind(), &field).into_keys().collect();
        let mut told = behind.iter().take(OPERATIONS).cloned().collect::<Vec<_>>().join(", ");
        if behind.len() > OPERATIONS {
            told.extend([format!(" and {} more", behind.len() - OPERATIONS)]);
        }
        if !told.is_empty() {
            page.paragraph(4, Tone::Faint, &format!("from {told}"));
        }
        called.extend(behind);
    }
    calls(assessment, asset, &called, page);
    when(assessment, asset, page);
}

fn unread(field: &str, gaps: &Gaps, page: &mut Page) {
    if gaps.is_not_collected() {
        page.line(2, &[(Tone::Unseen, &format!("{field}: unknown, for nobody asked for it"))]);
    }
    for gap in gaps {
        page.paragraph(2, Tone::Unseen, &format!("{field}: unknown, {}", told(gap)));
    }
}

/// A gap in words: "denied by `s3:GetBucketAcl` (`AccessDenied`)".
pub(super) fn told(gap: &Gap) -> String {
    let kind = gap.kind.as_str().replace('_', " ");
    let operation = gap.operation.as_deref().map(|operation| format!(": {}", visible(operation))).unwrap_or_default();
    let code = gap.code.as_deref().map(|code| format!(" ({})", visible(code))).unwrap_or_default();
    format!("{kind}{operation}{code}")
}

/// The listings that the operations made there, as the snapshot keeps them.
fn calls(assessment: &Assessment<'_>, asset: AssetRef<'_>, operations: &BTreeSet<String>, page: &mut Page) {
    let there = |call: &&CallRecord| {
        operations.contains(&call.operation)
            && call.account == *asset.account()
            && (call.region == *asset.region() || call.region == Region::GLOBAL)
    };
    let all: Vec<&CallRecord> = assessment.snapshot().calls().iter().filter(there).collect();
    for call in all.iter().take(CALLS) {
        let parameters: Vec<String> = call.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let asked = if parameters.is_empty() { String::new() } else { format!(" with {}", parameters.join(", ")) };
        let end = if call.complete { "to the last" } else { "broken off" };
        let mut text = format!(
            "{}{asked} in {}: {}, {end}; {}",
            call.operation,
            call.region,
            count(call.pages, "page"),
            count(call.items, "item")
        );
        if !call.request_ids.is_empty() {
            let ids: Vec<&str> = call.request_ids.iter().take(REQUESTS).map(String::as_str).collect();
            text.extend([format!("; request {}", ids.join(", "))]);
        }
        page.labelled(2, ("call", LABEL), Tone::Faint, &visible(&text));
    }
    if all.len() > CALLS {
        page.labelled(2, ("", LABEL), Tone::Faint, &format!("and {} more", count((all.len() - CALLS) as u64, "call")));
    }
}

fn when(assessment: &Assessment<'_>, asset: AssetRef<'_>, page: &mut Page) {
    let own = assessment.snapshot().headers().find(|header| header.accounts.contains(asset.account()));
    let Some(header) = own else { return };
    let text = format!("between {} and {}, by {}", header.started, header.finished, header.caller.arn);
    page.labelled(2, ("read", LABEL), Tone::Faint, &visible(&text));
    if let Some(endpoint) = &header.endpoint {
        page.labelled(2, ("from", LABEL), Tone::Unseen, &format!("{}, not the provider's own", visible(endpoint)));
    }
}
