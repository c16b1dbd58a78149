//! What AWS Config records in a region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::store::in_another_region;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const fn op(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "config", name, iam_action, none: &[], gone: &[] }
}

/// The recorders of a region, with what each records.
pub(super) static DESCRIBE_CONFIGURATION_RECORDERS: Op =
    op("DescribeConfigurationRecorders", "config:DescribeConfigurationRecorders");

/// Whether each of them records.
pub(super) static DESCRIBE_CONFIGURATION_RECORDER_STATUS: Op =
    op("DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorderStatus");

/// AWS Config in a region (`aws.config.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// Whether the recorders of every enabled region were asked for: false where the collection keeps to some regions.
    /// Source: config:DescribeConfigurationRecorders.
    pub all_regions: Fact<bool>,
    /// The recorder that the customer manages, null where there is none; those of other services are left out. Source:
    /// config:DescribeConfigurationRecorders.
    pub recorder: Fact<Option<Recorder>>,
    /// Whether it records now, null without a recorder. Source: config:DescribeConfigurationRecorderStatus.
    pub recording: Fact<Option<bool>>,
    /// How its last recording ended: `Success`, `Failure`, `Pending` or `NotApplicable`, which the service also writes in
    /// capitals; null without a recorder, and before the first. Source: config:DescribeConfigurationRecorderStatus.
    pub last_status: Fact<Option<String>>,
    /// Whether the recorder of any region records the types of resources that are global, which are IAM's. Derived from
    /// the recorders of all regions; unknown where only some were asked for and none of these does.
    pub global_types_somewhere: Fact<bool>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.config.region");
}

/// A recorder.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recorder {
    /// Its name.
    pub name: String,
    /// `ALL_SUPPORTED_RESOURCE_TYPES`, `INCLUSION_BY_RESOURCE_TYPES` or `EXCLUSION_BY_RESOURCE_TYPES`.
    pub strategy: String,
    /// It records the types of resources that are global too.
    pub global_types: bool,
    /// The only types that it records; empty where it records all, or all but some.
    pub only: Vec<String>,
    /// The types that it leaves out.
    pub excluded: Vec<String>,
}

/// Derives [`Region::global_types_somewhere`].
fn global_types_somewhere(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, entry| {
            let seen = inventory.listed_everywhere::<Region>(&key.account).any(|_, entry| {
                let takes = entry.asset.recorder.as_ref().map(|one| one.as_ref().is_some_and(|one| one.global_types));
                let records = entry.asset.recording.as_ref().map(|recording| *recording == Some(true));
                Fact::all([takes, records])
            });
            let unseen = entry.asset.all_regions.clone().and_then(|all| {
                if all {
                    return Fact::Known(false);
                }
                in_another_region(DESCRIBE_CONFIGURATION_RECORDERS.id(), &key.account).into()
            });
            Fact::any([seen, unseen])
        },
        |region, somewhere| region.global_types_somewhere = somewhere,
    );
}

const RECORDING: &[(Kind, &str)] =
    &[(Region::KIND, "all_regions"), (Region::KIND, "recorder"), (Region::KIND, "recording")];
const RECORDERS: &[&Op] = &[&DESCRIBE_CONFIGURATION_RECORDERS];
const STATUS: &[&Op] = &[&DESCRIBE_CONFIGURATION_RECORDERS, &DESCRIBE_CONFIGURATION_RECORDER_STATUS];

/// The region as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::read("all_regions", RECORDERS),
        FactSpec::read("recorder", RECORDERS),
        FactSpec::read("recording", STATUS),
        FactSpec::read("last_status", STATUS),
        FactSpec::derived("global_types_somewhere", RECORDING, global_types_somewhere),
    ],
};

#[cfg(test)]
mod tests;
