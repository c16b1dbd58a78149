//! Amazon EC2, with VPC and EBS.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ec2",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
