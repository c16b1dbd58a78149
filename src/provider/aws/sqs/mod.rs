//! Amazon Simple Queue Service.

#[cfg(feature = "aws")]
mod collect;
mod queue;

pub use queue::Queue;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sqs",
    ops: &[&queue::LIST_QUEUES, &queue::GET_QUEUE_ATTRIBUTES],
    kinds: &[queue::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Queue as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::queues(context)),
    }],
};
