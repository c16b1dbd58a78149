//! Collects database instances.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::{DbInstance, DbSubnetGroup, VpcSecurityGroupMembership};

use super::{tags, word};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::rds::instance::Instance;
use crate::provider::aws::rds::ops::DESCRIBE_DB_INSTANCES;

/// What the registry lists.
pub(in crate::provider::aws::rds) const COLLECTOR: Collector =
    Collector { kinds: &[Instance::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let op = &DESCRIBE_DB_INSTANCES;
    let pages = Client::new(&context.sdk()).describe_db_instances().into_paginator().send();
    let listed = context.list(op, &[], pages, |page| page.db_instances.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "DBInstanceArn", |instance| instance.db_instance_arn.is_some());
    for instance in listed.items {
        put(&context, instance);
    }
    context.record::<Instance>(&listed.extent);
}

fn put(context: &Context, instance: DbInstance) {
    let op = &DESCRIBE_DB_INSTANCES;
    let arn = instance.db_instance_arn.unwrap_or_default();
    let name = instance.db_instance_identifier.unwrap_or_else(|| arn.clone());
    let source = instance.read_replica_source_db_instance_identifier;
    let asset = Instance {
        engine: context.present(op, "Engine", instance.engine),
        cluster: Fact::Known(instance.db_cluster_identifier),
        read_replica_of: Fact::Known(source.or(instance.read_replica_source_db_cluster_identifier)),
        availability_zone: Fact::Known(instance.availability_zone),
        multi_az: context.present(op, "MultiAZ", instance.multi_az),
        storage_encrypted: context.present(op, "StorageEncrypted", instance.storage_encrypted),
        storage_encryption_type: Fact::Known(word(instance.storage_encryption_type)),
        kms_key_id: Fact::Known(instance.kms_key_id),
        publicly_accessible: context.present(op, "PubliclyAccessible", instance.publicly_accessible),
        port: Fact::Known(instance.endpoint.and_then(|endpoint| endpoint.port).map(i64::from)),
        subnets: context.present(op, "SubnetIdentifier", subnets(instance.db_subnet_group)),
        security_groups: context.present(op, "VpcSecurityGroupId", groups(instance.vpc_security_groups)),
        backup_retention_days: context
            .present(op, "BackupRetentionPeriod", instance.backup_retention_period)
            .map(i64::from),
        deletion_protection: context.present(op, "DeletionProtection", instance.deletion_protection),
        log_exports: Fact::Known(instance.enabled_cloudwatch_logs_exports.unwrap_or_default()),
        tags: Fact::Known(tags(instance.tag_list)),
        ..Instance::default()
    };
    context.put(context.region(), arn, name, asset);
}

/// The ids of the subnets of a group; `None` where one has none.
fn subnets(group: Option<DbSubnetGroup>) -> Option<Vec<String>> {
    let subnets = group.and_then(|group| group.subnets).unwrap_or_default();
    subnets.into_iter().map(|subnet| subnet.subnet_identifier).collect()
}

fn groups(groups: Option<Vec<VpcSecurityGroupMembership>>) -> Option<Vec<String>> {
    groups.unwrap_or_default().into_iter().map(|group| group.vpc_security_group_id).collect()
}
