//! AWS Identity and Access Management.

mod account;
mod certificate;
#[cfg(feature = "aws")]
mod collect;
#[cfg(feature = "aws")]
mod credential_report;
mod document;
mod external_trust;
mod federation;
mod group;
mod ops;
mod permissions;
mod policy;
mod role;
mod root;
mod support;
#[cfg(test)]
mod tests;
mod user;
mod written;

pub use account::{Account, PasswordPolicy};
pub use certificate::ServerCertificate;
pub use document::InlineAdminStatement;
pub use external_trust::ExternalTrust;
pub use federation::ConsoleUser;
pub use group::Group;
pub use policy::{Holder, Policy, Principal, PrincipalType};
pub use role::Role;
pub use user::{AccessKey, AccessKeyUse, AttachedPolicy, ConsolePassword, User};
pub use written::{PolicyGrant, RoleAssumptionGrant};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "iam",
    ops: ops::ALL,
    kinds: &[account::SPEC, certificate::SPEC, group::SPEC, policy::SPEC, role::SPEC, user::SPEC],
    #[cfg(feature = "aws")]
    collectors: collect::COLLECTORS,
};
