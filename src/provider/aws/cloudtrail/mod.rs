//! AWS CloudTrail.

mod account;
mod asset;
#[cfg(feature = "aws")]
mod collect;
mod log_bucket;
mod service;

pub use asset::{Account, ExpiringRule, LogGroupTrail, ManagementEvents, RecordingTrail, Trail};
pub use service::SERVICE;
