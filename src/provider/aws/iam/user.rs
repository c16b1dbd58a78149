//! IAM users (`aws.iam.user`) and their credentials.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{InlineAdminStatement, administrative};
use super::ops;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM user. The root user is none.
///
/// Passwords and keys come from the credential report, and from live calls where it has no row for the user or
/// cannot be had.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct User {
    /// Its ARN. Source: iam:ListUsers.
    pub arn: Fact<String>,
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
    /// The managed policies that are attached to it; a permissions boundary is not. Source:
    /// iam:GetAccountAuthorizationDetails.
    pub attached_policies: Fact<Vec<AttachedPolicy>>,
    /// The names of its inline policies. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policies: Fact<Vec<String>>,
    /// Its inline policies' documents by their names. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policy_documents: Fact<BTreeMap<String, String>>,
    /// The administrative statements of its inline policies. Derived from their documents.
    pub administrative_inline_statements: Fact<Vec<InlineAdminStatement>>,
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

const LISTED: &[&Op] = &[&ops::LIST_USERS];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];

/// `aws.iam.user` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: User::KIND,
    scope: Scope::Global,
    object: object_of::<User>,
    listed_by: LISTED,
    facts: &[
        FactSpec { field: "arn", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "created", from: LISTED, needs: &[], derive: None },
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
        FactSpec { field: "mfa_devices", from: &[&ops::LIST_MFA_DEVICES], needs: &[], derive: None },
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
        FactSpec { field: "attached_policies", from: DETAILS, needs: &[], derive: None },
        FactSpec { field: "inline_policies", from: DETAILS, needs: &[], derive: None },
        FactSpec { field: "inline_policy_documents", from: DETAILS, needs: &[], derive: None },
        FactSpec {
            field: "administrative_inline_statements",
            from: &[],
            needs: &[(User::KIND, "inline_policy_documents")],
            derive: Some(derive_administrative_inline_statements),
        },
    ],
};

fn derive_administrative_inline_statements(inventory: &mut Inventory) {
    inventory.derive::<User, _>(
        |_, key, user| administrative(key, &user.asset.inline_policy_documents),
        |user, value| user.administrative_inline_statements = value,
    );
}
