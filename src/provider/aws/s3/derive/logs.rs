//! Which buckets receive the access logs of others.

use crate::inventory::{Fact, Inventory};
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
