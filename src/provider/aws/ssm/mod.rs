//! AWS Systems Manager.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ssm",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
