//! IAM roles (`aws.iam.role`) and whom they trust.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{InlineAdminStatement, administrative, understood};
use super::ops;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::policy::{Attached, Document, PublicGrant, WebIdentityTrust};
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM role.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Role {
    /// Its ARN. Source: iam:ListRoles.
    pub arn: Fact<String>,
    /// Whether only an AWS service can assume it, and only that service can change it: its path is
    /// /aws-service-role/. Source: iam:ListRoles.
    pub service_linked: Fact<bool>,
    /// Its trust policy. Source: iam:ListRoles.
    pub trust_policy: Fact<String>,
    /// The statements of its trust policy that let in an unbounded principal. Derived from the trust policy.
    pub public_trust_statements: Fact<Vec<PublicGrant>>,
    /// The identity providers whose tokens its trust policy accepts. Derived from the trust policy.
    pub web_identity_trusts: Fact<Vec<WebIdentityTrust>>,
    /// The names of its inline policies. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policies: Fact<Vec<String>>,
    /// Its inline policies' documents by their names. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policy_documents: Fact<BTreeMap<String, String>>,
    /// The administrative statements of its inline policies. Derived from their documents.
    pub administrative_inline_statements: Fact<Vec<InlineAdminStatement>>,
}

impl Asset for Role {
    const KIND: Kind = Kind::named("aws.iam.role");
}

const LISTED: &[&Op] = &[&ops::LIST_ROLES];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];

/// `aws.iam.role` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Role::KIND,
    scope: Scope::Global,
    object: object_of::<Role>,
    listed_by: LISTED,
    facts: &[
        FactSpec { field: "arn", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "service_linked", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "trust_policy", from: LISTED, needs: &[], derive: None },
        FactSpec {
            field: "public_trust_statements",
            from: &[],
            needs: &[(Role::KIND, "trust_policy")],
            derive: Some(derive_public_trust_statements),
        },
        FactSpec {
            field: "web_identity_trusts",
            from: &[],
            needs: &[(Role::KIND, "trust_policy")],
            derive: Some(derive_web_identity_trusts),
        },
        FactSpec { field: "inline_policies", from: DETAILS, needs: &[], derive: None },
        FactSpec { field: "inline_policy_documents", from: DETAILS, needs: &[], derive: None },
        FactSpec {
            field: "administrative_inline_statements",
            from: &[],
            needs: &[(Role::KIND, "inline_policy_documents")],
            derive: Some(derive_administrative_inline_statements),
        },
    ],
};

fn trust(key: &Key, role: &Role) -> Fact<Document> {
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
