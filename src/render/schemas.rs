//! The JSON Schemas of the published shapes, made from the very structs that are written.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::diff::json::Document as Diff;
use super::doctor::json::Document as Doctor;
use super::wire::v1::{Control, Criterion, Document, Finding, FindingsHeader, Gap};

/// Each by the name of its version.
pub fn all() -> [(&'static str, Value); 4] {
    [
        (
            "tickmark.assessment/1",
            of::<Document<'_, Vec<Criterion<'_>>, Vec<Control<'_>>, Vec<Finding<'_>>, Vec<Gap<'_>>>>(),
        ),
        ("tickmark.findings/1", lines()),
        ("tickmark.diff/1", of::<Diff<'_>>()),
        ("tickmark.doctor/1", of::<Doctor<'_>>()),
    ]
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

fn of<T: JsonSchema>() -> Value {
    generator().into_root_schema_for::<T>().to_value()
}

/// One line: the header that is the first, or one of the findings.
fn lines() -> Value {
    let mut generator = generator();
    let header = generator.subschema_for::<FindingsHeader<'_, Vec<Control<'_>>, Vec<Gap<'_>>>>();
    let finding = generator.subschema_for::<Finding<'_>>();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Line",
        "anyOf": [header, finding],
        "$defs": generator.take_definitions(true),
    })
}
