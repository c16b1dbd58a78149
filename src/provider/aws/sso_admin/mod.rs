//! AWS IAM Identity Center.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sso_admin",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
