//! Elastic Load Balancing: application, network and gateway load balancers.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "elbv2",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
