//! Amazon EC2 Auto Scaling.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "autoscaling",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
