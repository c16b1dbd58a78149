//! Which other accounts a role trusts, and whether they are of the same organization.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::role::{Role, trust};
use crate::inventory::{AccountId, Asset as _, Fact, Inventory, Key, Region};
use crate::provider::aws::organizations::{self, Organization};
use crate::provider::aws::policy::ForeignTrust;

/// Another account that a role's trust policy lets in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExternalTrust {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the trust policy, from 1.
    pub statement: i64,
    /// The account.
    pub account: String,
    /// The principals that name it, or the condition that does.
    pub principals: Vec<String>,
    /// The statement's conditions: key, operator, values.
    pub conditions: Vec<String>,
    /// Whether whoever assumes the role must know an external id.
    pub external_id: bool,
    /// Whether the account is in the organization of the role's account; false outside an organization.
    pub in_organization: Fact<bool>,
    /// Whether the caller must be of the organization of the role's account.
    pub own_organization_only: Fact<bool>,
}

/// Derives [`Role::external_trusts`].
pub(super) fn external_trusts(inventory: &mut Inventory) {
    inventory.derive::<Role, _>(
        |inventory, key, role| {
            trust(key, &role.asset).map(|document| {
                let trusts = document.foreign_trusts(key.account.as_str()).into_iter();
                trusts.map(|trust| external(inventory, &key.account, trust)).collect()
            })
        },
        |role, trusts| role.external_trusts = trusts,
    );
}

fn external(inventory: &Inventory, account: &AccountId, trust: ForeignTrust) -> ExternalTrust {
    ExternalTrust {
        in_organization: is_member(inventory, account, &trust.account),
        own_organization_only: is_own(inventory, account, &trust.organizations),
        sid: trust.sid,
        statement: trust.statement,
        account: trust.account,
        principals: trust.principals,
        conditions: trust.conditions,
        external_id: trust.external_id,
    }
}

/// Whether these organizations, if any, are the account's own.
pub(super) fn is_own(inventory: &Inventory, account: &AccountId, organizations: &[String]) -> Fact<bool> {
    if organizations.is_empty() {
        return Fact::Known(false);
    }
    let own = organization(inventory, account);
    own.map(|own| own.is_some_and(|own| organizations.iter().all(|one| *one == own.id)))
}

/// Any member may ask for the management account; for the others only some may.
fn is_member(inventory: &Inventory, account: &AccountId, other: &str) -> Fact<bool> {
    let manages = organization(inventory, account);
    let manages = manages.map(|own| own.is_some_and(|own| own.management_account == other));
    let accounts = seen(inventory, account).and_then(|seen| seen.organization_accounts.clone());
    let listed = accounts.map(|accounts| accounts.is_some_and(|accounts| accounts.iter().any(|one| one == other)));
    Fact::any([manages, listed])
}

fn organization(inventory: &Inventory, account: &AccountId) -> Fact<Option<Organization>> {
    seen(inventory, account).and_then(|seen| seen.organization.clone())
}

fn seen<'a>(inventory: &'a Inventory, account: &AccountId) -> Fact<&'a organizations::Account> {
    let key = Key::singleton(&organizations::Account::KIND, account, &Region::GLOBAL);
    inventory.get::<organizations::Account>(&key).and_then(|seen| seen.map_or_else(Fact::default, Fact::Known))
}
