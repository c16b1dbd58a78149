//! Amazon CloudWatch Logs.

#[cfg(feature = "aws")]
mod collect;
mod filter_pattern;
mod log_group;
mod metric_filter;

pub use log_group::LogGroup;
pub use metric_filter::{CountedIn, MetricFilter};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "logs",
    ops: &[&log_group::DESCRIBE_LOG_GROUPS, &metric_filter::DESCRIBE_METRIC_FILTERS],
    kinds: &[log_group::SPEC, metric_filter::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        crate::provider::Collector {
            kinds: &[<LogGroup as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::log_groups(context)),
        },
        crate::provider::Collector {
            kinds: &[<MetricFilter as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::metric_filters(context)),
        },
    ],
};
