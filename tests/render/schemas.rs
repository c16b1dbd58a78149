//! The published JSON Schemas: as the structs are, and fulfilled by what is written.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tickmark::assess::Options;
use tickmark::assess::compare::{Judged, compare};
use tickmark::render::{self, Style, diff, schemas};

use crate::formats::{READERS, written};
use crate::sample::{Sample, bucket, parts, snapshot};
use crate::{Accepted, doctor, filed, mixed};

fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas"));
    folder.join(format!("{}.schema.json", name.replace('/', "-")))
}

/// Fails where a document is not what a schema says.
fn validate(name: &str, documents: &[Value]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.json");
    fs::write(&path, serde_json::to_vec(documents).unwrap()).unwrap();
    let script = "import json, sys, jsonschema\n\
                  schema, documents = [json.load(open(path)) for path in sys.argv[1:]]\n\
                  jsonschema.Draft202012Validator.check_schema(schema)\n\
                  for document in documents: jsonschema.validate(document, schema)";
    let output = Command::new(READERS.python()).args(["-c", script]).arg(file(name)).arg(&path).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_published_schemas_are_those_of_the_structs() {
    for (name, schema) in schemas::all() {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("TICKMARK_UPDATE").is_some() {
            fs::create_dir_all(file(name).parent().unwrap()).unwrap();
            fs::write(file(name), &text).unwrap();
        }
        let published = fs::read_to_string(file(name)).unwrap_or_default();
        assert!(published == text, "docs/schemas is out of date: run this test with TICKMARK_UPDATE=1");
    }
}

#[test]
fn what_is_written_is_what_the_schemas_say() {
    let (sample, snapshot, empty) = (Sample::new(), mixed(), snapshot(parts(vec![bucket("vault")])));
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    validate("tickmark.assessment/1", &[serde_json::from_str(&written(&assessment, "json")).unwrap()]);
    let lines = written(&assessment, "jsonl");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    validate("tickmark.findings/1", &lines);
    let (old, new) = (Judged::from(&sample.assess(&empty)), Judged::from(&assessment));
    let mut out = Vec::new();
    let json = diff::FORMATS.iter().find(|format| format.name == "json").unwrap();
    (json.write)(&compare(&old, &new), Style::default(), &mut out).unwrap();
    validate("tickmark.diff/1", &[serde_json::from_slice(&out).unwrap()]);
    validate("tickmark.doctor/1", &[doctor::json(&doctor::ill())]);
}

#[test]
fn what_is_written_reads_back_as_what_it_was() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    assert_eq!(render::read_assessment(&written(&assessment, "json")).unwrap(), Judged::from(&assessment));
}
