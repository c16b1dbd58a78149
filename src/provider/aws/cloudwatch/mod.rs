//! Amazon CloudWatch.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudwatch",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
