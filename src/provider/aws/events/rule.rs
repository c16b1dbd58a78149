//! Rules of the default bus: which events they wait for, and where they send them.

use schemars::JsonSchema;
use serde::Serialize;

use super::pattern::Pattern;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::destination::{self, Destination};
use crate::provider::aws::event_class::EventClass;
use crate::provider::{FactSpec, KindSpec, Op};

/// The rules of the default bus, to which the services of AWS send their events.
pub(super) static LIST_RULES: Op =
    Op { service: "events", name: "ListRules", iam_action: "events:ListRules", none: &[], gone: &[] };

/// Where a rule sends.
pub(super) static LIST_TARGETS_BY_RULE: Op = Op {
    service: "events",
    name: "ListTargetsByRule",
    iam_action: "events:ListTargetsByRule",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

const LISTING: &[&Op] = &[&LIST_RULES];
const TARGETS: &[&Op] = &[&LIST_TARGETS_BY_RULE];
const TARGETS_OF: &[(Kind, &str)] = &[(Rule::KIND, "targets"), destination::NEEDS];
const PATTERN: &[(Kind, &str)] = &[(Rule::KIND, "pattern"), (Rule::KIND, "state")];

/// Rules as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Rule::KIND,
    scope: Scope::Regional,
    object: object_of::<Rule>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("state", LISTING),
        FactSpec::read("pattern", LISTING),
        FactSpec::read("targets", TARGETS),
        FactSpec::derived("destinations", TARGETS_OF, destinations),
        FactSpec::derived("classes", PATTERN, classes),
    ],
};

/// A rule of the default event bus that waits for events (`aws.events.rule`); one that goes by the clock is none.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rule {
    /// `ENABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` where events of calls that only read come, too, or
    /// `DISABLED`. Source: events:ListRules.
    pub state: Fact<String>,
    /// Its pattern. Source: events:ListRules.
    pub pattern: Fact<String>,
    /// The ARNs of its targets. Source: events:ListTargetsByRule.
    pub targets: Fact<Vec<String>>,
    /// Its targets, and whether anything comes of an event there. Derived.
    pub destinations: Fact<Vec<Destination>>,
    /// The classes of CloudTrail's events that it matches for certain, null where that cannot be told. Derived.
    pub classes: Fact<Option<Vec<EventClass>>>,
}

impl Asset for Rule {
    const KIND: Kind = Kind::named("aws.events.rule");
}

impl Rule {
    /// Whether it is on.
    pub(in crate::provider::aws) fn enabled(&self) -> Fact<bool> {
        self.state.as_ref().map(|state| state.starts_with("ENABLED"))
    }

    /// Whether anything that its targets are can tell somebody.
    pub(in crate::provider::aws) fn informs(&self) -> Fact<bool> {
        let destinations = self.destinations.as_ref();
        destinations.and_then(|all| Fact::any(all.iter().map(|destination| destination.informs.clone())))
    }
}

/// Derives [`Rule::destinations`].
fn destinations(inventory: &mut Inventory) {
    inventory.derive::<Rule, _>(
        |inventory, key, entry| {
            let targets = entry.asset.targets.as_ref();
            targets.map(|arns| arns.iter().map(|arn| destination::of(inventory, &key.account, arn)).collect())
        },
        |rule, destinations| rule.destinations = destinations,
    );
}

/// Derives [`Rule::classes`].
fn classes(inventory: &mut Inventory) {
    inventory.derive::<Rule, _>(
        |_, _, entry| {
            entry.asset.pattern.as_ref().zip(entry.asset.state.as_ref()).map(|(pattern, state)| {
                let classes = Pattern::parse(pattern)?.trail_classes()?;
                if state == ALL_MANAGEMENT_EVENTS {
                    return Some(classes);
                }
                Some(classes.into_iter().map(|class| class.with("readOnly = false")).collect())
            })
        },
        |rule, classes| rule.classes = classes,
    );
}

/// The state in which a rule sees the events of calls that only read.
const ALL_MANAGEMENT_EVENTS: &str = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

#[cfg(test)]
mod tests;
