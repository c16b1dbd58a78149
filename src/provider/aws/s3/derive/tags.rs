//! Tags in a form that a parameter can name.

use crate::inventory::Inventory;
use crate::provider::aws::s3::Bucket;

/// `tag_pairs` of every bucket.
pub(in crate::provider::aws::s3) fn pairs(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |_, _, entry| {
            let pair = |(key, value): (&String, &String)| format!("{key}={value}");
            entry.asset.tags.as_ref().map(|tags| tags.iter().map(pair).collect())
        },
        |bucket, pairs| bucket.tag_pairs = pairs,
    );
}
