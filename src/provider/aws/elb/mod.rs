//! Elastic Load Balancing: classic load balancers.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "elb",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
