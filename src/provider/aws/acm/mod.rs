//! AWS Certificate Manager.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "acm",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
