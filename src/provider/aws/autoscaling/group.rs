//! Auto Scaling groups (`aws.autoscaling.group`).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::store::Entry;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope};
use crate::provider::aws::tags;
use crate::provider::{FactSpec, KindSpec, Op};

/// The groups of a region with all that is known of them.
pub(super) static DESCRIBE_AUTO_SCALING_GROUPS: Op = Op {
    service: "autoscaling",
    name: "DescribeAutoScalingGroups",
    iam_action: "autoscaling:DescribeAutoScalingGroups",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&DESCRIBE_AUTO_SCALING_GROUPS];
const TAGS: &[(Kind, &str)] = &[(Group::KIND, "tags")];
const SHARED: &[(Kind, &str)] = &[(Group::KIND, "tags"), (Group::KIND, "status"), (Group::KIND, "availability_zones")];

/// Groups as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Group::KIND,
    scope: Scope::Regional,
    object: object_of::<Group>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("availability_zones", LISTED),
        FactSpec::read("status", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::derived("tag_pairs", TAGS, tag_pairs),
        FactSpec::derived("tag_groups", SHARED, tag_groups),
    ],
};

/// An Auto Scaling group (`aws.autoscaling.group`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    /// The names of the Availability Zones that it launches in. Source: autoscaling:DescribeAutoScalingGroups.
    pub availability_zones: Fact<Vec<String>>,
    /// What goes on while it is being deleted, such as `Delete in progress`; null otherwise. Source:
    /// autoscaling:DescribeAutoScalingGroups.
    pub status: Fact<Option<String>>,
    /// Its tags. Source: autoscaling:DescribeAutoScalingGroups.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
    /// For each of its tags, where the groups of the region that bear it launch together. Derived.
    pub tag_groups: Fact<Vec<TagGroup>>,
}

impl Asset for Group {
    const KIND: Kind = Kind::named("aws.autoscaling.group");
}

/// The groups of a region that bear one tag, those that are being deleted apart.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagGroup {
    /// The key of the tag.
    pub key: String,
    /// The value that all of them have.
    pub value: String,
    /// The names of the Availability Zones that any of them launches in; one element is unknown for those that could
    /// not be read.
    pub availability_zones: Vec<Fact<String>>,
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<Group, _>(|_, _, entry| tags::pairs(&entry.asset.tags), |group, pairs| group.tag_pairs = pairs);
}

fn tag_groups(inventory: &mut Inventory) {
    inventory.derive::<Group, _>(
        |inventory, key, entry| {
            let tags = entry.asset.tags.as_ref();
            tags.map(|tags| tags.iter().map(|(name, value)| tag_group(inventory, key, name, value)).collect())
        },
        |group, groups| group.tag_groups = groups,
    );
}

fn tag_group(inventory: &Inventory, key: &Key, name: &str, value: &str) -> TagGroup {
    let listed = inventory.listed::<Group>(&key.account, &key.region);
    let bears: Vec<(&Group, Fact<bool>)> =
        listed.seen.iter().map(|(_, Entry { asset, .. })| (asset, bears(asset, name, value))).collect();
    let mut zones = BTreeSet::new();
    for (group, _) in bears.iter().filter(|(_, bears)| *bears == Fact::Known(true)) {
        zones.extend(group.availability_zones.known().into_iter().flatten().cloned());
    }
    let mut missing: Option<Gaps> = listed.missing;
    for (group, bears) in bears {
        // What would add no zone, whether it belongs to them or not, leaves nothing open.
        let adds = group.availability_zones.as_ref().map(|own| !own.iter().all(|zone| zones.contains(zone)));
        if let Fact::Unknown(gaps) = Fact::all([bears, adds]) {
            missing.get_or_insert_default().merge(&gaps);
        }
    }
    let availability_zones = zones.into_iter().map(Fact::Known).chain(missing.map(Fact::Unknown)).collect();
    TagGroup { key: name.to_owned(), value: value.to_owned(), availability_zones }
}

/// Whether a group bears a tag and is not being deleted.
fn bears(group: &Group, name: &str, value: &str) -> Fact<bool> {
    Fact::all([
        group.tags.as_ref().map(|tags| tags.get(name).is_some_and(|own| own == value)),
        group.status.as_ref().map(Option::is_none),
    ])
}

#[cfg(test)]
mod tests;
