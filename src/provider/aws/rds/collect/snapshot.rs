//! Collects the snapshots of instances and clusters that the account owns, and with whom the manual ones are shared.

use std::collections::BTreeMap;

use aws_sdk_rds::Client;
use aws_sdk_rds::operation::describe_db_snapshots::DescribeDbSnapshotsOutput;
use aws_sdk_rds::types::{DbClusterSnapshot, DbSnapshot};

use super::word;
use crate::inventory::{Asset as _, Fact};
use crate::provider::aws::rds::ops::{
    DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES, DESCRIBE_DB_CLUSTER_SNAPSHOTS, DESCRIBE_DB_SNAPSHOT_ATTRIBUTES,
    DESCRIBE_DB_SNAPSHOTS,
};
use crate::provider::aws::rds::snapshot::Snapshot;
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Pages};
use crate::provider::{Collector, Op};

/// What the registry lists.
pub(in crate::provider::aws::rds) const COLLECTOR: Collector =
    Collector { kinds: &[Snapshot::KIND], run: |context| Box::pin(run(context)) };

/// The type of the snapshots that AWS Backup took of instances: the API lists them only where they are asked for.
const OF_AWS_BACKUP: &str = "awsbackup";

async fn run(context: Context) {
    let rds = Client::new(&context.sdk());
    let (instances, clusters) = (&DESCRIBE_DB_SNAPSHOTS, &DESCRIBE_DB_CLUSTER_SNAPSHOTS);
    let backup = [("SnapshotType", OF_AWS_BACKUP)];
    let request = || rds.describe_db_snapshots();
    let of_backup = request().snapshot_type(OF_AWS_BACKUP).into_paginator().send();
    let of_clusters = rds.describe_db_cluster_snapshots().into_paginator().send();
    let (own, of_backup, of_clusters) = tokio::join!(
        context.list(instances, &[], request().into_paginator().send(), snapshots),
        context.list(instances, &backup, of_backup, snapshots),
        context.list(clusters, &[], of_clusters, |page| page.db_cluster_snapshots.unwrap_or_default()),
    );
    let has_arn = |snapshot: &DbSnapshot| snapshot.db_snapshot_arn.is_some();
    let own = own.identified(&context, instances, "DBSnapshotArn", has_arn);
    let of_backup = of_backup.identified(&context, instances, "DBSnapshotArn", has_arn);
    let of_clusters =
        of_clusters.identified(&context, clusters, "DBClusterSnapshotArn", |one| one.db_cluster_snapshot_arn.is_some());
    let extent = own.extent.clone().and(&of_backup.extent).and(&of_clusters.extent);
    context.each(found(own, of_backup, of_clusters), |one| put(&context, &rds, one)).await;
    context.record::<Snapshot>(&extent);
}

fn snapshots(page: DescribeDbSnapshotsOutput) -> Vec<DbSnapshot> {
    page.db_snapshots.unwrap_or_default()
}

/// What the listings say, each snapshot once.
fn found(own: Pages<DbSnapshot>, of_backup: Pages<DbSnapshot>, of_clusters: Pages<DbClusterSnapshot>) -> Vec<Found> {
    let of_instances = own.items.into_iter().chain(of_backup.items).map(Found::of_instance);
    let all = of_instances.chain(of_clusters.items.into_iter().map(Found::of_cluster));
    all.map(|one| (one.arn.clone(), one)).collect::<BTreeMap<_, _>>().into_values().collect()
}

/// A snapshot of an instance or of a cluster: the two have the same members by different names.
struct Found {
    of_cluster: bool,
    arn: String,
    name: Option<String>,
    source: Option<String>,
    engine: Option<String>,
    snapshot_type: Option<String>,
    encrypted: Option<bool>,
    storage_encryption_type: Option<String>,
    kms_key_id: Option<String>,
    created: Option<aws_smithy_types::DateTime>,
}

impl Found {
    fn of_instance(snapshot: DbSnapshot) -> Self {
        Self {
            of_cluster: false,
            arn: snapshot.db_snapshot_arn.unwrap_or_default(),
            name: snapshot.db_snapshot_identifier,
            source: snapshot.db_instance_identifier,
            engine: snapshot.engine,
            snapshot_type: snapshot.snapshot_type,
            encrypted: snapshot.encrypted,
            storage_encryption_type: word(snapshot.storage_encryption_type),
            kms_key_id: snapshot.kms_key_id,
            created: snapshot.snapshot_create_time,
        }
    }

    fn of_cluster(snapshot: DbClusterSnapshot) -> Self {
        Self {
            of_cluster: true,
            arn: snapshot.db_cluster_snapshot_arn.unwrap_or_default(),
            name: snapshot.db_cluster_snapshot_identifier,
            source: snapshot.db_cluster_identifier,
            engine: snapshot.engine,
            snapshot_type: snapshot.snapshot_type,
            encrypted: snapshot.storage_encrypted,
            storage_encryption_type: word(snapshot.storage_encryption_type),
            kms_key_id: snapshot.kms_key_id,
            created: snapshot.snapshot_create_time,
        }
    }

    fn op(&self) -> &'static Op {
        if self.of_cluster { &DESCRIBE_DB_CLUSTER_SNAPSHOTS } else { &DESCRIBE_DB_SNAPSHOTS }
    }

    /// The name of a member, which is not the same of the two.
    fn member(&self, of_instance: &'static str, of_cluster: &'static str) -> &'static str {
        if self.of_cluster { of_cluster } else { of_instance }
    }

    /// Whether it is of a type that cannot be shared: the API speaks of the attributes of manual snapshots only.
    fn is_private(&self) -> bool {
        matches!(self.snapshot_type.as_deref(), Some("automated" | OF_AWS_BACKUP))
    }
}

async fn put(context: &Context, rds: &Client, found: Found) {
    let op = found.op();
    let name = found.name.clone().unwrap_or_else(|| found.arn.clone());
    let restorable_by = match (found.is_private(), found.of_cluster) {
        (true, _) => Fact::Known(Vec::new()),
        (false, false) => of_instance(context, rds, &name).await,
        (false, true) => of_cluster(context, rds, &name).await,
    };
    let (source, encrypted) =
        (found.member("DBInstanceIdentifier", "DBClusterIdentifier"), found.member("Encrypted", "StorageEncrypted"));
    let asset = Snapshot {
        snapshot_type: context.present(op, "SnapshotType", found.snapshot_type),
        source_type: Fact::Known(if found.of_cluster { "cluster" } else { "instance" }.to_owned()),
        source: context.present(op, source, found.source),
        engine: context.present(op, "Engine", found.engine),
        encrypted: context.present(op, encrypted, found.encrypted),
        storage_encryption_type: Fact::Known(found.storage_encryption_type),
        kms_key_id: Fact::Known(found.kms_key_id),
        created: Fact::Known(found.created.as_ref().and_then(timestamp)),
        restorable_by,
    };
    context.put(context.region(), found.arn, name, asset);
}

/// With whom a manual snapshot is shared. One call for each: the listing of public snapshots holds everybody's and
/// takes no owner, and an account has at most a hundred manual ones unless its quota was raised.
async fn of_instance(context: &Context, rds: &Client, name: &str) -> Fact<Vec<String>> {
    let op = &DESCRIBE_DB_SNAPSHOT_ATTRIBUTES;
    let request = rds.describe_db_snapshot_attributes().db_snapshot_identifier(name).send();
    context.get(op, request).await.and_then(|answer| {
        let list = answer.db_snapshot_attributes_result.and_then(|result| result.db_snapshot_attributes);
        let pairs = list.unwrap_or_default().into_iter().map(|one| (one.attribute_name, one.attribute_values));
        context.present(op, "restore", restore(pairs))
    })
}

async fn of_cluster(context: &Context, rds: &Client, name: &str) -> Fact<Vec<String>> {
    let op = &DESCRIBE_DB_CLUSTER_SNAPSHOT_ATTRIBUTES;
    let request = rds.describe_db_cluster_snapshot_attributes().db_cluster_snapshot_identifier(name).send();
    context.get(op, request).await.and_then(|answer| {
        let list =
            answer.db_cluster_snapshot_attributes_result.and_then(|result| result.db_cluster_snapshot_attributes);
        let pairs = list.unwrap_or_default().into_iter().map(|one| (one.attribute_name, one.attribute_values));
        context.present(op, "restore", restore(pairs))
    })
}

/// The values of the attribute that says who may restore; `None` of an answer without it, which says nothing.
fn restore(attributes: impl Iterator<Item = (Option<String>, Option<Vec<String>>)>) -> Option<Vec<String>> {
    let mut named = attributes.filter(|(name, _)| name.as_deref() == Some("restore"));
    named.next().map(|(_, values)| values.unwrap_or_default())
}
