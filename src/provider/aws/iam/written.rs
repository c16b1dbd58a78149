//! What the policies that the customer wrote allow too widely: managed ones, and the inline ones of users, groups and
//! roles.
//!
//! Policies with an administrative statement are left out: they allow everything, and are judged for that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::external_trust::is_own;
use crate::inventory::store::Entry;
use crate::inventory::{AccountId, Asset, Fact, Inventory, Key};
use crate::provider::aws::policy::{AssumptionGrant, BroadGrant, Document};

/// A statement of a policy that allows something too widely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyGrant {
    /// The policy's name.
    pub policy: String,
    /// The statement.
    pub grant: BroadGrant,
}

/// A statement of a policy that lets its holder assume roles that it does not name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoleAssumptionGrant {
    /// The policy's name.
    pub policy: String,
    /// The statement.
    pub grant: AssumptionGrant,
    /// Whether it is confined to roles of the account's own organization.
    pub own_organization_only: Fact<bool>,
}

/// A list whose unknown elements stand for policies that could not be understood.
pub(super) type Known<E> = Fact<Vec<Fact<E>>>;

/// The documents of policies by their names.
pub(super) type Documents = Known<(String, Document)>;

/// What bears policies that the customer wrote.
pub(super) trait Bearer: Asset {
    /// Those in force that have no administrative statement.
    fn written(&self, key: &Key, name: &str) -> Documents;

    /// Where to keep what is found in them.
    fn found(&mut self) -> Found<'_>;
}

/// The facts that are found in policies that the customer wrote.
pub(super) struct Found<'a> {
    pub custom_policies: &'a mut Known<String>,
    pub trail_silencing_grants: &'a mut Known<PolicyGrant>,
    pub decryption_grants: &'a mut Known<PolicyGrant>,
    pub role_assumption_grants: &'a mut Known<RoleAssumptionGrant>,
}

/// Derives `custom_policies`.
pub(super) fn custom_policies<T: Bearer>(inventory: &mut Inventory) {
    inventory.derive::<T, _>(
        |_, key, entry| each(key, entry, |policy, _| vec![policy.to_owned()]),
        |bearer, value| *bearer.found().custom_policies = value,
    );
}

/// Derives `trail_silencing_grants`.
pub(super) fn trail_silencing_grants<T: Bearer>(inventory: &mut Inventory) {
    inventory.derive::<T, _>(
        |_, key, entry| grants(key, entry, Document::trail_silencing_grants),
        |bearer, value| *bearer.found().trail_silencing_grants = value,
    );
}

/// Derives `decryption_grants`.
pub(super) fn decryption_grants<T: Bearer>(inventory: &mut Inventory) {
    inventory.derive::<T, _>(
        |_, key, entry| grants(key, entry, Document::decryption_grants),
        |bearer, value| *bearer.found().decryption_grants = value,
    );
}

/// Derives `role_assumption_grants`.
pub(super) fn role_assumption_grants<T: Bearer>(inventory: &mut Inventory) {
    inventory.derive::<T, _>(
        |inventory, key, entry| {
            each(key, entry, |policy, document| {
                let grants = document.open_role_assumptions().into_iter();
                grants.map(|grant| assumption(inventory, &key.account, policy, grant)).collect()
            })
        },
        |bearer, value| *bearer.found().role_assumption_grants = value,
    );
}

fn each<T: Bearer, E>(key: &Key, entry: &Entry<T>, of: impl Fn(&str, &Document) -> Vec<E>) -> Known<E> {
    entry.asset.written(key, &entry.name).map(|policies| {
        let found = policies.into_iter().flat_map(|policy| match policy {
            Fact::Known((name, document)) => of(&name, &document).into_iter().map(Fact::Known).collect(),
            Fact::Unknown(gaps) => vec![Fact::Unknown(gaps)],
        });
        found.collect()
    })
}

fn grants<T: Bearer>(key: &Key, entry: &Entry<T>, of: fn(&Document, &str) -> Vec<BroadGrant>) -> Known<PolicyGrant> {
    each(key, entry, |policy, document| {
        let grants = of(document, key.account.as_str()).into_iter();
        grants.map(|grant| PolicyGrant { policy: policy.to_owned(), grant }).collect()
    })
}

fn assumption(inventory: &Inventory, account: &AccountId, policy: &str, grant: AssumptionGrant) -> RoleAssumptionGrant {
    let policy = policy.to_owned();
    let own_organization_only = if grant.is_confined_to_the_holders_organization() {
        Fact::Known(true)
    } else {
        is_own(inventory, account, &grant.organizations)
    };
    RoleAssumptionGrant { policy, grant, own_organization_only }
}
