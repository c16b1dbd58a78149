//! Where the security findings of a region are sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::finding::{self, GUARDDUTY, SECURITY_HUB};
use super::pattern::Pattern;
use super::rule::Rule;
use crate::inventory::schema::object_of;
use crate::inventory::store::{Entry, elsewhere};
use crate::inventory::{AccountId, Asset, Fact, Inventory, Key, Kind, Region as Place, Scope};
use crate::provider::aws::destination::Destination;
use crate::provider::aws::{guardduty, securityhub};
use crate::provider::{FactSpec, KindSpec};

/// Regions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::derived("guardduty", DETECTOR, is_guarded),
        FactSpec::derived("security_hub", HUB, has_hub),
        FactSpec::derived("finding_routes", ROUTES, finding_routes),
    ],
};

const DETECTOR: &[(Kind, &str)] = &[(guardduty::Region::KIND, "status")];
const HUB: &[(Kind, &str)] = &[(securityhub::Region::KIND, "hub")];
const ROUTES: &[(Kind, &str)] = &[
    (guardduty::Region::KIND, "status"),
    (guardduty::Region::KIND, "administrator"),
    (securityhub::Region::KIND, "hub"),
    (securityhub::Region::KIND, "aggregator"),
    (securityhub::Region::KIND, "gathers"),
    (securityhub::Region::KIND, "administrator"),
    (Rule::KIND, "state"),
    (Rule::KIND, "pattern"),
    (Rule::KIND, "destinations"),
];

/// A region's security findings, and where they are sent (`aws.events.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// Whether `GuardDuty` is on. Derived.
    pub guardduty: Fact<bool>,
    /// Whether Security Hub is on. Derived.
    pub security_hub: Fact<bool>,
    /// The rules that wait for findings, here and where Security Hub gathers those of this region; an unknown element
    /// stands for what was not seen, and for what an administrator account may have. Derived.
    pub finding_routes: Fact<Vec<Fact<FindingRoute>>>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.events.region");
}

/// A rule that waits for security findings.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRoute {
    /// The rule's name.
    pub rule: String,
    /// The rule's region.
    pub region: String,
    /// Whose findings: `aws.guardduty` or `aws.securityhub`.
    pub source: String,
    /// The levels, of `LOW`, `MEDIUM`, `HIGH` and `CRITICAL`, for which its pattern admits every new finding of the
    /// level and of those above.
    pub from_levels: Vec<String>,
    /// Whether the rule is on.
    pub enabled: Fact<bool>,
    /// Its targets, and whether anything comes of a finding there.
    pub targets: Fact<Vec<Destination>>,
    /// Whether any of them can tell somebody.
    pub informs: Fact<bool>,
}

fn is_guarded(inventory: &mut Inventory) {
    inventory
        .derive::<Region, _>(|inventory, key, _| guarded(inventory, key), |region, guarded| region.guardduty = guarded);
}

fn guarded(inventory: &Inventory, key: &Key) -> Fact<bool> {
    let status = of::<guardduty::Region>(inventory, &key.account, &key.region).and_then(|one| one.status.clone());
    status.map(|status| status.as_deref() == Some("ENABLED"))
}

fn has_hub(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(|inventory, key, _| hubbed(inventory, key), |region, hub| region.security_hub = hub);
}

fn hubbed(inventory: &Inventory, key: &Key) -> Fact<bool> {
    hub(inventory, key).and_then(|one| one.hub.as_ref().map(Option::is_some))
}

fn hub<'a>(inventory: &'a Inventory, key: &Key) -> Fact<&'a securityhub::Region> {
    of(inventory, &key.account, &key.region)
}

/// The singleton of a kind in a region; one that is not there was not collected, or its service is not offered.
fn of<'a, T: Asset>(inventory: &'a Inventory, account: &AccountId, region: &Place) -> Fact<&'a T> {
    let found = inventory.get::<T>(&Key::singleton(&T::KIND, account, region));
    found.and_then(|found| found.map_or_else(Fact::default, Fact::Known))
}

fn finding_routes(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, _| {
            let mut routes = of_rules(inventory, &key.account, &key.region, &[GUARDDUTY, SECURITY_HUB]);
            routes.extend(by_administrators(inventory, key));
            routes.extend(by_aggregation(inventory, key));
            Fact::gather(routes)
        },
        |region, routes| region.finding_routes = routes,
    );
}

/// The rules of a region that wait for findings of these services.
fn of_rules(inventory: &Inventory, account: &AccountId, region: &Place, sources: &[&str]) -> Vec<Fact<FindingRoute>> {
    let rules = inventory.listed::<Rule>(account, region);
    let seen = rules.seen.iter().flat_map(|(key, entry)| sources.iter().filter_map(|source| route(key, entry, source)));
    seen.chain(rules.missing.map(Fact::Unknown)).collect()
}

/// A rule as a route of a service's findings, if it names the service or admits any level of them.
fn route(key: &Key, entry: &Entry<Rule>, source: &str) -> Option<Fact<FindingRoute>> {
    let text = match &entry.asset.pattern {
        Fact::Known(text) => text,
        Fact::Unknown(gaps) => return Some(Fact::Unknown(gaps.clone())),
    };
    let pattern = Pattern::parse(text)?;
    let place = [("account", json!(key.account.as_str())), ("region", json!(key.region.as_str()))];
    let from_levels = finding::from_levels(&pattern, source, &place);
    (!from_levels.is_empty() || pattern.names("source", source)).then(|| {
        Fact::Known(FindingRoute {
            rule: entry.name.clone(),
            region: key.region.to_string(),
            source: source.to_owned(),
            from_levels,
            enabled: entry.asset.enabled(),
            targets: entry.asset.destinations.clone(),
            informs: entry.asset.informs(),
        })
    })
}

/// What the accounts may have that administer the services, and see their findings, too. A service that is off has none.
fn by_administrators(inventory: &Inventory, key: &Key) -> impl Iterator<Item = Fact<FindingRoute>> {
    let detector = of::<guardduty::Region>(inventory, &key.account, &key.region);
    let of_detector = detector.and_then(|one| one.administrator.clone());
    let of_hub = hub(inventory, key).and_then(|one| one.administrator.clone());
    let each = [(guarded(inventory, key), of_detector), (hubbed(inventory, key), of_hub)];
    each.into_iter().filter(|(on, _)| *on != Fact::Known(false)).filter_map(|(_, administrator)| match administrator {
        Fact::Known(administrator) => {
            let administrator: AccountId = administrator?.parse().ok()?;
            Some(elsewhere(&administrator, &key.region).into())
        }
        Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
    })
}

/// The rules for Security Hub's findings of the region in which those of this one are gathered.
fn by_aggregation(inventory: &Inventory, key: &Key) -> Vec<Fact<FindingRoute>> {
    let home = hub(inventory, key)
        .and_then(|hub| hub.aggregator.clone())
        .map(|arn| arn?.split(':').nth(3)?.parse::<Place>().ok());
    let home = match home {
        Fact::Known(Some(home)) if home != key.region => home,
        Fact::Known(_) => return Vec::new(),
        Fact::Unknown(gaps) => return vec![Fact::Unknown(gaps)],
    };
    let gathers = of::<securityhub::Region>(inventory, &key.account, &home).and_then(|hub| hub.gathers.clone());
    match gathers.map(|gathers| gathers.is_some_and(|gathers| gathers.takes(key.region.as_str()))) {
        Fact::Known(true) => of_rules(inventory, &key.account, &home, &[SECURITY_HUB]),
        Fact::Known(false) => Vec::new(),
        Fact::Unknown(gaps) => vec![Fact::Unknown(gaps)],
    }
}

#[cfg(test)]
mod tests;
