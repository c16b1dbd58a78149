//! When the root user was last used.

use super::account::Account;
use crate::inventory::{Fact, Inventory, Timestamp};

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Derives [`Account::root_last_used`].
pub(super) fn last_used(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |_, _, account| latest(&account.asset),
        |account, latest| account.root_last_used = latest,
    );
}

/// Derives [`Account::root_unused_days`].
pub(super) fn unused_days(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |_, _, account| {
            let latest = account.asset.root_last_used.clone();
            match latest {
                Fact::Known(None) => Fact::Known(None),
                latest => latest.zip(account.asset.credential_report_generated.clone()).map(|(latest, generated)| {
                    latest.map(|latest| generated.seconds_since(latest).div_euclid(SECONDS_OF_A_DAY))
                }),
            }
        },
        |account, days| account.root_unused_days = days,
    );
}

/// The latest of the three, each null where it never happened.
fn latest(account: &Account) -> Fact<Option<Timestamp>> {
    let uses =
        [&account.root_password_last_used, &account.root_access_key_1_last_used, &account.root_access_key_2_last_used];
    Fact::collect(uses.into_iter().cloned()).map(|uses| uses.into_iter().flatten().max())
}
