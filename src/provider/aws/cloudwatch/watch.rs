//! What is watched for in CloudTrail's events, and whether anyone hears of it.
//!
//! Two ways lead there: a metric filter on the log group of a multi-region trail with an alarm on its metric, and rules
//! of `EventBridge`, which see the events of their own region only, so that it takes one in each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alarm::Alarm;
use super::{by_filter, by_rule};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Region, Scope};
use crate::provider::aws::cloudtrail;
use crate::provider::aws::destination::Destination;
use crate::provider::aws::event_class::EventClass;
use crate::provider::aws::events::Rule;
use crate::provider::aws::logs::MetricFilter;
use crate::provider::{FactSpec, KindSpec};

/// The account as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[FactSpec::derived("watches", NEEDS, watches)],
};

const NEEDS: &[(Kind, &str)] = &[
    (cloudtrail::Account::KIND, "all_regions"),
    (cloudtrail::Account::KIND, "log_group_trails"),
    (cloudtrail::Account::KIND, "multi_region_trails"),
    (MetricFilter::KIND, "log_group"),
    (MetricFilter::KIND, "pattern"),
    (MetricFilter::KIND, "classes"),
    (MetricFilter::KIND, "metrics"),
    (Alarm::KIND, "actions_enabled"),
    (Alarm::KIND, "trigger"),
    (Alarm::KIND, "composition"),
    (Alarm::KIND, "destinations"),
    (Rule::KIND, "state"),
    (Rule::KIND, "pattern"),
    (Rule::KIND, "classes"),
    (Rule::KIND, "destinations"),
];

/// What is watched for in an account (`aws.cloudwatch.account`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Account {
    /// Everything that waits for events of CloudTrail; an unknown element stands for what was not seen. Derived.
    pub watches: Fact<Vec<Fact<Watch>>>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.cloudwatch.account");
}

/// A metric filter or a rule that waits for events of CloudTrail.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Watch {
    /// `metric filter` or `event rule`.
    pub by: String,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// The name of the filter's log group, null of a rule.
    pub log_group: Option<String>,
    /// Its pattern.
    pub pattern: Fact<String>,
    /// The classes of events that it sees for certain, null where that cannot be told. What the trail does not record
    /// is among their conditions, and for a rule that events of calls that only read do not come.
    pub classes: Fact<Option<Vec<EventClass>>>,
    /// Whether events come to it: a multi-region trail records them, and delivers to the filter's log group.
    pub fed: Fact<bool>,
    /// The alarms on the filter's metric; none of a rule.
    pub alarms: Fact<Vec<RaisedAlarm>>,
    /// Where the rule sends; nowhere of a filter.
    pub targets: Fact<Vec<Destination>>,
    /// Whether one event that it sees comes to somebody's ears: an alarm that it raises has its actions on, and one of
    /// them can tell somebody. A rule must be on, and be one of the like in every region.
    pub reaches: Fact<bool>,
}

/// An alarm on the metric of a filter, or a composite alarm that follows it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RaisedAlarm {
    /// Its name.
    pub name: String,
    /// Whether one event raises it.
    pub one_event_is_enough: bool,
    /// Whether its actions are carried out.
    pub actions_enabled: Fact<bool>,
    /// What it does when its state becomes ALARM.
    pub destinations: Fact<Vec<Destination>>,
}

/// Derives [`Account::watches`].
fn watches(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let trails = Key::singleton(&cloudtrail::Account::KIND, &key.account, &Region::GLOBAL);
            let trails = inventory.get::<cloudtrail::Account>(&trails);
            let known = trails.and_then(|trails| trails.map_or_else(Fact::default, Fact::Known));
            match known {
                Fact::Unknown(gaps) => Fact::Unknown(gaps),
                Fact::Known(trails) => {
                    let filters = by_filter::watches(inventory, &key.account, trails);
                    Fact::gather(filters.into_iter().chain(by_rule::watches(inventory, &key.account, trails)))
                }
            }
        },
        |account, watches| account.watches = watches,
    );
}

#[cfg(test)]
mod tests;
