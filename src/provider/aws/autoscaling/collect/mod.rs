//! Reads what Auto Scaling launches.

pub(super) mod group;
