//! EBS volumes (`aws.ec2.volume`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::volume_backup::{self, SnapshotOfVolume};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::backup::{LastBackup, PlanAssignment};
use crate::provider::aws::tags::pairs;
use crate::provider::{FactSpec, KindSpec, Op};

/// Lists the volumes of a region with all that is known of them.
pub(super) static DESCRIBE_VOLUMES: Op =
    Op { service: "ec2", name: "DescribeVolumes", iam_action: "ec2:DescribeVolumes", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&DESCRIBE_VOLUMES];

const TAGS: &[(Kind, &str)] = &[(Volume::KIND, "tags")];
/// Volumes as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Volume::KIND,
    scope: Scope::Regional,
    object: object_of::<Volume>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("volume_id", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("attached_to", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::derived("tag_pairs", TAGS, tag_pairs),
        FactSpec::derived("auto_scaling_member", volume_backup::MEMBER, volume_backup::auto_scaling_member),
        FactSpec::derived("latest_snapshots", volume_backup::SNAPSHOTS, volume_backup::latest_snapshots),
        FactSpec::derived(
            "latest_policy_snapshots",
            volume_backup::POLICY_SNAPSHOTS,
            volume_backup::latest_policy_snapshots,
        ),
        FactSpec::derived("backup_plans", volume_backup::PLANS, volume_backup::backup_plans),
        FactSpec::derived("last_backups", volume_backup::LAST_BACKUPS, volume_backup::last_backups),
    ],
};

/// A volume of EBS (`aws.ec2.volume`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Volume {
    /// Its id, such as `vol-0123456789abcdef0`. Source: ec2:DescribeVolumes.
    pub volume_id: Fact<String>,
    /// `creating`, `available`, `in-use`, `deleting`, `deleted` or `error`. Source: ec2:DescribeVolumes.
    pub state: Fact<String>,
    /// Whether it is encrypted. Source: ec2:DescribeVolumes.
    pub encrypted: Fact<bool>,
    /// The ARN of the KMS key, null where the volume is not encrypted. Source: ec2:DescribeVolumes.
    pub kms_key_id: Fact<Option<String>>,
    /// The ids of the instances that it is attached to; the ARN of another resource of AWS's. Source:
    /// ec2:DescribeVolumes.
    pub attached_to: Fact<Vec<String>>,
    /// Its tags. Source: ec2:DescribeVolumes.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
    /// Whether an instance that it is attached to is a member of an Auto Scaling group. Derived.
    pub auto_scaling_member: Fact<bool>,
    /// The latest completed snapshot that the account has of it; an unknown element stands for a later one that may be
    /// there. Derived.
    pub latest_snapshots: Fact<Vec<Fact<SnapshotOfVolume>>>,
    /// The latest completed snapshot of it that a policy of Data Lifecycle Manager took. Derived.
    pub latest_policy_snapshots: Fact<Vec<Fact<SnapshotOfVolume>>>,
    /// The plans of AWS Backup that take it in, or an instance that it is attached to. Derived.
    pub backup_plans: Fact<Vec<Fact<PlanAssignment>>>,
    /// The last backup that AWS Backup has made of it, and of each instance that it is attached to. Derived.
    pub last_backups: Fact<Vec<Fact<LastBackup>>>,
}

impl Asset for Volume {
    const KIND: Kind = Kind::named("aws.ec2.volume");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<Volume, _>(|_, _, entry| pairs(&entry.asset.tags), |volume, pairs| volume.tag_pairs = pairs);
}
