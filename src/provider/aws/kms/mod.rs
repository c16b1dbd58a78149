//! AWS Key Management Service.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "kms",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
