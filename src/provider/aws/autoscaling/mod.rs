//! Amazon EC2 Auto Scaling.

#[cfg(feature = "aws")]
mod collect;
mod group;

pub use group::{Group, TagGroup};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "autoscaling",
    ops: &[&group::DESCRIBE_AUTO_SCALING_GROUPS],
    kinds: &[group::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::group::COLLECTOR],
};
