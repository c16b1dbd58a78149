//! IAM users (`aws.iam.user`) and their credentials.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{InlineAdminStatement, administrative, inline};
use super::group::Group;
use super::permissions::{Authorized, Sources};
use super::policy::{Policy, PrincipalType};
use super::written::{Bearer, Documents, Found, PolicyGrant, RoleAssumptionGrant};
use super::{ops, permissions, written};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope, Timestamp};
use crate::provider::aws::organizations::Account as Organization;
use crate::provider::aws::policy::EscalationPath;
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM user. The root user is none.
///
/// Passwords and keys come from the credential report, and from live calls where it has no row for the user or
/// cannot be had.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct User {
    /// Its ARN. Source: iam:ListUsers.
    pub arn: Fact<String>,
    /// That it is a user. Source: iam:ListUsers.
    pub principal_type: Fact<PrincipalType>,
    /// Its path, which begins and ends with a slash. Source: iam:ListUsers.
    pub path: Fact<String>,
    /// When it was created. Source: iam:ListUsers.
    pub created: Fact<Timestamp>,
    /// The console password, null where it has none. Source: iam:GetCredentialReport, or iam:GetLoginProfile; last
    /// used also iam:ListUsers.
    pub console_password: Fact<Option<ConsolePassword>>,
    /// The serial numbers of its MFA devices. Source: iam:ListMFADevices.
    pub mfa_devices: Fact<Vec<String>>,
    /// Its access keys. Source: iam:GetCredentialReport, or iam:ListAccessKeys.
    pub access_keys: Fact<Vec<AccessKey>>,
    /// Its access keys and their use. Source: iam:GetCredentialReport, or iam:ListAccessKeys and
    /// iam:GetAccessKeyLastUsed.
    pub access_key_use: Fact<Vec<AccessKeyUse>>,
    /// When the credential report was generated that its password and keys are from, null where they were read
    /// live. Source: iam:GetCredentialReport.
    pub credential_report_generated: Fact<Option<Timestamp>>,
    /// Its tags. Source: iam:GetAccountAuthorizationDetails.
    pub tags: Fact<BTreeMap<String, String>>,
    /// The names of the groups that it is in. Source: iam:GetAccountAuthorizationDetails.
    pub groups: Fact<Vec<String>>,
    /// The ARN of the policy that is its permissions boundary, null where it has none. Source:
    /// iam:GetAccountAuthorizationDetails.
    pub permissions_boundary: Fact<Option<String>>,
    /// The managed policies that are attached to it; a permissions boundary is not. Source:
    /// iam:GetAccountAuthorizationDetails.
    pub attached_policies: Fact<Vec<AttachedPolicy>>,
    /// The names of its inline policies. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policies: Fact<Vec<String>>,
    /// Its inline policies' documents by their names. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policy_documents: Fact<BTreeMap<String, String>>,
    /// The administrative statements of its inline policies. Derived from their documents.
    pub administrative_inline_statements: Fact<Vec<InlineAdminStatement>>,
    /// The names of its inline policies that have no administrative statement. Derived from their documents.
    pub custom_policies: Fact<Vec<Fact<String>>>,
    /// Their statements that allow to silence any trail of the account. Derived likewise.
    pub trail_silencing_grants: Fact<Vec<Fact<PolicyGrant>>>,
    /// Their statements that allow to decrypt with any key of the account. Derived likewise.
    pub decryption_grants: Fact<Vec<Fact<PolicyGrant>>>,
    /// Their statements that allow to assume roles which they do not name. Derived likewise, and from
    /// aws.organizations.account.
    pub role_assumption_grants: Fact<Vec<Fact<RoleAssumptionGrant>>>,
    /// Whether one of its policies, attached, inline or of its groups, has an administrative statement. Derived from
    /// these and from aws.iam.group and aws.iam.policy.
    pub administrator: Fact<bool>,
    /// The ways to more privileges that all its policies open together, less what they deny, within its permissions
    /// boundary. Derived from these and from aws.iam.group and aws.iam.policy.
    pub escalation_paths: Fact<Vec<EscalationPath>>,
}

impl Asset for User {
    const KIND: Kind = Kind::named("aws.iam.user");
}

/// A password for the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsolePassword {
    /// When it was last set; where it was read live, when it was created.
    pub last_set: Timestamp,
    /// When it was last used to sign in, null where never.
    pub last_used: Option<Timestamp>,
    /// The later of the two.
    pub latest_activity: Timestamp,
}

impl ConsolePassword {
    /// One that was set and used at these times.
    pub fn new(last_set: Timestamp, last_used: Option<Timestamp>) -> Self {
        Self { last_set, last_used, latest_activity: last_set.max(last_used.unwrap_or(last_set)) }
    }

    /// The same, where it may have been used later than was known.
    #[must_use]
    pub fn used(self, at: Option<Timestamp>) -> Self {
        Self::new(self.last_set, self.last_used.max(at))
    }
}

/// An access key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessKey {
    /// Its id, null where it is known from the credential report, which has no ids.
    pub id: Option<String>,
    /// Whether it can be used.
    pub active: bool,
    /// When it was created, or last changed.
    pub last_rotated: Timestamp,
}

/// An access key and its use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessKeyUse {
    /// Its id, null where it is known from the credential report, which has no ids.
    pub id: Option<String>,
    /// Whether it can be used.
    pub active: bool,
    /// When it was created, or last changed.
    pub last_rotated: Timestamp,
    /// When it last signed a request, null where never.
    pub last_used: Option<Timestamp>,
    /// The later of the two.
    pub latest_activity: Timestamp,
}

impl AccessKeyUse {
    /// The key, apart from its use.
    #[must_use]
    pub fn key(&self) -> AccessKey {
        AccessKey { id: self.id.clone(), active: self.active, last_rotated: self.last_rotated }
    }

    /// The use of a key that was last used at this time.
    pub fn of(key: AccessKey, last_used: Option<Timestamp>) -> Self {
        let AccessKey { id, active, last_rotated } = key;
        Self {
            id,
            active,
            last_rotated,
            last_used,
            latest_activity: last_rotated.max(last_used.unwrap_or(last_rotated)),
        }
    }
}

/// A managed policy that is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttachedPolicy {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
}

impl Bearer for User {
    fn written(&self, key: &Key, _: &str) -> Documents {
        inline(key, &self.inline_policy_documents)
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

impl Authorized for User {
    fn sources(&self) -> Sources<'_> {
        Sources {
            arn: &self.arn,
            attached: &self.attached_policies,
            inline: &self.inline_policy_documents,
            groups: self.groups.as_ref().map(Vec::as_slice),
            boundary: &self.permissions_boundary,
        }
    }

    fn set_administrator(&mut self, administrator: Fact<bool>) {
        self.administrator = administrator;
    }

    fn set_escalation_paths(&mut self, paths: Fact<Vec<EscalationPath>>) {
        self.escalation_paths = paths;
    }
}

const LISTED: &[&Op] = &[&ops::LIST_USERS];
const MFA_DEVICES: &[&Op] = &[&ops::LIST_MFA_DEVICES];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];
const WRITTEN: &[(Kind, &str)] = &[(User::KIND, "inline_policy_documents")];
const ASSUMPTION: &[(Kind, &str)] = &[(User::KIND, "inline_policy_documents"), (Organization::KIND, "organization")];
const PERMISSIONS: &[(Kind, &str)] = &[
    (User::KIND, "attached_policies"),
    (User::KIND, "inline_policy_documents"),
    (User::KIND, "groups"),
    (Group::KIND, "attached_policies"),
    (Group::KIND, "inline_policy_documents"),
    (Policy::KIND, "document"),
];
const ESCALATION: &[(Kind, &str)] = &[
    (User::KIND, "arn"),
    (User::KIND, "permissions_boundary"),
    (User::KIND, "attached_policies"),
    (User::KIND, "inline_policy_documents"),
    (User::KIND, "groups"),
    (Group::KIND, "attached_policies"),
    (Group::KIND, "inline_policy_documents"),
    (Policy::KIND, "document"),
];

/// `aws.iam.user` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: User::KIND,
    scope: Scope::Global,
    object: object_of::<User>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("arn", LISTED),
        FactSpec::read("principal_type", LISTED),
        FactSpec::read("path", LISTED),
        FactSpec::read("created", LISTED),
        FactSpec {
            field: "console_password",
            from: &[
                &ops::GET_CREDENTIAL_REPORT,
                &ops::GENERATE_CREDENTIAL_REPORT,
                &ops::GET_LOGIN_PROFILE,
                &ops::LIST_USERS,
            ],
            needs: &[],
            derive: None,
        },
        FactSpec::read("mfa_devices", MFA_DEVICES),
        FactSpec {
            field: "access_keys",
            from: &[&ops::GET_CREDENTIAL_REPORT, &ops::GENERATE_CREDENTIAL_REPORT, &ops::LIST_ACCESS_KEYS],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "access_key_use",
            from: &[
                &ops::GET_CREDENTIAL_REPORT,
                &ops::GENERATE_CREDENTIAL_REPORT,
                &ops::LIST_ACCESS_KEYS,
                &ops::GET_ACCESS_KEY_LAST_USED,
            ],
            needs: &[],
            derive: None,
        },
        FactSpec {
            field: "credential_report_generated",
            from: &[&ops::GET_CREDENTIAL_REPORT, &ops::GENERATE_CREDENTIAL_REPORT],
            needs: &[],
            derive: None,
        },
        FactSpec::read("tags", DETAILS),
        FactSpec::read("groups", DETAILS),
        FactSpec::read("permissions_boundary", DETAILS),
        FactSpec::read("attached_policies", DETAILS),
        FactSpec::read("inline_policies", DETAILS),
        FactSpec::read("inline_policy_documents", DETAILS),
        FactSpec::derived("administrative_inline_statements", WRITTEN, derive_administrative_inline_statements),
        FactSpec::derived("custom_policies", WRITTEN, written::custom_policies::<User>),
        FactSpec::derived("trail_silencing_grants", WRITTEN, written::trail_silencing_grants::<User>),
        FactSpec::derived("decryption_grants", WRITTEN, written::decryption_grants::<User>),
        FactSpec::derived("role_assumption_grants", ASSUMPTION, written::role_assumption_grants::<User>),
        FactSpec::derived("administrator", PERMISSIONS, permissions::administrator::<User>),
        FactSpec::derived("escalation_paths", ESCALATION, permissions::escalation_paths::<User>),
    ],
};

fn derive_administrative_inline_statements(inventory: &mut Inventory) {
    inventory.derive::<User, _>(
        |_, key, user| administrative(key, &user.asset.inline_policy_documents),
        |user, value| user.administrative_inline_statements = value,
    );
}
