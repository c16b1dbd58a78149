//! Lists the plans of AWS Backup, what they have backed up, and the state of a region.

pub(super) mod plan;
pub(super) mod protected_resource;
pub(super) mod region;
