//! What becomes of a trail's log files in the bucket that it delivers to.

mod log_prefix;

use self::log_prefix::LogPrefix;
use super::asset::{Account, ExpiringRule, Trail};
use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset as _, Fact, Gap, GapKind, Inventory, Key, Region};
use crate::provider::aws::s3::{Bucket, LifecycleRule};

/// Derives [`Trail::log_bucket_public_grants`].
pub(super) fn public_grants(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.public_acl_grants.clone(),
        |trail, grants| trail.log_bucket_public_grants = grants,
    );
}

/// Derives [`Trail::log_bucket_public_statements`].
pub(super) fn public_statements(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.public_statements.clone(),
        |trail, statements| trail.log_bucket_public_statements = statements,
    );
}

/// Derives a fact that the bucket tells as it is.
fn derive_from_bucket<T>(inventory: &mut Inventory, read: fn(&Bucket) -> Fact<T>, write: fn(&mut Trail, Fact<T>)) {
    inventory.derive::<Trail, _>(|inventory, key, entry| of_bucket(inventory, key, &entry.asset).and_then(read), write);
}

/// Derives [`Trail::log_bucket_access_records`].
pub(super) fn access_records(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.access_records.clone(),
        |trail, records| trail.log_bucket_access_records = records,
    );
}

/// Derives [`Trail::log_bucket_object_lock`].
pub(super) fn object_lock(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.object_lock.clone(),
        |trail, lock| trail.log_bucket_object_lock = lock,
    );
}

/// Derives [`Trail::log_bucket_versioning`].
pub(super) fn versioning(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.versioning.clone(),
        |trail, versioning| trail.log_bucket_versioning = versioning,
    );
}

/// Derives [`Trail::log_bucket_mfa_delete`].
pub(super) fn mfa_delete(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.mfa_delete.clone(),
        |trail, asked| trail.log_bucket_mfa_delete = asked,
    );
}

/// Derives [`Trail::log_bucket_denials`].
pub(super) fn denials(inventory: &mut Inventory) {
    derive_from_bucket(
        inventory,
        |bucket| bucket.loss_denials.clone(),
        |trail, denials| trail.log_bucket_denials = denials,
    );
}

/// Derives [`Trail::log_bucket_expirations`].
pub(super) fn expirations(inventory: &mut Inventory) {
    inventory.derive::<Trail, _>(
        |inventory, key, entry| {
            let rules = of_bucket(inventory, key, &entry.asset).and_then(|bucket| bucket.lifecycle_rules.clone());
            rules.and_then(|rules| match rules.as_deref() {
                None | Some([]) => Fact::Known(Vec::new()),
                Some(rules) => LogPrefix::of(&entry.asset).map(|prefix| expiring(rules, &prefix)),
            })
        },
        |trail, expirations| trail.log_bucket_expirations = expirations,
    );
}

/// The rules that delete what lies under the prefix. CloudTrail's files bear no tags, so that a rule that asks for one
/// never reaches them; their size can be anything.
fn expiring(rules: &[LifecycleRule], prefix: &LogPrefix) -> Vec<ExpiringRule> {
    let reaching = rules.iter().filter(|rule| {
        rule.status == "Enabled" && rule.tags.is_empty() && prefix.is_reached_by(rule.prefix.as_deref().unwrap_or(""))
    });
    let expiring = reaching.filter_map(|rule| {
        let days = rule.expiration_days.or(rule.expiration_date.map(|_| 0))?;
        Some(ExpiringRule { id: rule.id.clone(), prefix: rule.prefix.clone(), days, date: rule.expiration_date })
    });
    expiring.collect()
}

/// The bucket that a trail delivers to. It is another account's where it is not among all buckets of this one.
fn of_bucket<'a>(inventory: &'a Inventory, key: &Key, trail: &Trail) -> Fact<&'a Bucket> {
    trail.bucket.as_ref().and_then(|name| {
        let listed = inventory.listed_everywhere::<Bucket>(&key.account);
        let found = listed.seen.iter().find(|(_, entry)| entry.name == *name);
        match (found, listed.missing) {
            (Some((_, entry)), _) => Fact::Known(&entry.asset),
            (None, Some(gaps)) => Fact::Unknown(gaps),
            (None, None) => all_regions(inventory, &key.account).and_then(|all| {
                if all { owner_elsewhere(&key.account, trail).into() } else { in_another_region(&key.account).into() }
            }),
        }
    })
}

/// Whether the buckets of every region were kept.
fn all_regions(inventory: &Inventory, account: &AccountId) -> Fact<bool> {
    let key = Key::singleton(&Account::KIND, account, &Region::GLOBAL);
    inventory.get::<Account>(&key).and_then(|account| account.map_or_else(Fact::default, |one| one.all_regions.clone()))
}

/// The gap of a bucket that may lie in a region that is not collected.
fn in_another_region(account: &AccountId) -> Gap {
    Gap { operation: None, kind: GapKind::NotCollected, code: None, account: account.clone(), region: Region::EVERY }
}

/// What stands for an account that nothing names.
const UNNAMED: &str = "unknown";

/// The gap of a bucket of another account. No answer says whose it is; of another account's trail that account can
/// tell.
fn owner_elsewhere(account: &AccountId, trail: &Trail) -> Gap {
    let owner = trail.owner.known().filter(|owner| *owner != account.as_str());
    let named = owner.map_or(UNNAMED, String::as_str).parse().unwrap_or_else(|_| account.clone());
    elsewhere(&named, &Region::GLOBAL)
}

#[cfg(test)]
mod tests;
