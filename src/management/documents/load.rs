//! Reads `documents.yaml`, and looks at the files that it names.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::{Filed, hash, series};
use crate::assess::{Document, FileState, FiledFile};
use crate::criteria::{Criteria, Criterion};
use crate::management::day::day;
use crate::yaml::{Diagnostic, Entry, Keys, Node, Problems, is_blank, list, parse, text, texts, unrepeated};

/// The keys of one document.
const KEYS: [&str; 8] = ["criterion", "points", "statement", "owner", "date", "valid_until", "files", "links"];

/// How many days after its date a document counts where it does not say itself.
pub const VALID_DAYS: i64 = 365;

/// The documents of a file, whose own files lie in `folder`.
///
/// # Errors
/// Everything that is wrong with the file, with line and column: an unknown key, criterion or point of focus, a
/// missing part, a date that is none. A document that is stale or altered is no error: it is kept, told, and does
/// not count.
pub fn load(file: &str, source: &str, criteria: &Criteria, folder: &Path) -> Result<Filed, Vec<Diagnostic>> {
    load_from(file, source, criteria, &|path, sha256| hash::state(&folder.join(path), sha256))
}

/// The documents of a file, where `state` tells what is found at a path of a file that was filed with that SHA-256.
///
/// # Errors
/// As [`load`].
pub fn load_from(
    file: &str,
    source: &str,
    criteria: &Criteria,
    state: &dyn Fn(&str, &str) -> FileState,
) -> Result<Filed, Vec<Diagnostic>> {
    if is_blank(source) {
        return Ok(Filed::default());
    }
    let tree = parse(file, source).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(file);
    let mut filed = Filed::default();
    if let Some(keys) = Keys::of(&tree, "the file", &["owners", "documents"], &mut problems) {
        if let Some(node) = keys.get("owners") {
            filed.owners = owners(node, criteria, &mut problems);
        }
        let nodes = keys.get("documents").filter(|node| !node.is_null());
        let nodes = nodes.map_or(&[][..], |node| list(node, "documents", &mut problems));
        filed.documents = nodes.iter().filter_map(|node| document(node, criteria, state, &mut problems)).collect();
    }
    if problems.is_empty() { Ok(filed) } else { Err(problems.into_vec()) }
}

fn owners(node: &Node, criteria: &Criteria, problems: &mut Problems) -> BTreeMap<String, String> {
    let Some(entries) = node.mapping() else {
        problems.report(node.mark, format!("owners is a map of criteria to people, not {}", node.describe()));
        return BTreeMap::new();
    };
    let mut owners = BTreeMap::new();
    for Entry { mark, key, value } in unrepeated(entries, problems) {
        let ids = || criteria.iter().map(|criterion| criterion.id.as_str());
        if !ids().any(|id| id == key || series(id) == key) {
            problems.report_unknown(*mark, "criterion or series", key, ids());
        }
        if let Some(owner) = text(value, "an owner", problems) {
            owners.insert(key.clone(), owner.value);
        }
    }
    owners
}

fn document(
    node: &Node,
    criteria: &Criteria,
    state: &dyn Fn(&str, &str) -> FileState,
    problems: &mut Problems,
) -> Option<Document> {
    let keys = Keys::of(node, "a document", &KEYS, problems)?;
    let said = |key: &str, problems: &mut Problems| {
        let node = keys.need(key, problems)?;
        text(node, key, problems).map(|text| text.value)
    };
    let criterion = keys.need("criterion", problems).and_then(|node| criterion(node, criteria, problems));
    let points = keys.get("points").map(|node| points(node, criterion, problems)).unwrap_or_default();
    let (statement, owner) = (said("statement", problems), said("owner", problems));
    let date = keys.need("date", problems).and_then(|node| day(node, "date", problems));
    let valid_until = keys.get("valid_until").map(|node| (node, day(node, "valid_until", problems)));
    let files = keys.get("files").map_or(&[][..], |node| list(node, "files", problems));
    let files = files.iter().filter_map(|node| filed_file(node, state, problems)).collect();
    let links = keys.get("links").map(|node| texts(node, "links", problems)).unwrap_or_default();
    let names_any = |key| keys.get(key).is_some_and(|node| node.sequence() != Some(&[]));
    if !names_any("files") && !names_any("links") {
        problems.report(node.mark, "nothing is filed: name files, or links");
    }
    let date = date?;
    let last_day = match valid_until {
        None => date.plus_days(VALID_DAYS),
        Some((node, last_day)) => {
            if last_day.is_some_and(|last_day| last_day < date) {
                problems.report(node.mark, "it is valid until before its date");
            }
            last_day
        }
    };
    Some(Document {
        criterion: criterion?.id.clone(),
        points,
        statement: statement?,
        owner: owner?,
        date,
        // It counts for the whole of its last day.
        ends: last_day?.plus_days(1)?,
        files,
        links: links.into_iter().map(|link| link.value).collect(),
    })
}

fn criterion<'c>(node: &Node, criteria: &'c Criteria, problems: &mut Problems) -> Option<&'c Criterion> {
    let word = text(node, "criterion", problems)?;
    let known = word.value.parse().ok().and_then(|id| criteria.get(&id));
    if known.is_none() {
        let ids = criteria.iter().map(|criterion| criterion.id.as_str());
        problems.report_unknown(word.mark, "criterion", &word.value, ids);
    }
    known
}

/// Points of focus, each one of the criterion's.
fn points(node: &Node, criterion: Option<&Criterion>, problems: &mut Problems) -> Vec<String> {
    let names = texts(node, "points", problems);
    if names.is_empty() && node.sequence().is_some() {
        problems.report_with(node.mark, "no point of focus is named", "leave points out to mean the whole criterion");
    }
    for name in &names {
        if let Some(criterion) = criterion.filter(|criterion| criterion.point(&name.value).is_none()) {
            let known = criterion.points.iter().map(|point| point.name.as_str());
            problems.report_unknown(name.mark, &format!("point of focus of {}", criterion.id), &name.value, known);
        }
    }
    names.into_iter().map(|name| name.value).collect()
}

fn filed_file(node: &Node, state: &dyn Fn(&str, &str) -> FileState, problems: &mut Problems) -> Option<FiledFile> {
    let keys = Keys::of(node, "a file", &["path", "sha256"], problems)?;
    let path = keys.need("path", problems).and_then(|node| text(node, "path", problems));
    let sha256 = keys.need("sha256", problems).and_then(|node| text(node, "sha256", problems));
    if let Some(path) = path.as_ref().filter(|path| !is_inside(&path.value)) {
        let help = "keep documents beside the file that names them, so that they go where it goes";
        problems.report_with(path.mark, format!("{:?} does not lie in the folder of this file", path.value), help);
        return None;
    }
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    if let Some(word) = sha256.as_ref().filter(|word| !is_digest(&word.value)) {
        let help = "it is 64 digits of lower-case hexadecimal; `tickmark documents add` reckons it";
        problems.report_with(word.mark, format!("{:?} is no SHA-256", word.value), help);
        return None;
    }
    let (path, sha256) = (path?.value, sha256?.value);
    let state = state(&path, &sha256);
    Some(FiledFile { path, sha256, state })
}

/// Whether a path is made of plain names alone.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
