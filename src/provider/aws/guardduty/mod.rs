//! Amazon GuardDuty.

#[cfg(feature = "aws")]
mod collect;
mod region;

pub use region::{OpenFindings, Region};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "guardduty",
    ops: &[
        &region::LIST_DETECTORS,
        &region::GET_DETECTOR,
        &region::GET_ADMINISTRATOR_ACCOUNT,
        &region::LIST_FINDINGS,
        &region::GET_FINDINGS,
    ],
    kinds: &[region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Region as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::region(context)),
    }],
};
