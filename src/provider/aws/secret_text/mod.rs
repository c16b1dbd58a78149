//! Signs of credentials in text that should hold none: variables of a build, user data of an instance.
//!
//! Pure. A sign says what was found and where; the credential itself never leaves here. What only refers to a
//! credential (a variable, a parameter's name, an ARN, a file) is no sign.

mod assignment;
mod literal;
mod name;
mod pattern;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sign of a credential in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct SecretSign {
    /// The line that it is in, from 1.
    pub line: i64,
    /// What it is: by its own form, such as `aws_access_key_id`, `private_key`, `github_token` or `url_password`, or by
    /// the name it is given: `password`, `token`, `secret`, `api_key`, `access_key`, `key` or `credential`.
    pub kind: String,
    /// The name that it is given there, null where none.
    pub name: Option<String>,
}

/// The signs of credentials in a text of many lines, in order: a script, a configuration file.
pub fn in_text(text: &str) -> Vec<SecretSign> {
    let numbered = (1..).zip(text.lines());
    numbered.flat_map(|(line, content)| in_line(content).into_iter().map(move |sign| sign.on(line))).collect()
}

/// The kinds of credential that one variable shows, by the form of its value or by its name; sorted. The whole value
/// is the variable's: nothing expands it.
pub fn in_variable(name: &str, value: &str) -> Vec<String> {
    let mut kinds: BTreeSet<&str> = pattern::kinds(value).collect();
    // What the form of the value tells is not told once more by the name.
    if kinds.is_empty() && literal::may_be_credential(value) {
        kinds.extend(name::Claim::of(name).filter(|claim| claim.fits(value)).map(name::Claim::kind));
    }
    kinds.into_iter().map(str::to_owned).collect()
}

/// A sign whose line is not numbered yet.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sign<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

impl Sign<'_> {
    fn on(&self, line: i64) -> SecretSign {
        SecretSign { line, kind: self.kind.to_owned(), name: self.name.map(str::to_owned) }
    }
}

fn in_line(line: &str) -> BTreeSet<Sign<'_>> {
    let mut found = BTreeSet::new();
    for assigned in assignment::all(line) {
        let name = Some(assigned.name);
        let formed: Vec<_> = pattern::kinds(assigned.value).collect();
        if formed.is_empty() && assigned.is_literal() && literal::may_be_credential(assigned.value) {
            let claim = name::Claim::of(assigned.name);
            let claim = claim.filter(|claim| claim.fits(assigned.value) && claim.is_borne_out_by(assigned.value));
            found.extend(claim.map(|claim| Sign { kind: claim.kind(), name }));
        }
        found.extend(formed.into_iter().map(|kind| Sign { kind, name }));
    }
    for kind in pattern::kinds(line) {
        if found.iter().all(|sign| sign.kind != kind) {
            found.insert(Sign { kind, name: None });
        }
    }
    found
}

#[cfg(test)]
mod tests;
