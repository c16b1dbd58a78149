//! Amazon Web Services.

pub mod policy;
pub mod s3;
