//! Managed policies (`aws.iam.policy`): every customer managed one, and the AWS managed ones that
//! are attached or used as a permissions boundary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::understood;
use super::group::Group;
use super::role::Role;
use super::user::User;
use super::written::{Bearer, Documents, Found, PolicyGrant, RoleAssumptionGrant};
use super::{ops, written};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gap, GapKind, Inventory, Key, Kind, Region, Scope};
use crate::provider::aws::organizations::Account as Organization;
use crate::provider::aws::policy::{AdminStatement, Attached, Document, ServiceWideGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// A managed policy.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
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
    /// The document's statements that allow whole services on all their resources. Derived from the document.
    pub service_wide_grants: Fact<Vec<ServiceWideGrant>>,
    /// Its own name, where the customer wrote it, it is attached, and it has no administrative statement; else empty.
    /// Derived from the document.
    pub custom_policies: Fact<Vec<Fact<String>>>,
    /// Their statements that allow to silence any trail of the account. Derived likewise.
    pub trail_silencing_grants: Fact<Vec<Fact<PolicyGrant>>>,
    /// Their statements that allow to decrypt with any key of the account. Derived likewise.
    pub decryption_grants: Fact<Vec<Fact<PolicyGrant>>>,
    /// Their statements that allow to assume roles which they do not name. Derived likewise, and from
    /// aws.organizations.account.
    pub role_assumption_grants: Fact<Vec<Fact<RoleAssumptionGrant>>>,
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

impl Bearer for Policy {
    fn written(&self, key: &Key, name: &str) -> Documents {
        let not_here = self.aws_managed == Fact::Known(true) || self.attachment_count == Fact::Known(0);
        if not_here {
            return Fact::Known(Vec::new());
        }
        let document = document_of(key, self);
        if document.as_ref().known().is_some_and(|document| !document.administrative_statements().is_empty()) {
            return Fact::Known(Vec::new());
        }
        let of_the_customer = self.aws_managed.as_ref().zip(self.attachment_count.as_ref());
        of_the_customer.map(|_| vec![document.map(|document| (name.to_owned(), document))])
    }

    fn found(&mut self) -> Found<'_> {
        Found {
            custom_policies: &mut self.custom_policies,
            trail_silencing_grants: &mut self.trail_silencing_grants,
            decryption_grants: &mut self.decryption_grants,
            role_assumption_grants: &mut self.role_assumption_grants,
        }
    }
}

const LISTED: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, &ops::LIST_POLICIES];
const DOCUMENT: &[(Kind, &str)] = &[(Policy::KIND, "document")];
const HOLDERS: &[(Kind, &str)] =
    &[(Policy::KIND, "attached_to"), (User::KIND, "arn"), (Group::KIND, "arn"), (Role::KIND, "arn")];
const WRITTEN: &[(Kind, &str)] =
    &[(Policy::KIND, "aws_managed"), (Policy::KIND, "attachment_count"), (Policy::KIND, "document")];
const ASSUMPTION: &[(Kind, &str)] = &[
    (Policy::KIND, "aws_managed"),
    (Policy::KIND, "attachment_count"),
    (Policy::KIND, "document"),
    (Organization::KIND, "organization"),
];

/// `aws.iam.policy` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Policy::KIND,
    scope: Scope::Global,
    object: object_of::<Policy>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("aws_managed", LISTED),
        FactSpec::read("attachment_count", LISTED),
        FactSpec::read("default_version", LISTED),
        FactSpec {
            field: "document",
            from: &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, &ops::GET_POLICY_VERSION],
            needs: &[],
            derive: None,
        },
        FactSpec::derived("administrative_statements", DOCUMENT, derive_administrative_statements),
        FactSpec::derived("service_wide_grants", DOCUMENT, derive_service_wide_grants),
        FactSpec {
            field: "attached_to",
            from: &[&ops::GET_POLICY_VERSION, &ops::LIST_ENTITIES_FOR_POLICY],
            needs: &[],
            derive: None,
        },
        FactSpec::derived("holders", HOLDERS, derive_holders),
        FactSpec::derived("custom_policies", WRITTEN, written::custom_policies::<Policy>),
        FactSpec::derived("trail_silencing_grants", WRITTEN, written::trail_silencing_grants::<Policy>),
        FactSpec::derived("decryption_grants", WRITTEN, written::decryption_grants::<Policy>),
        FactSpec::derived("role_assumption_grants", ASSUMPTION, written::role_assumption_grants::<Policy>),
    ],
};

fn derive_administrative_statements(inventory: &mut Inventory) {
    inventory.derive::<Policy, _>(
        |_, key, policy| document_of(key, &policy.asset).map(|document| document.administrative_statements()),
        |policy, value| policy.administrative_statements = value,
    );
}

fn derive_service_wide_grants(inventory: &mut Inventory) {
    inventory.derive::<Policy, _>(
        |_, key, policy| document_of(key, &policy.asset).map(|document| document.service_wide_grants()),
        |policy, value| policy.service_wide_grants = value,
    );
}

/// Its document, understood.
pub(super) fn document_of(key: &Key, policy: &Policy) -> Fact<Document> {
    let aws_managed = policy.aws_managed.known().is_some_and(|aws_managed| *aws_managed);
    let op = if aws_managed { &ops::GET_POLICY_VERSION } else { &ops::GET_ACCOUNT_AUTHORIZATION_DETAILS };
    policy.document.as_ref().and_then(|text| understood(key, op, text, Attached::ToIdentity))
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
