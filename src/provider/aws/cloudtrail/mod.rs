//! AWS CloudTrail.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudtrail",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
