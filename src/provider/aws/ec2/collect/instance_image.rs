//! Reads the images of all instances of a region.

use std::collections::BTreeMap;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{ImageMetadata, InstanceImageMetadata};

use super::read::{present, vanished};
use crate::inventory::{Fact, Timestamp};
use crate::provider::aws::ec2::instance_image::{DESCRIBE_INSTANCE_IMAGE_METADATA, InstanceImage};
use crate::provider::aws::pages::listed;
use crate::provider::aws::{Context, Extent};

/// Items of a page, the most that there can be.
const PAGE: i32 = 1000;

/// The images of the instances of a region.
pub(super) struct Images {
    by_instance: BTreeMap<String, Fact<InstanceImage>>,
    extent: Extent,
}

impl Images {
    pub(super) async fn read(context: &Context, ec2: &Client) -> Self {
        let op = &DESCRIBE_INSTANCE_IMAGE_METADATA;
        let pages = ec2.describe_instance_image_metadata().into_paginator().page_size(PAGE).send();
        let all = context.list(op, &[], pages, |page| listed(page.instance_image_metadata)).await;
        let all = all.told(context, op, "InstanceImageMetadata");
        let all = all.identified(context, op, "InstanceId", |instance| instance.instance_id.is_some());
        let of = |instance: InstanceImageMetadata| {
            let metadata = instance.image_metadata;
            let image = present(context, op, "ImageMetadata", metadata).and_then(|metadata| image(context, metadata));
            Some((instance.instance_id?, image))
        };
        Self { by_instance: all.items.into_iter().filter_map(of).collect(), extent: all.extent }
    }

    /// The image of one of them; an instance that a whole listing lacks has gone.
    pub(super) fn of(&self, context: &Context, instance: &str) -> Fact<InstanceImage> {
        match (self.by_instance.get(instance), self.extent.gaps()) {
            (Some(image), _) => image.clone(),
            (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
            (None, None) => Fact::Unknown(vanished(context, &DESCRIBE_INSTANCE_IMAGE_METADATA)),
        }
    }
}

fn image(context: &Context, metadata: ImageMetadata) -> Fact<InstanceImage> {
    let op = &DESCRIBE_INSTANCE_IMAGE_METADATA;
    let moment = |member: &str, text: String| -> Fact<Timestamp> { present(context, op, member, text.parse().ok()) };
    // Of an image that can no longer be described there is the id alone.
    let (created, deprecated_at) = match metadata.creation_date.filter(|text| !text.is_empty()) {
        None => (Fact::Unknown(vanished(context, op)), Fact::Unknown(vanished(context, op))),
        Some(created) => {
            let deprecated = metadata.deprecation_time.filter(|text| !text.is_empty());
            let deprecated = deprecated.map_or(Fact::Known(None), |text| moment("DeprecationTime", text).map(Some));
            (moment("CreationDate", created), deprecated)
        }
    };
    present(context, op, "ImageId", metadata.image_id).map(|image| InstanceImage {
        image,
        name: metadata.name,
        owner: metadata.owner_id,
        created,
        deprecated_at,
    })
}
