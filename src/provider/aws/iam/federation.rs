//! How people sign in: with passwords of IAM users, or through an identity provider.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::user::User;
use crate::inventory::store::in_another_region;
use crate::inventory::{AccountId, Fact, Inventory, Key, Region};
use crate::provider::aws::sso_admin::{self, Instance};

/// A user who has a console password, or may have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsoleUser {
    /// Its ARN.
    pub arn: String,
    /// Whether it has a password.
    pub has_password: Fact<bool>,
}

/// Derives [`Account::has_console_users`].
pub(super) fn has_console_users(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            inventory.listed::<User>(&key.account, &Region::GLOBAL).any(|_, user| has_password(&user.asset))
        },
        |account, value| account.has_console_users = value,
    );
}

/// Derives [`Account::console_users`].
pub(super) fn console_users(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let users = inventory.listed::<User>(&key.account, &Region::GLOBAL);
            let seen = users.seen.iter().map(|(key, user)| (key.id.clone(), has_password(&user.asset)));
            let may = seen.filter(|(_, has_password)| *has_password != Fact::Known(false));
            let may = may.map(|(arn, has_password)| Fact::Known(ConsoleUser { arn, has_password }));
            Fact::Known(may.chain(users.missing.clone().map(Fact::Unknown)).collect())
        },
        |account, users| account.console_users = users,
    );
}

fn has_password(user: &User) -> Fact<bool> {
    user.console_password.as_ref().map(Option::is_some)
}

/// Derives [`Account::identity_center`].
pub(super) fn identity_center(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let seen = inventory.listed_everywhere::<Instance>(&key.account).any(|_, instance| {
                let status = instance.asset.status.as_ref();
                status.map(|status| status == "ACTIVE")
            });
            Fact::any([seen, elsewhere(inventory, &key.account)])
        },
        |account, value| account.identity_center = value,
    );
}

/// Whether there is one in a region that nobody asked: none where all were asked.
fn elsewhere(inventory: &Inventory, account: &AccountId) -> Fact<bool> {
    let key = Key::singleton(&sso_admin::ACCOUNT, account, &Region::GLOBAL);
    let asked = inventory
        .get::<sso_admin::Account>(&key)
        .and_then(|account| account.map_or_else(Fact::default, |account| account.all_regions.clone()));
    asked.and_then(|all| {
        if all {
            return Fact::Known(false);
        }
        in_another_region(sso_admin::LIST_INSTANCES.id(), account).into()
    })
}
