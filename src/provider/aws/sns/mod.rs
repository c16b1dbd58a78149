//! Amazon Simple Notification Service.

#[cfg(feature = "aws")]
mod collect;
mod topic;

pub use topic::Topic;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sns",
    ops: &[&topic::LIST_TOPICS, &topic::GET_TOPIC_ATTRIBUTES],
    kinds: &[topic::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Topic as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::topics(context)),
    }],
};
