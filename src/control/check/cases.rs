//! Checks a control's cases: each lists every field that the control reads, with a value of its type.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;

use super::value::Values;
use crate::control::Control;
use crate::control::case::{Case, Then};
use crate::control::raw::RawCase;
use crate::inventory::schema::Object;
use crate::predicate::leaves;
use crate::yaml::{Entry, Node, Problems, texts, unrepeated};

/// What a control reads, and so what its cases speak of.
pub(super) struct Read {
    /// The fields that each case must list.
    fields: BTreeSet<String>,
    /// The paths that can decide a failure.
    paths: BTreeSet<String>,
}

impl Read {
    pub(super) fn of(control: &Control) -> Self {
        let root = leaves(&control.expect).into_iter().map(|leaf| leaf.lists.into_iter().next().unwrap_or(leaf.path));
        Self { fields: control.judged_fields(), paths: root.map(|path| path.to_string()).collect() }
    }
}

/// Checks one case; which parameters it chooses is not looked at here.
pub(super) fn check(raw: &RawCase<'_>, read: &Read, object: &Object, problems: &mut Problems) -> Option<Case> {
    let then = raw.then.and_then(|node| then(node, &read.paths, problems));
    let given = raw.given?;
    let Some(entries) = given.mapping() else {
        problems.report(given.mark, format!("given is a map, not {}", given.describe()));
        return None;
    };
    let mut facts = Map::new();
    let mut denied = BTreeMap::new();
    let before = problems.len();
    for entry in unrepeated(entries, problems) {
        let Some(field) = object.fields.get(&entry.key) else {
            let known = object.fields.keys().map(String::as_str);
            problems.report_unknown(entry.mark, "field", &entry.key, known);
            continue;
        };
        let mut values = Values::new(problems);
        if let Some(value) = values.of(&entry.value, &field.ty, field.nullable) {
            let operations = values.into_operations();
            facts.insert(entry.key.clone(), value);
            if !operations.is_empty() {
                denied.insert(entry.key.clone(), operations);
            }
        }
    }
    missing(raw, entries, &read.fields, problems);
    if problems.len() > before {
        return None;
    }
    Some(Case {
        mark: raw.mark,
        under: None,
        given: facts,
        denied,
        then: then?,
        shows: raw.shows.as_ref().map(|text| text.value.clone()),
    })
}

fn missing(raw: &RawCase<'_>, given: &[Entry], read: &BTreeSet<String>, problems: &mut Problems) {
    let listed = |field: &&String| given.iter().any(|entry| entry.key == **field);
    let missing: Vec<&str> = read.iter().filter(|field| !listed(field)).map(String::as_str).collect();
    if !missing.is_empty() {
        let message = format!("the control reads {}, which this case does not list", missing.join(", "));
        problems.report(raw.mark, message);
    }
}

fn then(node: &Node, paths: &BTreeSet<String>, problems: &mut Problems) -> Option<Then> {
    const WORDS: [&str; 3] = ["pass", "not_evaluated", "not_applicable"];
    if let Some([Entry { key, value, .. }]) = node.mapping()
        && key == "fail"
    {
        let listed = texts(value, "fail", problems);
        if listed.is_empty() {
            problems.report(value.mark, "fail lists the paths that decide, at least one");
            return None;
        }
        for text in listed.iter().filter(|text| !paths.contains(&text.value)) {
            problems.report_unknown(text.mark, "path of expect", &text.value, paths.iter().map(String::as_str));
        }
        return Some(Then::Fail(listed.into_iter().map(|text| text.value).collect()));
    }
    match node.text() {
        Some("pass") => Some(Then::Pass),
        Some("not_evaluated") => Some(Then::NotEvaluated),
        Some("not_applicable") => Some(Then::NotApplicable),
        Some("fail") => {
            problems.report_with(node.mark, "fail needs the paths that decide", "write {fail: [path, …]}");
            None
        }
        Some(word) => {
            problems.report_unknown(node.mark, "outcome", word, WORDS.into_iter().chain(["fail"]));
            None
        }
        None => {
            let help = "write pass, not_evaluated, not_applicable or {fail: [path, …]}";
            problems.report_with(node.mark, format!("{} is no outcome", node.describe()), help);
            None
        }
    }
}
