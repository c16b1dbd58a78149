//! Collects the resources of which AWS Backup holds a recovery point.

use aws_sdk_backup::Client;

use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::backup::ProtectedResource;
use crate::provider::aws::backup::ops::LIST_PROTECTED_RESOURCES;
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;

/// What the registry lists.
pub(in crate::provider::aws::backup) const COLLECTOR: Collector =
    Collector { kinds: &[ProtectedResource::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let op = &LIST_PROTECTED_RESOURCES;
    let pages = Client::new(&context.sdk()).list_protected_resources().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.results)).await.told(&context, op, "Results");
    let found = found.identified(&context, op, "ResourceArn", |resource| resource.resource_arn.is_some());
    for resource in found.items {
        let arn = resource.resource_arn.unwrap_or_default();
        let name = resource.resource_name.filter(|name| !name.is_empty()).unwrap_or_else(|| arn.clone());
        let asset = ProtectedResource {
            last_backup: Fact::Known(resource.last_backup_time.as_ref().and_then(timestamp)),
            vault: Fact::Known(resource.last_backup_vault_arn),
        };
        context.put(context.region(), arn, name, asset);
    }
    context.record::<ProtectedResource>(&found.extent);
}
