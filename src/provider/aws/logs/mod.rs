//! Amazon CloudWatch Logs.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "logs",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
