//! Amazon EventBridge.

#[cfg(feature = "aws")]
mod collect;
mod pattern;
mod rule;

pub use rule::Rule;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "events",
    ops: &[&rule::LIST_RULES, &rule::LIST_TARGETS_BY_RULE],
    kinds: &[rule::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Rule as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::rules(context)),
    }],
};
