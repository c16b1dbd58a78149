//! Amazon Inspector.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "inspector2",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
