//! The JSON Schema of control files, for editors: made from the tables that the parser reads.

use serde_json::{Map, Value, json};

use super::keys::{Argument, CONTROL, COUNT, Key, OPERATORS, Shape};
use crate::criteria::{Criteria, Criterion};
use crate::inventory::schema::Schema;

/// The JSON Schema of a control file. It knows the asset kinds and criteria; what only the loader can tell
/// (whether a path exists, whether a literal fits its type) it leaves to the loader.
pub fn json_schema(schema: &Schema, criteria: &Criteria) -> Value {
    let mut root = map(CONTROL);
    let kinds: Vec<&str> = schema.kinds().map(|(kind, _)| kind.as_str()).collect();
    let ids: Vec<&str> = criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    let points: Vec<&str> = {
        let names = criteria.iter().flat_map(Criterion::cloud_assessable_points);
        let mut names: Vec<&str> = names.map(|point| point.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    replace(&mut root, "/properties/asset", &json!({"anyOf": [words(&kinds), list(&words(&kinds))]}));
    replace(&mut root, "/properties/criteria/items/properties/id", &words(&ids));
    replace(&mut root, "/properties/criteria/items/properties/points", &list(&words(&points)));
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".to_owned(), "A tickmark control".into());
        root.insert("$defs".to_owned(), definitions());
    }
    root
}

/// Puts a sharper schema in a place, and keeps what is said of it.
fn replace(root: &mut Value, pointer: &str, with: &Value) {
    if let (Some(Value::Object(place)), Value::Object(with)) = (root.pointer_mut(pointer), with) {
        let description = place.remove("description");
        place.clone_from(with);
        place.extend(description.map(|description| ("description".to_owned(), description)));
    }
}

fn words(words: &[&str]) -> Value {
    json!({"enum": words})
}

fn list(of: &Value) -> Value {
    json!({"type": "array", "items": of, "minItems": 1})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn map(keys: &'static [Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut schema = shape(key.shape);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), key.help.into());
        }
        properties.insert(key.name.to_owned(), schema);
    }
    let needed: Vec<&str> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": needed})
}

fn shape(shape_of: Shape) -> Value {
    match shape_of {
        Shape::Text => json!({"type": "string"}),
        Shape::Texts => json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
        Shape::TextOrTexts => json!({"anyOf": [shape(Shape::Text), shape(Shape::Texts)]}),
        Shape::Words(all) => words(&all()),
        Shape::ParamType(all) => {
            let lists = all().into_iter().map(|word| format!("list of {word}"));
            let all: Vec<String> = all().into_iter().map(str::to_owned).chain(lists).collect();
            json!({"enum": all})
        }
        Shape::Value => json!({"anyOf": [reference("scalar"), list(&reference("scalar"))]}),
        Shape::ValueOrNull => json!({"anyOf": [shape(Shape::Value), {"type": "null"}]}),
        Shape::Predicate => reference("predicate"),
        Shape::Map(keys) => map(keys),
        Shape::Named(of) => json!({"type": "object", "additionalProperties": shape(*of)}),
        Shape::List(of) => list(&shape(*of)),
        Shape::Either(shapes) => {
            let shapes: Vec<Value> = shapes.iter().map(|of| shape(*of)).collect();
            json!({"anyOf": shapes})
        }
        Shape::Facts => json!({"type": "object"}),
        Shape::Then => json!({"anyOf": [
            words(&["pass", "not_evaluated", "not_applicable"]),
            {"type": "object", "additionalProperties": false, "required": ["fail"],
             "properties": {"fail": list(&json!({"type": "string"}))}},
        ]}),
    }
}

fn definitions() -> Value {
    let mut operators = Map::new();
    for row in OPERATORS {
        let mut schema = argument(row.argument);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), format!("{} (of {})", row.help, row.on.join(", ")).into());
        }
        operators.insert(row.name.to_owned(), schema);
    }
    let predicates = list(&reference("predicate"));
    json!({
        "scalar": {"type": ["boolean", "integer", "string"]},
        "test": {"anyOf": [
            reference("scalar"),
            {"type": "object", "additionalProperties": false, "minProperties": 1, "properties": operators},
        ]},
        "predicate": {
            "type": "object",
            "minProperties": 1,
            "description": "Every entry must hold: all, any, not, or a path with its test",
            "properties": {"all": predicates.clone(), "any": predicates, "not": reference("predicate")},
            "additionalProperties": reference("test"),
        },
    })
}

fn argument(argument: Argument) -> Value {
    let param = json!({"type": "string", "pattern": "^\\$"});
    match argument {
        Argument::Scalar => reference("scalar"),
        Argument::Scalars => json!({"anyOf": [list(&reference("scalar")), param]}),
        Argument::Integer => json!({"anyOf": [{"type": "integer"}, param]}),
        Argument::Duration => json!({"type": "string", "pattern": "^(\\$|[0-9]+ (second|minute|hour|day)s?$)"}),
        Argument::Bool => json!({"anyOf": [{"type": "boolean"}, param]}),
        Argument::Regex => json!({"type": "string"}),
        Argument::Inner => json!({"anyOf": [reference("predicate"), reference("test")]}),
        Argument::Count => {
            let [of, at_least, at_most] = COUNT;
            let number = json!({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^\\$"}]});
            let inner = json!({"anyOf": [reference("predicate"), reference("test")]});
            let properties = Map::from_iter([
                (of.to_owned(), inner),
                (at_least.to_owned(), number.clone()),
                (at_most.to_owned(), number),
            ]);
            json!({"type": "object", "additionalProperties": false, "properties": properties})
        }
    }
}
