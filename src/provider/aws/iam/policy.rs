//! Managed policies (`aws.iam.policy`): every customer managed one, and the AWS managed ones that are attached.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::understood;
use super::group::Group;
use super::ops;
use super::role::Role;
use super::user::User;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gap, GapKind, Inventory, Key, Kind, Region, Scope};
use crate::provider::aws::policy::{AdminStatement, Attached};
use crate::provider::{FactSpec, KindSpec, Op};

/// A managed policy.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Policy {
    /// Whether AWS wrote it. Source: iam:ListPolicies, iam:GetAccountAuthorizationDetails.
    pub aws_managed: Fact<bool>,
    /// How many users, groups and roles it is attached to, those apart that have it as their permissions boundary.
    /// Source: iam:ListPolicies, iam:GetAccountAuthorizationDetails.
    pub attachment_count: Fact<i64>,
    /// The version that is in force. Source: iam:ListPolicies, iam:GetAccountAuthorizationDetails.
    pub default_version: Fact<String>,
    /// That version's document. Source: iam:GetPolicyVersion of AWS managed policies,
    /// iam:GetAccountAuthorizationDetails of the others.
    pub document: Fact<String>,
    /// The document's administrative statements. Derived from the document.
    pub administrative_statements: Fact<Vec<AdminStatement>>,
    /// Whom an AWS managed policy with an administrative statement is attached to, by their names; nobody asks of
    /// other policies. Source: iam:ListEntitiesForPolicy.
    pub attached_to: Fact<Vec<Principal>>,
    /// The same by their ARNs. Derived from these names and from aws.iam.user, aws.iam.group and aws.iam.role.
    pub holders: Fact<Vec<Holder>>,
}

impl Asset for Policy {
    const KIND: Kind = Kind::named("aws.iam.policy");
}

/// A user, group or role by its name, which is unique among those of its type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Principal {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: PrincipalType,
    /// Its name.
    pub name: String,
}

/// What a principal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrincipalType {
    /// A group.
    Group,
    /// A role.
    Role,
    /// A user.
    User,
}

/// A user, group or role that has a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holder {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: PrincipalType,
    /// Its name.
    pub name: String,
    /// Its ARN, which has its path.
    pub arn: String,
}

const LISTED: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, &ops::LIST_POLICIES];

/// `aws.iam.policy` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Policy::KIND,
    scope: Scope::Global,
    object: object_of::<Policy>,
    listed_by: LISTED,
    facts: &[
        FactSpec { field: "aws_managed", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "attachment_count", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "default_version", from: LISTED, needs: &[], derive: None },
        FactSpec {
            field: "document",
            from: &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, &ops::GET_POLICY_VERSION],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "administrative_statements",
            from: &[],
            needs: &[(Policy::KIND, "document")],
            derive: Some(derive_administrative_statements),
        },
        FactSpec {
            field: "attached_to",
            from: &[&ops::GET_POLICY_VERSION, &ops::LIST_ENTITIES_FOR_POLICY],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "holders",
            from: &[],
            needs: &[(Policy::KIND, "attached_to"), (User::KIND, "arn"), (Group::KIND, "arn"), (Role::KIND, "arn")],
            derive: Some(derive_holders),
        },
    ],
};

fn derive_administrative_statements(inventory: &mut Inventory) {
    inventory.derive::<Policy, _>(
        |_, key, policy| administrative(key, &policy.asset),
        |policy, value| policy.administrative_statements = value,
    );
}

fn administrative(key: &Key, policy: &Policy) -> Fact<Vec<AdminStatement>> {
    let aws_managed = policy.aws_managed.known().is_some_and(|aws_managed| *aws_managed);
    let op = if aws_managed { &ops::GET_POLICY_VERSION } else { &ops::GET_ACCOUNT_AUTHORIZATION_DETAILS };
    policy.document.as_ref().and_then(|text| {
        understood(key, op, text, Attached::ToIdentity).map(|document| document.administrative_statements())
    })
}

fn derive_holders(inventory: &mut Inventory) {
    inventory.derive::<Policy, _>(
        |inventory, key, policy| {
            policy.asset.attached_to.as_ref().and_then(|principals| {
                Fact::collect(principals.iter().map(|principal| holder(inventory, key, principal)))
            })
        },
        |policy, value| policy.holders = value,
    );
}

fn holder(inventory: &Inventory, policy: &Key, principal: &Principal) -> Fact<Holder> {
    let arn = match principal.kind {
        PrincipalType::User => arn::<User>(inventory, policy, &principal.name, &ops::LIST_USERS, |user| &user.arn),
        PrincipalType::Group => arn::<Group>(inventory, policy, &principal.name, &ops::LIST_GROUPS, |group| &group.arn),
        PrincipalType::Role => arn::<Role>(inventory, policy, &principal.name, &ops::LIST_ROLES, |role| &role.arn),
    };
    arn.map(|arn| Holder { kind: principal.kind, name: principal.name.clone(), arn })
}

/// The ARN of the principal of this name. One that a whole listing does not hold came or went meanwhile.
fn arn<T: Asset>(
    inventory: &Inventory,
    policy: &Key,
    name: &str,
    op: &Op,
    arn_of: impl Fn(&T) -> &Fact<String>,
) -> Fact<String> {
    let listed = inventory.listed::<T>(&policy.account, &Region::GLOBAL);
    match (listed.seen.iter().find(|(_, entry)| entry.name == name), listed.missing) {
        (Some((_, entry)), _) => arn_of(&entry.asset).clone(),
        (None, Some(gaps)) => Fact::Unknown(gaps),
        (None, None) => Fact::from(Gap {
            operation: Some(op.id()),
            kind: GapKind::Vanished,
            code: None,
            account: policy.account.clone(),
            region: Region::GLOBAL,
        }),
    }
}
