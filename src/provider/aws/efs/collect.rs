//! Lists the file systems of a region.

use aws_sdk_efs::Client;

use super::FileSystem;
use super::file_system::DESCRIBE_FILE_SYSTEMS;
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// The file systems of a region.
pub(super) async fn file_systems(context: Context) {
    let efs = Client::new(&context.sdk());
    let op = &DESCRIBE_FILE_SYSTEMS;
    let pages = efs.describe_file_systems().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.file_systems)).await.told(&context, op, "FileSystems");
    for one in found.items {
        let asset = FileSystem {
            encrypted: match one.encrypted {
                Some(encrypted) => Fact::Known(encrypted),
                None => context.malformed(op, "Encrypted"),
            },
            kms_key: Fact::Known(one.kms_key_id),
        };
        let (partition, region, account) = (context.partition(), context.region(), context.account());
        let own = || format!("arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{}", one.file_system_id);
        let id = one.file_system_arn.clone().unwrap_or_else(own);
        let name = one.name.filter(|name| !name.is_empty()).unwrap_or_else(|| one.file_system_id.clone());
        context.put(context.region(), id, name, asset);
    }
    context.record::<FileSystem>(&found.extent);
}
