//! Amazon EventBridge.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "events",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
