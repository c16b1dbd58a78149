//! A pack: the controls that are built in, and a user's own that add to them or replace them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::param::Overrides;
use super::{Control, ControlId, check};
use crate::criteria::Criteria;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::digest::hex;
use crate::yaml::{Diagnostic, nearest};

mod source;

pub use source::{SourceError, built_in, directory};

/// Where a control comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It ships with the tool.
    BuiltIn,
    /// It is a user's own.
    User,
}

/// One control file, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it comes from.
    pub origin: Origin,
    /// Its path as the user would name it; its last folder is the service, the one before it the provider.
    pub file: String,
    /// What it says.
    pub text: Cow<'static, str>,
}

/// Controls that were all found to be sound.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pack {
    controls: BTreeMap<ControlId, Control>,
    overridden: BTreeSet<ControlId>,
    digest: String,
}

impl Pack {
    /// Every control, by id.
    pub fn iter(&self) -> std::collections::btree_map::Values<'_, ControlId, Control> {
        self.controls.values()
    }

    /// One control.
    pub fn get(&self, id: &ControlId) -> Option<&Control> {
        self.controls.get(id)
    }

    /// How many controls there are.
    pub fn len(&self) -> usize {
        self.controls.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.controls.is_empty()
    }

    /// The built-in controls that a user's own file replaces.
    pub fn overridden(&self) -> &BTreeSet<ControlId> {
        &self.overridden
    }

    /// SHA-256 in lower-case hexadecimal, over what the controls say and the parameters in force: how the
    /// files are laid out does not change it.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl<'a> IntoIterator for &'a Pack {
    type Item = &'a Control;
    type IntoIter = std::collections::btree_map::Values<'a, ControlId, Control>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Reads and checks every source; a user's control replaces the built-in one of its id.
///
/// # Errors
/// Everything that is wrong, of all files together.
pub fn load(
    sources: &[Source],
    schema: &Schema,
    criteria: &Criteria,
    overrides: &Overrides,
) -> Result<Pack, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut pack = Pack::default();
    for source in sources {
        match check::control(source, schema, criteria, overrides) {
            Ok(control) => pack.add(control, &mut problems),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        problems = unknown_overrides(&pack, overrides);
    }
    if problems.is_empty() {
        pack.digest = digest(&pack);
        Ok(pack)
    } else {
        Err(problems)
    }
}

impl Pack {
    fn add(&mut self, control: Control, problems: &mut Vec<Diagnostic>) {
        match self.controls.get(&control.id) {
            Some(earlier) if earlier.origin == control.origin => problems.push(Diagnostic {
                file: control.file,
                line: 1,
                column: 1,
                message: format!("{} is defined already, in {}", control.id, earlier.file),
                help: None,
            }),
            Some(earlier) if earlier.origin == Origin::User => {
                self.overridden.insert(control.id);
            }
            earlier => {
                if earlier.is_some() {
                    self.overridden.insert(control.id.clone());
                }
                self.controls.insert(control.id.clone(), control);
            }
        }
    }
}

fn unknown_overrides(pack: &Pack, overrides: &Overrides) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (id, name, chosen) in overrides.all() {
        let (message, help) = match pack.get(id) {
            None => (
                format!("unknown control {:?}", id.as_str()),
                nearest(id.as_str(), pack.controls.keys().map(ControlId::as_str)),
            ),
            Some(control) if !control.params.contains_key(name) => {
                (format!("{id} has no parameter {name:?}"), nearest(name, control.params.keys().map(String::as_str)))
            }
            Some(_) => continue,
        };
        problems.push(chosen.place.diagnostic(message, help));
    }
    problems
}

fn digest(pack: &Pack) -> String {
    let mut hash = Sha256::new();
    for (id, control) in &pack.controls {
        hash.update(format!("control {id}\n{}\n", control.canonical));
        for (name, param) in &control.params {
            hash.update(format!("param {name}={}\n", serde_json::Value::from(param.value.to_string())));
        }
    }
    hex(hash)
}
