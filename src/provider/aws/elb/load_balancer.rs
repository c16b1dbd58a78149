//! Classic load balancers (`aws.elb.load_balancer`), with the same facts as their successors where they have them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::elbv2::{Listener, TlsListener};
use crate::provider::aws::tags;
use crate::provider::{FactSpec, KindSpec, Op};

/// The code with which the service says that the balancer is not there any more.
const GONE: &[&str] = &["LoadBalancerNotFound"];

/// The balancers of a region, with their listeners.
pub(super) static DESCRIBE_LOAD_BALANCERS: Op = Op {
    service: "elb",
    name: "DescribeLoadBalancers",
    iam_action: "elasticloadbalancing:DescribeLoadBalancers",
    none: &[],
    gone: &[],
};

/// What is set of one balancer.
pub(super) static DESCRIBE_LOAD_BALANCER_ATTRIBUTES: Op = Op {
    service: "elb",
    name: "DescribeLoadBalancerAttributes",
    iam_action: "elasticloadbalancing:DescribeLoadBalancerAttributes",
    none: &[],
    gone: GONE,
};

/// The policies of one balancer, those of its TLS listeners among them.
pub(super) static DESCRIBE_LOAD_BALANCER_POLICIES: Op = Op {
    service: "elb",
    name: "DescribeLoadBalancerPolicies",
    iam_action: "elasticloadbalancing:DescribeLoadBalancerPolicies",
    none: &[],
    gone: GONE,
};

/// The tags of twenty balancers: that one of them is gone says nothing of the others.
pub(super) static DESCRIBE_TAGS: Op =
    Op { service: "elb", name: "DescribeTags", iam_action: "elasticloadbalancing:DescribeTags", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&DESCRIBE_LOAD_BALANCERS];
const ATTRIBUTES: &[&Op] = &[&DESCRIBE_LOAD_BALANCER_ATTRIBUTES];
const POLICIES: &[&Op] = &[&DESCRIBE_LOAD_BALANCERS, &DESCRIBE_LOAD_BALANCER_POLICIES];
const TAGS: &[&Op] = &[&DESCRIBE_TAGS];
const PAIRS: &[(Kind, &str)] = &[(LoadBalancer::KIND, "tags")];

/// Classic load balancers as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: LoadBalancer::KIND,
    scope: Scope::Regional,
    object: object_of::<LoadBalancer>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("type", LISTED),
        FactSpec::read("availability_zones", LISTED),
        FactSpec::read("access_log_bucket", ATTRIBUTES),
        FactSpec::read("listeners", LISTED),
        FactSpec::read("tls_listeners", POLICIES),
        FactSpec::read("tags", TAGS),
        FactSpec::derived("tag_pairs", PAIRS, tag_pairs),
    ],
};

/// A classic load balancer (`aws.elb.load_balancer`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoadBalancer {
    /// Always `classic`: it is listed by an API of its own. Source: elb:DescribeLoadBalancers.
    #[serde(rename = "type")]
    pub balancer_type: Fact<String>,
    /// The names of the Availability Zones that are enabled. Source: elb:DescribeLoadBalancers.
    pub availability_zones: Fact<Vec<String>>,
    /// The bucket that access logs go to, null where access logging is off. Source:
    /// elb:DescribeLoadBalancerAttributes.
    pub access_log_bucket: Fact<Option<String>>,
    /// Its listeners. Source: elb:DescribeLoadBalancers.
    pub listeners: Fact<Vec<Listener>>,
    /// Its HTTPS and SSL listeners, and what they negotiate. Source: elb:DescribeLoadBalancers,
    /// elb:DescribeLoadBalancerPolicies.
    pub tls_listeners: Fact<Vec<TlsListener>>,
    /// Its tags. Source: elb:DescribeTags.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
}

impl Asset for LoadBalancer {
    const KIND: Kind = Kind::named("aws.elb.load_balancer");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<LoadBalancer, _>(
        |_, _, entry| tags::pairs(&entry.asset.tags),
        |balancer, pairs| balancer.tag_pairs = pairs,
    );
}
