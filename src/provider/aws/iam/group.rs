//! IAM groups (`aws.iam.group`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{InlineAdminStatement, administrative, inline};
use super::policy::PrincipalType;
use super::user::AttachedPolicy;
use super::written::{Bearer, Documents, Found, PolicyGrant, RoleAssumptionGrant};
use super::{ops, written};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::organizations::Account as Organization;
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM group.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// Its ARN. Source: iam:ListGroups.
    pub arn: Fact<String>,
    /// That it is a group. Source: iam:ListGroups.
    pub principal_type: Fact<PrincipalType>,
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
}

impl Asset for Group {
    const KIND: Kind = Kind::named("aws.iam.group");
}

impl Bearer for Group {
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

const LISTED: &[&Op] = &[&ops::LIST_GROUPS];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];
const WRITTEN: &[(Kind, &str)] = &[(Group::KIND, "inline_policy_documents")];
const ASSUMPTION: &[(Kind, &str)] = &[(Group::KIND, "inline_policy_documents"), (Organization::KIND, "organization")];

/// `aws.iam.group` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Group::KIND,
    scope: Scope::Global,
    object: object_of::<Group>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("arn", LISTED),
        FactSpec::read("principal_type", LISTED),
        FactSpec::read("attached_policies", DETAILS),
        FactSpec::read("inline_policies", DETAILS),
        FactSpec::read("inline_policy_documents", DETAILS),
        FactSpec::derived("administrative_inline_statements", WRITTEN, derive_administrative_inline_statements),
        FactSpec::derived("custom_policies", WRITTEN, written::custom_policies::<Group>),
        FactSpec::derived("trail_silencing_grants", WRITTEN, written::trail_silencing_grants::<Group>),
        FactSpec::derived("decryption_grants", WRITTEN, written::decryption_grants::<Group>),
        FactSpec::derived("role_assumption_grants", ASSUMPTION, written::role_assumption_grants::<Group>),
    ],
};

fn derive_administrative_inline_statements(inventory: &mut Inventory) {
    inventory.derive::<Group, _>(
        |_, key, group| administrative(key, &group.asset.inline_policy_documents),
        |group, value| group.administrative_inline_statements = value,
    );
}
