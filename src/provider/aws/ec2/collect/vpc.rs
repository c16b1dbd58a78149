//! Collects VPCs.

use aws_sdk_ec2::Client;

use super::read::{arn, is_own, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::DESCRIBE_VPCS;
use crate::provider::aws::ec2::vpc::Vpc;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Vpc::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_vpcs().into_paginator().send();
    let listed = context.list(&DESCRIBE_VPCS, &[], pages, |page| page.vpcs.unwrap_or_default()).await;
    let listed = listed.identified(&context, &DESCRIBE_VPCS, "VpcId", |vpc| vpc.vpc_id.is_some());
    for vpc in listed.items {
        let id = vpc.vpc_id.unwrap_or_default();
        let arn = arn(&context, vpc.owner_id.as_deref(), &format!("vpc/{id}"));
        let owner = present(&context, &DESCRIBE_VPCS, "OwnerId", vpc.owner_id);
        let asset = Vpc {
            vpc_id: Fact::Known(id.clone()),
            owned: owner.map(|owner| is_own(&context, &owner)),
            is_default: present(&context, &DESCRIBE_VPCS, "IsDefault", vpc.is_default),
            ..Vpc::default()
        };
        context.put(context.region(), arn, name(&vpc.tags.unwrap_or_default(), &id), asset);
    }
    context.record::<Vpc>(&listed.extent);
}
