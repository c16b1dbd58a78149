//! Collects instances.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_instances::DescribeInstancesOutput;
use aws_sdk_ec2::types::{self, InstanceMetadataOptionsResponse as Metadata, Tag};

use super::read::{arn, map, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::instance::Instance;
use crate::provider::aws::ec2::ops::DESCRIBE_INSTANCES;
use crate::provider::aws::time::timestamp;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Instance::KIND], run: |context| Box::pin(run(context)) };

/// The tag that Auto Scaling sets on the members of a group.
const AUTO_SCALING_GROUP: &str = "aws:autoscaling:groupName";

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_instances().into_paginator().send();
    let listed = context.list(&DESCRIBE_INSTANCES, &[], pages, owned).await;
    let has_id = |(_, instance): &(Option<String>, types::Instance)| instance.instance_id.is_some();
    let listed = listed.identified(&context, &DESCRIBE_INSTANCES, "InstanceId", has_id);
    for (owner, instance) in listed.items {
        put(&context, owner.as_deref(), instance);
    }
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

fn put(context: &Context, owner: Option<&str>, instance: types::Instance) {
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
    let lifecycle = instance.instance_lifecycle.map(|word| word.as_str().to_owned());
    let asset = Instance {
        instance_id: Fact::Known(id.clone()),
        state: present(context, op, "State", state),
        metadata_endpoint: present(context, op, "HttpEndpoint", endpoint),
        metadata_tokens: present(context, op, "HttpTokens", tokens),
        lifecycle: Fact::Known(lifecycle),
        auto_scaling_group: Fact::Known(tags.get(AUTO_SCALING_GROUP).cloned()),
        tags: Fact::Known(tags),
        tag_pairs: Fact::Known(pairs),
        interfaces: present(context, op, "NetworkInterfaceId", interfaces),
        vpc: Fact::Known(instance.vpc_id),
        launched: present(context, op, "LaunchTime", instance.launch_time.as_ref().and_then(timestamp)),
        ..Instance::default()
    };
    context.put(context.region(), arn(context, owner, &format!("instance/{id}")), name, asset);
}

fn pairs(tags: &[Tag]) -> Vec<String> {
    let pair = |tag: &Tag| format!("{}={}", tag.key().unwrap_or_default(), tag.value().unwrap_or_default());
    let mut pairs: Vec<String> = tags.iter().map(pair).collect();
    pairs.sort_unstable();
    pairs
}
