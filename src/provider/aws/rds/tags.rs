//! Tags in a form that a parameter can name.

use std::collections::BTreeMap;

use crate::inventory::Fact;

/// Each tag as `KEY=VALUE`.
pub(super) fn pairs(tags: &Fact<BTreeMap<String, String>>) -> Fact<Vec<String>> {
    tags.as_ref().map(|tags| tags.iter().map(|(key, value)| format!("{key}={value}")).collect())
}
