//! Reads what Auto Scaling launches.

pub(super) mod group;
pub(super) mod launch_configuration;
