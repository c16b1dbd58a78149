//! What event selectors say, member by member.

use aws_sdk_cloudtrail::types::{AdvancedFieldSelector, EventSelector, ReadWriteType};

/// A direction that is no word we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnknownDirection;

/// Whether a basic selector takes calls that read, and calls that change something.
pub(super) fn direction(selector: &EventSelector) -> Result<(bool, bool), UnknownDirection> {
    match selector.read_write_type.as_ref().unwrap_or(&ReadWriteType::All) {
        ReadWriteType::All => Ok((true, true)),
        ReadWriteType::ReadOnly => Ok((true, false)),
        ReadWriteType::WriteOnly => Ok((false, true)),
        _ => Err(UnknownDirection),
    }
}

/// Whether a list has a value.
pub(super) fn has(values: &[String], value: &str) -> bool {
    values.iter().any(|one| one == value)
}

/// The values of a field selector that has `Equals` and nothing else.
pub(super) fn equals(field: &AdvancedFieldSelector) -> Option<&[String]> {
    let alone = field.not_equals().is_empty() && !matches_parts(field);
    (alone && !field.equals().is_empty()).then(|| field.equals())
}

/// The values of a field selector that has `NotEquals` and nothing else.
pub(super) fn not_equals(field: &AdvancedFieldSelector) -> Option<&[String]> {
    let alone = field.equals().is_empty() && !matches_parts(field);
    (alone && !field.not_equals().is_empty()).then(|| field.not_equals())
}

/// Whether it looks at how values begin or end.
fn matches_parts(field: &AdvancedFieldSelector) -> bool {
    let parts = [field.starts_with(), field.not_starts_with(), field.ends_with(), field.not_ends_with()];
    parts.iter().any(|values| !values.is_empty())
}
