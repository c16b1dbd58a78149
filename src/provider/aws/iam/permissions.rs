//! What users and roles may do by all of their policies together: attached, inline and of their groups, within their
//! permissions boundary.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::understood;
use super::group::Group;
use super::ops;
use super::policy::{Policy, document_of};
use super::user::AttachedPolicy;
use crate::inventory::{AccountId, Asset, Fact, Gap, GapKind, Gaps, Inventory, Key, Region};
use crate::provider::Op;
use crate::provider::aws::policy::{Attached, EscalationPath, Examined, Identity};

/// A user or role: where its permissions come from, and where to keep what they come to.
pub(super) trait Authorized: Asset {
    /// Where its permissions come from.
    fn sources(&self) -> Sources<'_>;

    /// Keeps whether it has an administrative statement.
    fn set_administrator(&mut self, administrator: Fact<bool>);

    /// Keeps which ways to more privileges it has.
    fn set_escalation_paths(&mut self, paths: Fact<Vec<EscalationPath>>);
}

/// Where the permissions of a user or role come from.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    pub arn: &'a Fact<String>,
    pub attached: &'a Fact<Vec<AttachedPolicy>>,
    pub inline: &'a Fact<BTreeMap<String, String>>,
    pub groups: Fact<&'a [String]>,
    pub boundary: &'a Fact<Option<String>>,
}

/// Derives `administrator`.
pub(super) fn administrator<T: Authorized>(inventory: &mut Inventory) {
    let library = Library::of(inventory);
    inventory.derive::<T, _>(
        |inventory, key, entry| {
            let permissions = library.permissions(inventory, key, &entry.asset.sources());
            let policies = permissions.policies.into_iter();
            Fact::any(policies.map(|(_, policy)| policy.map(|policy| policy.is_administrative())))
        },
        T::set_administrator,
    );
}

/// Derives `escalation_paths`.
pub(super) fn escalation_paths<T: Authorized>(inventory: &mut Inventory) {
    let library = Library::of(inventory);
    inventory.derive::<T, _>(
        |inventory, key, entry| {
            let sources = entry.asset.sources();
            let permissions = library.permissions(inventory, key, &sources);
            sources.arn.as_ref().and_then(|arn| permissions.escalation_paths(key.account.as_str(), arn))
        },
        T::set_escalation_paths,
    );
}

/// Every managed policy, examined once however many have it.
struct Library(BTreeMap<Key, Fact<Arc<Examined>>>);

/// All that says what one user or role may do.
#[derive(Default)]
struct Permissions {
    policies: Vec<(String, Fact<Arc<Examined>>)>,
    managed: Vec<String>,
    groups: Vec<String>,
    boundary: Fact<Option<Arc<Examined>>>,
}

impl Library {
    fn of(inventory: &Inventory) -> Self {
        let policies = inventory.table::<Policy>();
        Self(policies.map(|(key, entry)| (key.clone(), examined(document_of(key, &entry.asset)))).collect())
    }

    fn managed(&self, inventory: &Inventory, account: &AccountId, arn: &str) -> Fact<Arc<Examined>> {
        let id = arn.to_owned();
        let key = Key { kind: Policy::KIND, account: account.clone(), region: Region::GLOBAL, id };
        self.0.get(&key).cloned().unwrap_or_else(|| {
            let missing = inventory.listed::<Policy>(account, &Region::GLOBAL).missing;
            Fact::Unknown(missing.unwrap_or_else(|| gone(account, &ops::LIST_POLICIES)))
        })
    }

    fn permissions(&self, inventory: &Inventory, key: &Key, sources: &Sources<'_>) -> Permissions {
        let mut all = Permissions::default();
        self.add(inventory, key, &mut all, "", sources.attached, sources.inline);
        match &sources.groups {
            Fact::Known(groups) => groups.iter().for_each(|name| self.add_group(inventory, key, &mut all, name)),
            Fact::Unknown(gaps) => all.policies.push((String::new(), Fact::Unknown(gaps.clone()))),
        }
        all.boundary = sources.boundary.as_ref().and_then(|arn| match arn {
            None => Fact::Known(None),
            Some(arn) => self.managed(inventory, &key.account, arn).map(Some),
        });
        all
    }

    fn add_group(&self, inventory: &Inventory, key: &Key, all: &mut Permissions, name: &str) {
        let groups = inventory.listed::<Group>(&key.account, &Region::GLOBAL);
        let group = groups.seen.iter().find(|(_, group)| group.name == name);
        if let Some((group_key, group)) = group {
            all.groups.push(group_key.id.clone());
            let (attached, inline) = (&group.asset.attached_policies, &group.asset.inline_policy_documents);
            self.add(inventory, key, all, &format!("{name}: "), attached, inline);
        } else {
            let gaps = groups.missing.unwrap_or_else(|| gone(&key.account, &ops::LIST_GROUPS));
            all.policies.push((name.to_owned(), Fact::Unknown(gaps)));
        }
    }

    fn add(
        &self,
        inventory: &Inventory,
        key: &Key,
        all: &mut Permissions,
        of: &str,
        attached: &Fact<Vec<AttachedPolicy>>,
        inline: &Fact<BTreeMap<String, String>>,
    ) {
        match attached {
            Fact::Known(attached) => {
                for policy in attached {
                    all.policies
                        .push((format!("{of}{}", policy.arn), self.managed(inventory, &key.account, &policy.arn)));
                    all.managed.push(policy.arn.clone());
                }
            }
            Fact::Unknown(gaps) => all.policies.push((of.to_owned(), Fact::Unknown(gaps.clone()))),
        }
        match inline {
            Fact::Known(inline) => {
                for (name, text) in inline {
                    let document = understood(key, &ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, text, Attached::ToIdentity);
                    all.policies.push((format!("{of}{name}"), examined(document)));
                }
            }
            Fact::Unknown(gaps) => all.policies.push((of.to_owned(), Fact::Unknown(gaps.clone()))),
        }
    }
}

impl Permissions {
    /// The ways to more privileges: unknown only if what is unknown could open one. What could open most is a policy
    /// that allows everything, and no boundary.
    fn escalation_paths(&self, account: &str, arn: &str) -> Fact<Vec<EscalationPath>> {
        let mut gaps: Option<Gaps> = None;
        let mut missing = |more: &Gaps| gaps.get_or_insert_default().merge(more);
        let all = Arc::new(Examined::all());
        let mut policies = Vec::new();
        for (name, policy) in &self.policies {
            match policy {
                Fact::Known(policy) => policies.push((name.clone(), policy.as_ref())),
                Fact::Unknown(more) => {
                    missing(more);
                    policies.push((name.clone(), all.as_ref()));
                }
            }
        }
        let boundary = match &self.boundary {
            Fact::Known(boundary) => boundary.as_deref(),
            Fact::Unknown(more) => {
                missing(more);
                None
            }
        };
        let groups = self.groups.iter().map(String::as_str).collect();
        // AWS managed policies are nobody's own: they cannot be changed.
        let managed = self.managed.iter().map(String::as_str).filter(|arn| !arn.contains(":iam::aws:")).collect();
        let paths = Identity { account, arn, groups, managed, policies, boundary }.escalation_paths();
        match gaps {
            Some(gaps) if !paths.is_empty() => Fact::Unknown(gaps),
            _ => Fact::Known(paths),
        }
    }
}

fn examined(document: Fact<crate::provider::aws::policy::Document>) -> Fact<Arc<Examined>> {
    document.map(|document| Arc::new(Examined::new(document)))
}

/// Something that a whole listing does not hold came or went meanwhile.
fn gone(account: &AccountId, op: &Op) -> Gaps {
    Gaps::from(Gap {
        operation: Some(op.id()),
        kind: GapKind::Vanished,
        code: None,
        account: account.clone(),
        region: Region::GLOBAL,
    })
}
