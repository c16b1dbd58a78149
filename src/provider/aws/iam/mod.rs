//! AWS Identity and Access Management.

mod account;
#[cfg(feature = "aws")]
mod collect;
#[cfg(feature = "aws")]
mod credential_report;
mod document;
mod group;
mod ops;
mod policy;
mod role;
#[cfg(test)]
mod tests;
mod user;

pub use account::{Account, PasswordPolicy};
pub use document::InlineAdminStatement;
pub use group::Group;
pub use policy::{Holder, Policy, Principal, PrincipalType};
pub use role::Role;
pub use user::{AccessKey, AccessKeyUse, AttachedPolicy, ConsolePassword, User};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "iam",
    ops: ops::ALL,
    kinds: &[account::SPEC, group::SPEC, policy::SPEC, role::SPEC, user::SPEC],
    #[cfg(feature = "aws")]
    collectors: collect::COLLECTORS,
};
