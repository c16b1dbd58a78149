//! Amazon Relational Database Service.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "rds",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
