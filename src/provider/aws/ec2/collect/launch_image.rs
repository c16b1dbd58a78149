//! Reads what images, own or of others, ask of the metadata service of their instances.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{Filter, Image};

use super::read::vanished;
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::image::DESCRIBE_IMAGES;
use crate::provider::aws::ec2::launch_metadata::LaunchImage;
use crate::provider::aws::pages::listed;

/// What the id of an image begins with; a launch may name a parameter in its place.
pub(in crate::provider::aws) const PREFIX: &str = "ami-";

/// How many values a filter takes.
const AT_ONCE: usize = 200;

/// Each of the images by its id; one that nobody can see any more is unknown.
pub(in crate::provider::aws) async fn images(
    context: &Context,
    ec2: &Client,
    ids: BTreeSet<String>,
) -> BTreeMap<String, Fact<LaunchImage>> {
    let ids: Vec<String> = ids.into_iter().collect();
    let batches = ids.chunks(AT_ONCE).map(|ids| batch(context, ec2, ids));
    futures::future::join_all(batches).await.into_iter().flatten().collect()
}

async fn batch(context: &Context, ec2: &Client, ids: &[String]) -> Vec<(String, Fact<LaunchImage>)> {
    let op = &DESCRIBE_IMAGES;
    let named = ids.join(",");
    // By a filter: asked for by ids, one that is gone would fail them all.
    let filter = Filter::builder().name("image-id").set_values(Some(ids.to_vec())).build();
    let request = ec2.describe_images().filters(filter).include_deprecated(true).include_disabled(true);
    let pages = request.into_paginator().page_size(i32::try_from(AT_ONCE).unwrap_or(i32::MAX)).send();
    let asked = [("image-id", named.as_str()), ("IncludeDeprecated", "true"), ("IncludeDisabled", "true")];
    let found = context.list(op, &asked, pages, |page| listed(page.images)).await.told(context, op, "Images");
    let found = found.identified(context, op, "ImageId", |image| image.image_id.is_some());
    let of = |id: &String| match (found.items.iter().find(|image| image.image_id() == Some(id)), found.extent.gaps()) {
        (Some(image), _) => Fact::Known(launch_image(id, image)),
        (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
        (None, None) => Fact::Unknown(vanished(context, op)),
    };
    ids.iter().map(|id| (id.clone(), of(id))).collect()
}

fn launch_image(id: &str, image: &Image) -> LaunchImage {
    LaunchImage { image: id.to_owned(), imds_support: image.imds_support().map(|word| word.as_str().to_owned()) }
}
