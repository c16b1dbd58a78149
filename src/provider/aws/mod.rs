//! Amazon Web Services.

pub mod cloudtrail;
#[cfg(feature = "aws")]
mod context;
pub mod ec2;
#[cfg(feature = "aws")]
mod http;
pub mod iam;
pub mod kms;
#[cfg(feature = "aws")]
mod limit;
#[cfg(feature = "aws")]
mod refusal;
pub mod policy;
pub mod s3;
#[cfg(feature = "aws")]
pub mod session;
pub mod sts;

#[cfg(feature = "aws")]
pub use context::{Context, Pages, Run};
