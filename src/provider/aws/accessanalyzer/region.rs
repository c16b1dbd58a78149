//! Which analyzers look for access from outside in a region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::store::elsewhere;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Region as Place, Scope};
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
    /// The same, with an unknown element for an analyzer that the organization may have: only its administrator sees
    /// that. Derived from the analyzers and the organization.
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

/// Derives [`Region::covering_analyzers`].
fn covering_analyzers(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, entry| {
            let account = Key::singleton(&Organizations::KIND, &key.account, &Place::GLOBAL);
            let found = inventory.get::<Organizations>(&account);
            let organization = found.and_then(|found| found.map_or_else(Fact::default, |one| one.organization.clone()));
            // The management account sees the organization's analyzers, and outside an organization there are none.
            let elsewhere = match organization {
                Fact::Known(None) => None,
                Fact::Known(Some(of)) if of.management_account == key.account.as_str() => None,
                Fact::Known(Some(of)) => {
                    let management = of.management_account.parse().unwrap_or_else(|_| key.account.clone());
                    Some(elsewhere(&management, &key.region).into())
                }
                Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
            };
            entry
                .asset
                .analyzers
                .as_ref()
                .map(|analyzers| analyzers.iter().cloned().map(Fact::Known).chain(elsewhere.clone()).collect())
        },
        |region, covering| region.covering_analyzers = covering,
    );
}

const COVERING: &[(Kind, &str)] = &[(Region::KIND, "analyzers"), (Organizations::KIND, "organization")];
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
