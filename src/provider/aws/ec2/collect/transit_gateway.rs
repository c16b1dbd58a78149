//! Collects transit gateways.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types;

use super::read::{arn, is_own, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::DESCRIBE_TRANSIT_GATEWAYS;
use crate::provider::aws::ec2::transit_gateway::TransitGateway;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[TransitGateway::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_transit_gateways().into_paginator().send();
    let op = &DESCRIBE_TRANSIT_GATEWAYS;
    let listed = context.list(op, &[], pages, |page| page.transit_gateways.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "TransitGatewayId", |gateway| gateway.transit_gateway_id.is_some());
    for gateway in listed.items {
        put(&context, gateway);
    }
    context.record::<TransitGateway>(&listed.extent);
}

fn put(context: &Context, gateway: types::TransitGateway) {
    let op = &DESCRIBE_TRANSIT_GATEWAYS;
    let id = gateway.transit_gateway_id.unwrap_or_default();
    let built = arn(context, gateway.owner_id.as_deref(), &format!("transit-gateway/{id}"));
    let owner = present(context, op, "OwnerId", gateway.owner_id);
    let accepts = gateway.options.and_then(|options| options.auto_accept_shared_attachments);
    let accepts = accepts.map(|word| word.as_str().to_owned());
    let asset = TransitGateway {
        transit_gateway_id: Fact::Known(id.clone()),
        owned: owner.map(|owner| is_own(context, &owner)),
        state: present(context, op, "State", gateway.state.map(|state| state.as_str().to_owned())),
        auto_accept_shared_attachments: present(context, op, "AutoAcceptSharedAttachments", accepts),
    };
    let name = name(&gateway.tags.unwrap_or_default(), &id);
    context.put(context.region(), gateway.transit_gateway_arn.unwrap_or(built), name, asset);
}
