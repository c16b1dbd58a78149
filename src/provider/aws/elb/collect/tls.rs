//! What the TLS listeners of a classic load balancer negotiate: attributes of the policy that each names.

use aws_sdk_elasticloadbalancing::Client;
use aws_sdk_elasticloadbalancing::types::{self, ListenerDescription, PolicyDescription};

use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::elb::load_balancer::DESCRIBE_LOAD_BALANCER_POLICIES;
use crate::provider::aws::elbv2::TlsListener;

/// The type of the policies that say what is negotiated.
const NEGOTIATION: &str = "SSLNegotiationPolicyType";

/// The attributes of such a policy that enable a version bear its name after this.
const VERSION: &str = "Protocol-";

/// Attributes that name neither a version nor a cipher.
const OTHERS: &[&str] = &["Server-Defined-Cipher-Order", "Reference-Security-Policy"];

/// Those of the listeners that end TLS, each with what its policy enables. Without any, nothing is asked.
pub(super) async fn listeners(
    context: &Context,
    elb: &Client,
    name: &str,
    all: &[ListenerDescription],
) -> Fact<Vec<TlsListener>> {
    let tls: Vec<(&ListenerDescription, &types::Listener)> = all
        .iter()
        .filter_map(|one| one.listener().map(|listener| (one, listener)))
        .filter(|(_, listener)| ["HTTPS", "SSL"].contains(&listener.protocol.to_uppercase().as_str()))
        .collect();
    if tls.is_empty() {
        return Fact::Known(Vec::new());
    }
    let request = elb.describe_load_balancer_policies().load_balancer_name(name).send();
    let answer = context.get(&DESCRIBE_LOAD_BALANCER_POLICIES, request).await;
    let policies = answer.map(|answer| answer.policy_descriptions.unwrap_or_default());
    let listeners = tls.into_iter().map(|(description, listener)| {
        let policy = policies.as_ref().and_then(|policies| policy(context, policies, description));
        TlsListener {
            port: i64::from(listener.load_balancer_port),
            protocol: listener.protocol.clone(),
            security_policy: policy.clone().map(|policy| policy.policy_name.clone().unwrap_or_default()),
            tls_versions: policy.clone().and_then(|policy| versions(context, policy)),
            ciphers: policy.and_then(|policy| ciphers(context, policy)),
        }
    });
    Fact::Known(listeners.collect())
}

/// The policy for negotiation that a listener names, beside those for stickiness.
fn policy<'a>(
    context: &Context,
    policies: &'a [PolicyDescription],
    listener: &ListenerDescription,
) -> Fact<&'a PolicyDescription> {
    let named = policies.iter().find(|policy| {
        policy.policy_type_name() == Some(NEGOTIATION)
            && policy.policy_name.as_ref().is_some_and(|name| listener.policy_names().contains(name))
    });
    named.map_or_else(|| context.malformed(&DESCRIBE_LOAD_BALANCER_POLICIES, NEGOTIATION), Fact::Known)
}

fn versions(context: &Context, policy: &PolicyDescription) -> Fact<Vec<String>> {
    told(context, VERSION, enabled(policy).filter_map(|name| name.strip_prefix(VERSION)))
}

fn ciphers(context: &Context, policy: &PolicyDescription) -> Fact<Vec<String>> {
    told(context, "ciphers", enabled(policy).filter(|name| !name.starts_with(VERSION)))
}

/// The names of the attributes that are on.
fn enabled(policy: &PolicyDescription) -> impl Iterator<Item = &str> {
    let attributes = policy.policy_attribute_descriptions().iter();
    let on = attributes.filter(|one| one.attribute_value().is_some_and(|value| value.eq_ignore_ascii_case("true")));
    on.filter_map(|one| one.attribute_name()).filter(|name| !OTHERS.contains(name))
}

/// What a policy enables: one that enables nothing says nothing.
fn told<'a>(context: &Context, code: &str, names: impl Iterator<Item = &'a str>) -> Fact<Vec<String>> {
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.is_empty() {
        return context.malformed(&DESCRIBE_LOAD_BALANCER_POLICIES, code);
    }
    Fact::Known(names)
}
