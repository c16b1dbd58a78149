//! Amazon Simple Queue Service.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sqs",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
