//! Elastic Load Balancing: application, network and gateway load balancers.

#[cfg(feature = "aws")]
pub(super) mod collect;
mod listener;
mod load_balancer;
mod ops;

pub use listener::{HttpAction, Listener, TlsListener};
pub use load_balancer::LoadBalancer;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "elbv2",
    ops: &[
        &ops::DESCRIBE_LOAD_BALANCERS,
        &ops::DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
        &ops::DESCRIBE_LISTENERS,
        &ops::DESCRIBE_RULES,
        &ops::DESCRIBE_SSL_POLICIES,
        &ops::DESCRIBE_TAGS,
    ],
    kinds: &[load_balancer::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::COLLECTOR],
};
