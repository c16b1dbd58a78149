//! Amazon GuardDuty.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "guardduty",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
