//! AWS Config.

#[cfg(feature = "aws")]
mod collect;
mod region;

pub use region::{Recorder, Region};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "config",
    ops: &[&region::DESCRIBE_CONFIGURATION_RECORDERS, &region::DESCRIBE_CONFIGURATION_RECORDER_STATUS],
    kinds: &[region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Region as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::region(context)),
    }],
};
