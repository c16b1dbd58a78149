//! Log groups: how long they keep events, and which records go there.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::cloudtrail::Trail;
use crate::provider::aws::ec2::FlowLog;
use crate::provider::{FactSpec, KindSpec, Op};

/// The log groups of a region.
pub(super) static DESCRIBE_LOG_GROUPS: Op =
    Op { service: "logs", name: "DescribeLogGroups", iam_action: "logs:DescribeLogGroups", none: &[], gone: &[] };

const LISTING: &[&Op] = &[&DESCRIBE_LOG_GROUPS];
const DELIVERIES: &[(Kind, &str)] = &[(Trail::KIND, "log_group"), (FlowLog::KIND, "log_group")];

/// Log groups as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: LogGroup::KIND,
    scope: Scope::Regional,
    object: object_of::<LogGroup>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("name", LISTING),
        FactSpec::read("class", LISTING),
        FactSpec::read("retention_days", LISTING),
        FactSpec::derived("delivered_by", DELIVERIES, delivered_by),
    ],
};

/// A log group (`aws.logs.log_group`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogGroup {
    /// Its name. Source: logs:DescribeLogGroups.
    pub name: Fact<String>,
    /// `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`; null where the answer does not say. Source:
    /// logs:DescribeLogGroups.
    pub class: Fact<Option<String>>,
    /// Days that events are kept, null where they are kept for ever. Source: logs:DescribeLogGroups.
    pub retention_days: Fact<Option<i64>>,
    /// The trails and flow logs that deliver to it, by their ARNs; an unknown element stands for those that
    /// were not seen. Derived.
    pub delivered_by: Fact<Vec<Fact<String>>>,
}

impl Asset for LogGroup {
    const KIND: Kind = Kind::named("aws.logs.log_group");
}

/// Derives [`LogGroup::delivered_by`]. A trail names its group by ARN, wherever it is at home, a flow log one of its own
/// region.
fn delivered_by(inventory: &mut Inventory) {
    inventory.derive::<LogGroup, _>(
        |inventory, key, entry| {
            let trails = inventory.listed_everywhere::<Trail>(&key.account);
            let logs = inventory.listed::<FlowLog>(&key.account, &key.region);
            let named =
                |group: &Option<String>| group.as_deref().map(|arn| arn.trim_end_matches(":*")) == Some(&key.id);
            let own = |group: &Option<String>| group.as_deref() == Some(&entry.name);
            let by_trails = trails.seen.into_iter().filter_map(|(trail, one)| by(trail, &one.asset.log_group, named));
            let by_logs = logs.seen.into_iter().filter_map(|(log, one)| by(log, &one.asset.log_group, own));
            let missing = [trails.missing, logs.missing].into_iter().flatten().map(Fact::Unknown);
            Fact::gather(by_trails.chain(by_logs).chain(missing))
        },
        |group, delivered_by| group.delivered_by = delivered_by,
    );
}

/// What delivers, if it does.
fn by(key: &Key, to: &Fact<Option<String>>, here: impl Fn(&Option<String>) -> bool) -> Option<Fact<String>> {
    match to {
        Fact::Known(to) => here(to).then(|| Fact::Known(key.id.clone())),
        Fact::Unknown(gaps) => Some(Fact::Unknown(gaps.clone())),
    }
}

#[cfg(test)]
mod tests;
