//! AWS Backup.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "backup",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
