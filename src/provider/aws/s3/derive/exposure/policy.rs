//! The statements of bucket policies that admit strangers.

use super::unless_void;
use crate::inventory::store::Entry;
use crate::inventory::{Fact, Inventory};
use crate::provider::aws::s3::Bucket;
use crate::provider::aws::s3::statement::{self, PublicStatement};

fn derive(
    inventory: &mut Inventory,
    counts: fn(&PublicStatement) -> bool,
    write: fn(&mut Bucket, Fact<Vec<PublicStatement>>),
) {
    inventory.derive::<Bucket, _>(
        |_, _, Entry { asset: bucket, .. }| {
            let exposed = statement::of_policy(&bucket.policy).map(|all| all.into_iter().filter(counts).collect());
            unless_void(bucket.effective_restrict_public_buckets.clone(), exposed)
        },
        write,
    );
}

/// `public_statements` of every bucket.
pub(in crate::provider::aws::s3) fn statements(inventory: &mut Inventory) {
    derive(inventory, |one| one.reads || one.writes, |bucket, found| bucket.public_statements = found);
}

/// `public_read_statements` of every bucket.
pub(in crate::provider::aws::s3) fn read_statements(inventory: &mut Inventory) {
    derive(inventory, |one| one.reads, |bucket, found| bucket.public_read_statements = found);
}

/// `public_write_statements` of every bucket.
pub(in crate::provider::aws::s3) fn write_statements(inventory: &mut Inventory) {
    derive(inventory, |one| one.writes, |bucket, found| bucket.public_write_statements = found);
}
