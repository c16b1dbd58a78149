//! What a bucket's policy grants to other accounts.

use std::collections::BTreeSet;

use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset as _, Fact, Inventory, Key, Region};
use crate::provider::aws::organizations::Account as Organizations;
use crate::provider::aws::policy::{Document, Effect, Grantee, Statement};
use crate::provider::aws::s3::{Bucket, ForeignGrant, statement};

const DELETES: [&str; 2] = ["s3:DeleteObject", "s3:DeleteObjectVersion"];

const SETTINGS: [&str; 7] = [
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutEncryptionConfiguration",
    "s3:PutBucketVersioning",
];

/// `foreign_grants` of every bucket. Whom nothing bounds is everyone, which is for other facts to tell.
pub(in crate::provider::aws::s3) fn grants(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |inventory, key, entry| {
            statement::document(&entry.asset.policy).map(|policy| {
                let policy = policy.iter().flat_map(|policy| of_policy(inventory, &key.account, policy));
                policy.collect::<Vec<_>>()
            })
        },
        |bucket, grants| bucket.foreign_grants = grants,
    );
}

fn of_policy(inventory: &Inventory, own: &AccountId, policy: &Document) -> Vec<ForeignGrant> {
    let allows = policy.statements().iter().filter(|statement| statement.effect == Effect::Allow);
    let grants = allows.flat_map(|allow| {
        let grantees: BTreeSet<Grantee> = allow.grantees().into_iter().collect();
        let foreign = grantees.into_iter().filter(|grantee| *grantee != Grantee::Account(own.as_str().to_owned()));
        foreign.map(|grantee| grant(inventory, own, policy, allow, grantee)).collect::<Vec<_>>()
    });
    grants.collect()
}

fn grant(
    inventory: &Inventory,
    own: &AccountId,
    policy: &Document,
    allow: &Statement,
    grantee: Grantee,
) -> ForeignGrant {
    let allows = |action: &&str| allow.actions.has_action(action) && !policy.denies_everyone(action, allow);
    let (only, but) = allow.actions.patterns();
    let actions = only.iter().cloned().chain(but.iter().map(|action| format!("all but {action}")));
    let in_organization = membership(inventory, own, &grantee);
    let (Grantee::Account(account) | Grantee::Organization(account) | Grantee::Canonical(account)) = grantee;
    ForeignGrant {
        sid: allow.sid.clone(),
        statement: allow.number,
        account,
        in_organization,
        actions: actions.collect(),
        deletes: DELETES.iter().any(allows),
        changes_settings: SETTINGS.iter().any(allows),
    }
}

/// Whether a grantee is in the account's organization.
fn membership(inventory: &Inventory, own: &AccountId, grantee: &Grantee) -> Fact<bool> {
    let key = Key::singleton(&Organizations::KIND, own, &Region::GLOBAL);
    let seen = inventory.get::<Organizations>(&key).and_then(|seen| seen.map_or_else(Fact::default, Fact::Known));
    seen.and_then(|seen| match grantee {
        Grantee::Account(account) => {
            let accounts = seen.organization_accounts.as_ref();
            let member = accounts.map(|accounts| accounts.as_ref().is_some_and(|all| all.contains(account)));
            // The management account of the organization is known even to its members.
            let of = seen.organization.as_ref();
            Fact::any([of.map(|of| of.as_ref().is_some_and(|of| of.management_account == *account)), member])
        }
        Grantee::Organization(id) => seen.organization.as_ref().map(|of| of.as_ref().is_some_and(|of| of.id == *id)),
        // No call tells which account a canonical id is of.
        Grantee::Canonical(_) => elsewhere(&"unknown".parse().unwrap_or_else(|_| own.clone()), &Region::GLOBAL).into(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::inventory::{Population, State};
    use crate::provider::aws::organizations::Organization;

    const OWN: &str = "123456789012";

    /// The grants of a policy of one statement, in an account that may list its organization's accounts, or may not.
    fn granted(statement: &Value, accounts: Fact<Option<Vec<String>>>) -> Vec<ForeignGrant> {
        let own: AccountId = OWN.parse().unwrap();
        let mut inventory = Inventory::new(vec![own.clone()]);
        let organization =
            Organization { id: "o-a1b2c3d4e5".to_owned(), management_account: "111111111111".to_owned() };
        let organizations = Organizations {
            organization: Fact::Known(Some(organization)),
            organization_accounts: accounts,
            ..Organizations::default()
        };
        inventory.insert(Key::singleton(&Organizations::KIND, &own, &Region::GLOBAL), OWN.to_owned(), organizations);
        let policy = Fact::Known(Some(json!({"Statement": statement}).to_string()));
        let key =
            Key { kind: Bucket::KIND, account: own.clone(), region: Region::GLOBAL, id: "arn:aws:s3:::b".to_owned() };
        inventory.insert(key, "b".to_owned(), Bucket { policy, ..Bucket::default() });
        let (state, count) = (State::Complete, 1);
        inventory.record(Population {
            kind: Bucket::KIND,
            account: own,
            region: Region::GLOBAL,
            state,
            count,
            gap: None,
        });
        grants(&mut inventory);
        inventory.table::<Bucket>().next().unwrap().1.asset.foreign_grants.known().unwrap().clone()
    }

    fn to(principal: &Value) -> Value {
        json!([{"Effect": "Allow", "Principal": principal, "Action": "s3:DeleteObject*", "Resource": "arn:aws:s3:::b/*"}])
    }

    fn members() -> Fact<Option<Vec<String>>> {
        Fact::Known(Some(vec![OWN.to_owned(), "222222222222".to_owned()]))
    }

    #[test]
    fn each_other_account_is_one_grant_and_ones_own_is_none() {
        let both = json!({"AWS": [OWN, "222222222222", "arn:aws:iam::333333333333:root"]});
        let found = granted(&to(&both), members());
        let of: Vec<_> =
            found.iter().map(|one| (one.account.as_str(), one.in_organization.known() == Some(&true))).collect();
        assert_eq!(of, [("222222222222", true), ("333333333333", false)]);
        assert!(found.iter().all(|one| one.deletes && !one.changes_settings));
    }

    #[test]
    fn membership_that_cannot_be_read_is_unknown_but_for_the_management_account() {
        let blind = granted(&to(&json!({"AWS": ["222222222222", "111111111111"]})), Fact::default());
        let of: Vec<_> = blind.iter().map(|one| (one.account.as_str(), one.in_organization.known())).collect();
        assert_eq!(of, [("111111111111", Some(&true)), ("222222222222", None)]);
        let canonical = granted(
            &to(&json!({"CanonicalUser": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"})),
            members(),
        );
        assert_eq!(canonical[0].in_organization.known(), None);
    }

    #[test]
    fn what_changes_the_bucket_itself_is_told() {
        let of = |action: &str| {
            let statement =
                json!([{"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": action, "Resource": "*"}]);
            let found = granted(&statement, members());
            (found[0].deletes, found[0].changes_settings)
        };
        assert_eq!(of("s3:GetObject"), (false, false));
        assert_eq!(of("s3:PutBucketPolicy"), (false, true));
        assert_eq!(of("s3:PutEncryption*"), (false, true));
        assert_eq!(of("s3:*"), (true, true));
    }
}
