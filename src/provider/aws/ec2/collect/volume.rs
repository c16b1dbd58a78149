//! Collects EBS volumes.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, VolumeAttachment, VolumeAttachmentState};

use super::MANAGED_TOO;
use super::read::{arn, map, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::volume::{DESCRIBE_VOLUMES, Volume};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Volume::KIND], run: |context| Box::pin(run(context)) };

/// Items of a page: without a size the operation answers in a single page, however long.
const PAGE: i32 = 500;

async fn run(context: Context) {
    let pages = Client::new(&context.sdk())
        .describe_volumes()
        .include_managed_resources(true)
        .into_paginator()
        .page_size(PAGE)
        .send();
    let listed = context.list(&DESCRIBE_VOLUMES, &[MANAGED_TOO], pages, |page| page.volumes.unwrap_or_default()).await;
    let listed = listed.identified(&context, &DESCRIBE_VOLUMES, "VolumeId", |volume| volume.volume_id.is_some());
    for volume in listed.items {
        put(&context, volume);
    }
    context.record::<Volume>(&listed.extent);
}

fn put(context: &Context, volume: types::Volume) {
    let op = &DESCRIBE_VOLUMES;
    let id = volume.volume_id.unwrap_or_default();
    let attachments = volume.attachments.unwrap_or_default();
    let tags = volume.tags.unwrap_or_default();
    let name = name(&tags, &id);
    let arn = arn(context, None, &format!("volume/{id}"));
    let asset = Volume {
        volume_id: Fact::Known(id),
        state: present(context, op, "State", volume.state.map(|state| state.as_str().to_owned())),
        encrypted: present(context, op, "Encrypted", volume.encrypted),
        kms_key_id: Fact::Known(volume.kms_key_id),
        attached_to: Fact::Known(attachments.into_iter().filter_map(holder).collect()),
        tags: Fact::Known(map(tags)),
        ..Volume::default()
    };
    context.put(context.region(), arn, name, asset);
}

/// What a volume is attached to: an instance, or a resource that AWS manages.
fn holder(attachment: VolumeAttachment) -> Option<String> {
    let detached = attachment.state == Some(VolumeAttachmentState::Detached);
    attachment.instance_id.or(attachment.associated_resource).filter(|_| !detached)
}
