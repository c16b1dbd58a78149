//! IAM Access Analyzer.

#[cfg(feature = "aws")]
mod collect;
mod region;

pub use region::{Analyzer, Region};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "accessanalyzer",
    ops: &[&region::LIST_ANALYZERS],
    kinds: &[region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Region as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::region(context)),
    }],
};
