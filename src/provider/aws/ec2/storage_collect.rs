//! Reads volumes, snapshots, images and the settings of a region. Each is listed by itself.

use std::collections::BTreeSet;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types;

use super::image::{DESCRIBE_IMAGES, Image};
use super::region::{GET_EBS_ENCRYPTION_BY_DEFAULT, GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, RegionSettings};
use super::snapshot::{DESCRIBE_SNAPSHOTS, Snapshot};
use super::volume::{DESCRIBE_VOLUMES, Volume};
use crate::inventory::{Asset as _, Fact};
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Extent, Pages};
use crate::provider::{Collector, Op};

pub(super) const IMAGES: Collector = Collector { kinds: &[Image::KIND], run: |context| Box::pin(images(context)) };

pub(super) const REGIONS: Collector =
    Collector { kinds: &[RegionSettings::KIND], run: |context| Box::pin(region(context)) };

pub(super) const SNAPSHOTS: Collector =
    Collector { kinds: &[Snapshot::KIND], run: |context| Box::pin(snapshots(context)) };

pub(super) const VOLUMES: Collector = Collector { kinds: &[Volume::KIND], run: |context| Box::pin(volumes(context)) };

/// Items of a page: without a size these operations answer in a single page, however long.
const PAGE: i32 = 500;

async fn volumes(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let pages = ec2.describe_volumes().into_paginator().page_size(PAGE).send();
    let Pages { items, mut extent } =
        context.list(&DESCRIBE_VOLUMES, &[], pages, |page| page.volumes.unwrap_or_default()).await;
    for volume in items {
        let Some(id) = volume.volume_id.clone() else {
            extent = extent.and(nameless(&context, &DESCRIBE_VOLUMES));
            continue;
        };
        let arn = format!("arn:{}:ec2:{}:{}:volume/{id}", context.partition(), context.region(), context.account());
        let name = name(volume.tags(), &id);
        let asset = Volume {
            volume_id: Fact::Known(id),
            state: member(&context, &DESCRIBE_VOLUMES, "State", volume.state().map(|state| state.as_str().to_owned())),
            encrypted: member(&context, &DESCRIBE_VOLUMES, "Encrypted", volume.encrypted),
            kms_key_id: Fact::Known(volume.kms_key_id.clone()),
            attached_to: Fact::Known(volume.attachments().iter().filter_map(attached_to).collect()),
        };
        context.put(context.region(), arn, name, asset);
    }
    context.record::<Volume>(&extent);
}

fn attached_to(attachment: &types::VolumeAttachment) -> Option<String> {
    if attachment.state() == Some(&types::VolumeAttachmentState::Detached) {
        return None;
    }
    attachment.instance_id().or_else(|| attachment.associated_resource()).map(str::to_owned)
}

async fn snapshots(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let own = || ec2.describe_snapshots().owner_ids("self");
    let all = own().into_paginator().page_size(PAGE).send();
    let open = own().restorable_by_user_ids("all").into_paginator().page_size(PAGE).send();
    let by_owner = ("OwnerIds", "self");
    let by_restorer = ("RestorableByUserIds", "all");
    let (all, open) = tokio::join!(
        context.list(&DESCRIBE_SNAPSHOTS, &[by_owner], all, |page| page.snapshots.unwrap_or_default()),
        context.list(&DESCRIBE_SNAPSHOTS, &[by_owner, by_restorer], open, |page| page.snapshots.unwrap_or_default()),
    );
    let Pages { items, mut extent } = all;
    let open =
        Open { ids: open.items.into_iter().filter_map(|snapshot| snapshot.snapshot_id).collect(), extent: open.extent };
    // Endpoints that are not AWS's own may ignore OwnerIds.
    for snapshot in items.into_iter().filter(|one| one.owner_id().is_none_or(|id| id == context.account().as_str())) {
        let Some(id) = snapshot.snapshot_id.clone() else {
            extent = extent.and(nameless(&context, &DESCRIBE_SNAPSHOTS));
            continue;
        };
        let arn = format!("arn:{}:ec2:{}::snapshot/{id}", context.partition(), context.region());
        let name = name(snapshot.tags(), &id);
        let started = snapshot.start_time().and_then(timestamp);
        let asset = Snapshot {
            restorable_by_all: open.has(&id),
            snapshot_id: Fact::Known(id),
            encrypted: member(&context, &DESCRIBE_SNAPSHOTS, "Encrypted", snapshot.encrypted),
            kms_key_id: Fact::Known(snapshot.kms_key_id),
            started: member(&context, &DESCRIBE_SNAPSHOTS, "StartTime", started),
            publicly_restorable: Fact::default(),
        };
        context.put(context.region(), arn, name, asset);
    }
    context.record::<Snapshot>(&extent);
}

/// The snapshots that everyone can restore.
struct Open {
    ids: BTreeSet<String>,
    extent: Extent,
}

impl Open {
    /// Whether a snapshot is among them: one that was seen decides, one that was not only where all were.
    fn has(&self, id: &str) -> Fact<bool> {
        match self.extent.gaps() {
            Some(gaps) if !self.ids.contains(id) => Fact::Unknown(gaps.clone()),
            _ => Fact::Known(self.ids.contains(id)),
        }
    }
}

async fn images(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let pages = ec2.describe_images().owners("self").into_paginator().page_size(PAGE).send();
    let Pages { items, mut extent } =
        context.list(&DESCRIBE_IMAGES, &[("Owners", "self")], pages, |page| page.images.unwrap_or_default()).await;
    for image in items {
        let Some(id) = image.image_id.clone() else {
            extent = extent.and(nameless(&context, &DESCRIBE_IMAGES));
            continue;
        };
        let arn = format!("arn:{}:ec2:{}::image/{id}", context.partition(), context.region());
        let name = image.name.clone().unwrap_or_else(|| id.clone());
        let created = image.creation_date().and_then(|date| date.parse().ok());
        let asset = Image {
            image_id: Fact::Known(id),
            public: member(&context, &DESCRIBE_IMAGES, "Public", image.public),
            state: member(&context, &DESCRIBE_IMAGES, "State", image.state().map(|state| state.as_str().to_owned())),
            created: member(&context, &DESCRIBE_IMAGES, "CreationDate", created),
        };
        context.put(context.region(), arn, name, asset);
    }
    context.record::<Image>(&extent);
}

async fn region(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let (encryption, sharing) = tokio::join!(
        context.get(&GET_EBS_ENCRYPTION_BY_DEFAULT, ec2.get_ebs_encryption_by_default().send()),
        context.get(&GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, ec2.get_snapshot_block_public_access_state().send()),
    );
    context.put_singleton(RegionSettings {
        ebs_encryption_by_default: encryption.and_then(|answer| {
            let on = answer.ebs_encryption_by_default;
            member(&context, &GET_EBS_ENCRYPTION_BY_DEFAULT, "EbsEncryptionByDefault", on)
        }),
        snapshot_public_access: sharing.and_then(|answer| {
            let state = answer.state().map(|state| state.as_str().to_owned());
            member(&context, &GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, "State", state)
        }),
        holds_volumes_or_instances: Fact::default(),
    });
}

/// A member that the API always gives.
fn member<T>(context: &Context, op: &'static Op, name: &str, value: Option<T>) -> Fact<T> {
    value.map_or_else(|| context.malformed(op, name), Fact::Known)
}

/// What is left of a listing with an item that nothing identifies: it was seen, and cannot be judged.
fn nameless(context: &Context, op: &'static Op) -> Extent {
    context.malformed::<()>(op, "id").gaps().map_or_else(Extent::complete, |gaps| Extent::partial(gaps.clone()))
}

/// The `Name` tag, else the id.
fn name(tags: &[types::Tag], id: &str) -> String {
    let tag = tags.iter().find(|tag| tag.key() == Some("Name"));
    tag.and_then(|tag| tag.value()).filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
}
