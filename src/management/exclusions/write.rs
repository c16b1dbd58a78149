//! Exclusions as a file of their own.

use std::fmt::{self, Write as _};

use crate::assess::{Exclusion, TagValues};
use crate::management::acceptances::pattern_of;
use crate::management::quote::quoted;

/// A whole file of these exclusions.
pub fn file_of(exclusions: &[Exclusion]) -> String {
    if exclusions.is_empty() {
        return "exclude: []\n".to_owned();
    }
    let mut out = String::from("exclude:\n");
    for one in exclusions {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  - reason: {}\n    approver: {}", quoted(&one.reason), quoted(&one.approver));
        if let Some(ticket) = &one.ticket {
            let _ = writeln!(out, "    ticket: {}", quoted(ticket));
        }
        if let Some(last) = one.last_day() {
            let _ = writeln!(out, "    until: {}", last.date());
        }
        words(&mut out, "accounts", &one.accounts);
        words(&mut out, "regions", &one.regions);
        words(&mut out, "services", &one.services);
        words(&mut out, "controls", &one.controls);
        if !one.assets.is_empty() {
            out.push_str("    assets:\n");
            for asset in &one.assets {
                let _ = writeln!(out, "      - {}", pattern_of(asset));
            }
        }
        tags(&mut out, "tags", &one.tags);
        tags(&mut out, "without_tags", &one.without_tags);
    }
    out
}

fn words<T: fmt::Display>(out: &mut String, key: &str, words: &[T]) {
    if !words.is_empty() {
        let words: Vec<String> = words.iter().map(|word| quoted(&word.to_string())).collect();
        let _ = writeln!(out, "    {key}: [{}]", words.join(", "));
    }
}

fn tags(out: &mut String, key: &str, tags: &TagValues) {
    if tags.is_empty() {
        return;
    }
    let _ = writeln!(out, "    {key}:");
    for (tag, values) in tags {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        let values = if values.is_empty() { "null".to_owned() } else { format!("[{}]", values.join(", ")) };
        let _ = writeln!(out, "      {}: {values}", quoted(tag));
    }
}
