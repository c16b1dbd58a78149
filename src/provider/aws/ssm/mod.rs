//! AWS Systems Manager.

#[cfg(feature = "aws")]
mod collect;
mod managed_instance;

pub use managed_instance::{ManagedInstance, Patching};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ssm",
    ops: &[&managed_instance::DESCRIBE_INSTANCE_INFORMATION, &managed_instance::DESCRIBE_INSTANCE_PATCH_STATES],
    kinds: &[managed_instance::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<ManagedInstance as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::managed_instances(context)),
    }],
};
