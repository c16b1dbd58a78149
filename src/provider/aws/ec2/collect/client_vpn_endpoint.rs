//! Collects Client VPN endpoints.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, ClientVpnAuthentication};

use super::read::{arn, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::client_vpn_endpoint::ClientVpnEndpoint;
use crate::provider::aws::ec2::ops::DESCRIBE_CLIENT_VPN_ENDPOINTS;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[ClientVpnEndpoint::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_client_vpn_endpoints().into_paginator().send();
    let op = &DESCRIBE_CLIENT_VPN_ENDPOINTS;
    let listed = context.list(op, &[], pages, |page| page.client_vpn_endpoints.unwrap_or_default()).await;
    let listed =
        listed.identified(&context, op, "ClientVpnEndpointId", |endpoint| endpoint.client_vpn_endpoint_id.is_some());
    for endpoint in listed.items {
        put(&context, endpoint);
    }
    context.record::<ClientVpnEndpoint>(&listed.extent);
}

fn put(context: &Context, endpoint: types::ClientVpnEndpoint) {
    let op = &DESCRIBE_CLIENT_VPN_ENDPOINTS;
    let id = endpoint.client_vpn_endpoint_id.unwrap_or_default();
    let status = endpoint.status.and_then(|status| status.code).map(|code| code.as_str().to_owned());
    let logging = present(context, op, "ConnectionLogOptions", endpoint.connection_log_options);
    let enabled = logging.as_ref().and_then(|log| present(context, op, "Enabled", log.enabled));
    let asset = ClientVpnEndpoint {
        client_vpn_endpoint_id: Fact::Known(id.clone()),
        status: present(context, op, "Status", status),
        connection_logging: enabled,
        connection_log_group: logging.map(|log| log.cloudwatch_log_group.filter(|group| !group.is_empty())),
        authentication: present(context, op, "AuthenticationOptions", ways(endpoint.authentication_options)),
    };
    let name = name(&endpoint.tags.unwrap_or_default(), &id);
    context.put(context.region(), arn(context, None, &format!("client-vpn-endpoint/{id}")), name, asset);
}

/// The ways to authenticate; `None` where none is told, since an endpoint always has one.
fn ways(options: Option<Vec<ClientVpnAuthentication>>) -> Option<Vec<String>> {
    let options = options.filter(|options| !options.is_empty())?;
    options.into_iter().map(|option| Some(option.r#type?.as_str().to_owned())).collect()
}
