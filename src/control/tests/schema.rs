//! Types are read from the structs, and editors are told what the parser accepts.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use schemars::JsonSchema;
use serde::Serialize;

use super::asset::{Thing, schema};
use crate::control::is_reserved;
use crate::control::schema::json_schema;
use crate::criteria::Criteria;
use crate::inventory::schema::{Object, Type, object_of};
use crate::inventory::{Asset, Fact, Kind};

fn lines(object: &Object, indent: usize, out: &mut Vec<String>) {
    for (name, field) in &object.fields {
        let null = if field.nullable { "?" } else { "" };
        out.push(format!("{}{name}: {}{null} -- {}", "  ".repeat(indent), field.ty, field.doc));
        match &field.ty {
            Type::Object(object) => lines(object, indent + 1, out),
            Type::List(of) => {
                if let Type::Object(object) = &**of {
                    lines(object, indent + 1, out);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn types_come_from_the_struct() {
    let mut out = Vec::new();
    lines(&object_of::<Thing>().unwrap(), 0, &mut out);
    assert_snapshot!(out.join("\n"), @r"
    copy_of: string? -- Which thing it was copied from.
    created: timestamp -- When it was made.
    encryption: object? -- How it is encrypted; null where it is not.
      algorithm: enum -- The algorithm.
      key: string? -- The key's ARN.
    last_used: timestamp? -- When it was last used; null where it never was.
    network: cidr -- Its network.
    port: port_range? -- Its port.
    public: bool -- Whether it is open to the world.
    retention_days: integer -- How many days copies are kept.
    rules: list of object? -- Its rules; null where it can have none.
      labels: list of string -- Names given to it.
      ports: port_range -- The ports it opens.
      protocol: string? -- The protocol; absent means all.
      source: cidr -- To whom.
    tags: map of string -- Its tags.
    title: string -- What it is called.
    zones: list of string -- Its zones.
    ");
    let object = object_of::<Thing>().unwrap();
    let Type::Object(encryption) = &object.fields["encryption"].ty else { panic!() };
    assert_eq!(encryption.fields["algorithm"].ty, Type::Enum(vec!["AES256".to_owned(), "aws:kms".to_owned()]));
    assert!(object.fields.keys().all(|name| !is_reserved(name)));
}

/// A word of the provider, each documented: schemars writes these as alternatives.
#[derive(Debug, Default, Serialize, JsonSchema)]
enum Word {
    /// One.
    #[default]
    One,
    /// Two.
    Two,
}

macro_rules! shaped {
    ($name:ident, $ty:ty) => {{
        #[derive(Debug, Default, Serialize, JsonSchema)]
        struct $name {
            field: $ty,
        }

        impl Asset for $name {
            const KIND: Kind = Kind::named("aws.test.shaped");
        }

        match object_of::<$name>() {
            Ok(object) => format!("{:?}", object.fields["field"].ty),
            Err(problem) => problem.to_string(),
        }
    }};
}

#[test]
fn documented_enums_are_enums() {
    assert_eq!(serde_json::json!([Word::One, Word::Two]), serde_json::json!(["One", "Two"]));
    assert_eq!(shaped!(Words, Fact<Option<Word>>), r#"Enum(["One", "Two"])"#);
}

#[test]
fn shapes_without_a_type_are_refused() {
    let refused = [
        shaped!(Float, Fact<f64>),
        shaped!(Anything, Fact<serde_json::Value>),
        shaped!(Nulls, Fact<Vec<Option<bool>>>),
        shaped!(NullMap, Fact<BTreeMap<String, Option<bool>>>),
        shaped!(Tuple, Fact<Option<(bool, String)>>),
    ];
    assert_snapshot!(refused.join("\n"), @r"
    $.field: no type for JSON's number
    $.field: a value of any shape has no type
    $.field[]: an element is never null
    $.field{}: an element is never null
    $.field[]: elements of no type
    ");
}

#[test]
fn editors_are_told_what_the_parser_accepts() {
    let schema = json_schema(&schema(), &Criteria::built_in().unwrap());
    assert_eq!(schema.pointer("/properties/asset/anyOf/0/enum/1"), Some(&"aws.test.thing".into()));
    assert_eq!(schema.pointer("/properties/criteria/items/properties/id/enum/60"), Some(&"P8.1".into()));
    assert_eq!(schema.pointer("/$defs/test/anyOf/1/properties").unwrap().as_object().unwrap().len(), 16);
    assert_eq!(schema.pointer("/additionalProperties"), Some(&false.into()));
    for pointer in ["predicate", "test", "scalar"] {
        assert!(schema.pointer(&format!("/$defs/{pointer}")).is_some(), "{pointer}");
    }
}
