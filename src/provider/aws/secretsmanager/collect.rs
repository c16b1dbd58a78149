//! Lists the secrets of a region, and reads the policy of each.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::types::SecretListEntry;

use super::Secret;
use super::secret::{GET_RESOURCE_POLICY, LIST_SECRETS};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;

/// The secrets of a region.
pub(super) async fn secrets(context: Context) {
    let manager = Client::new(&context.sdk());
    let pages = manager.list_secrets().into_paginator().send();
    let found = context.list(&LIST_SECRETS, &[], pages, |page| listed(page.secret_list)).await;
    let found = found.told(&context, &LIST_SECRETS, "SecretList");
    let found = found.identified(&context, &LIST_SECRETS, "ARN", |secret| secret.arn.is_some());
    context.each(found.items, |listed| secret(&context, &manager, listed)).await;
    context.record::<Secret>(&found.extent);
}

async fn secret(context: &Context, manager: &Client, listed: SecretListEntry) {
    let Some(arn) = listed.arn else { return };
    let request = manager.get_resource_policy().secret_id(&arn).send();
    let policy = context.get(&GET_RESOURCE_POLICY, request).await.map(|answer| answer.resource_policy);
    let pair = |tag: &aws_sdk_secretsmanager::types::Tag| {
        format!("{}={}", tag.key.as_deref().unwrap_or_default(), tag.value.as_deref().unwrap_or_default())
    };
    let asset = Secret {
        // Absent means that rotation was never turned on, as the API documents.
        rotation_enabled: Fact::Known(listed.rotation_enabled == Some(true)),
        last_rotated: Fact::Known(listed.last_rotated_date.as_ref().and_then(timestamp)),
        last_changed: Fact::Known(listed.last_changed_date.as_ref().and_then(timestamp)),
        owning_service: Fact::Known(listed.owning_service),
        replica_of: Fact::Known(listed.primary_region.filter(|region| region != context.region().as_str())),
        tag_pairs: Fact::Known(listed.tags.unwrap_or_default().iter().map(pair).collect()),
        policy,
        ..Secret::default()
    };
    let name = listed.name.unwrap_or_else(|| arn.clone());
    context.put(context.region(), arn, name, asset);
}
