//! The form of `terraform show -json`: the few members that are read, of the objects that exist.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::StateError;

/// A managed resource, by what may be told of it.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) address: String,
    pub(super) kind: String,
    pub(super) arn: Option<String>,
    pub(super) id: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    format_version: Option<String>,
    /// Absent where the state is empty.
    values: Option<Values>,
    planned_values: Option<IgnoredAny>,
    resource_changes: Option<IgnoredAny>,
    /// Terraform's own file has this one, a number.
    version: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Values {
    root_module: Option<Module>,
}

#[derive(Deserialize)]
struct Module {
    #[serde(default)]
    resources: Vec<Shown>,
    #[serde(default)]
    child_modules: Vec<Module>,
}

#[derive(Deserialize)]
struct Shown {
    address: String,
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    /// Of an object that was replaced and is yet to be destroyed: it has the address no more.
    deposed_key: Option<IgnoredAny>,
    values: Option<Names>,
    /// `true` at what is sensitive.
    sensitive_values: Option<Names>,
}

#[derive(Default, Deserialize)]
struct Names {
    arn: Option<Value>,
    id: Option<Value>,
}

/// The managed resources that a state has, of every module.
pub(super) fn resources(json: &[u8]) -> Result<Vec<Resource>, StateError> {
    let document: Document = serde_json::from_slice(json).map_err(|error| shape(&error))?;
    if document.planned_values.is_some() || document.resource_changes.is_some() {
        return Err(StateError::Plan);
    }
    match document.format_version {
        None if document.version.is_some() => return Err(StateError::Raw),
        Some(version) if version.split('.').next() == Some("1") => {}
        _ => return Err(StateError::Version),
    }
    let mut found = Vec::new();
    let mut modules: Vec<Module> = document.values.and_then(|values| values.root_module).into_iter().collect();
    while let Some(module) = modules.pop() {
        found.extend(module.resources.into_iter().filter_map(managed));
        modules.extend(module.child_modules);
    }
    Ok(found)
}

/// The place alone: the message of the reader cites what it finds there.
fn shape(error: &serde_json::Error) -> StateError {
    StateError::Shape { line: error.line(), column: error.column() }
}

fn managed(shown: Shown) -> Option<Resource> {
    if shown.mode != "managed" || shown.deposed_key.is_some() {
        return None;
    }
    let (values, marks) = (shown.values.unwrap_or_default(), shown.sensitive_values.unwrap_or_default());
    Some(Resource {
        address: shown.address,
        kind: shown.kind,
        arn: open(values.arn, marks.arn.as_ref()),
        id: open(values.id, marks.id.as_ref()),
    })
}

/// A text that nothing marks as sensitive.
fn open(value: Option<Value>, mark: Option<&Value>) -> Option<String> {
    match (value, mark) {
        (Some(Value::String(text)), None | Some(Value::Bool(false) | Value::Null)) if !text.is_empty() => Some(text),
        _ => None,
    }
}
