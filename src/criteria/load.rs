//! Stub.
use super::Criteria;
use crate::control::Diagnostic;
pub(super) fn load(_: &str, _: &str) -> Result<Criteria, Vec<Diagnostic>> { Err(vec![]) }
