//! The account as its organization sees it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The code with which Organizations says that the account is in no organization.
const OUTSIDE: &[&str] = &["AWSOrganizationsNotInUseException"];

/// Which organization the account is in; any member may ask.
pub(super) static DESCRIBE_ORGANIZATION: Op = Op {
    service: "organizations",
    name: "DescribeOrganization",
    iam_action: "organizations:DescribeOrganization",
    none: OUTSIDE,
    gone: &[],
};

/// The organization's accounts; only the management account and delegated administrators may ask.
pub(super) static LIST_ACCOUNTS: Op = Op {
    service: "organizations",
    name: "ListAccounts",
    iam_action: "organizations:ListAccounts",
    none: &[],
    gone: &[],
};

/// The accounts to which the management account hands services; the same may ask.
pub(super) static LIST_DELEGATED_ADMINISTRATORS: Op = Op {
    service: "organizations",
    name: "ListDelegatedAdministrators",
    iam_action: "organizations:ListDelegatedAdministrators",
    none: &[],
    gone: &[],
};

/// Which services such an account administers; the same may ask.
pub(super) static LIST_DELEGATED_SERVICES_FOR_ACCOUNT: Op = Op {
    service: "organizations",
    name: "ListDelegatedServicesForAccount",
    iam_action: "organizations:ListDelegatedServicesForAccount",
    none: &[],
    gone: &["AccountNotRegisteredException"],
};

const ORGANIZATION: &[&Op] = &[&DESCRIBE_ORGANIZATION];
// Outside an organization there is nothing to ask for.
const ACCOUNTS: &[&Op] = &[&DESCRIBE_ORGANIZATION, &LIST_ACCOUNTS];
const DELEGATED: &[&Op] =
    &[&DESCRIBE_ORGANIZATION, &LIST_DELEGATED_ADMINISTRATORS, &LIST_DELEGATED_SERVICES_FOR_ACCOUNT];

/// The account as its organization sees it (`aws.organizations.account`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Account {
    /// The organization that the account is in, null where it is in none. Source:
    /// organizations:DescribeOrganization.
    pub organization: Fact<Option<Organization>>,
    /// The ids of the organization's accounts, null outside an organization. Unknown in most member accounts, which
    /// may not ask. Source: organizations:ListAccounts.
    pub organization_accounts: Fact<Option<Vec<String>>>,
    /// The accounts that administer services for the organization, null outside an organization. Unknown in most
    /// member accounts. Source: organizations:ListDelegatedAdministrators,
    /// organizations:ListDelegatedServicesForAccount.
    pub delegated_administrators: Fact<Option<Vec<DelegatedAdministrator>>>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.organizations.account");
}

/// An organization.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// Its id, `o-` and a word.
    pub id: String,
    /// The id of its management account.
    pub management_account: String,
}

/// An account that administers services for the organization.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DelegatedAdministrator {
    /// Its id.
    pub account: String,
    /// The services, by the names of their principals, such as `guardduty.amazonaws.com`.
    pub services: Vec<String>,
}

/// The account as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Account::KIND,
    scope: Scope::Global,
    object: object_of::<Account>,
    listed_by: &[],
    facts: &[
        FactSpec::read("organization", ORGANIZATION),
        FactSpec::read("organization_accounts", ACCOUNTS),
        FactSpec::read("delegated_administrators", DELEGATED),
    ],
};
