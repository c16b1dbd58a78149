//! Lists launch configurations, with the images that they leave something to.

use std::collections::BTreeMap;

use aws_sdk_autoscaling::Client;
use aws_sdk_autoscaling::types::{self, InstanceMetadataOptions as Metadata};

use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::autoscaling::launch_configuration::{DESCRIBE_LAUNCH_CONFIGURATIONS, LaunchConfiguration};
use crate::provider::aws::ec2::index::list;
use crate::provider::aws::ec2::launch::{Launch, LaunchInterface};
use crate::provider::aws::ec2::launch_image;
use crate::provider::aws::ec2::launch_metadata::LaunchImage;
use crate::provider::aws::pages::listed;
use crate::provider::aws::user_data::{self, UserData};

/// What the registry lists.
pub(in crate::provider::aws::autoscaling) const COLLECTOR: Collector =
    Collector { kinds: &[LaunchConfiguration::KIND], run: |context| Box::pin(run(context)) };

/// Items of a page, the most that there can be.
const PAGE: i32 = 100;

async fn run(context: Context) {
    let op = &DESCRIBE_LAUNCH_CONFIGURATIONS;
    let request = Client::new(&context.sdk()).describe_launch_configurations();
    let pages = request.into_paginator().page_size(PAGE).send();
    let found = context.list(op, &[], pages, |page| listed(page.launch_configurations)).await;
    let found = found.told(&context, op, "LaunchConfigurations");
    let has_id = |one: &types::LaunchConfiguration| one.launch_configuration_arn.is_some();
    let found = found.identified(&context, op, "LaunchConfigurationARN", has_id);
    let open = found.items.iter().filter_map(open_image).map(str::to_owned).collect();
    let images = launch_image::images(&context, &aws_sdk_ec2::Client::new(&context.sdk()), open).await;
    for configuration in found.items {
        put(&context, &images, configuration);
    }
    context.record::<LaunchConfiguration>(&found.extent);
}

/// The id of the image of a configuration that leaves it to its image whether session tokens are required.
fn open_image(configuration: &types::LaunchConfiguration) -> Option<&str> {
    let is_stated = configuration.metadata_options.as_ref().and_then(Metadata::http_tokens).is_some();
    configuration.image_id().filter(|id| !is_stated && id.starts_with(launch_image::PREFIX))
}

fn put(context: &Context, images: &BTreeMap<String, Fact<LaunchImage>>, configuration: types::LaunchConfiguration) {
    let op = &DESCRIBE_LAUNCH_CONFIGURATIONS;
    let image = open_image(&configuration).and_then(|id| images.get(id));
    let encoded = configuration.user_data.as_deref().unwrap_or_default();
    let asset = LaunchConfiguration {
        launches: Fact::Known(vec![Fact::Known(launch(&configuration))]),
        user_data: Fact::Known(Some(UserData { signs: user_data::read(context, op, None, encoded) })),
        images: list(image.cloned(), None),
        ..LaunchConfiguration::default()
    };
    let arn = configuration.launch_configuration_arn.unwrap_or_default();
    let name = configuration.launch_configuration_name.unwrap_or_else(|| arn.clone());
    context.put(context.region(), arn, name, asset);
}

fn launch(configuration: &types::LaunchConfiguration) -> Launch {
    let metadata = configuration.metadata_options.as_ref();
    Launch {
        version: None,
        metadata_endpoint: metadata.and_then(Metadata::http_endpoint).map(|word| word.as_str().to_owned()),
        metadata_tokens: metadata.and_then(Metadata::http_tokens).map(|word| word.as_str().to_owned()),
        image: configuration.image_id.clone(),
        interfaces: vec![LaunchInterface {
            device_index: Some(0),
            assigns_public_address: configuration.associate_public_ip_address,
            network_interface: None,
        }],
    }
}
