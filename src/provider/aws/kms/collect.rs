//! Reads the keys of KMS in a region.

use std::collections::BTreeMap;

use aws_sdk_kms::Client;
use aws_sdk_kms::types::{KeyManagerType, KeyMetadata, KeySpec, KeyState, OriginType};

use super::asset::{DESCRIBE_KEY, GET_KEY_POLICY, GET_KEY_ROTATION_STATUS, LIST_KEYS, LIST_RESOURCE_TAGS};
use super::{KmsKey, MultiRegion, Rotation};
use crate::inventory::Fact;
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Extent, Pages};

/// The name that the one policy of every key bears.
const POLICY: &str = "default";

/// Lists the keys and reads each.
pub(super) async fn keys(context: Context) {
    let kms = Client::new(&context.sdk());
    let pages = kms.list_keys().into_paginator().send();
    let Pages { items, mut extent } =
        context.list(&LIST_KEYS, &[], pages, |page| listed(page.keys)).await.told(&context, &LIST_KEYS, "Keys");
    let mut arns = Vec::with_capacity(items.len());
    for entry in items {
        if let Some(arn) = entry.key_arn {
            arns.push(arn);
        } else {
            let gaps = context.malformed::<()>(&LIST_KEYS, "KeyArn").gaps().cloned().unwrap_or_default();
            extent = extent.and(&Extent::partial(gaps));
        }
    }
    context.each(arns, |arn| key(&context, &kms, arn)).await;
    context.record::<KmsKey>(&extent);
}

async fn key(context: &Context, kms: &Client, arn: String) {
    let described = context.get(&DESCRIBE_KEY, kms.describe_key().key_id(&arn).send()).await;
    let described = described.and_then(|answer| {
        answer.key_metadata.map_or_else(|| context.malformed(&DESCRIBE_KEY, "KeyMetadata"), Fact::Known)
    });
    let (rotation, policy, tags) = tokio::join!(
        rotation(context, kms, &arn, &described),
        policy(context, kms, &arn, &described),
        tags(context, kms, &arn, &described),
    );
    let of = |name: &str, member: fn(&KeyMetadata) -> Option<&str>| {
        described.as_ref().and_then(|key| match member(key) {
            Some(word) => Fact::Known(word.to_owned()),
            None => context.malformed(&DESCRIBE_KEY, name),
        })
    };
    let asset = KmsKey {
        manager: of("KeyManager", |key| key.key_manager().map(KeyManagerType::as_str)),
        state: of("KeyState", |key| key.key_state().map(KeyState::as_str)),
        spec: of("KeySpec", |key| key.key_spec().map(KeySpec::as_str)),
        origin: of("Origin", |key| key.origin().map(OriginType::as_str)),
        description: described.as_ref().map(|key| key.description.clone().filter(|text| !text.is_empty())),
        multi_region: described.as_ref().and_then(|key| multi_region(context, key)),
        deletion_date: described.as_ref().map(|key| key.deletion_date().and_then(timestamp)),
        deletion_window_days: described.as_ref().map(|key| key.pending_deletion_window_in_days.map(i64::from)),
        rotation,
        policy,
        tags,
        ..KmsKey::default()
    };
    let name = arn.rsplit('/').next().unwrap_or(&arn).to_owned();
    context.put(context.region(), arn, name, asset);
}

/// The configuration is there only of multi-Region keys.
fn multi_region(context: &Context, key: &KeyMetadata) -> Fact<Option<MultiRegion>> {
    let Some(part) = key.multi_region_configuration() else {
        return match key.multi_region {
            Some(true) => context.malformed(&DESCRIBE_KEY, "MultiRegionConfiguration"),
            Some(false) | None => Fact::Known(None),
        };
    };
    let named = part.multi_region_key_type().zip(part.primary_key()).and_then(|(role, primary)| {
        Some(MultiRegion {
            role: role.as_str().to_owned(),
            primary_arn: primary.arn()?.to_owned(),
            primary_region: primary.region()?.to_owned(),
        })
    });
    named.map_or_else(|| context.malformed(&DESCRIBE_KEY, "PrimaryKey"), |part| Fact::Known(Some(part)))
}

fn is_aws_managed(key: &KeyMetadata) -> bool {
    key.key_manager() == Some(&KeyManagerType::Aws)
}

/// Whether the key has a rotation of its own: the API refuses to speak of any other.
fn has_rotation(key: &KeyMetadata, arn: &str) -> bool {
    let primary = key.multi_region_configuration().and_then(|part| part.primary_key()).and_then(|key| key.arn());
    !is_aws_managed(key)
        && key.key_spec() == Some(&KeySpec::SymmetricDefault)
        && key.origin() == Some(&OriginType::AwsKms)
        && primary.is_none_or(|primary| primary == arn)
}

async fn rotation(context: &Context, kms: &Client, arn: &str, described: &Fact<KeyMetadata>) -> Fact<Option<Rotation>> {
    match described {
        Fact::Known(key) if !has_rotation(key, arn) => return Fact::Known(None),
        Fact::Unknown(gaps) => return Fact::Unknown(gaps.clone()),
        Fact::Known(_) => {}
    }
    let answer = context.get(&GET_KEY_ROTATION_STATUS, kms.get_key_rotation_status().key_id(arn).send()).await;
    answer.map(|answer| {
        Some(Rotation {
            enabled: answer.key_rotation_enabled,
            period_days: answer.rotation_period_in_days.map(i64::from),
            next: answer.next_rotation_date().and_then(timestamp),
        })
    })
}

async fn policy(context: &Context, kms: &Client, arn: &str, described: &Fact<KeyMetadata>) -> Fact<String> {
    if let Some(unread) = unread(described) {
        return unread;
    }
    let request = kms.get_key_policy().key_id(arn).policy_name(POLICY).send();
    let answer = context.get(&GET_KEY_POLICY, request).await;
    answer.and_then(|answer| answer.policy.map_or_else(|| context.malformed(&GET_KEY_POLICY, "Policy"), Fact::Known))
}

/// What is not asked for of this key: of one that AWS manages, or may do so.
fn unread<T>(described: &Fact<KeyMetadata>) -> Option<Fact<T>> {
    match described {
        Fact::Known(key) if is_aws_managed(key) => Some(Fact::default()),
        Fact::Known(_) => None,
        Fact::Unknown(gaps) => Some(Fact::Unknown(gaps.clone())),
    }
}

async fn tags(
    context: &Context,
    kms: &Client,
    arn: &str,
    described: &Fact<KeyMetadata>,
) -> Fact<BTreeMap<String, String>> {
    if let Some(unread) = unread(described) {
        return unread;
    }
    let pages = kms.list_resource_tags().key_id(arn).into_paginator().send();
    let found = context.list(&LIST_RESOURCE_TAGS, &[("KeyId", arn)], pages, |page| listed(page.tags)).await;
    found
        .told(context, &LIST_RESOURCE_TAGS, "Tags")
        .whole()
        .map(|tags| tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect())
}
