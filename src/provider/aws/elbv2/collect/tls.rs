//! What TLS listeners negotiate: the security policies of the region, and the one that each listener names.

use std::collections::BTreeMap;

use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::types::{self, ProtocolEnum};

use crate::inventory::{Fact, Gaps};
use crate::provider::aws::elbv2::listener::TlsListener;
use crate::provider::aws::elbv2::ops::{DESCRIBE_LISTENERS, DESCRIBE_SSL_POLICIES};
use crate::provider::aws::pages::by_marker;
use crate::provider::aws::{Context, Pages};

/// The security policies of a region by name, and why there may be more.
pub(super) struct Policies {
    seen: BTreeMap<String, types::SslPolicy>,
    missing: Option<Gaps>,
}

/// Reads the policies of the region.
pub(super) async fn policies(context: &Context, elb: &Client) -> Policies {
    let op = &DESCRIBE_SSL_POLICIES;
    let elb = elb.clone();
    let pages = by_marker(
        move |marker| elb.describe_ssl_policies().set_marker(marker).send(),
        |page| page.next_marker.as_deref(),
    );
    let found = context.list(op, &[], pages, |page| page.ssl_policies.unwrap_or_default()).await;
    let Pages { items, extent } = found.identified(context, op, "Name", |policy| policy.name.is_some());
    let seen = items.into_iter().filter_map(|policy| Some((policy.name.clone()?, policy))).collect();
    Policies { seen, missing: extent.gaps().cloned() }
}

/// Those of the listeners that end TLS, each with what its policy enables.
pub(super) fn listeners(context: &Context, all: &[types::Listener], policies: &Policies) -> Vec<TlsListener> {
    let ends_tls = |one: &&types::Listener| matches!(one.protocol, Some(ProtocolEnum::Https | ProtocolEnum::Tls));
    all.iter().filter(ends_tls).map(|listener| tls_listener(context, listener, policies)).collect()
}

fn tls_listener(context: &Context, listener: &types::Listener, policies: &Policies) -> TlsListener {
    let name = listener.ssl_policy.clone();
    let name = name.map_or_else(|| context.malformed(&DESCRIBE_LISTENERS, "SslPolicy"), Fact::Known);
    let policy = name.as_ref().and_then(|name| policy(context, name, policies));
    let versions = policy.clone().map(types::SslPolicy::ssl_protocols);
    let ciphers = policy.map(|policy| policy.ciphers().iter().filter_map(|cipher| cipher.name().map(str::to_owned)));
    TlsListener {
        port: listener.port.map(i64::from).unwrap_or_default(),
        protocol: listener.protocol().map(ProtocolEnum::as_str).unwrap_or_default().to_owned(),
        security_policy: name,
        tls_versions: told(context, "SslProtocols", versions.map(<[String]>::to_vec)),
        ciphers: told(context, "Ciphers", ciphers.map(Iterator::collect)),
    }
}

fn policy<'a>(context: &Context, name: &str, policies: &'a Policies) -> Fact<&'a types::SslPolicy> {
    match (policies.seen.get(name), &policies.missing) {
        (Some(policy), _) => Fact::Known(policy),
        (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
        (None, None) => context.malformed(&DESCRIBE_SSL_POLICIES, name),
    }
}

/// A list of what a policy enables: one that enables nothing says nothing.
fn told(context: &Context, member: &str, list: Fact<Vec<String>>) -> Fact<Vec<String>> {
    match list {
        Fact::Known(list) if list.is_empty() => context.malformed(&DESCRIBE_SSL_POLICIES, member),
        list => list,
    }
}
