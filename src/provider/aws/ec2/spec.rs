//! Where a fact comes from, in few words.

use crate::provider::{FactSpec, Op};

/// A fact that is read by one operation.
pub(super) const fn read(field: &'static str, from: &'static [&'static Op]) -> FactSpec {
    FactSpec { field, from, needs: &[], derive: None }
}
