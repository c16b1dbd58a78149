//! Amazon Web Services.

pub mod accessanalyzer;
pub mod acm;
#[cfg(feature = "aws")]
mod administrator;
pub mod autoscaling;
pub mod backup;
pub mod cloudfront;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod codebuild;
pub mod config;
#[cfg(feature = "aws")]
mod context;
#[cfg(feature = "aws")]
mod credentials;
pub mod destination;
pub mod dynamodb;
pub mod ec2;
pub mod ecr;
pub mod efs;
pub mod eks;
pub mod elb;
pub mod elbv2;
pub mod event_class;
pub mod events;
pub mod guardduty;
#[cfg(feature = "aws")]
mod http;
pub mod iam;
pub mod inspector2;
pub mod kms;
pub mod lambda;
#[cfg(feature = "aws")]
mod limit;
pub mod logs;
pub mod offered;
pub mod opensearch;
pub mod organizations;
#[cfg(feature = "aws")]
mod pages;
pub mod policy;
#[cfg(feature = "aws")]
mod probe;
pub mod rds;
pub mod redshift;
#[cfg(feature = "aws")]
mod refusal;
#[cfg(feature = "aws")]
mod region_chain;
#[cfg(feature = "aws")]
mod required;
#[cfg(feature = "aws")]
mod run;
pub mod s3;
pub mod secret_text;
pub mod secretsmanager;
pub mod securityhub;
#[cfg(feature = "aws")]
pub mod session;
#[cfg(feature = "aws")]
pub mod simulate;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod sso_admin;
pub mod sts;
mod tags;
#[cfg(feature = "aws")]
mod time;
pub mod user_data;
pub mod wafv2;
#[cfg(feature = "aws")]
mod word;

#[cfg(feature = "aws")]
pub use context::Context;
#[cfg(feature = "aws")]
pub use credentials::Credentials;
#[cfg(feature = "aws")]
pub use http::Traffic;
#[cfg(feature = "aws")]
pub use pages::{Extent, Pages};
#[cfg(feature = "aws")]
pub use probe::{Heard, Refusal as HeardRefusal, WITHHELD};
#[cfg(feature = "aws")]
pub use run::{Asked, Found, Run};
