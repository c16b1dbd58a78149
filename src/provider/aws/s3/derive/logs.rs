//! Which buckets receive logs, and what records the accesses to a bucket.

use crate::inventory::{Fact, Inventory};
use crate::provider::aws::cloudtrail::Trail;
use crate::provider::aws::cloudtrail::data_events::{self, Direction, Resources, S3_OBJECT};
use crate::provider::aws::s3::Bucket;

/// `receives_access_logs` of every bucket. The log of a bucket can only go to one of its own account and region; one
/// that keeps its own log holds something else to be logged, so that does not count.
pub(in crate::provider::aws::s3) fn receives_access_logs(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |inventory, key, target| {
            inventory.listed::<Bucket>(&key.account, &key.region).any(|source, entry| {
                if source == key {
                    return Fact::Known(false);
                }
                let log = entry.asset.access_log.as_ref();
                log.map(|log| log.as_ref().is_some_and(|log| log.bucket == target.name))
            })
        },
        |bucket, receives| bucket.receives_access_logs = receives,
    );
}

/// `stores_trails` of every bucket.
pub(in crate::provider::aws::s3) fn stores_trails(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |inventory, key, bucket| {
            let trails = inventory.listed_everywhere::<Trail>(&key.account);
            trails.any(|_, trail| trail.asset.bucket.as_ref().map(|name| *name == bucket.name))
        },
        |bucket, stores| bucket.stores_trails = stores,
    );
}

/// `access_records` of every bucket.
pub(in crate::provider::aws::s3) fn access_records(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |inventory, key, bucket| {
            // A log that a bucket keeps of itself can be changed by whoever it is about.
            let log = bucket.asset.access_log.as_ref();
            let logged = log.map(|log| log.as_ref().is_some_and(|log| log.bucket != bucket.name));
            let objects = format!("{}/", key.id);
            let recorded = [Direction::Read, Direction::Write].map(|direction| {
                data_events::recorded(inventory, &key.account, S3_OBJECT, Resources::Below(&objects), direction)
            });
            let each = [("server_access_log", logged), ("cloudtrail_data_events", Fact::all(recorded))];
            let records = each.into_iter().filter_map(|(word, holds)| match holds {
                Fact::Known(holds) => holds.then(|| Fact::Known(word.to_owned())),
                Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
            });
            Fact::Known(records.collect())
        },
        |bucket, records| bucket.access_records = records,
    );
}
