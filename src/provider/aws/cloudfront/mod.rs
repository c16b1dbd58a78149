//! Amazon CloudFront.

#[cfg(feature = "aws")]
mod collect;
mod distribution;

pub use distribution::{Behavior, Distribution};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudfront",
    ops: &[&distribution::LIST_DISTRIBUTIONS],
    kinds: &[distribution::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::COLLECTOR],
};
