//! Reads our types out of a JSON Schema document.

use serde_json::{Map, Value};

use super::{Field, Object, Type, UnsupportedShape};

/// Deeper than any asset: a type that contains itself ends here with an error.
const DEEPEST: usize = 24;

/// The struct that a whole schema document describes.
pub(super) fn object(document: &Value) -> Result<Object, UnsupportedShape> {
    let reader = Reader { root: document };
    match reader.field(document, "$", 0)? {
        Field { ty: Type::Object(object), nullable: false, .. } => Ok(object),
        _ => Err(wrong("$", "an asset is a struct")),
    }
}

struct Reader<'a> {
    root: &'a Value,
}

fn wrong(at: &str, problem: impl Into<String>) -> UnsupportedShape {
    UnsupportedShape { at: at.to_owned(), problem: problem.into() }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

impl<'a> Reader<'a> {
    fn field(&self, schema: &'a Value, at: &str, depth: usize) -> Result<Field, UnsupportedShape> {
        if depth > DEEPEST {
            return Err(wrong(at, "it contains itself, or is nested too deeply"));
        }
        let map = schema.as_object().ok_or_else(|| wrong(at, "a value of any shape has no type"))?;
        let doc = map.get("description").and_then(Value::as_str).unwrap_or_default();
        let inner = if let Some(reference) = map.get("$ref") {
            self.field(self.resolve(reference, at)?, at, depth + 1)?
        } else if let Some(alternatives) = map.get("anyOf").or_else(|| map.get("oneOf")).and_then(Value::as_array) {
            self.alternatives(alternatives, at, depth)?
        } else if let Some([only]) = map.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            self.field(only, at, depth + 1)?
        } else {
            self.plain(map, at, depth)?
        };
        // What is said of the field itself goes before what is said of its type.
        Ok(if doc.is_empty() { inner } else { Field { doc: doc.to_owned(), ..inner } })
    }

    fn resolve(&self, reference: &Value, at: &str) -> Result<&'a Value, UnsupportedShape> {
        let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.root.pointer(pointer))
            .ok_or_else(|| wrong(at, format!("the reference {reference} leads nowhere")))
    }

    /// `Option<T>`, or an enum whose every variant has a schema (a doc comment) of its own.
    fn alternatives(&self, all: &'a [Value], at: &str, depth: usize) -> Result<Field, UnsupportedShape> {
        let nullable = all.iter().any(is_null);
        let rest: Vec<&Value> = all.iter().filter(|schema| !is_null(schema)).collect();
        if let [only] = rest.as_slice() {
            let inner = self.field(only, at, depth + 1)?;
            return Ok(Field { nullable: nullable || inner.nullable, ..inner });
        }
        let mut words = Vec::new();
        for schema in rest {
            match self.field(schema, at, depth + 1)? {
                Field { ty: Type::Enum(more), nullable: false, .. } => words.extend(more),
                _ => return Err(wrong(at, "alternatives of different types")),
            }
        }
        Ok(Field { ty: Type::Enum(words), nullable, doc: String::new() })
    }

    fn plain(&self, map: &'a Map<String, Value>, at: &str, depth: usize) -> Result<Field, UnsupportedShape> {
        let (name, nullable) = type_name(map, at)?;
        let ty = match name {
            "boolean" => Type::Bool,
            "integer" => Type::Integer,
            "string" => string(map, at)?,
            "array" => Type::List(Box::new(self.element(map.get("items"), &format!("{at}[]"), depth)?)),
            "object" => self.structure(map, at, depth)?,
            other => return Err(wrong(at, format!("no type for JSON's {other}"))),
        };
        Ok(Field { ty, nullable, doc: String::new() })
    }

    fn element(&self, schema: Option<&'a Value>, at: &str, depth: usize) -> Result<Type, UnsupportedShape> {
        let schema = schema.ok_or_else(|| wrong(at, "elements of no type"))?;
        match self.field(schema, at, depth + 1)? {
            Field { nullable: true, .. } => Err(wrong(at, "an element is never null")),
            field => Ok(field.ty),
        }
    }

    fn structure(&self, map: &'a Map<String, Value>, at: &str, depth: usize) -> Result<Type, UnsupportedShape> {
        match (map.get("properties").and_then(Value::as_object), map.get("additionalProperties")) {
            (None, Some(values @ Value::Object(_))) => {
                Ok(Type::Map(Box::new(self.element(Some(values), &format!("{at}{{}}"), depth)?)))
            }
            (Some(_), Some(Value::Object(_))) => Err(wrong(at, "a struct with a flattened map")),
            (properties, _) => {
                let mut object = Object::default();
                for (name, schema) in properties.into_iter().flatten() {
                    let field = self.field(schema, &format!("{at}.{name}"), depth + 1)?;
                    object.fields.insert(name.clone(), field);
                }
                Ok(Type::Object(object))
            }
        }
    }
}

/// JSON's name of the type, and whether null is allowed beside it.
fn type_name<'a>(map: &'a Map<String, Value>, at: &str) -> Result<(&'a str, bool), UnsupportedShape> {
    let unclear = || wrong(at, "it has no single type");
    match map.get("type") {
        Some(Value::String(name)) => Ok((name, false)),
        Some(Value::Array(names)) => {
            let mut others = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            match (others.next(), others.next()) {
                (Some(name), None) => Ok((name, names.iter().any(|name| name.as_str() == Some("null")))),
                _ => Err(unclear()),
            }
        }
        // `const` and bare `enum` of strings carry no type of their own.
        None if map.contains_key("const") || map.contains_key("enum") => Ok(("string", false)),
        _ => Err(unclear()),
    }
}

fn string(map: &Map<String, Value>, at: &str) -> Result<Type, UnsupportedShape> {
    let words = match (map.get("enum"), map.get("const")) {
        (Some(Value::Array(words)), _) => Some(words.as_slice()),
        (_, Some(word)) => Some(std::slice::from_ref(word)),
        _ => None,
    };
    if let Some(words) = words {
        let words: Vec<String> = words.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        return if words.is_empty() { Err(wrong(at, "an enum without words")) } else { Ok(Type::Enum(words)) };
    }
    match map.get("format").and_then(Value::as_str) {
        None => Ok(Type::String),
        Some("date-time") => Ok(Type::Timestamp),
        Some("cidr") => Ok(Type::Cidr),
        Some("port-range") => Ok(Type::PortRange),
        Some(other) => Err(wrong(at, format!("no type for the format {other}"))),
    }
}
