//! AWS Config.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "config",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
