//! AWS Organizations.

mod account;
#[cfg(feature = "aws")]
mod collect;

pub use account::{Account, DelegatedAdministrator, Organization};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "organizations",
    ops: &[
        &account::DESCRIBE_ORGANIZATION,
        &account::LIST_ACCOUNTS,
        &account::LIST_DELEGATED_ADMINISTRATORS,
        &account::LIST_DELEGATED_SERVICES_FOR_ACCOUNT,
    ],
    kinds: &[account::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Account as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::account(context)),
    }],
};
