//! Who may open cases with AWS Support.

use super::account::Account;
use super::role::Role;
use crate::inventory::{Fact, Inventory, Region};

/// The last segment of the ARN of the AWS managed policy for it.
const SUPPORT_ACCESS: &str = ":iam::aws:policy/AWSSupportAccess";

/// Derives [`Account::has_support_role`].
pub(super) fn has_role(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let roles = inventory.listed::<Role>(&key.account, &Region::GLOBAL);
            roles.any(|_, role| holds(&role.asset))
        },
        |account, has| account.has_support_role = has,
    );
}

/// Derives [`Account::support_roles`].
pub(super) fn roles(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            let roles = inventory.listed::<Role>(&key.account, &Region::GLOBAL);
            let seen = roles.seen.iter().filter_map(|(key, role)| match holds(&role.asset) {
                Fact::Known(false) => None,
                Fact::Known(true) => Some(Fact::Known(key.id.clone())),
                Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
            });
            Fact::Known(seen.chain(roles.missing.clone().map(Fact::Unknown)).collect())
        },
        |account, roles| account.support_roles = roles,
    );
}

fn holds(role: &Role) -> Fact<bool> {
    role.attached_policies.as_ref().map(|policies| policies.iter().any(|policy| policy.arn.ends_with(SUPPORT_ACCESS)))
}
