//! Reads the facts of a case: values of the schema's types, and what was denied in their place.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::control::param::integer;
use crate::inventory::Timestamp;
use crate::inventory::gap::UNKNOWN_KEY;
use crate::inventory::net::{Cidr, PortRange};
use crate::inventory::schema::{Object, Type};
use crate::yaml::{Entry, Node, Problems, unrepeated};

/// What stands in a case where a read was denied.
const DENIED: &str = "$denied";

/// Reads values, and keeps the operations that were named as denied.
pub(super) struct Values<'a> {
    problems: &'a mut Problems,
    operations: BTreeSet<String>,
}

impl<'a> Values<'a> {
    pub(super) fn new(problems: &'a mut Problems) -> Self {
        Self { problems, operations: BTreeSet::new() }
    }

    /// The operations that were named as denied.
    pub(super) fn into_operations(self) -> BTreeSet<String> {
        self.operations
    }

    /// A value of a type; `None` after what is wrong was reported.
    pub(super) fn of(&mut self, node: &Node, ty: &Type, nullable: bool) -> Option<Value> {
        if let Some(marker) = self.denied(node) {
            return Some(marker);
        }
        if node.is_null() {
            if nullable {
                return Some(Value::Null);
            }
            self.problems.report(node.mark, format!("this {ty} is never null"));
            return None;
        }
        match ty {
            Type::List(element) => {
                let Some(nodes) = node.sequence() else { return self.wrong(node, ty) };
                let values: Vec<Option<Value>> = nodes.iter().map(|node| self.of(node, element, false)).collect();
                values.into_iter().collect::<Option<Vec<Value>>>().map(Value::Array)
            }
            Type::Map(values) => {
                let Some(entries) = node.mapping() else { return self.wrong(node, ty) };
                let entries = unrepeated(entries, self.problems);
                self.entries(entries, |_| Some((values, false)))
            }
            Type::Object(object) => self.structure(node, ty, object),
            scalar => self.scalar(node, scalar),
        }
    }

    fn structure(&mut self, node: &Node, ty: &Type, object: &Object) -> Option<Value> {
        let Some(entries) = node.mapping() else { return self.wrong(node, ty) };
        let mut known = Vec::new();
        for entry in unrepeated(entries, self.problems) {
            if object.fields.contains_key(&entry.key) {
                known.push(entry);
            } else {
                let fields = object.fields.keys().map(String::as_str);
                self.problems.report_unknown(entry.mark, "field", &entry.key, fields);
            }
        }
        self.entries(known, |name| object.fields.get(name).map(|field| (&field.ty, field.nullable)))
    }

    fn entries<'t>(&mut self, entries: Vec<&Entry>, ty: impl Fn(&str) -> Option<(&'t Type, bool)>) -> Option<Value> {
        let mut map = Map::new();
        for entry in entries {
            let (ty, nullable) = ty(&entry.key)?;
            map.insert(entry.key.clone(), self.of(&entry.value, ty, nullable)?);
        }
        Some(Value::Object(map))
    }

    fn scalar(&mut self, node: &Node, ty: &Type) -> Option<Value> {
        let Some(text) = node.text() else { return self.wrong(node, ty) };
        let fits = match ty {
            Type::Bool => return plain_bool(node).map(Value::Bool).or_else(|| self.wrong(node, ty)),
            Type::Integer => {
                return node.plain().and_then(integer).map(Value::from).or_else(|| self.wrong(node, ty));
            }
            // Words of the future are welcome in data, and so in a case.
            Type::String | Type::Enum(_) => true,
            Type::Timestamp => text.parse::<Timestamp>().is_ok(),
            Type::Cidr => text.parse::<Cidr>().is_ok(),
            Type::PortRange => text.parse::<PortRange>().is_ok(),
            Type::List(_) | Type::Map(_) | Type::Object(_) => false,
        };
        if fits { Some(text.into()) } else { self.wrong(node, ty) }
    }

    fn wrong(&mut self, node: &Node, ty: &Type) -> Option<Value> {
        self.problems.report(node.mark, format!("{} is no {ty}", node.describe()));
        None
    }

    /// `$denied`, or `{$denied: service:Operation}`.
    fn denied(&mut self, node: &Node) -> Option<Value> {
        let operation = match node.mapping() {
            None if node.plain() == Some(DENIED) => None,
            Some([Entry { key, value, .. }]) if key == DENIED => Some(self.operation(value)),
            _ => return None,
        };
        let mut gap = json!({"kind": "denied", "account": "123456789012", "region": "global"});
        if let (Some(operation), Some(map)) = (operation.flatten(), gap.as_object_mut()) {
            map.insert("operation".to_owned(), operation.clone().into());
            self.operations.insert(operation);
        }
        Some(Value::Object(Map::from_iter([(UNKNOWN_KEY.to_owned(), gap)])))
    }

    fn operation(&mut self, node: &Node) -> Option<String> {
        let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let found = node.text().filter(|text| text.split_once(':').is_some_and(|(s, o)| word(s) && word(o)));
        if found.is_none() {
            self.problems.report(node.mark, format!("{} is no operation, such as s3:GetBucketAcl", node.describe()));
        }
        found.map(str::to_owned)
    }
}

fn plain_bool(node: &Node) -> Option<bool> {
    match node.plain() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    }
}
