//! Collects the settings of a region.

use aws_sdk_ec2::Client;

use super::read::present;
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::region::{
    GET_EBS_ENCRYPTION_BY_DEFAULT, GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, RegionSettings,
};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[RegionSettings::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let (encryption, sharing) = tokio::join!(
        context.get(&GET_EBS_ENCRYPTION_BY_DEFAULT, ec2.get_ebs_encryption_by_default().send()),
        context.get(&GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE, ec2.get_snapshot_block_public_access_state().send()),
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
        holds_volumes_or_instances: Fact::default(),
    });
}
