//! AWS CloudTrail.

mod account;
mod asset;
#[cfg(feature = "aws")]
mod collect;
pub mod data_events;
mod log_bucket;
mod service;

pub use asset::{
    Account, BucketRecords, ExpiringRule, LogGroupTrail, ManagementEvents, RecordingTrail, TableRecords, Trail,
};
pub use data_events::DataEvents;
pub use service::SERVICE;
