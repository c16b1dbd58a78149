//! EBS snapshots of the account's own (`aws.ec2.snapshot`), and whether anyone can restore them.

use schemars::JsonSchema;
use serde::Serialize;

use super::region::RegionSettings;
use super::snapshot_image;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// Lists the snapshots that the account owns, and once more those among them that anyone can restore.
pub(super) static DESCRIBE_SNAPSHOTS: Op =
    Op { service: "ec2", name: "DescribeSnapshots", iam_action: "ec2:DescribeSnapshots", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&DESCRIBE_SNAPSHOTS];

/// Snapshots as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Snapshot::KIND,
    scope: Scope::Regional,
    object: object_of::<Snapshot>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("snapshot_id", LISTED),
        FactSpec::read("volume_id", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("lifecycle_policy", LISTED),
        FactSpec::read("encrypted", LISTED),
        FactSpec::read("kms_key_id", LISTED),
        FactSpec::read("started", LISTED),
        FactSpec::read("restorable_by_all", LISTED),
        FactSpec {
            field: "publicly_restorable",
            from: &[],
            needs: &[(Snapshot::KIND, "restorable_by_all"), (RegionSettings::KIND, "snapshot_public_access")],
            derive: Some(publicly_restorable),
        },
        FactSpec::read("tag_pairs", LISTED),
        FactSpec::read("storage_tier", LISTED),
        FactSpec::derived("backs_image", snapshot_image::IMAGES, snapshot_image::backs_image),
    ],
};

/// A snapshot of EBS that the account owns (`aws.ec2.snapshot`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snapshot {
    /// Its id, such as `snap-0123456789abcdef0`. Source: ec2:DescribeSnapshots.
    pub snapshot_id: Fact<String>,
    /// The id of the volume that it was taken of; of a copy a word that names none. Source: ec2:DescribeSnapshots.
    pub volume_id: Fact<String>,
    /// `pending`, `completed`, `error`, `recoverable` or `recovering`. Source: ec2:DescribeSnapshots.
    pub state: Fact<String>,
    /// The policy of Data Lifecycle Manager that took it, by the tag that only AWS can set; null where none did. Source:
    /// ec2:DescribeSnapshots.
    pub lifecycle_policy: Fact<Option<String>>,
    /// Whether it is encrypted. Source: ec2:DescribeSnapshots.
    pub encrypted: Fact<bool>,
    /// The ARN of the KMS key, null where the snapshot is not encrypted. Source: ec2:DescribeSnapshots.
    pub kms_key_id: Fact<Option<String>>,
    /// When it was taken. Source: ec2:DescribeSnapshots.
    pub started: Fact<Timestamp>,
    /// Whether it is shared with everyone: it is among those that ec2:DescribeSnapshots lists as restorable by all.
    pub restorable_by_all: Fact<bool>,
    /// Whether anyone can restore it: it is shared with everyone, and the region does not void such shares
    /// (`block-all-sharing`). Derived.
    pub publicly_restorable: Fact<bool>,
    /// Its tags, each as `KEY=VALUE`, sorted. Source: ec2:DescribeSnapshots.
    pub tag_pairs: Fact<Vec<String>>,
    /// `standard` or `archive`. Source: ec2:DescribeSnapshots.
    pub storage_tier: Fact<String>,
    /// Whether an image that the account owns is made of it. Derived.
    pub backs_image: Fact<bool>,
}

impl Asset for Snapshot {
    const KIND: Kind = Kind::named("aws.ec2.snapshot");
}

fn publicly_restorable(inventory: &mut Inventory) {
    inventory.derive::<Snapshot, _>(
        |inventory, key, entry| {
            let settings = Key::singleton(&RegionSettings::KIND, &key.account, &key.region);
            let shares_hold = inventory
                .get::<RegionSettings>(&settings)
                .and_then(|found| found.map_or_else(Fact::default, RegionSettings::public_shares_hold));
            Fact::all([entry.asset.restorable_by_all.clone(), shares_hold])
        },
        |snapshot, public| snapshot.publicly_restorable = public,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{AccountId, Gap, GapKind, Gaps, Region};

    const REGION: &str = "eu-west-1";

    fn gap(operation: &str) -> Gap {
        Gap {
            operation: Some(operation.to_owned()),
            kind: GapKind::Denied,
            code: Some("UnauthorizedOperation".to_owned()),
            account: "123456789012".parse().unwrap(),
            region: REGION.parse().unwrap(),
        }
    }

    fn unknown<T>(operation: &str) -> Fact<T> {
        gap(operation).into()
    }

    /// What is derived for one snapshot in a region with these settings, or with none collected.
    fn derived(restorable_by_all: Fact<bool>, public_access: Option<Fact<String>>) -> Fact<bool> {
        let account: AccountId = "123456789012".parse().unwrap();
        let region: Region = REGION.parse().unwrap();
        let mut inventory = Inventory::new(vec![account.clone()]);
        let id = "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0".to_owned();
        let key = Key { kind: Snapshot::KIND, account: account.clone(), region: region.clone(), id };
        let snapshot = Snapshot { restorable_by_all, ..Snapshot::default() };
        inventory.insert(key.clone(), "snap-0123456789abcdef0".to_owned(), snapshot);
        if let Some(snapshot_public_access) = public_access {
            let settings = RegionSettings { snapshot_public_access, ..RegionSettings::default() };
            let key = Key::singleton(&RegionSettings::KIND, &account, &region);
            inventory.insert(key, REGION.to_owned(), settings);
        }
        publicly_restorable(&mut inventory);
        inventory.get::<Snapshot>(&key).known().unwrap().unwrap().publicly_restorable.clone()
    }

    fn state(word: &str) -> Fact<String> {
        Fact::Known(word.to_owned())
    }

    #[test]
    fn only_block_all_sharing_voids_a_public_share() {
        for (shared, word, public) in [
            (true, "unblocked", true),
            (true, "block-new-sharing", true),
            (true, "a-word-of-the-future", true),
            (true, "block-all-sharing", false),
            (false, "unblocked", false),
            (false, "block-all-sharing", false),
        ] {
            assert_eq!(derived(Fact::Known(shared), Some(state(word))), Fact::Known(public), "{shared} {word}");
        }
    }

    #[test]
    fn either_input_alone_decides_where_it_can() {
        let block = "ec2:GetSnapshotBlockPublicAccessState";
        let list = "ec2:DescribeSnapshots";
        assert_eq!(derived(Fact::Known(false), Some(unknown(block))), Fact::Known(false));
        assert_eq!(derived(Fact::Known(true), Some(unknown(block))), unknown(block));
        assert_eq!(derived(unknown(list), Some(state("block-all-sharing"))), Fact::Known(false));
        assert_eq!(derived(unknown(list), Some(state("unblocked"))), unknown(list));
        let both: Gaps = [gap(list), gap(block)].into_iter().collect();
        assert_eq!(derived(unknown(list), Some(unknown(block))), Fact::Unknown(both));
        assert_eq!(derived(Fact::Known(true), None), Fact::default());
    }
}
