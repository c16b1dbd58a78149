//! Elastic Load Balancing: classic load balancers.

#[cfg(feature = "aws")]
mod collect;
mod load_balancer;

pub use load_balancer::LoadBalancer;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "elb",
    ops: &[
        &load_balancer::DESCRIBE_LOAD_BALANCERS,
        &load_balancer::DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
        &load_balancer::DESCRIBE_LOAD_BALANCER_POLICIES,
        &load_balancer::DESCRIBE_TAGS,
    ],
    kinds: &[load_balancer::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::COLLECTOR],
};
