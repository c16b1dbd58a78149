//! The operations of IAM that are called.

use crate::provider::Op;

const fn op(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "iam", name, iam_action, none: &[], gone: &[] }
}

/// An operation on one user, role, key or policy, which may have gone since it was listed.
const fn op_of_one(name: &'static str, iam_action: &'static str) -> Op {
    Op { gone: &["NoSuchEntity"], ..op(name, iam_action) }
}

/// Numbers about the account, the root user's credentials among them.
pub(super) static GET_ACCOUNT_SUMMARY: Op = op("GetAccountSummary", "iam:GetAccountSummary");

/// The custom password policy; there may be none.
pub(super) static GET_ACCOUNT_PASSWORD_POLICY: Op =
    Op { none: &["NoSuchEntity"], ..op("GetAccountPasswordPolicy", "iam:GetAccountPasswordPolicy") };

/// The credential report, as a file of comma-separated values; there may be none, or only an old one.
pub(super) static GET_CREDENTIAL_REPORT: Op = Op {
    none: &["ReportNotPresent", "ReportExpired", "ReportInProgress"],
    ..op("GetCredentialReport", "iam:GetCredentialReport")
};

/// Has IAM write a credential report: the one operation that is not a plain read, though of access level Read.
pub(super) static GENERATE_CREDENTIAL_REPORT: Op = op("GenerateCredentialReport", "iam:GenerateCredentialReport");

/// Every user.
pub(super) static LIST_USERS: Op = op("ListUsers", "iam:ListUsers");

/// A user's MFA devices.
pub(super) static LIST_MFA_DEVICES: Op = op_of_one("ListMFADevices", "iam:ListMFADevices");

/// A user's access keys.
pub(super) static LIST_ACCESS_KEYS: Op = op_of_one("ListAccessKeys", "iam:ListAccessKeys");

/// When an access key was last used.
pub(super) static GET_ACCESS_KEY_LAST_USED: Op = op_of_one("GetAccessKeyLastUsed", "iam:GetAccessKeyLastUsed");

/// A user's console password; there may be none.
pub(super) static GET_LOGIN_PROFILE: Op =
    Op { none: &["NoSuchEntity"], ..op("GetLoginProfile", "iam:GetLoginProfile") };

/// Every group.
pub(super) static LIST_GROUPS: Op = op("ListGroups", "iam:ListGroups");

/// Every role with its trust policy.
pub(super) static LIST_ROLES: Op = op("ListRoles", "iam:ListRoles");

/// Users, groups, roles or customer managed policies, with the documents of their policies.
pub(super) static GET_ACCOUNT_AUTHORIZATION_DETAILS: Op =
    op("GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails");

/// The AWS managed policies that are attached, or used as a permissions boundary.
pub(super) static LIST_POLICIES: Op = op("ListPolicies", "iam:ListPolicies");

/// The document of a managed policy.
pub(super) static GET_POLICY_VERSION: Op = op_of_one("GetPolicyVersion", "iam:GetPolicyVersion");

/// Who has a managed policy.
pub(super) static LIST_ENTITIES_FOR_POLICY: Op = op_of_one("ListEntitiesForPolicy", "iam:ListEntitiesForPolicy");

/// The MFA devices that are apps, with whom they are assigned to.
pub(super) static LIST_VIRTUAL_MFA_DEVICES: Op = op("ListVirtualMFADevices", "iam:ListVirtualMFADevices");

/// The SAML identity providers.
pub(super) static LIST_SAML_PROVIDERS: Op = op("ListSAMLProviders", "iam:ListSAMLProviders");

/// The TLS certificates that are kept in IAM.
pub(super) static LIST_SERVER_CERTIFICATES: Op = op("ListServerCertificates", "iam:ListServerCertificates");

/// All of them.
pub(super) static ALL: &[&Op] = &[
    &GENERATE_CREDENTIAL_REPORT,
    &GET_ACCESS_KEY_LAST_USED,
    &GET_ACCOUNT_AUTHORIZATION_DETAILS,
    &GET_ACCOUNT_PASSWORD_POLICY,
    &GET_ACCOUNT_SUMMARY,
    &GET_CREDENTIAL_REPORT,
    &GET_LOGIN_PROFILE,
    &GET_POLICY_VERSION,
    &LIST_ACCESS_KEYS,
    &LIST_ENTITIES_FOR_POLICY,
    &LIST_GROUPS,
    &LIST_MFA_DEVICES,
    &LIST_POLICIES,
    &LIST_ROLES,
    &LIST_SAML_PROVIDERS,
    &LIST_SERVER_CERTIFICATES,
    &LIST_USERS,
    &LIST_VIRTUAL_MFA_DEVICES,
];
