//! The account as IAM sees it (`aws.iam.account`): its root user, its password policy, and how people come in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::federation::ConsoleUser;
use super::role::Role;
use super::user::User;
use super::{federation, ops, root, support};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::aws::sso_admin::{self, Instance};
use crate::provider::{FactSpec, KindSpec, Op};

/// An account's root user, its password policy, and how people come in.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
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
    /// The partition of AWS in which the account is, as the endpoint that answered has it: `aws`, `aws-cn`,
    /// `aws-us-gov`. Source: iam:GetAccountSummary.
    pub partition: Fact<String>,
    /// The serial numbers of the virtual MFA devices, which are apps, that are assigned to the root user. Source:
    /// iam:ListVirtualMFADevices.
    pub root_virtual_mfa_devices: Fact<Vec<String>>,
    /// When the root user last signed in with the password, null where never. Source: iam:GetCredentialReport.
    pub root_password_last_used: Fact<Option<Timestamp>>,
    /// When the root user's first access key was last used, null where never. Source: iam:GetCredentialReport.
    pub root_access_key_1_last_used: Fact<Option<Timestamp>>,
    /// When the root user's second access key was last used, null where never. Source: iam:GetCredentialReport.
    pub root_access_key_2_last_used: Fact<Option<Timestamp>>,
    /// The latest of these three, null where none ever happened. Derived.
    pub root_last_used: Fact<Option<Timestamp>>,
    /// Whole days from then to when the credential report was generated, null where it never happened. Derived.
    pub root_unused_days: Fact<Option<i64>>,
    /// When the credential report was generated. Source: iam:GetCredentialReport.
    pub credential_report_generated: Fact<Timestamp>,
    /// The custom password policy, null where there is none and IAM's default holds. Source:
    /// iam:GetAccountPasswordPolicy.
    pub password_policy: Fact<Option<PasswordPolicy>>,
    /// Whether any IAM user has a console password. Derived from aws.iam.user.
    pub has_console_users: Fact<bool>,
    /// The IAM users who have a console password; an unknown element stands for users who were not seen. Derived from
    /// aws.iam.user.
    pub console_users: Fact<Vec<Fact<ConsoleUser>>>,
    /// The ARNs of the SAML identity providers. Source: iam:ListSAMLProviders.
    pub saml_providers: Fact<Vec<String>>,
    /// Whether an active instance of IAM Identity Center can be seen in any region. Derived from
    /// `aws.sso_admin.instance`.
    pub identity_center: Fact<bool>,
    /// Whether a role has the AWS managed policy `AWSSupportAccess`. Derived from aws.iam.role.
    pub has_support_role: Fact<bool>,
    /// The ARNs of the roles that have it; an unknown element stands for roles of which it is not known. Derived from
    /// aws.iam.role.
    pub support_roles: Fact<Vec<Fact<String>>>,
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
const VIRTUAL_MFA: &[&Op] = &[&ops::LIST_VIRTUAL_MFA_DEVICES];
const PASSWORD_POLICY: &[&Op] = &[&ops::GET_ACCOUNT_PASSWORD_POLICY];
const SAML: &[&Op] = &[&ops::LIST_SAML_PROVIDERS];
const REPORT: &[&Op] = &[&ops::GET_CREDENTIAL_REPORT, &ops::GENERATE_CREDENTIAL_REPORT];
const USES: &[(Kind, &str)] = &[
    (Account::KIND, "root_password_last_used"),
    (Account::KIND, "root_access_key_1_last_used"),
    (Account::KIND, "root_access_key_2_last_used"),
];
const USE_AND_REPORT: &[(Kind, &str)] =
    &[(Account::KIND, "root_last_used"), (Account::KIND, "credential_report_generated")];
const PASSWORDS: &[(Kind, &str)] = &[(User::KIND, "console_password")];
const INSTANCES: &[(Kind, &str)] = &[(Instance::KIND, "status"), (sso_admin::ACCOUNT, "all_regions")];
const ROLES: &[(Kind, &str)] = &[(Role::KIND, "attached_policies")];

/// `aws.iam.account` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[
        FactSpec::read("root_mfa_enabled", SUMMARY),
        FactSpec::read("root_access_keys", SUMMARY),
        FactSpec::read("root_password_present", SUMMARY),
        FactSpec::read("root_signing_certificates", SUMMARY),
        FactSpec::read("partition", SUMMARY),
        FactSpec::read("root_virtual_mfa_devices", VIRTUAL_MFA),
        FactSpec::read("root_password_last_used", REPORT),
        FactSpec::read("root_access_key_1_last_used", REPORT),
        FactSpec::read("root_access_key_2_last_used", REPORT),
        FactSpec::derived("root_last_used", USES, root::last_used),
        FactSpec::derived("root_unused_days", USE_AND_REPORT, root::unused_days),
        FactSpec::read("credential_report_generated", REPORT),
        FactSpec::read("password_policy", PASSWORD_POLICY),
        FactSpec::derived("has_console_users", PASSWORDS, federation::has_console_users),
        FactSpec::derived("console_users", PASSWORDS, federation::console_users),
        FactSpec::read("saml_providers", SAML),
        FactSpec::derived("identity_center", INSTANCES, federation::identity_center),
        FactSpec::derived("has_support_role", ROLES, support::has_role),
        FactSpec::derived("support_roles", ROLES, support::roles),
    ],
};
