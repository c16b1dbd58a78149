//! What stands behind a fact: the operations it is read from, through everything it is derived from.

use std::collections::BTreeMap;

use crate::inventory::Kind;
use crate::provider::{self, Op};

/// Operations with the IAM action that allows each, sorted.
pub(in crate::command) type Operations = BTreeMap<String, &'static str>;

/// The operations that list a kind; none of a kind that is always there.
pub(in crate::command) fn listing(kind: &Kind) -> Operations {
    provider::kind(kind).map(|spec| named(spec.listed_by)).unwrap_or_default()
}

/// The operations behind one field of a kind.
pub(in crate::command) fn operations(kind: &Kind, field: &str) -> Operations {
    let mut found = Operations::new();
    collect(kind, field, &mut Vec::new(), &mut found);
    found
}

fn named(ops: &[&'static Op]) -> Operations {
    ops.iter().map(|op| (op.id(), op.iam_action)).collect()
}

fn collect(kind: &Kind, field: &str, seen: &mut Vec<(Kind, String)>, found: &mut Operations) {
    let own = (kind.clone(), field.to_owned());
    if seen.contains(&own) {
        return;
    }
    seen.push(own);
    let Some(spec) = provider::kind(kind) else { return };
    for fact in spec.facts.iter().filter(|fact| fact.field == field) {
        found.extend(named(fact.from));
        for (needed, field) in fact.needs {
            found.extend(listing(needed));
            collect(needed, field, seen, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_action_is_named_beside_the_operation() {
        let found = operations(&Kind::named("aws.s3.account"), "public_access_block");
        assert_eq!(found.get("s3control:GetPublicAccessBlock"), Some(&"s3:GetAccountPublicAccessBlock"));
    }
}
