//! Collects instances.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_instances::DescribeInstancesOutput;
use aws_sdk_ec2::types::{self, InstanceAttributeName, InstanceMetadataOptionsResponse as Metadata, Tag};

use super::MANAGED_TOO;
use super::instance_image::Images;
use super::read::{arn, map, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::instance::{DESCRIBE_INSTANCE_ATTRIBUTE, Instance};
use crate::provider::aws::ec2::ops::DESCRIBE_INSTANCES;
use crate::provider::aws::time::timestamp;
use crate::provider::aws::user_data::{self, UserData};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Instance::KIND], run: |context| Box::pin(run(context)) };

/// The tag that Auto Scaling sets on the members of a group.
const AUTO_SCALING_GROUP: &str = "aws:autoscaling:groupName";

async fn run(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let pages = ec2.describe_instances().include_managed_resources(true).into_paginator().send();
    let (listed, images) =
        tokio::join!(context.list(&DESCRIBE_INSTANCES, &[MANAGED_TOO], pages, owned), Images::read(&context, &ec2));
    let has_id = |(_, instance): &(Option<String>, types::Instance)| instance.instance_id.is_some();
    let listed = listed.identified(&context, &DESCRIBE_INSTANCES, "InstanceId", has_id);
    let instances = listed.items;
    context.each(instances, |(owner, instance)| put(&context, &ec2, &images, owner, instance)).await;
    context.record::<Instance>(&listed.extent);
}

/// The instances of a page, each with the owner of its reservation.
fn owned(page: DescribeInstancesOutput) -> Vec<(Option<String>, types::Instance)> {
    let reservations = page.reservations.unwrap_or_default();
    let of_one = |reservation: types::Reservation| {
        let owner = reservation.owner_id;
        reservation.instances.unwrap_or_default().into_iter().map(move |instance| (owner.clone(), instance))
    };
    reservations.into_iter().flat_map(of_one).collect()
}

async fn put(context: &Context, ec2: &Client, images: &Images, owner: Option<String>, instance: types::Instance) {
    let op = &DESCRIBE_INSTANCES;
    let id = instance.instance_id.unwrap_or_default();
    let tags = instance.tags.unwrap_or_default();
    let metadata = instance.metadata_options;
    let endpoint = metadata.as_ref().and_then(Metadata::http_endpoint).map(|word| word.as_str().to_owned());
    let tokens = metadata.as_ref().and_then(Metadata::http_tokens).map(|word| word.as_str().to_owned());
    let state = instance.state.and_then(|state| state.name).map(|name| name.as_str().to_owned());
    let interfaces = instance.network_interfaces.unwrap_or_default();
    let interfaces = interfaces.into_iter().map(|interface| interface.network_interface_id).collect::<Option<_>>();
    let name = name(&tags, &id);
    let pairs = pairs(&tags);
    let tags = map(tags);
    let user_data = match state.as_deref() {
        Some("terminated" | "shutting-down") => Fact::Known(None),
        _ => user_data(context, ec2, &id).await.map(Some),
    };
    let profile = instance.iam_instance_profile.map(|profile| profile.arn);
    let lifecycle = instance.instance_lifecycle.map(|word| word.as_str().to_owned());
    let asset = Instance {
        instance_id: Fact::Known(id.clone()),
        state: present(context, op, "State", state),
        metadata_endpoint: present(context, op, "HttpEndpoint", endpoint),
        metadata_tokens: present(context, op, "HttpTokens", tokens),
        lifecycle: Fact::Known(lifecycle),
        auto_scaling_group: Fact::Known(tags.get(AUTO_SCALING_GROUP).cloned()),
        in_auto_scaling_group: Fact::Known(tags.contains_key(AUTO_SCALING_GROUP)),
        tags: Fact::Known(tags),
        tag_pairs: Fact::Known(pairs),
        interfaces: present(context, op, "NetworkInterfaceId", interfaces),
        vpc: Fact::Known(instance.vpc_id),
        launched: present(context, op, "LaunchTime", instance.launch_time.as_ref().and_then(timestamp)),
        instance_profile: profile.map_or(Fact::Known(None), |arn| present(context, op, "Arn", arn).map(Some)),
        user_data,
        image: images.of(context, &id),
        ..Instance::default()
    };
    context.put(context.region(), arn(context, owner.as_deref(), &format!("instance/{id}")), name, asset);
}

/// What is in the user data of an instance.
async fn user_data(context: &Context, ec2: &Client, id: &str) -> Fact<UserData> {
    let op = &DESCRIBE_INSTANCE_ATTRIBUTE;
    let request = ec2.describe_instance_attribute().instance_id(id).attribute(InstanceAttributeName::UserData);
    context.get(op, request.send()).await.and_then(|answer| {
        // Where there is none the element is there, with nothing in it.
        present(context, op, "UserData", answer.user_data).map(|attribute| UserData {
            signs: user_data::read(context, op, None, attribute.value().unwrap_or_default()),
        })
    })
}

fn pairs(tags: &[Tag]) -> Vec<String> {
    let pair = |tag: &Tag| format!("{}={}", tag.key().unwrap_or_default(), tag.value().unwrap_or_default());
    let mut pairs: Vec<String> = tags.iter().map(pair).collect();
    pairs.sort_unstable();
    pairs
}
