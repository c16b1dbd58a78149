//! AWS Organizations.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "organizations",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
