//! AWS Secrets Manager.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "secretsmanager",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
