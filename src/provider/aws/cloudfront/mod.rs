//! Amazon CloudFront.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudfront",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
