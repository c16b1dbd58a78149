//! Amazon Simple Notification Service.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sns",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
