//! Which trails record for an account, from all its regions.

use super::asset::{Account, BucketRecords, LogGroupTrail, RecordingTrail, TableRecords, Trail};
use super::data_events::{self, DYNAMODB_TABLE, Direction, Resources, S3_OBJECT};
use super::service::DESCRIBE_TRAILS;
use crate::inventory::store::Entry;
use crate::inventory::{AccountId, Fact, Gap, GapKind, Gaps, Inventory, Key, Region};
use crate::provider::aws::dynamodb::Table;
use crate::provider::aws::s3::Bucket;

/// Derives [`Account::trails`].
pub(super) fn trails(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, entry| {
            let left_out = left_out(&key.account, &entry.asset.all_regions);
            elements(inventory, &key.account, left_out, |_| true, recording)
        },
        |account, trails| account.trails = trails,
    );
}

/// Derives [`Account::multi_region_trails`].
pub(super) fn multi_region_trails(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| elements(inventory, &key.account, None, may_be_multi_region, recording),
        |account, trails| account.multi_region_trails = trails,
    );
}

/// Derives [`Account::log_group_trails`].
pub(super) fn log_group_trails(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| elements(inventory, &key.account, None, may_be_multi_region, feeding),
        |account, trails| account.log_group_trails = trails,
    );
}

/// Why single-region trails may be missing that nobody asked for.
fn left_out(account: &AccountId, all_regions: &Fact<bool>) -> Option<Gaps> {
    match all_regions {
        Fact::Known(true) => None,
        Fact::Known(false) => Some(Gaps::from(Gap {
            operation: Some(DESCRIBE_TRAILS.id()),
            kind: GapKind::NotCollected,
            code: None,
            account: account.clone(),
            region: Region::EVERY,
        })),
        Fact::Unknown(gaps) => Some(gaps.clone()),
    }
}

fn may_be_multi_region(trail: &Trail) -> bool {
    trail.multi_region != Fact::Known(false)
}

/// The trails that were seen, and one unknown element for all that may be missing; where none was seen, the list is
/// unknown as a whole.
fn elements<E>(
    inventory: &Inventory,
    account: &AccountId,
    left_out: Option<Gaps>,
    counts: fn(&Trail) -> bool,
    element: fn(&Key, &Entry<Trail>) -> E,
) -> Fact<Vec<Fact<E>>> {
    let listed = inventory.listed_everywhere::<Trail>(account);
    let missing = [listed.missing, left_out].into_iter().flatten().map(Fact::Unknown);
    let counted = listed.seen.into_iter().filter(|(_, entry)| counts(&entry.asset));
    Fact::gather(counted.map(|(key, entry)| Fact::Known(element(key, entry))).chain(missing))
}

fn recording(key: &Key, Entry { asset, .. }: &Entry<Trail>) -> RecordingTrail {
    RecordingTrail {
        arn: key.id.clone(),
        provided_by: asset.owner.clone(),
        logging: asset.logging.clone(),
        delivery_time: asset.delivery_time.clone(),
        delivery_error: asset.delivery_error.clone(),
        multi_region: asset.multi_region.clone(),
        global_service_events: asset.global_service_events.clone(),
        management_events: asset.management_events.clone(),
        log_file_validation: asset.log_file_validation.clone(),
        kms_key: asset.kms_key.clone(),
    }
}

/// Derives [`Account::bucket_records`].
pub(super) fn bucket_records(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let listed = inventory.listed_everywhere::<Bucket>(&key.account);
            let seen = listed.seen.into_iter().map(|(key, bucket)| Fact::Known(records(inventory, key, bucket)));
            Fact::gather(seen.chain(listed.missing.map(Fact::Unknown)))
        },
        |account, records| account.bucket_records = records,
    );
}

fn records(inventory: &Inventory, key: &Key, bucket: &Entry<Bucket>) -> BucketRecords {
    let objects = format!("{}/", key.id);
    let recorded =
        |direction| data_events::recorded(inventory, &key.account, S3_OBJECT, Resources::Below(&objects), direction);
    BucketRecords {
        bucket: bucket.name.clone(),
        selectors: bucket.asset.selectors.clone(),
        tag_pairs: bucket.asset.tag_pairs.clone(),
        reads: recorded(Direction::Read),
        writes: recorded(Direction::Write),
        records: bucket.asset.access_records.clone(),
    }
}

/// Derives [`Account::table_records`].
pub(super) fn table_records(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let listed = inventory.listed_everywhere::<Table>(&key.account);
            let seen = listed.seen.into_iter().map(|(key, table)| Fact::Known(items(inventory, key, table)));
            Fact::gather(seen.chain(listed.missing.map(Fact::Unknown)))
        },
        |account, records| account.table_records = records,
    );
}

fn items(inventory: &Inventory, key: &Key, table: &Entry<Table>) -> TableRecords {
    let one = Resources::One(&key.id);
    let recorded = |direction| data_events::recorded(inventory, &key.account, DYNAMODB_TABLE, one, direction);
    TableRecords {
        table: key.id.clone(),
        selectors: vec!["*".to_owned(), table.name.clone()],
        tag_pairs: table.asset.tag_pairs.clone(),
        reads: recorded(Direction::Read),
        writes: recorded(Direction::Write),
    }
}

fn feeding(key: &Key, Entry { asset, .. }: &Entry<Trail>) -> LogGroupTrail {
    LogGroupTrail {
        arn: key.id.clone(),
        provided_by: asset.owner.clone(),
        logging: asset.logging.clone(),
        multi_region: asset.multi_region.clone(),
        log_group: asset.log_group.clone(),
        delivery_time: asset.log_group_delivery_time.clone(),
        delivery_error: asset.log_group_delivery_error.clone(),
    }
}

#[cfg(test)]
mod tests;
