//! Application, network and gateway load balancers (`aws.elbv2.load_balancer`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::listener::{HttpAction, Listener, TlsListener};
use super::ops::{
    DESCRIBE_LISTENERS, DESCRIBE_LOAD_BALANCER_ATTRIBUTES, DESCRIBE_LOAD_BALANCERS, DESCRIBE_RULES,
    DESCRIBE_SSL_POLICIES, DESCRIBE_TAGS,
};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::tags;
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_LOAD_BALANCERS];
const ATTRIBUTES: &[&Op] = &[&DESCRIBE_LOAD_BALANCER_ATTRIBUTES];
const LISTENERS: &[&Op] = &[&DESCRIBE_LISTENERS];
const RULES: &[&Op] = &[&DESCRIBE_LISTENERS, &DESCRIBE_RULES];
const POLICIES: &[&Op] = &[&DESCRIBE_LISTENERS, &DESCRIBE_SSL_POLICIES];
const TAGS: &[&Op] = &[&DESCRIBE_TAGS];
const PAIRS: &[(Kind, &str)] = &[(LoadBalancer::KIND, "tags")];

/// Load balancers as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: LoadBalancer::KIND,
    scope: Scope::Regional,
    object: object_of::<LoadBalancer>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("type", LISTED),
        FactSpec::read("availability_zones", LISTED),
        FactSpec::read("access_log_bucket", ATTRIBUTES),
        FactSpec::read("listeners", LISTENERS),
        FactSpec::read("http_actions", RULES),
        FactSpec::read("tls_listeners", POLICIES),
        FactSpec::read("tags", TAGS),
        FactSpec::derived("tag_pairs", PAIRS, tag_pairs),
    ],
};

/// An application, network or gateway load balancer (`aws.elbv2.load_balancer`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoadBalancer {
    /// `application`, `network` or `gateway`. Source: elbv2:DescribeLoadBalancers.
    #[serde(rename = "type")]
    pub balancer_type: Fact<String>,
    /// The names of the Availability Zones that are enabled. Source: elbv2:DescribeLoadBalancers.
    pub availability_zones: Fact<Vec<String>>,
    /// The bucket that access logs go to, null where access logging is off. Source:
    /// elbv2:DescribeLoadBalancerAttributes.
    pub access_log_bucket: Fact<Option<String>>,
    /// Its listeners. Source: elbv2:DescribeListeners.
    pub listeners: Fact<Vec<Listener>>,
    /// What each rule of each HTTP listener does with a request, the default rules too; one element is unknown for all
    /// the other rules of a listener whose rules could not be read. Source: elbv2:DescribeListeners,
    /// elbv2:DescribeRules.
    pub http_actions: Fact<Vec<Fact<HttpAction>>>,
    /// Its HTTPS and TLS listeners, and what they negotiate. Source: elbv2:DescribeListeners,
    /// elbv2:DescribeSSLPolicies.
    pub tls_listeners: Fact<Vec<TlsListener>>,
    /// Its tags. Source: elbv2:DescribeTags.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `KEY=VALUE`. Derived.
    pub tag_pairs: Fact<Vec<String>>,
}

impl Asset for LoadBalancer {
    const KIND: Kind = Kind::named("aws.elbv2.load_balancer");
}

fn tag_pairs(inventory: &mut Inventory) {
    inventory.derive::<LoadBalancer, _>(
        |_, _, entry| tags::pairs(&entry.asset.tags),
        |balancer, pairs| balancer.tag_pairs = pairs,
    );
}
