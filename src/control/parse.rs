//! From a tree of YAML to [`RawControl`]: unknown, repeated and missing keys are reported here.

use super::keys::{self, CASE, CONTROL, EQUIVALENTS, FIX, Key, MAPPING, PARAM, SEVERITY, SEVERITY_RULE};
use super::raw::{RawCase, RawControl, RawFix, RawMapping, RawParam, RawSeverity, Text};
use crate::yaml::{Keys, Node, Problems, Spanned, list, text, texts, unrepeated};

/// Decodes a control's file.
pub(super) fn control<'n>(tree: &'n Node, problems: &mut Problems) -> Option<RawControl<'n>> {
    let keys = open(tree, "a control", CONTROL, problems)?;
    Some(RawControl {
        title: keys.text("title", problems),
        kinds: keys.get("asset").map(|node| one_or_more(node, "asset", problems)).unwrap_or_default(),
        severity: keys.get("severity").map(|node| severity(node, problems)),
        assertion: keys.get("assertion"),
        criteria: keys.each("criteria", problems, mapping),
        params: keys.get("params").map(|node| params(node, problems)).unwrap_or_default(),
        when: keys.get("when"),
        expect: keys.get("expect"),
        show: keys.texts("show", problems),
        fix: keys.get("fix").and_then(|node| fix(node, problems)),
        equivalents: keys.get("equivalents").map(|node| equivalents(node, problems)).unwrap_or_default(),
        references: keys.texts("references", problems),
        cases: keys.each("cases", problems, case),
    })
}

/// The keys of a map of which this is the table; a needed one that is missing is reported.
fn open<'n>(node: &'n Node, what: &str, table: &'static [Key], problems: &mut Problems) -> Option<Keys<'n>> {
    let keys = Keys::of(node, what, &keys::names(table), problems)?;
    for key in table.iter().filter(|key| key.needed) {
        keys.need(key.name, problems);
    }
    Some(keys)
}

impl<'n> Keys<'n> {
    fn text(&self, key: &str, problems: &mut Problems) -> Option<Text> {
        self.get(key).and_then(|node| text(node, key, problems))
    }

    fn texts(&self, key: &str, problems: &mut Problems) -> Vec<Text> {
        self.get(key).map(|node| texts(node, key, problems)).unwrap_or_default()
    }

    fn each<T>(
        &self,
        key: &str,
        problems: &mut Problems,
        mut read: impl FnMut(&'n Node, &mut Problems) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let elements = list(node, key, problems);
        if elements.is_empty() && node.sequence().is_some() {
            problems.report(node.mark, format!("{key} is an empty list"));
        }
        elements.iter().filter_map(|element| read(element, problems)).collect()
    }
}

fn one_or_more(node: &Node, what: &str, problems: &mut Problems) -> Vec<Text> {
    match node.sequence() {
        Some([]) => {
            problems.report(node.mark, format!("{what} is an empty list"));
            Vec::new()
        }
        Some(_) => texts(node, what, problems),
        None => text(node, what, problems).into_iter().collect(),
    }
}

fn severity<'n>(node: &'n Node, problems: &mut Problems) -> RawSeverity<'n> {
    if node.mapping().is_none() {
        return RawSeverity { default: Some(node), when: Vec::new() };
    }
    let Some(keys) = open(node, "severity", SEVERITY, problems) else {
        return RawSeverity { default: None, when: Vec::new() };
    };
    let when = keys.each("when", problems, |node, problems| {
        let keys = open(node, "a condition of severity", SEVERITY_RULE, problems)?;
        Some((keys.get("if")?, keys.get("then")?))
    });
    RawSeverity { default: keys.get("default"), when }
}

fn mapping<'n>(node: &'n Node, problems: &mut Problems) -> Option<RawMapping<'n>> {
    let keys = open(node, "a criterion of a control", MAPPING, problems)?;
    let points = keys.texts("points", problems);
    if let Some([]) = keys.get("points").and_then(Node::sequence) {
        problems.report(node.mark, "points is an empty list: name the points of focus that this is evidence for");
    }
    Some(RawMapping {
        mark: node.mark,
        id: keys.text("id", problems),
        role: keys.get("role"),
        points,
        because: keys.text("because", problems),
    })
}

fn params<'n>(node: &'n Node, problems: &mut Problems) -> Vec<RawParam<'n>> {
    let Some(entries) = node.mapping() else {
        problems.report(node.mark, format!("params is a map, not {}", node.describe()));
        return Vec::new();
    };
    let entries = unrepeated(entries, problems);
    let read = entries.into_iter().map(|entry| {
        let keys = open(&entry.value, "a parameter", PARAM, problems)?;
        Some(RawParam {
            name: Spanned { mark: entry.mark, value: entry.key.clone() },
            ty: keys.text("type", problems),
            default: keys.get("default"),
            values: keys.get("values").map(|node| texts(node, "values", problems)),
            at_least: keys.get("at_least"),
            at_most: keys.get("at_most"),
            help: keys.text("help", problems),
        })
    });
    read.flatten().collect()
}

fn fix(node: &Node, problems: &mut Problems) -> Option<RawFix> {
    let keys = open(node, "fix", FIX, problems)?;
    Some(RawFix {
        summary: keys.text("summary", problems),
        cli: keys.text("cli", problems),
        terraform: keys.text("terraform", problems),
        console: keys.texts("console", problems),
    })
}

fn equivalents(node: &Node, problems: &mut Problems) -> Vec<(String, Vec<Text>)> {
    let Some(keys) = open(node, "equivalents", EQUIVALENTS, problems) else { return Vec::new() };
    EQUIVALENTS
        .iter()
        .filter(|key| keys.get(key.name).is_some())
        .map(|key| (key.name.to_owned(), keys.texts(key.name, problems)))
        .collect()
}

fn case<'n>(node: &'n Node, problems: &mut Problems) -> Option<RawCase<'n>> {
    let keys = open(node, "a case", CASE, problems)?;
    Some(RawCase {
        mark: node.mark,
        params: keys.get("params"),
        given: keys.get("given"),
        then: keys.get("then"),
        shows: keys.text("shows", problems),
    })
}
