//! Amazon Elastic Container Registry.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ecr",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
