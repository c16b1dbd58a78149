//! Stub.
use super::param::Overrides;
use super::pack::Source;
use super::{Control, Diagnostic};
use crate::criteria::Criteria;
use crate::inventory::schema::Schema;
pub(crate) fn control(_: &Source, _: &Schema, _: &Criteria, _: &Overrides) -> Result<Control, Vec<Diagnostic>> { Err(vec![]) }
