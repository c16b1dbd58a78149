//! Collects subnets.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types;

use super::read::{arn, is_own, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::DESCRIBE_SUBNETS;
use crate::provider::aws::ec2::subnet::Subnet;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Subnet::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_subnets().into_paginator().send();
    let listed = context.list(&DESCRIBE_SUBNETS, &[], pages, |page| page.subnets.unwrap_or_default()).await;
    let listed = listed.identified(&context, &DESCRIBE_SUBNETS, "SubnetId", |subnet| subnet.subnet_id.is_some());
    for subnet in listed.items {
        put(&context, subnet);
    }
    context.record::<Subnet>(&listed.extent);
}

fn put(context: &Context, subnet: types::Subnet) {
    let id = subnet.subnet_id.unwrap_or_default();
    let built = arn(context, subnet.owner_id.as_deref(), &format!("subnet/{id}"));
    let states = subnet.block_public_access_states;
    let block = states.and_then(|states| states.internet_gateway_block_mode).map(|mode| mode.as_str().to_owned());
    let op = &DESCRIBE_SUBNETS;
    let owner = present(context, op, "OwnerId", subnet.owner_id);
    let assigns = subnet.assign_ipv6_address_on_creation;
    let asset = Subnet {
        subnet_id: Fact::Known(id.clone()),
        owned: owner.as_ref().map(|owner| is_own(context, owner)),
        owner,
        vpc: present(context, op, "VpcId", subnet.vpc_id),
        map_public_ip_on_launch: present(context, op, "MapPublicIpOnLaunch", subnet.map_public_ip_on_launch),
        assign_ipv6_on_creation: present(context, op, "AssignIpv6AddressOnCreation", assigns),
        internet_gateway_block: Fact::Known(block),
        ..Subnet::default()
    };
    let name = name(&subnet.tags.unwrap_or_default(), &id);
    context.put(context.region(), subnet.subnet_arn.unwrap_or(built), name, asset);
}
