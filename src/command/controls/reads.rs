//! What stands behind a fact: the operations it is read from, through everything it is derived from.

use std::collections::BTreeMap;

use crate::inventory::Kind;
use crate::provider::{self, Op};

/// The operations behind one field of a kind with their IAM actions, sorted.
pub(super) fn operations(kind: &Kind, field: &str) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    let mut seen = Vec::new();
    collect(kind, field, &mut seen, &mut found);
    found
}

fn collect(kind: &Kind, field: &str, seen: &mut Vec<(Kind, String)>, found: &mut BTreeMap<String, &'static str>) {
    let own = (kind.clone(), field.to_owned());
    if seen.contains(&own) {
        return;
    }
    seen.push(own);
    let specs = provider::kinds().filter(|spec| spec.kind == *kind).flat_map(|spec| spec.facts);
    for fact in specs.filter(|fact| fact.field == field) {
        found.extend(fact.from.iter().map(|op: &&Op| (format!("{}:{}", op.service, op.name), op.iam_action)));
        for (kind, field) in fact.needs {
            collect(kind, field, seen, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_action_is_named_beside_the_operation() {
        let found = operations(&Kind::named("aws.s3.account"), "public_access_block");
        let expected = ("s3control:GetPublicAccessBlock".to_owned(), "s3:GetAccountPublicAccessBlock");
        assert!(found.into_iter().any(|found| found == expected));
    }
}
