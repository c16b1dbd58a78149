//! Tags in a form that a parameter can name.

use crate::inventory::Inventory;
use crate::provider::aws::s3::Bucket;
use crate::provider::aws::tags;

/// `tag_pairs` of every bucket.
pub(in crate::provider::aws::s3) fn pairs(inventory: &mut Inventory) {
    inventory
        .derive::<Bucket, _>(|_, _, entry| tags::pairs(&entry.asset.tags), |bucket, pairs| bucket.tag_pairs = pairs);
}
