//! Whether a trail records and delivers, from its status.

use aws_sdk_cloudtrail::operation::get_trail_status::GetTrailStatusOutput;

use super::{GET_TRAIL_STATUS, text};
use crate::inventory::{Fact, Timestamp};
use crate::provider::aws::Context;
use crate::provider::aws::cloudtrail::Trail;
use crate::provider::aws::time::timestamp;

/// Writes into a trail what its status says.
pub(super) fn write(trail: &mut Trail, context: &Context, status: &Fact<GetTrailStatusOutput>) {
    let status = status.as_ref();
    trail.logging = status.clone().and_then(|status| match status.is_logging {
        Some(logging) => Fact::Known(logging),
        None => context.malformed(&GET_TRAIL_STATUS, "IsLogging"),
    });
    trail.delivery_time = status.clone().map(|status| status.latest_delivery_time.as_ref().and_then(timestamp));
    trail.delivery_error = status.clone().map(delivery_error);
    trail.log_group_delivery_time =
        status.clone().map(|status| status.latest_cloud_watch_logs_delivery_time.as_ref().and_then(timestamp));
    trail.log_group_delivery_error = status.map(|status| text(status.latest_cloud_watch_logs_delivery_error.as_ref()));
}

/// S3's error, unless the last attempt is known to be the last delivery: then the error is older than that.
fn delivery_error(status: &GetTrailStatusOutput) -> Option<String> {
    let attempted = status.latest_delivery_attempt_time.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    let delivered = status.latest_delivery_time.as_ref().and_then(timestamp);
    let since = attempted.zip(delivered).is_some_and(|(attempted, delivered)| delivered.seconds_since(attempted) >= 0);
    text(status.latest_delivery_error.as_ref()).filter(|_| !since)
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudtrail::primitives::DateTime;

    use super::*;

    /// 2025-01-01T00:00:00Z
    const DELIVERED: i64 = 1_735_689_600;

    fn status(error: &str, attempted: Option<&str>, delivered: Option<i64>) -> Option<String> {
        let status = GetTrailStatusOutput::builder()
            .latest_delivery_error(error)
            .set_latest_delivery_attempt_time(attempted.map(str::to_owned))
            .set_latest_delivery_time(delivered.map(DateTime::from_secs))
            .build();
        delivery_error(&status)
    }

    #[test]
    fn an_error_counts_until_a_later_delivery() {
        let denied = Some("AccessDenied".to_owned());
        assert_eq!(status("AccessDenied", Some("2025-01-01T00:05:00Z"), Some(DELIVERED)), denied);
        assert_eq!(status("AccessDenied", Some("2025-01-01T00:00:00Z"), Some(DELIVERED)), None);
        assert_eq!(status("AccessDenied", Some("2025-01-01T00:00:00Z"), None), denied);
        assert_eq!(status("AccessDenied", Some(""), Some(DELIVERED)), denied);
        assert_eq!(status("AccessDenied", None, Some(DELIVERED)), denied);
        assert_eq!(status("", None, None), None);
    }
}
