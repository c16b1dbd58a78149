//! Policy documents of AWS: what they say, who may do what by them, and whether that is just anyone.
//!
//! Pure: a document goes in as text, and what comes out can be kept as a fact. What cannot be understood as
//! a whole is a [`ParseError`], which makes the fact unknown (`malformed`), never an empty policy.

mod admin;
mod assumption;
mod bounded;
mod broad;
mod condition;
mod denial;
mod document;
mod escalation;
mod foreign;
mod grantee;
mod json;
mod parse;
pub mod pattern;
mod provider_claims;
mod public;
mod resource;
mod s3_actions;
mod scope;
mod service;
#[cfg(test)]
mod tests;
mod transport;
mod trust;

pub use admin::AdminStatement;
pub use assumption::AssumptionGrant;
pub use broad::{BroadGrant, ServiceWideGrant};
pub use condition::{Condition, Operator, Quantifier, Test};
pub use denial::ActionDenial;
pub use document::{Attached, Document, Effect, Principal, Principals, Selection, Statement};
pub use escalation::{EscalationPath, EscalationStep, Examined, Identity};
pub use foreign::ForeignTrust;
pub use grantee::Grantee;
pub use parse::ParseError;
pub use public::{PublicGrant, PublicS3Grant};
pub use resource::{document, public_grants};
pub use service::ServiceGrant;
pub use transport::PlainHttpDenial;
pub use trust::{ClaimCondition, WebIdentityTrust};
