//! A predicate in plain English.

use serde_json::{Map, Value};

use super::eval::evaluate;
use super::observe::{Observation, Observer};
use super::test::{Literal, Operand, Operands, Test};
use super::{Leaf, Predicate, Truth};
use crate::inventory::Timestamp;

/// Whether the parameter behind a value is named beside it.
#[derive(Clone, Copy, PartialEq)]
enum Params {
    Named,
    Silent,
}

/// What a test asks of its value: "at least 7", "one of AES256, aws:kms".
pub fn expected(test: &Test) -> String {
    let phrase = phrase(test, Params::Silent);
    let bare = phrase.strip_prefix("is ").or_else(|| phrase.strip_prefix("has "));
    bare.unwrap_or(&phrase).to_owned()
}

/// The predicate as lines for a reader, indented by two spaces a level, parameters named beside their values.
pub fn prose(predicate: &Predicate) -> Vec<String> {
    lines(predicate).into_iter().map(|line| format!("{}{}", "  ".repeat(line.depth), line.text)).collect()
}

/// One line of a predicate in words, and whether that part of it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// How deep it stands inside others.
    pub depth: usize,
    /// What is asked.
    pub text: String,
    /// Whether it holds.
    pub truth: Truth,
    /// What was seen; of a part that has parts of its own, nothing.
    pub observed: Option<Observation>,
}

/// The predicate as lines for a reader, each with what it comes to of an asset's facts at a moment.
pub fn clauses(predicate: &Predicate, facts: &Map<String, Value>, as_of: Timestamp) -> Vec<Clause> {
    let clause = |Line { depth, text, part }| {
        let mut sink = Observer::default();
        let truth = evaluate(part, facts, as_of, &mut sink);
        let observed = if let Predicate::Leaf(_) = part { sink.observations.pop() } else { None };
        Clause { depth, text, truth, observed }
    };
    lines(predicate).into_iter().map(clause).collect()
}

/// One line, and the part of the predicate that it is of.
struct Line<'p> {
    depth: usize,
    text: String,
    part: &'p Predicate,
}

fn lines(predicate: &Predicate) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    match predicate {
        Predicate::All(parts) => parts.iter().for_each(|part| outline(part, 0, &mut lines)),
        other => outline(other, 0, &mut lines),
    }
    lines
}

fn outline<'p>(part: &'p Predicate, depth: usize, lines: &mut Vec<Line<'p>>) {
    let (text, parts): (String, &[Predicate]) = match part {
        Predicate::Any(parts) if parts.is_empty() => ("a parameter without a value is set".to_owned(), &[]),
        Predicate::All(parts) => ("all of".to_owned(), parts),
        Predicate::Any(parts) => ("any of".to_owned(), parts),
        Predicate::Not(inner) => ("not".to_owned(), std::slice::from_ref(&**inner)),
        Predicate::Leaf(leaf) => (clause(leaf, Params::Named), &[]),
    };
    lines.push(Line { depth, text, part });
    for part in parts {
        outline(part, depth + 1, lines);
    }
}

fn clause(leaf: &Leaf, params: Params) -> String {
    let phrase = phrase(&leaf.test, params);
    match &leaf.test {
        _ if leaf.path.is_element() => phrase,
        Test::Every(_) => format!("{}: {phrase}", leaf.path),
        _ => format!("{} {phrase}", leaf.path),
    }
}

fn sentence(predicate: &Predicate, params: Params) -> String {
    let joined = |parts: &[Predicate], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| operand_of(part, params)).collect();
        parts.join(word)
    };
    match predicate {
        Predicate::All(parts) => joined(parts, " and "),
        Predicate::Any(parts) => joined(parts, " or "),
        Predicate::Not(part) => format!("not ({})", sentence(part, params)),
        Predicate::Leaf(leaf) => clause(leaf, params),
    }
}

fn operand_of(part: &Predicate, params: Params) -> String {
    let sentence = sentence(part, params);
    match part {
        Predicate::All(parts) | Predicate::Any(parts) if parts.len() > 1 => format!("({sentence})"),
        _ => sentence,
    }
}

fn phrase(test: &Test, params: Params) -> String {
    let one = |operand: &Operand| one(operand, params);
    let several = |operands: &Operands| several(operands, params);
    match test {
        Test::Equals(operand) => format!("is {}", one(operand)),
        Test::Not(operand) => format!("is not {}", one(operand)),
        Test::In(operands) => format!("is one of {}", several(operands)),
        Test::NotIn(operands) => format!("is none of {}", several(operands)),
        Test::AtLeast(operand) => format!("is at least {}", one(operand)),
        Test::AtMost(operand) => format!("is at most {}", one(operand)),
        Test::OlderThan(operand) => format!("is older than {}", one(operand)),
        Test::NewerThan(operand) => format!("is newer than {}", one(operand)),
        Test::Present(true) => "is present".to_owned(),
        Test::Present(false) => "is absent".to_owned(),
        Test::Matches(pattern) => format!("matches {}", pattern.as_str()),
        Test::Contains(operand) => format!("contains {}", one(operand)),
        Test::Within(operands) => format!("within {}", several(operands)),
        Test::Covers(operands) if operands.values.len() == 1 => format!("covers {}", several(operands)),
        Test::Covers(operands) => format!("covers any of {}", several(operands)),
        Test::Every(inner) if of_the_element(inner) => format!("every element {}", sentence(inner, params)),
        Test::Every(inner) => format!("in every element, {}", sentence(inner, params)),
        Test::Some(inner) => format!("has an element {}", whose(inner, params)),
        Test::None(inner) => format!("has no element {}", whose(inner, params)),
        Test::Count { of, at_least, at_most } => {
            let number = number(at_least.as_ref(), at_most.as_ref(), params);
            of.as_ref().map_or_else(
                || format!("has {number}"),
                |of| {
                    let word = if of_the_element(of) { "each of which" } else { "where" };
                    format!("has {number} {word} {}", sentence(of, params))
                },
            )
        }
    }
}

/// So many elements: "no element", "at least 1 element", "at least 2 and at most 5 elements".
fn number(at_least: Option<&Operand>, at_most: Option<&Operand>, params: Params) -> String {
    let is = |operand: &Operand, number| operand.value == Literal::Integer(number) && operand.param.is_none();
    let bounds: Vec<String> = [("at least", at_least), ("at most", at_most)]
        .into_iter()
        .filter_map(|(word, bound)| bound.map(|bound| format!("{word} {}", one(bound, params))))
        .collect();
    match (at_least, at_most) {
        (None, Some(most)) if is(most, 0) => "no element".to_owned(),
        (Some(only), None) | (None, Some(only)) if is(only, 1) => format!("{} element", bounds.join(" and ")),
        _ => format!("{} elements", bounds.join(" and ")),
    }
}

/// What an element must be: "where port is 22", or of a scalar "that is 22".
fn whose(inner: &Predicate, params: Params) -> String {
    let word = if of_the_element(inner) { "that" } else { "where" };
    format!("{word} {}", sentence(inner, params))
}

fn of_the_element(inner: &Predicate) -> bool {
    match inner {
        Predicate::Leaf(leaf) => leaf.path.is_element(),
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(of_the_element),
        Predicate::Not(part) => of_the_element(part),
    }
}

fn one(operand: &Operand, params: Params) -> String {
    named(operand.value.to_string(), operand.param.as_deref(), params)
}

fn several(operands: &Operands, params: Params) -> String {
    let values: Vec<String> = operands.values.iter().map(|operand| one(operand, params)).collect();
    let list = if values.is_empty() { "(an empty list)".to_owned() } else { values.join(", ") };
    named(list, operands.param.as_deref(), params)
}

fn named(value: String, param: Option<&str>, params: Params) -> String {
    match param {
        Some(param) if params == Params::Named => format!("{value} ({param})"),
        _ => value,
    }
}
