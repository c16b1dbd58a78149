//! What follows from what was read: pure, and unknown only where another answer to a read that failed would change it.

pub(super) mod block;
pub(super) mod exposure;
pub(super) mod foreign;
pub(super) mod logs;
pub(super) mod policy;
pub(super) mod tags;

#[cfg(test)]
mod tests;
