//! Metric filters: which events of a log group they count, in which metrics.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter_pattern;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::event_class::EventClass;
use crate::provider::{FactSpec, KindSpec, Op};

/// The metric filters of a region, of all its log groups at once.
pub(super) static DESCRIBE_METRIC_FILTERS: Op = Op {
    service: "logs",
    name: "DescribeMetricFilters",
    iam_action: "logs:DescribeMetricFilters",
    none: &[],
    gone: &[],
};

const LISTING: &[&Op] = &[&DESCRIBE_METRIC_FILTERS];
const PATTERN: &[(Kind, &str)] = &[(MetricFilter::KIND, "pattern"), (MetricFilter::KIND, "narrowed_by")];

/// Metric filters as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: MetricFilter::KIND,
    scope: Scope::Regional,
    object: object_of::<MetricFilter>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("log_group", LISTING),
        FactSpec::read("pattern", LISTING),
        FactSpec::read("narrowed_by", LISTING),
        FactSpec::read("metrics", LISTING),
        FactSpec::derived("classes", PATTERN, derive_classes),
    ],
};

/// A metric filter (`aws.logs.metric_filter`). It has no ARN; its id is its log group and its name.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MetricFilter {
    /// The name of its log group. Source: logs:DescribeMetricFilters.
    pub log_group: Fact<String>,
    /// Its pattern, empty where it matches everything. Source: logs:DescribeMetricFilters.
    pub pattern: Fact<String>,
    /// What else decides which events it sees: a selection by system fields, or that it reads events as a transformer
    /// of the group leaves them; null where nothing does. Source: logs:DescribeMetricFilters.
    pub narrowed_by: Fact<Option<String>>,
    /// The metrics that it counts in. Source: logs:DescribeMetricFilters.
    pub metrics: Fact<Vec<CountedIn>>,
    /// The classes of events that it matches for certain, null where that cannot be told. Derived from the pattern.
    pub classes: Fact<Option<Vec<EventClass>>>,
}

impl Asset for MetricFilter {
    const KIND: Kind = Kind::named("aws.logs.metric_filter");
}

/// A metric that a filter counts in.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountedIn {
    /// The metric's namespace.
    pub namespace: String,
    /// The metric's name.
    pub name: String,
    /// What each event counts for: a number, or the field that has it.
    pub value: String,
    /// Whether it is split by fields of the event, so that no alarm on the metric as a whole sees it.
    pub split: bool,
}

fn derive_classes(inventory: &mut Inventory) {
    inventory.derive::<MetricFilter, _>(
        |_, _, entry| {
            entry.asset.narrowed_by.as_ref().and_then(|narrowed| match narrowed {
                Some(_) => Fact::Known(None),
                None => entry.asset.pattern.as_ref().map(|pattern| filter_pattern::classes(pattern)),
            })
        },
        |filter, classes| filter.classes = classes,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Key;

    fn classes(pattern: Fact<String>, narrowed_by: Fact<Option<String>>) -> Fact<Option<Vec<EventClass>>> {
        let mut inventory = Inventory::new(Vec::new());
        let (account, region) = ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap());
        let key = Key { kind: MetricFilter::KIND, account, region, id: "trail:root".to_owned() };
        inventory.insert(key, "root".to_owned(), MetricFilter { pattern, narrowed_by, ..MetricFilter::default() });
        derive_classes(&mut inventory);
        inventory.table::<MetricFilter>().next().unwrap().1.asset.classes.clone()
    }

    #[test]
    fn a_filter_that_something_else_narrows_is_not_told_by_its_pattern() {
        let all = || Fact::Known(String::new());
        assert_eq!(classes(all(), Fact::Known(None)), Fact::Known(Some(vec![EventClass::default()])));
        assert_eq!(classes(all(), Fact::Known(Some("@aws.region = x".to_owned()))), Fact::Known(None));
        assert_eq!(classes(Fact::default(), Fact::Known(Some("transformed".to_owned()))), Fact::Known(None));
        assert_eq!(classes(Fact::default(), Fact::Known(None)), Fact::default());
        assert_eq!(classes(all(), Fact::default()), Fact::default());
    }
}
