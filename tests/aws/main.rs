//! End-to-end tests against moto, one module for each area.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![expect(clippy::disallowed_methods, reason = "a collection is given the true time")]

mod alarms;
mod backup;
mod balancers;
mod cloudtrail;
mod databases;
mod denials;
mod doctor;
mod faults;
mod functions;
mod gates;
mod harness;
mod iam;
mod iam_access;
mod images;
mod in_process;
mod network;
mod offered;
mod organizations;
mod prepare;
mod records;
mod s3;
mod same;
mod scan;
mod segments;
mod settings;
mod storage;
mod stores;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod terminal;
mod watchmen;
mod workloads;
