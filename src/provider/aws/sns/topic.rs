//! Topics: who may publish to them and subscribe.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::policy::{self, PublicGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// The topics of a region.
pub(super) static LIST_TOPICS: Op =
    Op { service: "sns", name: "ListTopics", iam_action: "sns:ListTopics", none: &[], gone: &[] };

/// The settings of a topic, its policy among them.
pub(super) static GET_TOPIC_ATTRIBUTES: Op = Op {
    service: "sns",
    name: "GetTopicAttributes",
    iam_action: "sns:GetTopicAttributes",
    none: &[],
    gone: &["NotFound", "NotFoundException"],
};

/// A topic (`aws.sns.topic`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Topic {
    /// Its policy as it stands; every topic has one. Source: sns:GetTopicAttributes.
    pub policy: Fact<Option<String>>,
    /// The KMS key that it encrypts with, null where it does not. Source: sns:GetTopicAttributes.
    pub kms_key: Fact<Option<String>>,
    /// How many subscriptions have been confirmed, whichever accounts they are of. Source: sns:GetTopicAttributes.
    pub confirmed_subscriptions: Fact<i64>,
    /// The statements of its policy that allow something to anyone. Derived from the policy.
    pub public_grants: Fact<Vec<PublicGrant>>,
}

impl Asset for Topic {
    const KIND: Kind = Kind::named("aws.sns.topic");
}

/// Derives [`Topic::public_grants`].
fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Topic, _>(
        |_, key, entry| policy::public_grants(&GET_TOPIC_ATTRIBUTES, key, &entry.asset.policy),
        |topic, grants| topic.public_grants = grants,
    );
}

const LISTING: &[&Op] = &[&LIST_TOPICS];
const ATTRIBUTES: &[&Op] = &[&GET_TOPIC_ATTRIBUTES];
const POLICY: &[(Kind, &str)] = &[(Topic::KIND, "policy")];

/// Topics as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Topic::KIND,
    scope: Scope::Regional,
    object: object_of::<Topic>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("policy", ATTRIBUTES),
        FactSpec::read("kms_key", ATTRIBUTES),
        FactSpec::read("confirmed_subscriptions", ATTRIBUTES),
        FactSpec::derived("public_grants", POLICY, public_grants),
    ],
};
