//! Checks the tests of a predicate: which operator fits which type, and what it compares with.

use super::operand::param_name;
use super::predicate::{Checker, all};
use crate::control::keys::{COUNT, OPERATORS, Operator};
use crate::control::param::ScalarType;
use crate::inventory::schema::Type;
use crate::predicate::{Leaf, Literal, Operand, Path, Pattern, Predicate, Test};
use crate::yaml::{Content, Entry, Keys, Node, a, unrepeated};

/// The type of a literal that is compared with values of this type; `None` where nothing is.
pub(super) fn comparable(ty: &Type) -> Option<ScalarType> {
    match ty {
        Type::Bool => Some(ScalarType::Bool),
        Type::Integer => Some(ScalarType::Integer),
        Type::String => Some(ScalarType::String),
        Type::Enum(words) => Some(ScalarType::Enum(words.clone())),
        Type::Cidr => Some(ScalarType::Cidr),
        Type::PortRange => Some(ScalarType::PortRange),
        Type::Timestamp | Type::List(_) | Type::Map(_) | Type::Object(_) => None,
    }
}

fn name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "bool",
        Type::Integer => "integer",
        Type::String => "string",
        Type::Enum(_) => "enum",
        Type::Timestamp => "timestamp",
        Type::Cidr => "cidr",
        Type::PortRange => "port_range",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Object(_) => "object",
    }
}

/// The operators that values of a type can be asked.
fn operators(ty: &Type) -> impl Iterator<Item = &'static str> {
    let name = name(ty);
    OPERATORS.iter().filter(move |row| row.on.contains(&name)).map(|row| row.name)
}

impl<'a> Checker<'a> {
    /// The tests at a path of this type: all must hold.
    pub(super) fn test(&mut self, node: &Node, ty: &'a Type) -> Option<Vec<Test>> {
        match &node.content {
            Content::Scalar { .. } => self.equals(node, ty).map(|test| vec![test]),
            Content::Sequence(_) => {
                self.problems.report_with(node.mark, "a list is no test", "write {in: […]} for one of several values");
                None
            }
            Content::Mapping(entries) if entries.is_empty() => {
                self.problems.report(node.mark, "an empty test would hold for everything");
                None
            }
            Content::Mapping(entries) => {
                let entries = unrepeated(entries, self.problems);
                let tests: Vec<Option<Test>> = entries.into_iter().map(|entry| self.operator(entry, ty)).collect();
                tests.into_iter().collect()
            }
        }
    }

    fn equals(&mut self, node: &Node, ty: &Type) -> Option<Test> {
        if node.is_null() {
            self.problems.report_with(node.mark, "null is no test", "write {present: false} for what is absent");
            return None;
        }
        let Some(scalar) = comparable(ty) else {
            let known: Vec<&str> = operators(ty).collect();
            let help = format!("operators for {}: {}", a(name(ty)), known.join(", "));
            self.problems.report_with(node.mark, format!("{} cannot be compared with one value", a(ty)), help);
            return None;
        };
        self.operand(node, &scalar).map(Test::Equals)
    }

    fn operator(&mut self, entry: &Entry, ty: &'a Type) -> Option<Test> {
        let Some(row) = OPERATORS.iter().find(|row| row.name == entry.key) else {
            let known = operators(ty);
            match ty {
                Type::Object(object) if object.fields.contains_key(&entry.key) => self.problems.report_with(
                    entry.mark,
                    format!("unknown operator {:?}", entry.key),
                    format!("it is a field: join it to the path with a dot, as in PATH.{}", entry.key),
                ),
                _ => self.problems.report_unknown(entry.mark, "operator", &entry.key, known),
            }
            return None;
        };
        if !row.on.contains(&name(ty)) {
            let known: Vec<&str> = operators(ty).collect();
            let help = format!("operators for {}: {}", a(name(ty)), known.join(", "));
            self.problems.report_with(entry.mark, format!("{} cannot be asked of {}", row.name, a(ty)), help);
            return None;
        }
        self.argument(row.operator, &entry.value, ty)
    }

    fn argument(&mut self, operator: Operator, node: &Node, ty: &'a Type) -> Option<Test> {
        let scalar = comparable(ty);
        let integer = ScalarType::Integer;
        match operator {
            Operator::Not => self.operand(node, &scalar?).map(Test::Not),
            Operator::In => self.operands(node, &scalar?).map(Test::In),
            Operator::NotIn => self.operands(node, &scalar?).map(Test::NotIn),
            Operator::Within => self.operands(node, &scalar?).map(Test::Within),
            Operator::Covers => self.operands(node, &scalar?).map(Test::Covers),
            Operator::AtLeast => self.operand(node, &integer).map(Test::AtLeast),
            Operator::AtMost => self.operand(node, &integer).map(Test::AtMost),
            Operator::OlderThan => self.operand(node, &ScalarType::Duration).map(Test::OlderThan),
            Operator::NewerThan => self.operand(node, &ScalarType::Duration).map(Test::NewerThan),
            Operator::Present => match self.operand(node, &ScalarType::Bool)? {
                Operand { value: Literal::Bool(present), .. } => Some(Test::Present(present)),
                _ => None,
            },
            Operator::Matches => self.pattern(node),
            Operator::Contains => self.contains(node, ty),
            Operator::Every => self.inner(node, ty).map(Test::Every),
            Operator::Some => self.inner(node, ty).map(Test::Some),
            Operator::None => self.inner(node, ty).map(Test::None),
            Operator::Count => self.count(node, ty),
        }
    }

    /// A regular expression, or a parameter that is one.
    fn pattern(&mut self, node: &Node) -> Option<Test> {
        let Some(text) = node.text() else {
            self.problems.report(node.mark, format!("a regular expression is a text, not {}", node.describe()));
            return None;
        };
        let named = param_name(node).map(|_| self.operand(node, &ScalarType::String));
        let text = match &named {
            Some(Some(Operand { value: Literal::Text(text), .. })) => text,
            Some(_) => return None,
            None => text,
        };
        match Pattern::parse(text) {
            Ok(pattern) => Some(Test::Matches(pattern)),
            Err(problem) => {
                let problem = problem.to_string();
                let last = problem.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.problems.report(node.mark, format!("{text:?} is no regular expression: {last}"));
                None
            }
        }
    }

    fn contains(&mut self, node: &Node, ty: &Type) -> Option<Test> {
        let Type::List(element) = ty else { return None };
        let Some(scalar) = comparable(element) else {
            self.problems.report_with(
                node.mark,
                format!("contains cannot be asked of {}", a(ty)),
                "write {some: …} with a predicate on the element",
            );
            return None;
        };
        self.operand(node, &scalar).map(Test::Contains)
    }

    /// What an element of a list must satisfy: a predicate on its fields, or a test of a scalar.
    fn inner(&mut self, node: &Node, ty: &'a Type) -> Option<Box<Predicate>> {
        let Type::List(element) = ty else { return None };
        let inner = match &**element {
            Type::Object(object) => self.predicate(node, object, false)?,
            other => {
                let leaf = |test| Predicate::Leaf(Leaf { path: Path::ELEMENT, test, nullable: false });
                all(self.test(node, other)?.into_iter().map(leaf).collect())
            }
        };
        Some(Box::new(inner))
    }

    fn count(&mut self, node: &Node, ty: &'a Type) -> Option<Test> {
        let keys = Keys::of(node, "count", &COUNT, self.problems)?;
        let before = self.problems.len();
        let of = keys.get("of").and_then(|node| self.inner(node, ty));
        let at_least = keys.get("at_least").and_then(|node| self.operand(node, &ScalarType::Integer));
        let at_most = keys.get("at_most").and_then(|node| self.operand(node, &ScalarType::Integer));
        if keys.get("at_least").is_none() && keys.get("at_most").is_none() {
            self.problems.report(node.mark, "count needs at_least or at_most");
        }
        (self.problems.len() == before).then_some(Test::Count { of, at_least, at_most })
    }
}
