//! Tags in a form that a parameter can name.

use std::collections::BTreeMap;

use crate::inventory::Fact;

/// Tags, each as `KEY=VALUE`.
pub(super) fn pairs(tags: &Fact<BTreeMap<String, String>>) -> Fact<Vec<String>> {
    tags.as_ref().map(|tags| tags.iter().map(|(key, value)| format!("{key}={value}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_paired_and_unknown_where_they_are() {
        let tags = [("Owner", "web"), ("single-zone", "approved=yes")].map(|(key, value)| (key.into(), value.into()));
        let paired = vec!["Owner=web".to_owned(), "single-zone=approved=yes".to_owned()];
        assert_eq!(pairs(&Fact::Known(tags.into())), Fact::Known(paired));
        assert_eq!(pairs(&Fact::Known(BTreeMap::new())), Fact::Known(Vec::new()));
        assert_eq!(pairs(&Fact::default()), Fact::default());
    }
}
