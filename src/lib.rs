//! tickmark, a SOC 2 cloud posture scanner that never says more than it saw.
//!
//! ```text
//! args ──> plan ──> collect ──> derive ──> snapshot ──> assess ──> render / store
//!           ▲          ▲                                  ▲
//!        controls   provider (SDKs)                controls + criteria
//! ```

pub mod assess;
pub mod cli;
#[cfg(feature = "aws")]
pub mod collect;
pub mod command;
pub mod control;
pub mod criteria;
pub mod inventory;
pub mod management;
pub mod oscal;
pub mod pack;
pub mod plan;
pub mod predicate;
pub mod provider;
pub mod redact;
pub mod render;
pub mod report;
pub mod settings;
pub mod terraform;
pub mod yaml;
