//! AWS IAM Identity Center.

#[cfg(feature = "aws")]
mod collect;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op, Service};

/// The instances that were made in the account, or that it can see: a member sees its organization's.
pub(super) static LIST_INSTANCES: Op =
    Op { service: "sso-admin", name: "ListInstances", iam_action: "sso:ListInstances", none: &[], gone: &[] };

/// The kind of [`Account`].
pub(super) const ACCOUNT: Kind = Account::KIND;

const LISTED: &[&Op] = &[&LIST_INSTANCES];

/// An instance of IAM Identity Center, in the region in which it is enabled (`aws.sso_admin.instance`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Instance {
    /// Its state: `ACTIVE`, `CREATE_IN_PROGRESS`, `DELETE_IN_PROGRESS` … Source: sso-admin:ListInstances.
    pub status: Fact<String>,
}

impl Asset for Instance {
    const KIND: Kind = Kind::named("aws.sso_admin.instance");
}

/// Identity Center in an account as a whole (`aws.sso_admin.account`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// Whether every enabled region was asked for instances: false where the collection keeps to some regions.
    /// Source: sso-admin:ListInstances.
    pub all_regions: Fact<bool>,
}

impl Asset for Account {
    const KIND: Kind = Kind::named("aws.sso_admin.account");
}

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "sso_admin",
    ops: LISTED,
    kinds: &[
        KindSpec {
            kind: Instance::KIND,
            scope: Scope::Regional,
            object: object_of::<Instance>,
            listed_by: LISTED,
            facts: &[FactSpec::read("status", LISTED)],
        },
        KindSpec {
            kind: Account::KIND,
            scope: Scope::Global,
            object: object_of::<Account>,
            listed_by: &[],
            facts: &[FactSpec::read("all_regions", LISTED)],
        },
    ],
    #[cfg(feature = "aws")]
    collectors: &[
        crate::provider::Collector { kinds: &[Instance::KIND], run: |context| Box::pin(collect::instances(context)) },
        crate::provider::Collector {
            kinds: &[Account::KIND],
            run: |context| Box::pin(async move { collect::account(&context) }),
        },
    ],
};
