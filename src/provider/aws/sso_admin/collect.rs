//! Lists the instances of IAM Identity Center.

use aws_sdk_ssoadmin::Client;

use super::{Account, Instance, LIST_INSTANCES};
use crate::inventory::{Fact, Region};
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// The instances that are enabled in a region.
pub(super) async fn instances(context: Context) {
    let sso = Client::new(&context.sdk());
    let op = &LIST_INSTANCES;
    let pages = sso.list_instances().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.instances)).await.told(&context, op, "Instances");
    let found = found.identified(&context, op, "InstanceArn", |instance| instance.instance_arn.is_some());
    for instance in found.items {
        let Some(arn) = instance.instance_arn else { continue };
        let name = instance.name.unwrap_or_else(|| arn.rsplit('/').next().unwrap_or_default().to_owned());
        let status = instance.status.map(|status| status.as_str().to_owned());
        let asset = Instance { status: status.map_or_else(|| context.malformed(op, "Status"), Fact::Known) };
        context.put(context.region(), arn, name, asset);
    }
    context.record::<Instance>(&found.extent);
}

/// The account as a whole: only how much of it is asked.
pub(super) fn account(context: &Context) {
    context.put_singleton(Account { all_regions: Fact::Known(context.selects(&Region::EVERY)) });
}
