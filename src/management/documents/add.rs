//! A further document at the end of `documents.yaml`, of which nothing else is touched.

use std::fmt::Write as _;
use std::path::Path;

use super::load::load;
use crate::assess::Document;
use crate::criteria::Criteria;
use crate::management::quote::quoted;
use crate::yaml::{Diagnostic, is_blank, parse};

/// How far the entries of a new file stand in.
const INDENT: usize = 2;

/// Why a document could not be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotAdd {
    /// The file, or what is to be added to it, is wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Wrong(Vec<Diagnostic>),
    /// The file's entries are not such that one can be added at its end.
    #[error(
        "nothing was changed: `documents` is not the last key of the file, or its entries do not stand on lines of \
         their own. Add this to them:\n{0}"
    )]
    Layout(String),
}

/// What to write at the end of a file whose text is `source`, for it to hold one document more.
///
/// # Errors
/// Where the file is not sound, or the document is not, or no text at the file's end would have that effect alone.
pub fn addition(
    (file, source): (&str, &str),
    criteria: &Criteria,
    folder: &Path,
    document: &Document,
) -> Result<String, CannotAdd> {
    let mut expected = load(file, source, criteria, folder).map_err(CannotAdd::Wrong)?;
    let alone = format!("documents:\n{}", entry(document, INDENT));
    load("the new document", &alone, criteria, folder).map_err(CannotAdd::Wrong)?;
    expected.documents.push(document.clone());
    let mut text = String::new();
    if !source.is_empty() && !source.ends_with('\n') {
        text.push('\n');
    }
    let (has_key, indent) = layout(source);
    if !has_key {
        text.push_str("documents:\n");
    }
    text.push_str(&entry(document, indent));
    if source.contains("\r\n") {
        text = text.replace('\n', "\r\n");
    }
    // Whatever the file looks like: what counts is what it says afterwards.
    match load(file, &format!("{source}{text}"), criteria, folder) {
        Ok(filed) if filed == expected => Ok(text),
        _ => Err(CannotAdd::Layout(entry(document, INDENT))),
    }
}

/// Whether the file has a list of documents, and how far its entries stand in.
fn layout(source: &str) -> (bool, usize) {
    if is_blank(source) {
        return (false, INDENT);
    }
    let tree = parse("", source).ok();
    let entries = tree.as_ref().and_then(|tree| tree.mapping()).unwrap_or_default();
    let Some(list) = entries.iter().find(|entry| entry.key == "documents") else { return (false, INDENT) };
    let first = list.value.sequence().and_then(<[_]>::first);
    let line = first.and_then(|first| source.lines().nth(first.mark.line.saturating_sub(1)));
    (true, line.map_or(INDENT, |line| line.len() - line.trim_start_matches(' ').len()))
}

/// A whole file of these documents.
pub fn file_of(documents: &[Document]) -> String {
    let entries: String = documents.iter().map(|document| entry(document, INDENT)).collect();
    if entries.is_empty() { String::new() } else { format!("documents:\n{entries}") }
}

/// One document as an entry of the list.
fn entry(document: &Document, indent: usize) -> String {
    let mut lines = vec![format!("criterion: {}", document.criterion)];
    let texts = |lines: &mut Vec<String>, key: &str, texts: &[String]| {
        if !texts.is_empty() {
            lines.push(format!("{key}:"));
            lines.extend(texts.iter().map(|text| format!("  - {}", quoted(text))));
        }
    };
    texts(&mut lines, "points", &document.points);
    lines.push(format!("statement: {}", quoted(&document.statement)));
    lines.push(format!("owner: {}", quoted(&document.owner)));
    lines.push(format!("date: {}", document.date.date()));
    lines.push(format!("valid_until: {}", document.last_day().date()));
    if !document.files.is_empty() {
        lines.push("files:".to_owned());
        for file in &document.files {
            lines.push(format!("  - path: {}", quoted(&file.path)));
            lines.push(format!("    sha256: {}", file.sha256));
        }
    }
    texts(&mut lines, "links", &document.links);
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let lead = if number == 0 { "- " } else { "  " };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}{lead}{line}", " ".repeat(indent));
    }
    out
}
