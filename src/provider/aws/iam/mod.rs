//! AWS Identity and Access Management.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "iam",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
