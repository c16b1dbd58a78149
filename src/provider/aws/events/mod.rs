//! Amazon EventBridge.

#[cfg(feature = "aws")]
mod collect;
mod finding;
mod pattern;
mod region;
mod rule;

pub use region::{FindingRoute, Region};
pub use rule::Rule;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "events",
    ops: &[&rule::LIST_RULES, &rule::LIST_TARGETS_BY_RULE],
    kinds: &[rule::SPEC, region::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        crate::provider::Collector {
            kinds: &[<Rule as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::rules(context)),
        },
        crate::provider::Collector {
            kinds: &[<Region as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(async move { collect::region(&context) }),
        },
    ],
};
