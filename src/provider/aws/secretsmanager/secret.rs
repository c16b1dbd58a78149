//! Secrets: what is known of them, but for what they hold.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope, Timestamp};
use crate::provider::aws::policy::{self, PublicGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// The secrets of a region; their values are not among what it answers.
pub(super) static LIST_SECRETS: Op = Op {
    service: "secretsmanager",
    name: "ListSecrets",
    iam_action: "secretsmanager:ListSecrets",
    none: &[],
    gone: &[],
};

/// The policy that hangs on a secret; the answer lacks it where there is none.
pub(super) static GET_RESOURCE_POLICY: Op = Op {
    service: "secretsmanager",
    name: "GetResourcePolicy",
    iam_action: "secretsmanager:GetResourcePolicy",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

/// A secret (`aws.secretsmanager.secret`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Secret {
    /// Whether it rotates by itself. Source: secretsmanager:ListSecrets.
    pub rotation_enabled: Fact<bool>,
    /// When it last rotated, null where it never did. Source: secretsmanager:ListSecrets.
    pub last_rotated: Fact<Option<Timestamp>>,
    /// When its value was last changed, null where it never was. Source: secretsmanager:ListSecrets.
    pub last_changed: Fact<Option<Timestamp>>,
    /// The AWS service that manages it, null where none does. Source: secretsmanager:ListSecrets.
    pub owning_service: Fact<Option<String>>,
    /// The region that it is a copy from, null where it is none. Source: secretsmanager:ListSecrets.
    pub replica_of: Fact<Option<String>>,
    /// Its tags, each as `key=value`. Source: secretsmanager:ListSecrets.
    pub tag_pairs: Fact<Vec<String>>,
    /// Its policy as it stands, null where it has none. Source: secretsmanager:GetResourcePolicy.
    pub policy: Fact<Option<String>>,
    /// The statements of its policy that allow something to anyone. Derived from the policy.
    pub public_grants: Fact<Vec<PublicGrant>>,
}

impl Asset for Secret {
    const KIND: Kind = Kind::named("aws.secretsmanager.secret");
}

/// Derives [`Secret::public_grants`].
fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Secret, _>(
        |_, key, entry| policy::public_grants(&GET_RESOURCE_POLICY, key, &entry.asset.policy),
        |secret, grants| secret.public_grants = grants,
    );
}

const LISTING: &[&Op] = &[&LIST_SECRETS];

/// Secrets as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Secret::KIND,
    scope: Scope::Regional,
    object: object_of::<Secret>,
    listed_by: LISTING,
    facts: FACTS,
};

static FACTS: &[FactSpec] = &[
    FactSpec::read("rotation_enabled", LISTING),
    FactSpec::read("last_rotated", LISTING),
    FactSpec::read("last_changed", LISTING),
    FactSpec::read("owning_service", LISTING),
    FactSpec::read("replica_of", LISTING),
    FactSpec::read("tag_pairs", LISTING),
    FactSpec::read("policy", &[&GET_RESOURCE_POLICY]),
    FactSpec::derived("public_grants", POLICY, public_grants),
];

const POLICY: &[(Kind, &str)] = &[(Secret::KIND, "policy")];
