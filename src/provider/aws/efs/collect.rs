//! Lists the file systems of a region, and reads the backup policy of each.

use aws_sdk_efs::Client;
use aws_sdk_efs::types::FileSystemDescription;

use super::FileSystem;
use super::file_system::{DESCRIBE_BACKUP_POLICY, DESCRIBE_FILE_SYSTEMS};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// The file systems of a region.
pub(super) async fn file_systems(context: Context) {
    let op = &DESCRIBE_FILE_SYSTEMS;
    let efs = Client::new(&context.sdk());
    let pages = efs.describe_file_systems().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.file_systems)).await.told(&context, op, "FileSystems");
    let found = found.identified(&context, op, "FileSystemId", |system| !system.file_system_id.is_empty());
    context.each(found.items, |system| file_system(&context, &efs, system)).await;
    context.record::<FileSystem>(&found.extent);
}

async fn file_system(context: &Context, efs: &Client, system: FileSystemDescription) {
    let id = system.file_system_id;
    let request = efs.describe_backup_policy().file_system_id(&id).send();
    let policy = context.find(&DESCRIBE_BACKUP_POLICY, request).await;
    let asset = FileSystem {
        file_system_id: Fact::Known(id.clone()),
        state: Fact::Known(system.life_cycle_state.as_str().to_owned()),
        encrypted: context.present(&DESCRIBE_FILE_SYSTEMS, "Encrypted", system.encrypted),
        kms_key: Fact::Known(system.kms_key_id),
        tags: Fact::Known(system.tags.into_iter().map(|tag| (tag.key, tag.value)).collect()),
        backup_policy: policy.and_then(|answer| match answer {
            None => Fact::Known(None),
            Some(answer) => {
                let status = answer.backup_policy.map(|policy| policy.status.as_str().to_owned());
                context.present(&DESCRIBE_BACKUP_POLICY, "BackupPolicy", status).map(Some)
            }
        }),
    };
    let arn = system.file_system_arn.unwrap_or_else(|| {
        let (partition, region, account) = (context.partition(), context.region(), context.account());
        format!("arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}")
    });
    let name = system.name.filter(|name| !name.is_empty()).unwrap_or(id);
    context.put(context.region(), arn, name, asset);
}
