//! The embedded account of `scan --demo`: a real collection, of an account that a script built.

use anyhow::Context as _;

use crate::inventory::snapshot::Snapshot;

/// Recorded by `cargo run --example record-demo`.
pub(super) const RECORDED: &[u8] = include_bytes!("demo.snapshot.zst");

/// What was collected of it.
pub(super) fn snapshot() -> anyhow::Result<Snapshot> {
    Snapshot::read_from(RECORDED).context("the embedded demo account is damaged")
}
