//! AWS Systems Manager.

#[cfg(feature = "aws")]
mod collect;
mod managed_instance;
mod region;

pub(super) use managed_instance::of_instance;
pub use managed_instance::{ManagedInstance, Patching};
pub use region::SystemsManagerRegion;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ssm",
    ops: &[
        &managed_instance::DESCRIBE_INSTANCE_INFORMATION,
        &managed_instance::DESCRIBE_INSTANCE_PATCH_STATES,
        &region::GET_SERVICE_SETTING,
    ],
    kinds: &[managed_instance::SPEC, region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        crate::provider::Collector {
            kinds: &[<ManagedInstance as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::managed_instances(context)),
        },
        crate::provider::Collector {
            kinds: &[<SystemsManagerRegion as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::region(context)),
        },
    ],
};
