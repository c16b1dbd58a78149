//! Providers: the one registry of what can be read, and of the kinds of asset it is read into.
//!
//! A provider never sees a control. What a control may ask for is what these tables list.

pub mod aws;

use crate::inventory::schema::{Object, Schema, UnsupportedShape};
use crate::inventory::{Kind, Scope, Scopes};

/// One operation of a provider's API; each is of IAM access level List or Read.
#[derive(Debug, PartialEq, Eq)]
pub struct Op {
    /// The service, as the SDK names it.
    pub service: &'static str,
    /// The operation, as the SDK names it.
    pub name: &'static str,
    /// The IAM action that allows it, which is not always of the same name.
    pub iam_action: &'static str,
    /// The error codes that mean "there is none" for this operation.
    pub none: &'static [&'static str],
}

/// Where one fact of a kind comes from.
#[derive(Debug)]
pub struct FactSpec {
    /// The field of the kind's struct.
    pub field: &'static str,
    /// The operations that it is read from.
    pub from: &'static [&'static Op],
    /// The facts that it is derived from.
    pub needs: &'static [(Kind, &'static str)],
}

/// One kind of asset.
#[derive(Debug)]
pub struct KindSpec {
    /// The kind.
    pub kind: Kind,
    /// Where it is listed.
    pub scope: Scope,
    /// Its fields and their types.
    pub object: fn() -> Result<Object, UnsupportedShape>,
    /// Where each of its facts comes from.
    pub facts: &'static [FactSpec],
}

/// One service of a provider.
#[derive(Debug)]
pub struct Service {
    /// Its name: the folder of its controls, and the second word of its kinds.
    pub name: &'static str,
    /// Every operation that its code may call.
    pub ops: &'static [&'static Op],
    /// Its kinds of asset.
    pub kinds: &'static [KindSpec],
}

/// Every service. This list is the only place that names them.
pub static SERVICES: &[&Service] = &[&aws::s3::SERVICE];

/// Every kind of every service.
pub fn kinds() -> impl Iterator<Item = &'static KindSpec> {
    SERVICES.iter().flat_map(|service| service.kinds)
}

/// What a control may read: each kind's fields and their types.
///
/// # Errors
/// A struct of ours whose shape the control language has no type for.
pub fn schema() -> Result<Schema, UnsupportedShape> {
    let mut schema = Schema::new();
    for spec in kinds() {
        schema.insert(spec.kind.clone(), (spec.object)()?);
    }
    Ok(schema)
}

/// Where each kind is listed.
pub fn scopes() -> Scopes {
    kinds().map(|spec| (spec.kind.clone(), spec.scope)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::control::is_reserved;

    #[test]
    fn kinds_are_named_by_their_service_and_once() {
        let mut seen = BTreeSet::new();
        for service in SERVICES {
            for spec in service.kinds {
                assert_eq!(spec.kind.as_str().parse::<Kind>().unwrap(), spec.kind);
                assert_eq!(spec.kind.service(), service.name);
                assert!(seen.insert(&spec.kind), "{} twice", spec.kind);
            }
        }
    }

    #[test]
    fn every_field_has_a_source_a_doc_and_a_name_that_means_nothing_else() {
        for service in SERVICES {
            for spec in service.kinds {
                let object = (spec.object)().unwrap();
                let fields: BTreeSet<&str> = object.fields.keys().map(String::as_str).collect();
                let sourced: BTreeSet<&str> = spec.facts.iter().map(|fact| fact.field).collect();
                assert_eq!(fields, sourced, "{}", spec.kind);
                for (name, field) in &object.fields {
                    assert!(!is_reserved(name) && !field.doc.is_empty(), "{}.{name}", spec.kind);
                }
                for fact in spec.facts {
                    assert!(!(fact.from.is_empty() && fact.needs.is_empty()), "{}.{}", spec.kind, fact.field);
                    assert!(fact.from.iter().all(|op| service.ops.contains(op)), "{}.{}", spec.kind, fact.field);
                }
            }
        }
    }

    #[test]
    fn every_operation_only_reads() {
        for op in SERVICES.iter().flat_map(|service| service.ops) {
            assert!(["Get", "List", "Describe"].iter().any(|verb| op.name.starts_with(verb)), "{}", op.name);
            assert!(!["GetObject", "GetSecretValue", "GetParameter", "GetPasswordData"].contains(&op.name));
            let (service, action) = op.iam_action.split_once(':').unwrap();
            assert!(!service.is_empty() && !action.is_empty());
        }
    }
}
