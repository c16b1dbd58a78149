//! Queues: who may send to them and receive.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::policy::{self, PublicGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// The queues of a region, by their URLs.
pub(super) static LIST_QUEUES: Op =
    Op { service: "sqs", name: "ListQueues", iam_action: "sqs:ListQueues", none: &[], gone: &[] };

/// The settings of a queue, its policy among them.
pub(super) static GET_QUEUE_ATTRIBUTES: Op = Op {
    service: "sqs",
    name: "GetQueueAttributes",
    iam_action: "sqs:GetQueueAttributes",
    none: &[],
    gone: &["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
};

/// A queue (`aws.sqs.queue`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Queue {
    /// Its URL. Source: sqs:ListQueues.
    pub url: Fact<String>,
    /// Its policy as it stands, null where it has none. Source: sqs:GetQueueAttributes.
    pub policy: Fact<Option<String>>,
    /// The statements of its policy that allow something to anyone. Derived from the policy.
    pub public_grants: Fact<Vec<PublicGrant>>,
}

impl Asset for Queue {
    const KIND: Kind = Kind::named("aws.sqs.queue");
}

/// Derives [`Queue::public_grants`].
fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Queue, _>(
        |_, key, entry| policy::public_grants(&GET_QUEUE_ATTRIBUTES, key, &entry.asset.policy),
        |queue, grants| queue.public_grants = grants,
    );
}

const LISTING: &[&Op] = &[&LIST_QUEUES];
const ATTRIBUTES: &[&Op] = &[&GET_QUEUE_ATTRIBUTES];
const POLICY: &[(Kind, &str)] = &[(Queue::KIND, "policy")];

/// Queues as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Queue::KIND,
    scope: Scope::Regional,
    object: object_of::<Queue>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("url", LISTING),
        FactSpec::read("policy", ATTRIBUTES),
        FactSpec::derived("public_grants", POLICY, public_grants),
    ],
};
