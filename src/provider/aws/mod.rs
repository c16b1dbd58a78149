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
mod pages;
pub mod policy;
#[cfg(feature = "aws")]
mod refusal;
#[cfg(feature = "aws")]
mod run;
pub mod s3;
#[cfg(feature = "aws")]
pub mod session;
pub mod sts;
#[cfg(feature = "aws")]
mod time;

#[cfg(feature = "aws")]
pub use context::Context;
#[cfg(feature = "aws")]
pub use http::Traffic;
#[cfg(feature = "aws")]
pub use pages::{Extent, Pages};
#[cfg(feature = "aws")]
pub use run::{Asked, Found, Run};
