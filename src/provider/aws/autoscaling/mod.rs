//! Amazon EC2 Auto Scaling.

#[cfg(feature = "aws")]
mod collect;
mod group;
mod launch_configuration;

pub use group::{Group, TagGroup};
pub use launch_configuration::LaunchConfiguration;

use crate::provider::Service;
use crate::provider::aws::ec2::DESCRIBE_IMAGES;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "autoscaling",
    ops: &[
        &group::DESCRIBE_AUTO_SCALING_GROUPS,
        &launch_configuration::DESCRIBE_LAUNCH_CONFIGURATIONS,
        &DESCRIBE_IMAGES,
    ],
    kinds: &[group::SPEC, launch_configuration::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::group::COLLECTOR, collect::launch_configuration::COLLECTOR],
};
