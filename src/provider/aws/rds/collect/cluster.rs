//! Collects database clusters.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::DbCluster;

use super::{tags, word};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::rds::cluster::Cluster;
use crate::provider::aws::rds::ops::DESCRIBE_DB_CLUSTERS;

/// What the registry lists.
pub(in crate::provider::aws::rds) const COLLECTOR: Collector =
    Collector { kinds: &[Cluster::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let op = &DESCRIBE_DB_CLUSTERS;
    let pages = Client::new(&context.sdk()).describe_db_clusters().into_paginator().send();
    let listed = context.list(op, &[], pages, |page| page.db_clusters.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "DBClusterArn", |cluster| cluster.db_cluster_arn.is_some());
    for cluster in listed.items {
        put(&context, cluster);
    }
    context.record::<Cluster>(&listed.extent);
}

fn put(context: &Context, cluster: DbCluster) {
    let op = &DESCRIBE_DB_CLUSTERS;
    let arn = cluster.db_cluster_arn.unwrap_or_default();
    let name = cluster.db_cluster_identifier.unwrap_or_else(|| arn.clone());
    let members = cluster.db_cluster_members.unwrap_or_default();
    let members = members.into_iter().map(|member| member.db_instance_identifier).collect::<Option<_>>();
    let scalability = cluster.cluster_scalability_type.map(|kind| kind.as_str().to_owned());
    let asset = Cluster {
        engine: context.present(op, "Engine", cluster.engine),
        engine_mode: Fact::Known(cluster.engine_mode),
        scalability_type: Fact::Known(scalability),
        replication_source: Fact::Known(cluster.replication_source_identifier),
        global_cluster: Fact::Known(cluster.global_cluster_identifier),
        members: context.present(op, "DBInstanceIdentifier", members),
        multi_az: context.present(op, "MultiAZ", cluster.multi_az),
        storage_encrypted: context.present(op, "StorageEncrypted", cluster.storage_encrypted),
        storage_encryption_type: Fact::Known(word(cluster.storage_encryption_type)),
        kms_key_id: Fact::Known(cluster.kms_key_id),
        backup_retention_days: context
            .present(op, "BackupRetentionPeriod", cluster.backup_retention_period)
            .map(i64::from),
        tags: Fact::Known(tags(cluster.tag_list)),
        ..Cluster::default()
    };
    context.put(context.region(), arn, name, asset);
}
