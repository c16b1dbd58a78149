//! AWS Secrets Manager.

#[cfg(feature = "aws")]
mod collect;
mod secret;

pub use secret::Secret;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "secretsmanager",
    ops: &[&secret::LIST_SECRETS, &secret::GET_RESOURCE_POLICY],
    kinds: &[secret::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Secret as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::secrets(context)),
    }],
};
