//! Amazon Redshift.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "redshift",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
