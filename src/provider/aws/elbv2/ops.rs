//! The operations that read application, network and gateway load balancers.

use crate::provider::Op;

/// Codes with which the service says that the balancer, or a listener of it, is not there any more.
const GONE: &[&str] = &["LoadBalancerNotFound", "ListenerNotFound"];

/// The balancers of a region.
pub(super) static DESCRIBE_LOAD_BALANCERS: Op = Op {
    service: "elbv2",
    name: "DescribeLoadBalancers",
    iam_action: "elasticloadbalancing:DescribeLoadBalancers",
    none: &[],
    gone: &[],
};

/// What is set of one balancer.
pub(super) static DESCRIBE_LOAD_BALANCER_ATTRIBUTES: Op = Op {
    service: "elbv2",
    name: "DescribeLoadBalancerAttributes",
    iam_action: "elasticloadbalancing:DescribeLoadBalancerAttributes",
    none: &[],
    gone: GONE,
};

/// The listeners of one balancer, with their default actions.
pub(super) static DESCRIBE_LISTENERS: Op = Op {
    service: "elbv2",
    name: "DescribeListeners",
    iam_action: "elasticloadbalancing:DescribeListeners",
    none: &[],
    gone: GONE,
};

/// The rules of one listener.
pub(super) static DESCRIBE_RULES: Op = Op {
    service: "elbv2",
    name: "DescribeRules",
    iam_action: "elasticloadbalancing:DescribeRules",
    none: &[],
    gone: GONE,
};

/// Every security policy of the region: AWS makes them, so one reading serves all balancers.
pub(super) static DESCRIBE_SSL_POLICIES: Op = Op {
    service: "elbv2",
    name: "DescribeSSLPolicies",
    iam_action: "elasticloadbalancing:DescribeSSLPolicies",
    none: &[],
    gone: &[],
};

/// The tags of twenty balancers: that one of them is gone says nothing of the others.
pub(super) static DESCRIBE_TAGS: Op = Op {
    service: "elbv2",
    name: "DescribeTags",
    iam_action: "elasticloadbalancing:DescribeTags",
    none: &[],
    gone: &[],
};
