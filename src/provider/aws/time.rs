//! From the SDK's moments to ours.

use aws_smithy_types::DateTime;

use crate::inventory::Timestamp;

/// A moment; `None` where it lies outside of the years that we can hold.
pub(super) fn timestamp(moment: &DateTime) -> Option<Timestamp> {
    Timestamp::from_unix(moment.secs(), i32::try_from(moment.subsec_nanos()).ok()?)
}
