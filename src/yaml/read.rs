//! Decoding of a tree: each reader reports what does not fit and goes on.

use std::str::FromStr;

use super::diagnostic::{Mark, Problems};
use super::tree::{Entry, Node};

/// A mapping's entries by key: repeated and unknown keys are reported.
pub(crate) struct Keys<'n> {
    mark: Mark,
    entries: Vec<&'n Entry>,
}

impl<'n> Keys<'n> {
    /// The entries of `node`, of which only `known` keys are accepted; `what` names the mapping in messages.
    pub(crate) fn of(node: &'n Node, what: &str, known: &[&str], problems: &mut Problems) -> Option<Self> {
        let Some(entries) = node.mapping() else {
            problems.report(node.mark, format!("{what} is a map, not {}", node.describe()));
            return None;
        };
        let mut kept: Vec<&Entry> = Vec::with_capacity(entries.len());
        for entry in unrepeated(entries, problems) {
            if known.contains(&entry.key.as_str()) {
                kept.push(entry);
            } else {
                problems.report_unknown(entry.mark, &format!("key of {what}"), &entry.key, known.iter().copied());
            }
        }
        Some(Self { mark: node.mark, entries: kept })
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&self, key: &str, problems: &mut Problems) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            problems.report(self.mark, format!("{key} is missing"));
        }
        found
    }
}

/// The entries whose key was not seen before; a repeated one is reported.
pub(crate) fn unrepeated<'n>(entries: &'n [Entry], problems: &mut Problems) -> Vec<&'n Entry> {
    let mut kept: Vec<&Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.iter().find(|earlier| earlier.key == entry.key) {
            Some(Entry { mark: Mark { line, .. }, .. }) => {
                problems.report(entry.mark, format!("{:?} was given already, on line {line}", entry.key));
            }
            None => kept.push(entry),
        }
    }
    kept
}

/// A value with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    /// Where it stands.
    pub(crate) mark: Mark,
    /// The value.
    pub(crate) value: T,
}

/// The text of a scalar that says something.
pub(crate) fn text(node: &Node, what: &str, problems: &mut Problems) -> Option<Spanned<String>> {
    match node.text() {
        Some(text) if !node.is_null() && !text.trim().is_empty() => {
            Some(Spanned { mark: node.mark, value: text.to_owned() })
        }
        _ => {
            problems.report(node.mark, format!("{what} is a text, not {}", node.describe()));
            None
        }
    }
}

/// The elements of a list.
pub(crate) fn list<'n>(node: &'n Node, what: &str, problems: &mut Problems) -> &'n [Node] {
    node.sequence().unwrap_or_else(|| {
        problems.report(node.mark, format!("{what} is a list, not {}", node.describe()));
        &[]
    })
}

/// The texts of a list, each once.
pub(crate) fn texts(node: &Node, what: &str, problems: &mut Problems) -> Vec<Spanned<String>> {
    let mut found: Vec<Spanned<String>> = Vec::new();
    for element in list(node, what, problems) {
        let Some(text) = text(element, &format!("an element of {what}"), problems) else { continue };
        if found.iter().any(|earlier| earlier.value == text.value) {
            problems.report(text.mark, format!("{:?} is in the list already", text.value));
        } else {
            found.push(text);
        }
    }
    found
}

/// One of a few words.
pub(crate) fn word<T: FromStr>(
    node: &Node,
    what: &str,
    known: impl IntoIterator<Item = &'static str>,
    problems: &mut Problems,
) -> Option<T> {
    let text = text(node, what, problems)?;
    let word = text.value.parse().ok();
    if word.is_none() {
        problems.report_unknown(text.mark, what, &text.value, known);
    }
    word
}
