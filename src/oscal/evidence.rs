//! The evidence behind an observation: what was seen at each path, and what each listing came to.

use super::text::{json, line, number, property};
use super::wire::{Evidence, Property};
use crate::assess::{Assessment, Explanation, Listing};
use crate::inventory::{Gap, Kind};
use crate::predicate::{Actual, Observation, Truth};

/// What was seen of one asset, each test by itself.
pub(super) fn seen(explanation: &Explanation) -> Vec<Evidence> {
    explanation.observations.iter().map(|one| of_path(one, explanation.decided_by.contains(one))).collect()
}

fn of_path(observation: &Observation, decided: bool) -> Evidence {
    let Observation { path, actual, expected, truth } = observation;
    let mut props = vec![property("path", path)];
    let told = match actual {
        Actual::Value(value) => {
            let value = json(value);
            props.push(property("actual", &value));
            value
        }
        Actual::Unknown(gaps) => {
            props.extend(gaps.iter().map(|gap| property("gap", &gap_line(gap))));
            "unknown".to_owned()
        }
    };
    let mut description = format!("{path}: {told}");
    if !expected.is_empty() {
        props.push(property("expected", expected));
        props.push(property("held", held(*truth)));
        description = format!("{description}; expected: {expected}");
    }
    if decided {
        props.push(property("decided", "true"));
    }
    Evidence { description: line(&description), props }
}

fn held(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}

/// What one listing came to.
pub(super) fn listed(kind: &Kind, listing: &Listing<'_>) -> Evidence {
    let state = listing.population.map_or("not_collected", |population| population.state.as_str());
    let (account, region) = (listing.account.as_str(), listing.region.as_str());
    let mut props = vec![
        property("kind", kind.as_str()),
        property("account", account),
        property("region", region),
        property("listing", state),
        number("held", listing.held),
    ];
    props.extend(listing.gap().map(|gap| property("gap", &gap_line(&gap))));
    let description = format!("{kind} in account {account}, region {region}: {state}, {} held", listing.held);
    Evidence { description: line(&description), props }
}

/// The gaps of these numbers, as properties.
pub(super) fn gaps(assessment: &Assessment<'_>, numbers: &[usize]) -> Vec<Property> {
    let entries = numbers.iter().filter_map(|number| assessment.gaps().get(*number));
    entries.map(|entry| property("gap", &gap_line(&entry.gap))).collect()
}

/// A gap on one line: what could not be read, why, and where.
fn gap_line(gap: &Gap) -> String {
    let Gap { operation, kind, code, account, region } = gap;
    let code = code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
    let operation = operation.as_deref().unwrap_or("no operation");
    format!("{operation}: {}{code} in account {account}, region {region}", kind.as_str())
}
