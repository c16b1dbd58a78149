//! What the policies of a function allow to anyone, and to services on behalf of anyone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Function;
use super::function::{GET_POLICY, QualifiedPolicy};
use super::url;
use crate::inventory::{Fact, Inventory, Key};
use crate::provider::aws::policy::{self, Document, PublicGrant, ServiceGrant};

/// A public grant, and what of the function its policy hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QualifiedGrant {
    /// The alias, null for the function itself.
    pub qualifier: Option<String>,
    /// The statement.
    pub grant: PublicGrant,
}

/// A grant to a service without a source, and what of the function its policy hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QualifiedServiceGrant {
    /// The alias, null for the function itself.
    pub qualifier: Option<String>,
    /// The service and the statement.
    pub grant: ServiceGrant,
}

/// Derives [`Function::public_grants`].
pub(super) fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Function, _>(
        |_, key, entry| {
            of_each(key, &entry.asset.policies, |qualifier, document| {
                let others = document.public_grants().into_iter().filter(|grant| {
                    !document.statements().iter().any(|statement| {
                        statement.number == grant.statement && url::is_for_unauthenticated_urls(statement)
                    })
                });
                others.map(|grant| QualifiedGrant { qualifier: qualifier.clone(), grant }).collect()
            })
        },
        |function, grants| function.public_grants = grants,
    );
}

/// Derives [`Function::sourceless_service_grants`].
pub(super) fn sourceless_service_grants(inventory: &mut Inventory) {
    inventory.derive::<Function, _>(
        |_, key, entry| {
            of_each(key, &entry.asset.policies, |qualifier, document| {
                let grants = document.sourceless_service_grants().into_iter();
                grants.map(|grant| QualifiedServiceGrant { qualifier: qualifier.clone(), grant }).collect()
            })
        },
        |function, grants| function.sourceless_service_grants = grants,
    );
}

/// What is found in each policy; one that is not known, or not understood, is one unknown element.
fn of_each<T>(
    key: &Key,
    policies: &Fact<Vec<Fact<QualifiedPolicy>>>,
    find: impl Fn(&Option<String>, &Document) -> Vec<T>,
) -> Fact<Vec<Fact<T>>> {
    policies.as_ref().map(|policies| {
        let found = policies.iter().flat_map(|one| match document(key, one) {
            Fact::Known((qualifier, Some(document))) => {
                find(&qualifier, &document).into_iter().map(Fact::Known).collect()
            }
            Fact::Known((_, None)) => Vec::new(),
            Fact::Unknown(gaps) => vec![Fact::Unknown(gaps)],
        });
        found.collect()
    })
}

/// What a policy hangs on, and what it says; none where there is none.
pub(super) fn document(key: &Key, policy: &Fact<QualifiedPolicy>) -> Fact<(Option<String>, Option<Document>)> {
    policy.as_ref().and_then(|one| {
        let document = policy::document(&GET_POLICY, key, &Fact::Known(one.policy.clone()));
        document.map(|document| (one.qualifier.clone(), document))
    })
}
