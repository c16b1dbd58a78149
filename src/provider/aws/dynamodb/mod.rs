//! Amazon DynamoDB.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "dynamodb",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
