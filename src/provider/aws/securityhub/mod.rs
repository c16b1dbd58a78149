//! AWS Security Hub.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "securityhub",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
