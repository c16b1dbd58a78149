//! The public access block in force: a setting is on where the bucket or its account has it on.

use crate::inventory::{AccountId, Asset as _, Fact, Inventory, Key, Region};
use crate::provider::aws::s3::{Account, Bucket, PublicAccessBlock};

type Setting = fn(&PublicAccessBlock) -> bool;

/// A setting of one block; off where none is configured.
pub(super) fn of(block: &Fact<Option<PublicAccessBlock>>, setting: Setting) -> Fact<bool> {
    block.as_ref().map(|block| block.as_ref().is_some_and(setting))
}

/// A setting of the account's block.
pub(super) fn of_account(inventory: &Inventory, account: &AccountId, setting: Setting) -> Fact<bool> {
    let key = Key::singleton(&Account::KIND, account, &Region::GLOBAL);
    // Every account has these settings: one that is not there was not asked for.
    inventory
        .get::<Account>(&key)
        .and_then(|found| found.map_or_else(Fact::default, |found| of(&found.public_access_block, setting)))
}

fn derive(inventory: &mut Inventory, setting: Setting, write: fn(&mut Bucket, Fact<bool>)) {
    inventory.derive::<Bucket, _>(
        |inventory, key, entry| {
            let own = of(&entry.asset.public_access_block, setting);
            Fact::any([own, of_account(inventory, &key.account, setting)])
        },
        write,
    );
}

/// `effective_block_public_acls` of every bucket.
pub(in crate::provider::aws::s3) fn block_public_acls(inventory: &mut Inventory) {
    derive(inventory, |block| block.block_public_acls, |bucket, on| bucket.effective_block_public_acls = on);
}

/// `effective_ignore_public_acls` of every bucket.
pub(in crate::provider::aws::s3) fn ignore_public_acls(inventory: &mut Inventory) {
    derive(inventory, |block| block.ignore_public_acls, |bucket, on| bucket.effective_ignore_public_acls = on);
}

/// `effective_block_public_policy` of every bucket.
pub(in crate::provider::aws::s3) fn block_public_policy(inventory: &mut Inventory) {
    derive(inventory, |block| block.block_public_policy, |bucket, on| bucket.effective_block_public_policy = on);
}

/// `effective_restrict_public_buckets` of every bucket.
pub(in crate::provider::aws::s3) fn restrict_public_buckets(inventory: &mut Inventory) {
    derive(
        inventory,
        |block| block.restrict_public_buckets,
        |bucket, on| bucket.effective_restrict_public_buckets = on,
    );
}
