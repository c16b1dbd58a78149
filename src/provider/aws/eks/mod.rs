//! Amazon Elastic Kubernetes Service.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "eks",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
