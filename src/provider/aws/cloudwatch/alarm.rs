//! Alarms: what raises them, and what they do then.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::composite;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::destination::{self, Destination};
use crate::provider::{FactSpec, KindSpec, Op};

/// The alarms of a region, of every type that is asked for.
pub(super) static DESCRIBE_ALARMS: Op =
    Op { service: "cloudwatch", name: "DescribeAlarms", iam_action: "cloudwatch:DescribeAlarms", none: &[], gone: &[] };

const LISTING: &[&Op] = &[&DESCRIBE_ALARMS];
const ACTIONS: &[(Kind, &str)] = &[(Alarm::KIND, "alarm_actions"), destination::NEEDS];
const COMPOSITION: &[(Kind, &str)] = &[(Alarm::KIND, "composition")];

/// Alarms as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Alarm::KIND,
    scope: Scope::Regional,
    object: object_of::<Alarm>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("alarm_type", LISTING),
        FactSpec::read("target_tracking", LISTING),
        FactSpec::read("actions_enabled", LISTING),
        FactSpec::read("alarm_actions", LISTING),
        FactSpec::read("other_actions", LISTING),
        FactSpec::read("trigger", LISTING),
        FactSpec::read("composition", LISTING),
        FactSpec::derived("destinations", ACTIONS, destinations),
        FactSpec::derived("read_by", COMPOSITION, read_by),
    ],
};

/// An alarm of CloudWatch (`aws.cloudwatch.alarm`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Alarm {
    /// `metric`, `composite` or `log`. Source: cloudwatch:DescribeAlarms.
    pub alarm_type: Fact<String>,
    /// Whether a target-tracking policy made it for itself, as its description says. Source:
    /// cloudwatch:DescribeAlarms.
    pub target_tracking: Fact<bool>,
    /// Whether its actions are carried out. Source: cloudwatch:DescribeAlarms.
    pub actions_enabled: Fact<bool>,
    /// The ARNs of what it does when its state becomes ALARM. Source: cloudwatch:DescribeAlarms.
    pub alarm_actions: Fact<Vec<String>>,
    /// The ARNs of what it does when its state becomes another. Source: cloudwatch:DescribeAlarms.
    pub other_actions: Fact<Vec<String>>,
    /// The one metric that it watches, null of one that watches others, or several, or what is worked out from them.
    /// Source: cloudwatch:DescribeAlarms.
    pub trigger: Fact<Option<Trigger>>,
    /// What a composite alarm reads, null of any other. Source: cloudwatch:DescribeAlarms.
    pub composition: Fact<Option<Composition>>,
    /// What it does when its state becomes ALARM, and whether anything comes of it. Derived.
    pub destinations: Fact<Vec<Destination>>,
    /// The composite alarms that read it, by name. Derived; unknown where not all were seen.
    pub read_by: Fact<Vec<String>>,
}

impl Asset for Alarm {
    const KIND: Kind = Kind::named("aws.cloudwatch.alarm");
}

/// The metric that an alarm watches, and what raises it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// The metric's namespace.
    pub namespace: String,
    /// The metric's name.
    pub name: String,
    /// The dimensions that it is narrowed to, each as `name=value`.
    pub dimensions: Vec<String>,
    /// How the values of a period become one, such as `Sum`; null of a percentile and its like.
    pub statistic: Option<String>,
    /// How that is compared, such as `GreaterThanOrEqualToThreshold`.
    pub comparison: String,
    /// What it is compared with, a number; null of a band.
    pub threshold: Option<String>,
    /// How many periods must breach.
    pub periods: i64,
}

/// What a composite alarm reads.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Composition {
    /// Its rule.
    pub rule: String,
    /// The alarm, by name or ARN, that keeps it quiet while it is in ALARM; null where none does.
    pub suppressor: Option<String>,
}

impl Trigger {
    /// Whether one event raises the alarm that counts for `value` in the metric.
    pub(super) fn takes_one(&self, value: &str) -> bool {
        let (Ok(value), Some(Ok(threshold))) = (value.parse::<f64>(), self.threshold.as_deref().map(str::parse::<f64>))
        else {
            return false;
        };
        let count = match self.statistic.as_deref() {
            Some("Sum" | "Maximum") => value,
            Some("SampleCount") => 1.0,
            _ => return false,
        };
        let breaches = match self.comparison.as_str() {
            "GreaterThanOrEqualToThreshold" => count >= threshold,
            "GreaterThanThreshold" => count > threshold,
            _ => false,
        };
        breaches && self.periods == 1
    }
}

/// Derives [`Alarm::destinations`].
fn destinations(inventory: &mut Inventory) {
    inventory.derive::<Alarm, _>(
        |inventory, key, entry| {
            let actions = entry.asset.alarm_actions.as_ref();
            actions.map(|arns| arns.iter().map(|arn| destination::of(inventory, &key.account, arn)).collect())
        },
        |alarm, destinations| alarm.destinations = destinations,
    );
}

/// Derives [`Alarm::read_by`]. A composite alarm reads alarms of its own region.
fn read_by(inventory: &mut Inventory) {
    inventory.derive::<Alarm, _>(
        |inventory, key, entry| {
            inventory.listed::<Alarm>(&key.account, &key.region).whole().and_then(|alarms| {
                let reads = alarms.into_iter().map(|(_, other)| {
                    other.asset.composition.as_ref().map(|composition| {
                        let reads = composition.as_ref().is_some_and(|composition| {
                            let inputs = composite::inputs(&composition.rule).into_iter();
                            let is_it = |named: String| named == entry.name || named == key.id;
                            inputs.chain(composition.suppressor.clone()).any(is_it)
                        });
                        reads.then(|| other.name.clone())
                    })
                });
                Fact::collect(reads).map(|names| names.into_iter().flatten().collect())
            })
        },
        |alarm, read_by| alarm.read_by = read_by,
    );
}

#[cfg(test)]
mod tests;
