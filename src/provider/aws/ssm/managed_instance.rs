//! Machines that Systems Manager knows: instances of EC2, and others that were registered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope, Timestamp};
use crate::provider::aws::ec2::Instance;
use crate::provider::{FactSpec, KindSpec, Op};

/// The machines that are registered in a region.
pub(super) static DESCRIBE_INSTANCE_INFORMATION: Op = Op {
    service: "ssm",
    name: "DescribeInstanceInformation",
    iam_action: "ssm:DescribeInstanceInformation",
    none: &[],
    gone: &[],
};

/// How each of them stands to its patch baseline, fifty at once.
pub(super) static DESCRIBE_INSTANCE_PATCH_STATES: Op = Op {
    service: "ssm",
    name: "DescribeInstancePatchStates",
    iam_action: "ssm:DescribeInstancePatchStates",
    none: &[],
    gone: &[],
};

/// A machine that is registered (`aws.ssm.managed_instance`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ManagedInstance {
    /// `Online`, `ConnectionLost` or `Inactive`. Source: ssm:DescribeInstanceInformation.
    pub ping_status: Fact<String>,
    /// When its agent was last heard of, null where it never was. Source: ssm:DescribeInstanceInformation.
    pub last_ping: Fact<Option<Timestamp>>,
    /// Its operating system and version. Source: ssm:DescribeInstanceInformation.
    pub platform: Fact<Option<String>>,
    /// How it stood to its patch baseline when that was last looked at, null where it never was. Source:
    /// ssm:DescribeInstancePatchStates.
    pub patching: Fact<Option<Patching>>,
    /// The Auto Scaling group that it belongs to, null where it belongs to none. Derived from the tags of the instance.
    pub auto_scaling_group: Fact<Option<String>>,
    /// What a parameter can name to choose its Auto Scaling group: `*` and the name; empty where it belongs to none.
    /// Derived from the group.
    pub group_selectors: Fact<Vec<String>>,
    /// Its id, as commands take it. Source: ssm:DescribeInstanceInformation.
    pub instance_id: Fact<String>,
}

impl Asset for ManagedInstance {
    const KIND: Kind = Kind::named("aws.ssm.managed_instance");
}

/// How a machine stands to its patch baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Patching {
    /// `Scan` or `Install`: what was done last.
    pub operation: String,
    /// When that ended.
    pub ended: Timestamp,
    /// How many patches are missing.
    pub missing: i64,
    /// How many could not be installed.
    pub failed: i64,
    /// How many wait for a reboot.
    pub pending_reboot: i64,
    /// How many of those of critical severity are missing, failed or waiting; null where the agent does not tell.
    pub critical_noncompliant: Option<i64>,
    /// How many of those for security are missing, failed or waiting; null where the agent does not tell.
    pub security_noncompliant: Option<i64>,
}

/// The tag by which Auto Scaling marks its instances.
const GROUP_TAG: &str = "aws:autoscaling:groupName=";

/// Derives [`ManagedInstance::auto_scaling_group`].
fn auto_scaling_group(inventory: &mut Inventory) {
    inventory.derive::<ManagedInstance, _>(
        |inventory, key, _| {
            // Machines elsewhere have ids of their own, and belong to no group.
            let Some(id) = key.id.rsplit('/').next().filter(|id| id.starts_with("i-")) else {
                return Fact::Known(None);
            };
            let listed = inventory.listed::<Instance>(&key.account, &key.region);
            let own =
                listed.seen.iter().find(|(_, entry)| entry.asset.instance_id.known().is_some_and(|own| own == id));
            match (own, listed.missing) {
                (Some((_, entry)), _) => entry
                    .asset
                    .tag_pairs
                    .as_ref()
                    .map(|pairs| pairs.iter().find_map(|pair| pair.strip_prefix(GROUP_TAG)).map(str::to_owned)),
                (None, Some(gaps)) => Fact::Unknown(gaps),
                (None, None) => Fact::Known(None),
            }
        },
        |machine, group| machine.auto_scaling_group = group,
    );
}

/// Derives [`ManagedInstance::group_selectors`].
fn group_selectors(inventory: &mut Inventory) {
    inventory.derive::<ManagedInstance, _>(
        |_, _, entry| {
            let group = entry.asset.auto_scaling_group.as_ref();
            group.map(|group| group.iter().flat_map(|group| ["*".to_owned(), group.clone()]).collect())
        },
        |machine, selectors| machine.group_selectors = selectors,
    );
}

const LISTING: &[&Op] = &[&DESCRIBE_INSTANCE_INFORMATION];
const PATCHES: &[&Op] = &[&DESCRIBE_INSTANCE_PATCH_STATES];
const SELECTORS: &[(Kind, &str)] = &[(ManagedInstance::KIND, "auto_scaling_group")];
const GROUP: &[(Kind, &str)] = &[(Instance::KIND, "instance_id"), (Instance::KIND, "tag_pairs")];

/// Machines as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: ManagedInstance::KIND,
    scope: Scope::Regional,
    object: object_of::<ManagedInstance>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("ping_status", LISTING),
        FactSpec::read("last_ping", LISTING),
        FactSpec::read("platform", LISTING),
        FactSpec::read("patching", PATCHES),
        FactSpec::derived("auto_scaling_group", GROUP, auto_scaling_group),
        FactSpec::derived("group_selectors", SELECTORS, group_selectors),
        FactSpec::read("instance_id", LISTING),
    ],
};
