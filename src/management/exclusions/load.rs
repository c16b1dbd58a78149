//! Reads exclusions: the list `exclude` of `tickmark.yaml`, and the same list in a file of its own.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::Exclusions;
use crate::assess::{Exclusion, TagValues};
use crate::control::Pack;
use crate::inventory::schema::Schema;
use crate::inventory::{Kind, Region, TAGS};
use crate::management::acceptances::patterns;
use crate::management::day::day;
use crate::yaml::{Diagnostic, Entry, Keys, Node, Problems, list, parse, text, texts, unrepeated};

/// The keys of one exclusion.
const KEYS: [&str; 11] = [
    "accounts",
    "regions",
    "services",
    "assets",
    "tags",
    "without_tags",
    "controls",
    "reason",
    "approver",
    "ticket",
    "until",
];

/// Those that say what is left out.
const NAMING: [&str; 7] = ["accounts", "regions", "services", "assets", "tags", "without_tags", "controls"];

/// What exclusions are held against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The controls there are.
    pub pack: &'a Pack,
    /// The facts of every kind.
    pub schema: &'a Schema,
}

/// The exclusions of a file of their own, as an evidence pack has it.
///
/// # Errors
/// Everything that is wrong with the file, with line and column: an unknown key, control or service, an exclusion that
/// names nothing, or one without a reason or an approver. One that is over is no error: it is kept, told, and not
/// honoured.
pub fn load(file: &str, source: &str, known: Known<'_>) -> Result<Exclusions, Vec<Diagnostic>> {
    let tree = parse(file, source).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(file);
    let node =
        Keys::of(&tree, "the file", &["exclude"], &mut problems).and_then(|keys| keys.need("exclude", &mut problems));
    let exclusions = node.map(|node| from_nodes(node, known, &mut problems)).unwrap_or_default();
    if problems.is_empty() { Ok(exclusions) } else { Err(problems.into_vec()) }
}

/// The exclusions of a list.
pub(crate) fn from_nodes(node: &Node, known: Known<'_>, problems: &mut Problems) -> Exclusions {
    let nodes = if node.is_null() { &[][..] } else { list(node, "exclude", problems) };
    let all = nodes.iter().filter_map(|node| exclusion(node, known, problems)).collect();
    let tagged = known.schema.kinds().filter(|(_, facts)| facts.fields.contains_key(TAGS));
    Exclusions::new(all, tagged.map(|(kind, _)| kind.clone()).collect())
}

fn exclusion(node: &Node, known: Known<'_>, problems: &mut Problems) -> Option<Exclusion> {
    let keys = Keys::of(node, "an exclusion", &KEYS, problems)?;
    let said = |key: &str, problems: &mut Problems| {
        let node = keys.need(key, problems)?;
        text(node, key, problems).map(|text| text.value)
    };
    if !NAMING.iter().any(|key| keys.get(key).is_some()) {
        let help = format!("name some of {}", NAMING.join(", "));
        problems.report_with(node.mark, "this leaves out everything", help);
    }
    let accounts = keys.get("accounts").map(|node| words(node, "accounts", "an account", problems)).unwrap_or_default();
    let regions: Vec<Region> =
        keys.get("regions").map(|node| words(node, "regions", "a region", problems)).unwrap_or_default();
    let services = keys.get("services").map(|node| services(node, known.schema, problems)).unwrap_or_default();
    let assets = keys.get("assets").map(|node| patterns(node, problems)).unwrap_or_default();
    let with_tags = keys.get("tags").map(|node| tags(node, "tags", problems)).unwrap_or_default();
    let without_tags = keys.get("without_tags").map(|node| tags(node, "without_tags", problems)).unwrap_or_default();
    let controls = keys.get("controls").map(|node| {
        let named = texts(node, "controls", problems).into_iter().filter_map(|word| {
            let found = word.value.parse().ok().filter(|id| known.pack.get(id).is_some());
            if found.is_none() {
                let ids = known.pack.iter().map(|control| control.id.as_str());
                problems.report_unknown(word.mark, "control", &word.value, ids);
            }
            found
        });
        named.collect()
    });
    let reason = said("reason", problems);
    let approver = said("approver", problems);
    let ticket = keys.get("ticket").and_then(|node| text(node, "ticket", problems)).map(|text| text.value);
    let until = keys.get("until").map(|node| day(node, "until", problems).and_then(|day| day.plus_days(1)));
    Some(Exclusion {
        accounts,
        regions,
        services,
        assets,
        tags: with_tags,
        without_tags,
        controls: controls.unwrap_or_default(),
        reason: reason?,
        approver: approver?,
        ticket,
        ends: match until {
            None => None,
            Some(ends) => Some(ends?),
        },
    })
}

/// The words of a list that must not be empty: an empty one would say nothing, and so leave out more.
fn words<T: FromStr>(node: &Node, what: &str, form: &str, problems: &mut Problems) -> Vec<T> {
    not_empty(node, what, problems);
    let words = texts(node, what, problems).into_iter().filter_map(|word| {
        let value = word.value.parse().ok();
        if value.is_none() {
            problems.report(word.mark, format!("{:?} is not {form}", word.value));
        }
        value
    });
    words.collect()
}

fn services(node: &Node, schema: &Schema, problems: &mut Problems) -> Vec<String> {
    not_empty(node, "services", problems);
    let known: BTreeSet<&str> = schema.kinds().map(|(kind, _)| Kind::service(kind)).collect();
    let words = texts(node, "services", problems).into_iter().filter_map(|word| {
        if !known.contains(word.value.as_str()) {
            problems.report_unknown(word.mark, "service", &word.value, known.iter().copied());
            return None;
        }
        Some(word.value)
    });
    words.collect()
}

/// Tags with a value, a list of values, or `null` where any value will do.
fn tags(node: &Node, what: &str, problems: &mut Problems) -> TagValues {
    let Some(entries) = node.mapping() else {
        problems.report(node.mark, format!("{what} is a map of tags to values, not {}", node.describe()));
        return TagValues::new();
    };
    if entries.is_empty() {
        problems.report(node.mark, format!("{what} names no tag"));
    }
    let mut tags = TagValues::new();
    for Entry { key, value, .. } in unrepeated(entries, problems) {
        let values = if value.is_null() {
            Vec::new()
        } else if value.sequence().is_some() {
            not_empty(value, key, problems);
            texts(value, key, problems).into_iter().map(|text| text.value).collect()
        } else {
            text(value, key, problems).into_iter().map(|text| text.value).collect()
        };
        tags.insert(key.clone(), values);
    }
    tags
}

fn not_empty(node: &Node, what: &str, problems: &mut Problems) {
    if node.sequence().is_some_and(<[Node]>::is_empty) {
        problems.report(node.mark, format!("{what} is empty: leave it out, or name some"));
    }
}
