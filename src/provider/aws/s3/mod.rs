//! Amazon S3.

mod asset;

pub use asset::{Account, PublicAccessBlock, SERVICE};
