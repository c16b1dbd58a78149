//! Collects the machine images that the account owns.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types;

use super::read::present;
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::image::{DESCRIBE_IMAGES, Image};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Image::KIND], run: |context| Box::pin(run(context)) };

/// Items of a page: without a size the operation answers in a single page, however long.
const PAGE: i32 = 500;

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_images().owners("self").into_paginator().page_size(PAGE).send();
    let own = [("Owners", "self")];
    let listed = context.list(&DESCRIBE_IMAGES, &own, pages, |page| page.images.unwrap_or_default()).await;
    let listed = listed.identified(&context, &DESCRIBE_IMAGES, "ImageId", |image| image.image_id.is_some());
    for image in listed.items {
        put(&context, image);
    }
    context.record::<Image>(&listed.extent);
}

fn put(context: &Context, image: types::Image) {
    let op = &DESCRIBE_IMAGES;
    let id = image.image_id.unwrap_or_default();
    let name = image.name.unwrap_or_else(|| id.clone());
    let arn = format!("arn:{}:ec2:{}::image/{id}", context.partition(), context.region());
    let created = image.creation_date.and_then(|date| date.parse().ok());
    let asset = Image {
        image_id: Fact::Known(id),
        public: present(context, op, "Public", image.public),
        state: present(context, op, "State", image.state.map(|state| state.as_str().to_owned())),
        created: present(context, op, "CreationDate", created),
        snapshots: present(context, op, "BlockDeviceMappings", image.block_device_mappings).map(snapshots),
    };
    context.put(context.region(), arn, name, asset);
}

fn snapshots(devices: Vec<types::BlockDeviceMapping>) -> Vec<String> {
    devices.into_iter().filter_map(|device| device.ebs?.snapshot_id).collect()
}
