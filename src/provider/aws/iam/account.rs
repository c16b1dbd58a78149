//! The account as IAM sees it (`aws.iam.account`): its root user and its password policy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops;
use super::user::User;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Region, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// An account's root user and password policy.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// Whether the root user has an MFA device (`AccountMFAEnabled`). Source: iam:GetAccountSummary.
    pub root_mfa_enabled: Fact<bool>,
    /// How many access keys the root user has (`AccountAccessKeysPresent`). Source: iam:GetAccountSummary.
    pub root_access_keys: Fact<i64>,
    /// Whether the root user has a password (`AccountPasswordPresent`). Source: iam:GetAccountSummary.
    pub root_password_present: Fact<bool>,
    /// How many signing certificates the root user has (`AccountSigningCertificatesPresent`). Source:
    /// iam:GetAccountSummary.
    pub root_signing_certificates: Fact<i64>,
    /// When the root user last signed in with the password, null where never. Source: iam:GetCredentialReport.
    pub root_password_last_used: Fact<Option<Timestamp>>,
    /// When the root user's first access key was last used, null where never. Source: iam:GetCredentialReport.
    pub root_access_key_1_last_used: Fact<Option<Timestamp>>,
    /// When the root user's second access key was last used, null where never. Source: iam:GetCredentialReport.
    pub root_access_key_2_last_used: Fact<Option<Timestamp>>,
    /// When the credential report was generated. Source: iam:GetCredentialReport.
    pub credential_report_generated: Fact<Timestamp>,
    /// The custom password policy, null where there is none and IAM's default holds. Source:
    /// iam:GetAccountPasswordPolicy.
    pub password_policy: Fact<Option<PasswordPolicy>>,
    /// Whether any IAM user has a console password. Derived from aws.iam.user.
    pub has_console_users: Fact<bool>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.iam.account");
}

/// What IAM demands of the passwords of IAM users.
#[expect(clippy::struct_excessive_bools, reason = "the API has independent switches")]
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub minimum_length: i64,
    /// How many earlier passwords cannot be used again, null where any can.
    pub reuse_prevention: Option<i64>,
    /// At least one symbol is needed.
    pub require_symbols: bool,
    /// At least one digit is needed.
    pub require_numbers: bool,
    /// At least one upper-case letter is needed.
    pub require_uppercase: bool,
    /// At least one lower-case letter is needed.
    pub require_lowercase: bool,
    /// Passwords expire.
    pub expire_passwords: bool,
    /// After how many days they do, null where they do not.
    pub max_age_days: Option<i64>,
}

const SUMMARY: &[&Op] = &[&ops::GET_ACCOUNT_SUMMARY];
const REPORT: &[&Op] = &[&ops::GET_CREDENTIAL_REPORT, &ops::GENERATE_CREDENTIAL_REPORT];

/// `aws.iam.account` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[
        FactSpec { field: "root_mfa_enabled", from: SUMMARY, needs: &[], derive: None },
        FactSpec { field: "root_access_keys", from: SUMMARY, needs: &[], derive: None },
        FactSpec { field: "root_password_present", from: SUMMARY, needs: &[], derive: None },
        FactSpec { field: "root_signing_certificates", from: SUMMARY, needs: &[], derive: None },
        FactSpec { field: "root_password_last_used", from: REPORT, needs: &[], derive: None },
        FactSpec { field: "root_access_key_1_last_used", from: REPORT, needs: &[], derive: None },
        FactSpec { field: "root_access_key_2_last_used", from: REPORT, needs: &[], derive: None },
        FactSpec { field: "credential_report_generated", from: REPORT, needs: &[], derive: None },
        FactSpec { field: "password_policy", from: &[&ops::GET_ACCOUNT_PASSWORD_POLICY], needs: &[], derive: None },
        FactSpec {
            field: "has_console_users",
            from: &[],
            needs: &[(User::KIND, "console_password")],
            derive: Some(derive_has_console_users),
        },
    ],
};

fn derive_has_console_users(inventory: &mut Inventory) {
    inventory.derive::<Account, _>(
        |inventory, key, _| {
            inventory
                .listed::<User>(&key.account, &Region::GLOBAL)
                .any(|_, user| user.asset.console_password.as_ref().map(Option::is_some))
        },
        |account, value| account.has_console_users = value,
    );
}
