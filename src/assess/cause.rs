//! What several failures rest on: one fact of one asset that fails, where other failures are derived from it.
//!
//! A failure rests on another where its fact is derived from the other's, and it names that asset and no other like it,
//! or the other is a setting of its account or region. That says where to begin, not that nothing else is wrong. What an
//! account or region sums up of many assets rests on none of them alone, but may on there being nothing at all.

mod derivation;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Assessment, ControlResult, Finding, Outcome, Status};
use crate::control::{Control, Severity};
use crate::inventory::snapshot::AssetRef;
use crate::inventory::{Kind, Region};
use crate::predicate::{Actual, Observation, Predicate, Test, deciding, fields};

use derivation::{Bearing, Derivation};

/// One field of one kind of asset.
pub type Place = (Kind, String);

/// What each derived fact is derived from; what was read has no entry.
pub type Needs = BTreeMap<Place, BTreeSet<Place>>;

/// One fact that several failures rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The number of the asset that it is a fact of.
    pub asset: usize,
    /// Which fact, or which of them.
    pub fields: Vec<String>,
    /// The failures, those of the asset itself first, each by its number in [`Assessment::findings`].
    pub findings: Vec<usize>,
    /// The gravest of them.
    pub severity: Severity,
}

/// More failures than this are not held against each other.
const MOST: usize = 5_000;

/// One failure that may share its cause, by one of the facts that decided it.
struct Failed<'a> {
    number: usize,
    finding: &'a Finding,
    asset: AssetRef<'a>,
    field: String,
    /// Whether it fails for something that is missing: each such failure wants something of its own.
    wanting: bool,
    /// What was seen at the deciding place.
    seen: BTreeSet<String>,
    /// Whether nothing is there.
    empty: bool,
}

impl Failed<'_> {
    fn place(&self) -> Place {
        (self.asset.kind().clone(), self.field.clone())
    }
}

impl Assessment<'_> {
    /// What more than one failure rests on, the gravest first; `None` where too much failed to tell.
    pub fn causes(&self, needs: &Needs) -> Option<Vec<Cause>> {
        let failed = self.controls().iter().filter(|result| result.status == Status::Fail);
        let derivation = Derivation::of(failed.flat_map(|result| places(result.control)), needs);
        let failed = self.candidates(&derivation)?;
        // The failures of each asset by the fact that decided them.
        let mut own: BTreeMap<(usize, &str), Vec<&Failed<'_>>> = BTreeMap::new();
        for one in &failed {
            own.entry((one.finding.asset(), &one.field)).or_default().push(one);
        }
        let roots = Roots::of(&failed);
        let mut resting: BTreeMap<(usize, &str), Vec<&Failed<'_>>> = BTreeMap::new();
        for one in &failed {
            for root in roots.of_one(one, &derivation) {
                resting.entry((root.finding.asset(), &root.field)).or_default().push(one);
            }
        }
        let mut causes: BTreeMap<(usize, Vec<usize>), Cause> = BTreeMap::new();
        for ((asset, field), own) in own {
            let resting = resting.get(&(asset, field)).map(Vec::as_slice).unwrap_or_default();
            let own = own.into_iter().filter(|one| !one.wanting || !resting.is_empty());
            let all: Vec<&Failed<'_>> = own.chain(resting.iter().copied()).collect();
            let mut known = BTreeSet::new();
            let findings: Vec<usize> =
                all.iter().map(|one| one.number).filter(|number| known.insert(*number)).collect();
            let Some(severity) = all.iter().map(|one| one.finding.severity).max() else { continue };
            if findings.len() > 1 {
                let cause = causes.entry((asset, findings.clone()));
                let cause = cause.or_insert(Cause { asset, fields: Vec::new(), findings, severity });
                cause.fields.push(field.to_owned());
            }
        }
        let mut causes: Vec<Cause> = causes.into_values().collect();
        causes.sort_by_key(|cause| (Reverse((cause.severity, cause.findings.len())), cause.asset));
        Some(causes)
    }

    /// The failures of controls that read what another failed control reads, each once a fact that decided it.
    fn candidates(&self, derivation: &Derivation<'_>) -> Option<Vec<Failed<'_>>> {
        let failed: Vec<(&ControlResult<'_>, BTreeSet<Place>)> = self
            .controls()
            .iter()
            .filter(|result| result.status == Status::Fail)
            .map(|result| (result, places(result.control)))
            .collect();
        let any_bears = |on: &BTreeSet<Place>, roots: &BTreeSet<Place>| {
            on.iter().any(|on| roots.iter().any(|root| derivation.bears(on, root).is_some()))
        };
        let related = |number: usize, own: &BTreeSet<Place>| {
            let others = failed.iter().enumerate().filter(|(other, _)| *other != number);
            others
                .map(|(_, (_, places))| places)
                .any(|places| !own.is_disjoint(places) || any_bears(own, places) || any_bears(places, own))
        };
        let related: Vec<&ControlResult<'_>> = failed
            .iter()
            .enumerate()
            .filter(|(number, (_, own))| related(*number, own))
            .map(|(_, (result, _))| *result)
            .collect();
        if related.iter().map(|result| result.counts.fail).sum::<u64>() > MOST as u64 {
            return None;
        }
        Some(related.into_iter().flat_map(|result| self.decided(result)).collect())
    }

    fn decided(&self, result: &ControlResult<'_>) -> Vec<Failed<'_>> {
        let mut all = Vec::new();
        let own = self.findings().iter().enumerate().skip(result.findings.start).take(result.findings.len());
        for (number, finding) in own.filter(|(_, finding)| finding.outcome == Outcome::Fail) {
            let Some(asset) = self.asset_of(finding) else { continue };
            let facts = asset.facts();
            let mut by_field: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
            for observation in deciding(&result.control.expect, &facts, self.snapshot().as_of(asset.account())) {
                by_field.entry(top(&observation.path).to_owned()).or_default().push(observation);
            }
            for (field, observations) in by_field {
                let mut seen = BTreeSet::new();
                let empty = observations.iter().all(|observation| is_empty(&observation.actual));
                for observation in observations {
                    if let Actual::Value(value) = &observation.actual {
                        words(value, &mut seen);
                    }
                }
                let wanting = wants(&result.control.expect, &field);
                all.push(Failed { number, finding, asset, field, wanting, seen, empty });
            }
        }
        all
    }
}

/// The first step of a path.
fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// Every place that a control's expectation reads.
fn places(control: &Control) -> BTreeSet<Place> {
    let fields = fields(&control.expect);
    control.kinds.iter().flat_map(|kind| fields.iter().map(|field| (kind.clone(), field.clone()))).collect()
}

/// Whether a predicate asks something to be there at a field.
fn wants(predicate: &Predicate, field: &str) -> bool {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(|part| wants(part, field)),
        Predicate::Not(part) => wants(part, field),
        Predicate::Leaf(leaf) => {
            let asks = matches!(leaf.test, Test::Some(_) | Test::Contains(_) | Test::Count { at_least: Some(_), .. });
            asks && leaf.path.top() == Some(field)
        }
    }
}

/// The failures that others may rest on, by what those would name them by.
struct Roots<'f, 'a> {
    named: BTreeMap<&'a str, Vec<&'f Failed<'a>>>,
    /// Where those fail.
    places: BTreeSet<Place>,
    settings: Vec<&'f Failed<'a>>,
}

impl<'f, 'a> Roots<'f, 'a> {
    fn of(failed: &'f [Failed<'a>]) -> Self {
        let mut roots = Self { named: BTreeMap::new(), places: BTreeSet::new(), settings: Vec::new() };
        for one in failed {
            let id = one.asset.id();
            if is_setting(one.asset) {
                roots.settings.push(one);
                continue;
            }
            roots.places.insert(one.place());
            let tail = id.rsplit(['/', ':']).next().unwrap_or(id);
            for name in BTreeSet::from([id, tail]) {
                roots.named.entry(name).or_default().push(one);
            }
        }
        roots
    }

    /// What a failure rests on.
    fn of_one(&self, one: &Failed<'a>, derivation: &Derivation<'_>) -> Vec<&'f Failed<'a>> {
        let own = one.place();
        let bearing = |root: &Failed<'_>| {
            let apart = root.finding.asset() != one.finding.asset() && root.asset.account() == one.asset.account();
            apart.then(|| derivation.bears(&own, &root.place())).flatten()
        };
        let above = |root: &Failed<'_>| {
            let region = root.asset.region();
            // What is itself worked out from other assets is their doing, unless there are none.
            let fits = root.empty || (!is_setting(one.asset) && !derivation.derives(&root.place()));
            fits && (*region == Region::GLOBAL || region == one.asset.region())
        };
        let settings = self.settings.iter().filter(|root| above(root) && bearing(root) == Some(Bearing::Whole));
        let mut found: Vec<&Failed<'_>> = settings.copied().collect();
        if is_setting(one.asset) {
            return found;
        }
        let named = |names: &BTreeSet<String>, least: Option<Bearing>| {
            let roots = names.iter().filter_map(|name| self.named.get(name.as_str())).flatten();
            let fits = |root: &&&Failed<'_>| match bearing(root) {
                None => false,
                bearing => least.is_none() || bearing == least,
            };
            only(roots.filter(fits).copied().collect())
        };
        let seen = named(&one.seen, None);
        if !seen.is_empty() {
            found.extend(seen);
        } else if self.places.iter().any(|root| derivation.bears(&own, root) == Some(Bearing::Whole)) {
            // What decided names nothing: the asset may, in its other facts.
            let mut all = BTreeSet::new();
            one.asset.facts().values().for_each(|value| words(value, &mut all));
            found.extend(named(&all, Some(Bearing::Whole)));
        }
        found
    }
}

/// Whether nothing was there.
fn is_empty(actual: &Actual) -> bool {
    match actual {
        Actual::Value(Value::Array(elements)) => elements.is_empty(),
        Actual::Value(value) => value.is_null(),
        Actual::Unknown(_) => false,
    }
}

/// Those of which no other asset fails at the same place: of several none is what it rests on.
fn only<'f, 'a>(roots: Vec<&'f Failed<'a>>) -> Vec<&'f Failed<'a>> {
    let mut assets: BTreeMap<Place, BTreeSet<usize>> = BTreeMap::new();
    for root in &roots {
        assets.entry(root.place()).or_default().insert(root.finding.asset());
    }
    roots.into_iter().filter(|root| assets.get(&root.place()).is_some_and(|assets| assets.len() == 1)).collect()
}

/// Whether it is no resource but the settings of an account or region.
fn is_setting(asset: AssetRef<'_>) -> bool {
    asset.id().strip_prefix(asset.kind().as_str()).is_some_and(|rest| rest.starts_with('/'))
}

/// Every text in a value.
fn words(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Array(elements) => elements.iter().for_each(|element| words(element, found)),
        Value::Object(map) => map.values().for_each(|value| words(value, found)),
        _ => {}
    }
}
