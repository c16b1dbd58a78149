//! Collects the settings of a region.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::get_allowed_images_settings::GetAllowedImagesSettingsOutput;
use aws_sdk_ec2::types;

use super::read::present;
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::image_settings::{
    AllowedImages, GET_ALLOWED_IMAGES_SETTINGS, GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE, ImageCriterion,
};
use crate::provider::aws::ec2::metadata_defaults::{GET_INSTANCE_METADATA_DEFAULTS, MetadataDefaults};
use crate::provider::aws::ec2::region::{
    GET_EBS_ENCRYPTION_BY_DEFAULT, GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, RegionSettings,
};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[RegionSettings::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let (encryption, sharing, image_sharing, allowed, metadata) = tokio::join!(
        context.get(&GET_EBS_ENCRYPTION_BY_DEFAULT, ec2.get_ebs_encryption_by_default().send()),
        context.get(&GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, ec2.get_snapshot_block_public_access_state().send()),
        context.get(&GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE, ec2.get_image_block_public_access_state().send()),
        context.get(&GET_ALLOWED_IMAGES_SETTINGS, ec2.get_allowed_images_settings().send()),
        context.get(&GET_INSTANCE_METADATA_DEFAULTS, ec2.get_instance_metadata_defaults().send()),
    );
    context.put_singleton(RegionSettings {
        ebs_encryption_by_default: encryption.and_then(|answer| {
            let on = answer.ebs_encryption_by_default;
            present(&context, &GET_EBS_ENCRYPTION_BY_DEFAULT, "EbsEncryptionByDefault", on)
        }),
        snapshot_public_access: sharing.and_then(|answer| {
            let state = answer.state.map(|state| state.as_str().to_owned());
            present(&context, &GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, "State", state)
        }),
        image_public_access: image_sharing.and_then(|answer| {
            let (op, state) = (&GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE, answer.image_block_public_access_state);
            present(&context, op, "ImageBlockPublicAccessState", state)
        }),
        allowed_images: allowed.and_then(|answer| allowed_images(&context, answer)),
        metadata_defaults: metadata.and_then(|answer| {
            // Without preferences there is an element with nothing in it.
            let set = answer.account_level.map(metadata_defaults);
            present(&context, &GET_INSTANCE_METADATA_DEFAULTS, "AccountLevel", set)
        }),
        ..RegionSettings::default()
    });
}

fn allowed_images(context: &Context, answer: GetAllowedImagesSettingsOutput) -> Fact<AllowedImages> {
    let op = &GET_ALLOWED_IMAGES_SETTINGS;
    present(context, op, "State", answer.state).and_then(|state| {
        // Nothing need be said of criteria that are not in force.
        let idle = (state == "disabled").then(Vec::new);
        let criteria = present(context, op, "ImageCriteria", answer.image_criteria.or(idle));
        criteria.map(|criteria| AllowedImages { state, criteria: criteria.into_iter().map(criterion).collect() })
    })
}

fn criterion(criterion: types::ImageCriterion) -> ImageCriterion {
    let (created, deprecated) = (criterion.creation_date_condition, criterion.deprecation_time_condition);
    ImageCriterion {
        providers: criterion.image_providers.unwrap_or_default(),
        names: criterion.image_names.unwrap_or_default(),
        created_within_days: created.and_then(|within| within.maximum_days_since_created).map(i64::from),
        deprecated_within_days: deprecated.and_then(|within| within.maximum_days_since_deprecated).map(i64::from),
    }
}

fn metadata_defaults(set: types::InstanceMetadataDefaultsResponse) -> MetadataDefaults {
    // What `no-preference` clears is absent.
    let word = |word: &str| Some(word.to_owned()).filter(|word| word != "no-preference");
    MetadataDefaults {
        endpoint: set.http_endpoint.and_then(|endpoint| word(endpoint.as_str())),
        tokens: set.http_tokens.and_then(|tokens| word(tokens.as_str())),
        tokens_enforced: set.http_tokens_enforced.and_then(|enforced| word(enforced.as_str())),
    }
}
