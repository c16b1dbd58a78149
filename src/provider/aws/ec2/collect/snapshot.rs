//! Collects the EBS snapshots that the account owns.

use std::collections::BTreeSet;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_snapshots::DescribeSnapshotsOutput;
use aws_sdk_ec2::types;

use super::read::{is_own, map, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::ec2::snapshot::{DESCRIBE_SNAPSHOTS, Snapshot};
use crate::provider::aws::tags::pairs;
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Extent, Pages};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[Snapshot::KIND], run: |context| Box::pin(run(context)) };

/// The tag that Data Lifecycle Manager sets on what it takes.
const LIFECYCLE_POLICY: &str = "aws:dlm:lifecycle-policy-id";

/// Items of a page: without a size the operation answers in a single page, however long.
const PAGE: i32 = 500;

async fn run(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let request = || ec2.describe_snapshots().owner_ids("self");
    let all = request().into_paginator().page_size(PAGE).send();
    let open = request().restorable_by_user_ids("all").into_paginator().page_size(PAGE).send();
    let (of_all, of_open) = ([("OwnerIds", "self")], [("OwnerIds", "self"), ("RestorableByUserIds", "all")]);
    let (all, open) = tokio::join!(
        context.list(&DESCRIBE_SNAPSHOTS, &of_all, all, snapshots),
        context.list(&DESCRIBE_SNAPSHOTS, &of_open, open, snapshots),
    );
    let has_id = |snapshot: &types::Snapshot| snapshot.snapshot_id.is_some();
    let all = all.identified(&context, &DESCRIBE_SNAPSHOTS, "SnapshotId", has_id);
    let open = Open::new(open.identified(&context, &DESCRIBE_SNAPSHOTS, "SnapshotId", has_id));
    // An endpoint that stands in for AWS may not heed OwnerIds.
    let own = all.items.into_iter().filter(|one| one.owner_id().is_none_or(|owner| is_own(&context, owner)));
    for snapshot in own {
        put(&context, &open, snapshot);
    }
    context.record::<Snapshot>(&all.extent);
}

fn snapshots(page: DescribeSnapshotsOutput) -> Vec<types::Snapshot> {
    page.snapshots.unwrap_or_default()
}

fn put(context: &Context, open: &Open, snapshot: types::Snapshot) {
    let op = &DESCRIBE_SNAPSHOTS;
    let id = snapshot.snapshot_id.unwrap_or_default();
    let tags = snapshot.tags.unwrap_or_default();
    let name = name(&tags, &id);
    let arn = format!("arn:{}:ec2:{}::snapshot/{id}", context.partition(), context.region());
    let tags = map(tags);
    let tier = snapshot.storage_tier.map(|tier| tier.as_str().to_owned());
    let started = snapshot.start_time.as_ref().and_then(timestamp);
    let asset = Snapshot {
        restorable_by_all: open.has(&id),
        snapshot_id: Fact::Known(id),
        volume_id: present(context, op, "VolumeId", snapshot.volume_id),
        state: present(context, op, "State", snapshot.state.map(|state| state.as_str().to_owned())),
        lifecycle_policy: Fact::Known(tags.get(LIFECYCLE_POLICY).cloned()),
        encrypted: present(context, op, "Encrypted", snapshot.encrypted),
        kms_key_id: Fact::Known(snapshot.kms_key_id),
        started: present(context, op, "StartTime", started),
        tag_pairs: pairs(&Fact::Known(tags)),
        storage_tier: present(context, op, "StorageTier", tier),
        ..Snapshot::default()
    };
    context.put(context.region(), arn, name, asset);
}

/// The snapshots that everyone can restore.
struct Open {
    ids: BTreeSet<String>,
    extent: Extent,
}

impl Open {
    fn new(listed: Pages<types::Snapshot>) -> Self {
        let ids = listed.items.into_iter().filter_map(|snapshot| snapshot.snapshot_id).collect();
        Self { ids, extent: listed.extent }
    }

    /// Whether a snapshot is among them: one that was seen decides, one that was not only where all were.
    fn has(&self, id: &str) -> Fact<bool> {
        match self.extent.gaps() {
            Some(gaps) if !self.ids.contains(id) => Fact::Unknown(gaps.clone()),
            _ => Fact::Known(self.ids.contains(id)),
        }
    }
}
