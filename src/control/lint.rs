//! What a sound control still lacks: the cases that show it to be right.

use serde_json::{Map, Value};

use super::case::{Case, Then};
use super::{Control, Diagnostic, Mark};
use crate::predicate::{LeafPath, Path, Seen};

/// What a control's cases leave unshown: passing and failing, each field denied, each nullable place null, and what
/// each case is there for. None of it keeps a control from being used.
pub fn lint(control: &Control) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |Mark { line, column }, message: String| {
        found.push(Diagnostic { file: control.file.clone(), line, column, message, help: None });
    };
    for case in control.cases.iter().filter(|case| case.shows.is_none()) {
        report(case.mark, "this case does not say what it shows".to_owned());
    }
    let last = control.cases.last().map_or(Mark { line: 1, column: 1 }, |case| case.mark);
    let has = |wanted: fn(&Then) -> bool| control.cases.iter().any(|case| wanted(&case.then));
    if !has(|then| matches!(then, Then::Pass)) {
        report(last, "no case passes".to_owned());
    }
    if !has(|then| matches!(then, Then::Fail(_))) {
        report(last, "no case fails".to_owned());
    }
    if control.when.is_some() && !has(|then| matches!(then, Then::NotApplicable)) {
        report(last, "no case is not applicable".to_owned());
    }
    for field in control.judged_fields() {
        if !control.cases.iter().any(|case| case.given.get(&field).is_some_and(is_unknown)) {
            report(last, format!("no case has {field} denied"));
        }
    }
    for leaf in control.leaves().into_iter().filter(|leaf| leaf.nullable) {
        if !control.cases.iter().any(|case| has_null(case, &leaf)) {
            let path: Vec<String> = leaf.lists.iter().chain([&leaf.path]).map(Path::to_string).collect();
            report(last, format!("{} can be null, and no case has it so", path.join("[].")));
        }
    }
    found
}

/// Whether a value, or anything in it, is unknown.
fn is_unknown(value: &Value) -> bool {
    match Seen::of(value) {
        Seen::Unknown(_) => true,
        Seen::Value(Value::Array(elements)) => elements.iter().any(is_unknown),
        Seen::Value(Value::Object(map)) => map.values().any(is_unknown),
        Seen::Null | Seen::Value(_) => false,
    }
}

/// Whether a case has null where the leaf looks.
fn has_null(case: &Case, leaf: &LeafPath) -> bool {
    let root = |path: &Path, facts: &Map<String, Value>| -> Option<Value> {
        match Seen::in_facts(facts, path) {
            Seen::Null => Some(Value::Null),
            Seen::Value(value) => Some(value.clone()),
            Seen::Unknown(_) => None,
        }
    };
    match leaf.lists.split_first() {
        None => root(&leaf.path, &case.given) == Some(Value::Null),
        Some((list, deeper)) => root(list, &case.given).is_some_and(|list| null_below(&list, deeper, &leaf.path)),
    }
}

fn null_below(list: &Value, lists: &[Path], path: &Path) -> bool {
    let mut elements = list.as_array().into_iter().flatten().map(Seen::of);
    match lists.split_first() {
        None => elements.any(|element| element.at(path) == Seen::Null),
        Some((next, deeper)) => elements.any(|element| match element.at(next) {
            Seen::Value(list) => null_below(list, deeper, path),
            Seen::Null | Seen::Unknown(_) => false,
        }),
    }
}
