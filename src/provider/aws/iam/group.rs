//! IAM groups (`aws.iam.group`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{InlineAdminStatement, administrative};
use super::ops;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// An IAM group.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    /// Its ARN. Source: iam:ListGroups.
    pub arn: Fact<String>,
    /// The names of its inline policies. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policies: Fact<Vec<String>>,
    /// Its inline policies' documents by their names. Source: iam:GetAccountAuthorizationDetails.
    pub inline_policy_documents: Fact<BTreeMap<String, String>>,
    /// The administrative statements of its inline policies. Derived from their documents.
    pub administrative_inline_statements: Fact<Vec<InlineAdminStatement>>,
}

impl Asset for Group {
    const KIND: Kind = Kind::named("aws.iam.group");
}

const LISTED: &[&Op] = &[&ops::LIST_GROUPS];
const DETAILS: &[&Op] = &[&ops::GET_ACCOUNT_AUTHORIZATION_DETAILS];

/// `aws.iam.group` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Group::KIND,
    scope: Scope::Global,
    object: object_of::<Group>,
    listed_by: LISTED,
    facts: &[
        FactSpec { field: "arn", from: LISTED, needs: &[], derive: None },
        FactSpec { field: "inline_policies", from: DETAILS, needs: &[], derive: None },
        FactSpec { field: "inline_policy_documents", from: DETAILS, needs: &[], derive: None },
        FactSpec {
            field: "administrative_inline_statements",
            from: &[],
            needs: &[(Group::KIND, "inline_policy_documents")],
            derive: Some(derive_administrative_inline_statements),
        },
    ],
};

fn derive_administrative_inline_statements(inventory: &mut Inventory) {
    inventory.derive::<Group, _>(
        |_, key, group| administrative(key, &group.asset.inline_policy_documents),
        |group, value| group.administrative_inline_statements = value,
    );
}
