//! Amazon Inspector.

#[cfg(feature = "aws")]
mod collect;
mod region;

pub use region::{Region, ScanType};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "inspector2",
    ops: &[&region::BATCH_GET_ACCOUNT_STATUS],
    kinds: &[region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Region as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::region(context)),
    }],
};
