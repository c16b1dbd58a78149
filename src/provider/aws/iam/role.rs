//! IAM roles (`aws.iam.role`) and whom they trust.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{InlineAdminStatement, administrative, inline, understood};
use super::external_trust::ExternalTrust;
use super::permissions::{Authorized, Sources};
use super::policy::{Policy, PrincipalType};
use super::user::AttachedPolicy;
use super::written::{Bearer, Documents, Found, PolicyGrant, RoleAssumptionGrant};
use super::{external_trust, ops, permissions, written};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope, Timestamp};
use crate::provider::aws::organizations::Account as Organization;
use crate::provider::aws::policy::{Attached, Document, EscalationPath, PublicGrant, WebIdentityTrust};
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM role.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Role {
    /// Its ARN. Source: iam:ListRoles.
    pub arn: Fact<String>,
    /// That it is a role. Source: iam:ListRoles.
    pub principal_type: Fact<PrincipalType>,
    /// When it was created. Source: iam:ListRoles.
    pub created: Fact<Timestamp>,
    /// When it was last used, null where not within the last 400 days, for which AWS keeps track. Source:
    /// iam:GetAccountAuthorizationDetails.
    pub last_used: Fact<Option<Timestamp>>,
    /// Whether only an AWS service can assume it, and only that service can change it: its path is
    /// /aws-service-role/. Source: iam:ListRoles.
    pub service_linked: Fact<bool>,
    /// Its trust policy. Source: iam:ListRoles.
    pub trust_policy: Fact<String>,
    /// The statements of its trust policy that let in an unbounded principal. Derived from the trust policy.
    pub public_trust_statements: Fact<Vec<PublicGrant>>,
    /// The identity providers whose tokens its trust policy accepts. Derived from the trust policy.
    pub web_identity_trusts: Fact<Vec<WebIdentityTrust>>,
    /// The other accounts that its trust policy lets in. Derived from the trust policy and aws.organizations.account.
    pub external_trusts: Fact<Vec<ExternalTrust>>,
    /// The ARN of the policy that is its permissions boundary, null where it has none. Source:
    /// iam:GetAccountAuthorizationDetails.
    pub permissions_boundary: Fact<Option<String>>,
    /// The managed policies that are attached to it. Source: iam:GetAccountAuthorizationDetails.
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
    /// Whether one of its policies, attached, inline, has an administrative statement. Derived from
    /// these and from aws.iam.policy.
    pub administrator: Fact<bool>,
    /// The ways to more privileges that all its policies open together, less what they deny, within its permissions
    /// boundary. Derived from these and from aws.iam.policy.
    pub escalation_paths: Fact<Vec<EscalationPath>>,
}

impl Asset for Role {
    const KIND: Kind = Kind::named("aws.iam.role");
}

impl Bearer for Role {
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

impl Authorized for Role {
    fn sources(&self) -> Sources<'_> {
        Sources {
            arn: &self.arn,
            attached: &self.attached_policies,
            inline: &self.inline_policy_documents,
            groups: Fact::Known(&[]),
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

const LISTED: &[&Op] = &[&ops::LIST_ROLES];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];
const WRITTEN: &[(Kind, &str)] = &[(Role::KIND, "inline_policy_documents")];
const ASSUMPTION: &[(Kind, &str)] = &[(Role::KIND, "inline_policy_documents"), (Organization::KIND, "organization")];
const PERMISSIONS: &[(Kind, &str)] =
    &[(Role::KIND, "attached_policies"), (Role::KIND, "inline_policy_documents"), (Policy::KIND, "document")];
const ESCALATION: &[(Kind, &str)] = &[
    (Role::KIND, "arn"),
    (Role::KIND, "permissions_boundary"),
    (Role::KIND, "attached_policies"),
    (Role::KIND, "inline_policy_documents"),
    (Policy::KIND, "document"),
];
const TRUST_POLICY: &[(Kind, &str)] = &[(Role::KIND, "trust_policy")];
const TRUSTS: &[(Kind, &str)] = &[
    (Role::KIND, "trust_policy"),
    (Organization::KIND, "organization"),
    (Organization::KIND, "organization_accounts"),
];

/// `aws.iam.role` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Role::KIND,
    scope: Scope::Global,
    object: object_of::<Role>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("arn", LISTED),
        FactSpec::read("principal_type", LISTED),
        FactSpec::read("created", LISTED),
        FactSpec::read("last_used", DETAILS),
        FactSpec::read("service_linked", LISTED),
        FactSpec::read("trust_policy", LISTED),
        FactSpec::derived("public_trust_statements", TRUST_POLICY, derive_public_trust_statements),
        FactSpec::derived("web_identity_trusts", TRUST_POLICY, derive_web_identity_trusts),
        FactSpec::derived("external_trusts", TRUSTS, external_trust::external_trusts),
        FactSpec::read("permissions_boundary", DETAILS),
        FactSpec::read("attached_policies", DETAILS),
        FactSpec::read("inline_policies", DETAILS),
        FactSpec::read("inline_policy_documents", DETAILS),
        FactSpec::derived("administrative_inline_statements", WRITTEN, derive_administrative_inline_statements),
        FactSpec::derived("custom_policies", WRITTEN, written::custom_policies::<Role>),
        FactSpec::derived("trail_silencing_grants", WRITTEN, written::trail_silencing_grants::<Role>),
        FactSpec::derived("decryption_grants", WRITTEN, written::decryption_grants::<Role>),
        FactSpec::derived("role_assumption_grants", ASSUMPTION, written::role_assumption_grants::<Role>),
        FactSpec::derived("administrator", PERMISSIONS, permissions::administrator::<Role>),
        FactSpec::derived("escalation_paths", ESCALATION, permissions::escalation_paths::<Role>),
    ],
};

/// What its trust policy says.
pub(super) fn trust(key: &Key, role: &Role) -> Fact<Document> {
    role.trust_policy.as_ref().and_then(|text| understood(key, &ops::LIST_ROLES, text, Attached::ToResource))
}

fn derive_public_trust_statements(inventory: &mut Inventory) {
    inventory.derive::<Role, _>(
        |_, key, role| trust(key, &role.asset).map(|document| document.public_grants()),
        |role, value| role.public_trust_statements = value,
    );
}

fn derive_web_identity_trusts(inventory: &mut Inventory) {
    inventory.derive::<Role, _>(
        |_, key, role| trust(key, &role.asset).map(|document| document.web_identity_trusts()),
        |role, value| role.web_identity_trusts = value,
    );
}

fn derive_administrative_inline_statements(inventory: &mut Inventory) {
    inventory.derive::<Role, _>(
        |_, key, role| administrative(key, &role.asset.inline_policy_documents),
        |role, value| role.administrative_inline_statements = value,
    );
}
