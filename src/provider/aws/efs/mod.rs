//! Amazon Elastic File System.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "efs",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
