//! The EC2 and EBS settings of a region as a whole (`aws.ec2.region`).

use schemars::JsonSchema;
use serde::Serialize;

use super::volume::Volume;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// Whether new volumes of the region are encrypted without being asked to.
pub(super) static GET_EBS_ENCRYPTION_BY_DEFAULT: Op = Op {
    service: "ec2",
    name: "GetEbsEncryptionByDefault",
    iam_action: "ec2:GetEbsEncryptionByDefault",
    none: &[],
    gone: &[],
};

/// Whether the region blocks the public sharing of snapshots.
pub(super) static GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE: Op = Op {
    service: "ec2",
    name: "GetSnapshotBlockPublicAccessState",
    iam_action: "ec2:GetSnapshotBlockPublicAccessState",
    none: &[],
    gone: &[],
};

/// Regions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: RegionSettings::KIND,
    scope: Scope::Regional,
    object: object_of::<RegionSettings>,
    listed_by: &[],
    facts: &[
        FactSpec {
            field: "ebs_encryption_by_default",
            from: &[&GET_EBS_ENCRYPTION_BY_DEFAULT],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "snapshot_public_access",
            from: &[&GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "holds_volumes_or_instances",
            from: &[],
            needs: &[(Volume::KIND, "state")],
            derive: Some(holds_volumes_or_instances),
        },
    ],
};

/// A region's settings of EC2 and EBS (`aws.ec2.region`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegionSettings {
    /// Whether new volumes and copies of snapshots are encrypted by default. Source: ec2:GetEbsEncryptionByDefault.
    pub ebs_encryption_by_default: Fact<bool>,
    /// Whether public sharing of snapshots is blocked: `block-all-sharing`, `block-new-sharing` or `unblocked`. Source:
    /// ec2:GetSnapshotBlockPublicAccessState.
    pub snapshot_public_access: Fact<String>,
    /// Whether a volume that is not being deleted, or an instance that is not being terminated, is in the region.
    /// Derived.
    pub holds_volumes_or_instances: Fact<bool>,
}

impl Asset for RegionSettings {
    const KIND: Kind = Kind::named("aws.ec2.region");
}

impl RegionSettings {
    /// Whether a public share of a snapshot has effect: only `block-all-sharing` voids the shares that exist.
    pub(super) fn public_shares_hold(&self) -> Fact<bool> {
        self.snapshot_public_access.as_ref().map(|state| state != "block-all-sharing")
    }
}

fn holds_volumes_or_instances(inventory: &mut Inventory) {
    inventory.derive::<RegionSettings, _>(
        |inventory, key, _| {
            let volumes = inventory.listed::<Volume>(&key.account, &key.region);
            volumes.any(|_, volume| volume.asset.is_kept())
        },
        |region, holds| region.holds_volumes_or_instances = holds,
    );
}
