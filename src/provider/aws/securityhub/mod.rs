//! AWS Security Hub.

#[cfg(feature = "aws")]
mod collect;
mod region;

pub use region::{Gathering, Region, Standard};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "securityhub",
    ops: &[
        &region::DESCRIBE_HUB,
        &region::GET_ENABLED_STANDARDS,
        &region::LIST_FINDING_AGGREGATORS,
        &region::GET_FINDING_AGGREGATOR,
        &region::GET_ADMINISTRATOR_ACCOUNT,
    ],
    kinds: &[region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Region as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::region(context)),
    }],
};
