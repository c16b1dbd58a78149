//! AWS Lambda.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "lambda",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
