//! The EC2 and EBS settings of a region as a whole (`aws.ec2.region`).

use schemars::JsonSchema;
use serde::Serialize;

use super::image_settings::{self, AllowedImages};
use super::instance::Instance;
use super::metadata_defaults::{self, MetadataDefaults};
use super::region_holds::{self, is_none_of};
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

const ENCRYPTION: &[&Op] = &[&GET_EBS_ENCRYPTION_BY_DEFAULT];
const SHARING: &[&Op] = &[&GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE];

/// Regions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: RegionSettings::KIND,
    scope: Scope::Regional,
    object: object_of::<RegionSettings>,
    listed_by: &[],
    facts: &[
        FactSpec::read("ebs_encryption_by_default", ENCRYPTION),
        FactSpec::read("snapshot_public_access", SHARING),
        FactSpec {
            field: "holds_volumes_or_instances",
            from: &[],
            needs: &[(Volume::KIND, "state"), (Instance::KIND, "state")],
            derive: Some(holds_volumes_or_instances),
        },
        FactSpec::read("image_public_access", image_settings::SHARING),
        FactSpec::read("allowed_images", image_settings::ALLOWED),
        FactSpec::read("metadata_defaults", metadata_defaults::DEFAULTS),
        FactSpec::derived("holds_instances", region_holds::INSTANCES, region_holds::holds_instances),
        FactSpec::derived("holds_snapshots", region_holds::SNAPSHOTS, region_holds::holds_snapshots),
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
    /// Whether new public sharing of images is blocked: `block-new-sharing` or `unblocked`. Source:
    /// ec2:GetImageBlockPublicAccessState.
    pub image_public_access: Fact<String>,
    /// Which images of others can be launched. Source: ec2:GetAllowedImagesSettings.
    pub allowed_images: Fact<AllowedImages>,
    /// What it sets for the metadata service of new instances. Source: ec2:GetInstanceMetadataDefaults.
    pub metadata_defaults: Fact<MetadataDefaults>,
    /// Whether an instance that is not being terminated is in the region. Derived.
    pub holds_instances: Fact<bool>,
    /// Whether a snapshot of the account's own, which did not fail, is in the region. Derived.
    pub holds_snapshots: Fact<bool>,
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
            let instances = inventory.listed::<Instance>(&key.account, &key.region);
            Fact::any([
                volumes.any(|_, volume| is_none_of(&volume.asset.state, &["deleting", "deleted"])),
                instances.any(|_, instance| is_none_of(&instance.asset.state, &["shutting-down", "terminated"])),
            ])
        },
        |region, holds| region.holds_volumes_or_instances = holds,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{AccountId, Gap, GapKind, Gaps, Key, Population, Region, State};

    fn account() -> AccountId {
        "123456789012".parse().unwrap()
    }

    fn region() -> Region {
        "eu-west-1".parse().unwrap()
    }

    fn denied(operation: &str) -> Gap {
        let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
        Gap { operation: Some(operation.to_owned()), kind, code, account: account(), region: region() }
    }

    fn unknown<T>(operation: &str) -> Fact<T> {
        denied(operation).into()
    }

    /// The states that a listing gave; unknown where it was refused.
    type Listing<'a> = Fact<&'a [Fact<String>]>;

    fn add<T: Asset>(inventory: &mut Inventory, listing: &Listing<'_>, asset: impl Fn(Fact<String>) -> T) {
        let (state, gap) = match listing {
            Fact::Known(_) => (State::Complete, None),
            Fact::Unknown(gaps) => (State::Refused, gaps.iter().next().cloned()),
        };
        let population = Population { kind: T::KIND, account: account(), region: region(), state, count: 0, gap };
        inventory.record(population);
        for (number, state) in listing.known().into_iter().copied().flatten().enumerate() {
            let key = Key { kind: T::KIND, account: account(), region: region(), id: format!("arn:{number}") };
            inventory.insert(key, number.to_string(), asset(state.clone()));
        }
    }

    fn holds(volumes: &Listing<'_>, instances: &Listing<'_>) -> Fact<bool> {
        let mut inventory = Inventory::new(vec![account()]);
        let key = Key::singleton(&RegionSettings::KIND, &account(), &region());
        inventory.insert(key.clone(), "eu-west-1".to_owned(), RegionSettings::default());
        add(&mut inventory, volumes, |state| Volume { state, ..Volume::default() });
        add(&mut inventory, instances, |state| Instance { state, ..Instance::default() });
        holds_volumes_or_instances(&mut inventory);
        inventory.get::<RegionSettings>(&key).known().unwrap().unwrap().holds_volumes_or_instances.clone()
    }

    fn state(word: &str) -> Fact<String> {
        Fact::Known(word.to_owned())
    }

    const NONE: Listing<'_> = Fact::Known(&[]);
    const VOLUMES: &str = "ec2:DescribeVolumes";
    const INSTANCES: &str = "ec2:DescribeInstances";

    #[test]
    fn what_is_on_its_way_out_is_not_held() {
        for (volume, instance, held) in [
            ("available", "terminated", true),
            ("creating", "shutting-down", true),
            ("deleting", "stopped", true),
            ("deleted", "terminated", false),
            ("deleting", "shutting-down", false),
        ] {
            let (volumes, instances) = ([state(volume)], [state(instance)]);
            let found = holds(&Fact::Known(&volumes), &Fact::Known(&instances));
            assert_eq!(found, Fact::Known(held), "{volume} {instance}");
        }
        assert_eq!(holds(&NONE, &NONE), Fact::Known(false));
    }

    #[test]
    fn one_that_was_seen_decides_and_none_was_seen_only_where_both_were_listed() {
        let (volume, instance) = ([state("in-use")], [state("running")]);
        assert_eq!(holds(&Fact::Known(&volume), &unknown(INSTANCES)), Fact::Known(true));
        assert_eq!(holds(&unknown(VOLUMES), &Fact::Known(&instance)), Fact::Known(true));
        assert_eq!(holds(&NONE, &unknown(INSTANCES)), unknown(INSTANCES));
        assert_eq!(holds(&unknown(VOLUMES), &NONE), unknown(VOLUMES));
        let both: Gaps = [denied(VOLUMES), denied(INSTANCES)].into_iter().collect();
        assert_eq!(holds(&unknown(VOLUMES), &unknown(INSTANCES)), Fact::Unknown(both));
    }

    #[test]
    fn a_state_that_was_not_read_leaves_it_unknown() {
        let unread = [unknown(VOLUMES)];
        assert_eq!(holds(&Fact::Known(&unread), &NONE), unknown(VOLUMES));
        let unread = [unknown(INSTANCES)];
        assert_eq!(holds(&NONE, &Fact::Known(&unread)), unknown(INSTANCES));
    }
}
