//! Which analyzers look for access from outside in a region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset, Fact, Inventory, Key, Kind, Region as Place, Scope};
use crate::provider::aws::organizations::Account as Organizations;
use crate::provider::{FactSpec, KindSpec, Op};

/// The analyzers of a region that this account may see: its own, and those that it administers.
pub(super) static LIST_ANALYZERS: Op = Op {
    service: "accessanalyzer",
    name: "ListAnalyzers",
    iam_action: "access-analyzer:ListAnalyzers",
    none: &[],
    gone: &[],
};

/// Access Analyzer in a region (`aws.accessanalyzer.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// The analyzers that this account sees. Source: accessanalyzer:ListAnalyzers.
    pub analyzers: Fact<Vec<Analyzer>>,
    /// The same, with an unknown element for what the organization may have in its management account, or in the account
    /// that administers Access Analyzer for it: only that account sees it. Derived from the analyzers and the
    /// organization.
    pub covering_analyzers: Fact<Vec<Fact<Analyzer>>>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.accessanalyzer.region");
}

/// An analyzer.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Analyzer {
    /// Its ARN.
    pub arn: String,
    /// `ACCOUNT` or `ORGANIZATION`; with `_UNUSED_ACCESS` or `_INTERNAL_ACCESS` after it, it looks for something else
    /// than access from outside.
    pub analyzer_type: String,
    /// `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`.
    pub status: String,
}

/// By which name Organizations knows Access Analyzer.
const PRINCIPAL: &str = "access-analyzer.amazonaws.com";

/// Derives [`Region::covering_analyzers`].
fn covering_analyzers(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, entry| {
            let out_of_sight = out_of_sight(inventory, key);
            let seen = entry.asset.analyzers.as_ref();
            seen.map(|seen| seen.iter().cloned().map(Fact::Known).chain(out_of_sight).collect())
        },
        |region, covering| region.covering_analyzers = covering,
    );
}

/// What stands for the analyzers that the organization may have in other accounts; `None` where it can have none.
fn out_of_sight(inventory: &Inventory, key: &Key) -> Option<Fact<Analyzer>> {
    let account = Key::singleton(&Organizations::KIND, &key.account, &Place::GLOBAL);
    let seen = inventory.get::<Organizations>(&account);
    let holders = seen.and_then(|seen| seen.map_or_else(Fact::default, |seen| holders(seen, &key.account)));
    match holders {
        Fact::Known(accounts) if accounts.is_empty() => None,
        Fact::Known(accounts) => {
            Some(Fact::Unknown(accounts.iter().map(|account| elsewhere(account, &key.region)).collect()))
        }
        Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
    }
}

/// The other accounts in which the organization can have analyzers of all its accounts: the management account, and the
/// one to which that hands Access Analyzer over. Each sees its own only.
fn holders(seen: &Organizations, own: &AccountId) -> Fact<Vec<AccountId>> {
    let account = |id: &String| id.parse().unwrap_or_else(|_| own.clone());
    seen.organization.as_ref().and_then(|organization| match organization {
        None => Fact::Known(Vec::new()),
        Some(of) if of.management_account != own.as_str() => Fact::Known(vec![account(&of.management_account)]),
        Some(_) => seen.delegated_administrators.as_ref().map(|administrators| {
            let all = administrators.iter().flatten();
            let hold = all.filter(|one| one.services.iter().any(|service| service == PRINCIPAL));
            hold.map(|one| account(&one.account)).collect()
        }),
    })
}

const COVERING: &[(Kind, &str)] = &[
    (Region::KIND, "analyzers"),
    (Organizations::KIND, "organization"),
    (Organizations::KIND, "delegated_administrators"),
];
const LISTING: &[&Op] = &[&LIST_ANALYZERS];

/// The region as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::read("analyzers", LISTING),
        FactSpec::derived("covering_analyzers", COVERING, covering_analyzers),
    ],
};

#[cfg(test)]
mod tests;
