//! What is known of KMS: its operations, its keys, and where each fact comes from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{public, rotation};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope, Timestamp};
use crate::provider::aws::policy::PublicGrant;
use crate::provider::{FactSpec, KindSpec, Op};

/// The code with which KMS says that a key is not there.
const GONE: &[&str] = &["NotFoundException"];

pub(super) static LIST_KEYS: Op =
    Op { service: "kms", name: "ListKeys", iam_action: "kms:ListKeys", none: &[], gone: &[] };

pub(super) static DESCRIBE_KEY: Op =
    Op { service: "kms", name: "DescribeKey", iam_action: "kms:DescribeKey", none: &[], gone: GONE };

pub(super) static GET_KEY_ROTATION_STATUS: Op =
    Op { service: "kms", name: "GetKeyRotationStatus", iam_action: "kms:GetKeyRotationStatus", none: &[], gone: GONE };

pub(super) static GET_KEY_POLICY: Op =
    Op { service: "kms", name: "GetKeyPolicy", iam_action: "kms:GetKeyPolicy", none: &[], gone: GONE };

pub(super) static LIST_RESOURCE_TAGS: Op =
    Op { service: "kms", name: "ListResourceTags", iam_action: "kms:ListResourceTags", none: &[], gone: GONE };

const DESCRIPTION: &[&Op] = &[&DESCRIBE_KEY];
// The description says whether there is anything to ask for.
const ROTATION: &[&Op] = &[&DESCRIBE_KEY, &GET_KEY_ROTATION_STATUS];
const POLICY: &[&Op] = &[&DESCRIBE_KEY, &GET_KEY_POLICY];
const TAGS: &[&Op] = &[&DESCRIBE_KEY, &LIST_RESOURCE_TAGS];

/// Keys as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: KmsKey::KIND,
    scope: Scope::Regional,
    object: object_of::<KmsKey>,
    listed_by: &[&LIST_KEYS],
    facts: &[
        FactSpec::read("manager", DESCRIPTION),
        FactSpec::read("state", DESCRIPTION),
        FactSpec::read("spec", DESCRIPTION),
        FactSpec::read("origin", DESCRIPTION),
        FactSpec::read("description", DESCRIPTION),
        FactSpec::read("multi_region", DESCRIPTION),
        FactSpec::read("deletion_date", DESCRIPTION),
        FactSpec::read("deletion_window_days", DESCRIPTION),
        FactSpec::read("rotation", ROTATION),
        FactSpec::read("policy", POLICY),
        FactSpec::read("tags", TAGS),
        FactSpec {
            field: "rotates",
            from: &[],
            needs: &[(KmsKey::KIND, "rotation"), (KmsKey::KIND, "multi_region")],
            derive: Some(rotation::rotates),
        },
        FactSpec {
            field: "public_grants",
            from: &[],
            needs: &[(KmsKey::KIND, "policy")],
            derive: Some(public::public_grants),
        },
        FactSpec { field: "tag_pairs", from: &[], needs: &[(KmsKey::KIND, "tags")], derive: Some(tag_pairs) },
    ],
};

/// A key of KMS (`aws.kms.key`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KmsKey {
    /// Who manages it: `AWS` or `CUSTOMER`. Source: kms:DescribeKey.
    pub manager: Fact<String>,
    /// `Creating`, `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `PendingReplicaDeletion`, `Unavailable`
    /// or `Updating`. Source: kms:DescribeKey.
    pub state: Fact<String>,
    /// The kind of key material, such as `SYMMETRIC_DEFAULT` or `RSA_2048`. Source: kms:DescribeKey.
    pub spec: Fact<String>,
    /// Where the key material comes from: `AWS_KMS`, `EXTERNAL` (imported), `AWS_CLOUDHSM` or `EXTERNAL_KEY_STORE`.
    /// Source: kms:DescribeKey.
    pub origin: Fact<String>,
    /// What its maker wrote of it, null where nothing. Source: kms:DescribeKey.
    pub description: Fact<Option<String>>,
    /// Its part in a multi-Region key, null where it is none. Source: kms:DescribeKey.
    pub multi_region: Fact<Option<MultiRegion>>,
    /// The moment after which it is deleted, null where no date is set. Source: kms:DescribeKey.
    pub deletion_date: Fact<Option<Timestamp>>,
    /// Days between the deletion of the last replica and that of this primary key, null where its state is not
    /// `PendingReplicaDeletion`. Source: kms:DescribeKey.
    pub deletion_window_days: Fact<Option<i64>>,
    /// Its own automatic rotation, null where it can have none: AWS managed keys, replicas, and what is not a symmetric
    /// encryption key with material of KMS's own making. Source: kms:GetKeyRotationStatus.
    pub rotation: Fact<Option<Rotation>>,
    /// The text of its policy; not asked for of AWS managed keys, whose policy is AWS's own. Source: kms:GetKeyPolicy.
    pub policy: Fact<String>,
    /// Its tags; not asked for of AWS managed keys. Source: kms:ListResourceTags.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Whether its material rotates by itself: by its own setting, or for a replica by that of its primary key; null
    /// where it can have none. Derived.
    pub rotates: Fact<Option<bool>>,
    /// What its policy allows to just anyone. Derived.
    pub public_grants: Fact<Vec<PublicGrant>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
}

impl Asset for KmsKey {
    const KIND: Kind = Kind::named("aws.kms.key");
}

/// A key's part in a multi-Region key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MultiRegion {
    /// `PRIMARY` or `REPLICA`.
    pub role: String,
    /// The ARN of the primary key, which may be this key.
    pub primary_arn: String,
    /// The region of the primary key.
    pub primary_region: String,
}

/// The automatic rotation of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rotation {
    /// Whether it is on.
    pub enabled: bool,
    /// Days between two rotations, null where the service does not say.
    pub period_days: Option<i64>,
    /// When the next one is due, null where none is.
    pub next: Option<Timestamp>,
}

pub(super) fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<KmsKey, _>(
        |_, _, key| {
            let tags = key.asset.tags.as_ref();
            tags.map(|tags| tags.iter().map(|(name, value)| format!("{name}={value}")).collect())
        },
        |key, pairs| key.tag_pairs = pairs,
    );
}
