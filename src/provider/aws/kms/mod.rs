//! AWS Key Management Service.

mod asset;
#[cfg(feature = "aws")]
mod collect;
mod public;
mod rotation;
#[cfg(test)]
mod tests;

pub use asset::{KmsKey, MultiRegion, Rotation};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "kms",
    ops: &[
        &asset::LIST_KEYS,
        &asset::DESCRIBE_KEY,
        &asset::GET_KEY_ROTATION_STATUS,
        &asset::GET_KEY_POLICY,
        &asset::LIST_RESOURCE_TAGS,
    ],
    kinds: &[asset::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<KmsKey as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::keys(context)),
    }],
};
