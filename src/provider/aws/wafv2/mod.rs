//! AWS WAF.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "wafv2",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
