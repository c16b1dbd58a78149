//! From an SDK's error to why a fact is unknown: one reading of denials, throttles and broken answers for all services.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId as _;

use crate::inventory::GapKind;
use crate::provider::Op;

/// What came of a call that gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// The service says that there is none.
    None,
    /// It could not be read.
    Gap(Refusal),
}

/// Why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) kind: GapKind,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    /// Whether a service control policy is what denies it.
    pub(super) by_control_policy: bool,
    /// Whether the name of the endpoint did not resolve.
    pub(super) unresolved: bool,
    /// Whether the connection failed before anything was answered.
    pub(super) unreachable: bool,
}

impl Refusal {
    /// One of which the service said nothing; `code` is a word of ours.
    pub(super) fn ours(kind: GapKind, code: Option<String>) -> Self {
        Self {
            kind,
            code,
            message: None,
            request_id: None,
            by_control_policy: false,
            unresolved: false,
            unreachable: false,
        }
    }
}

const DENIED: &[&str] = &[
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "Client.UnauthorizedOperation",
    "InsufficientPermissions",
    "InvalidAccessException",
    "NotAuthorized",
    "NotAuthorizedException",
    "UnauthorizedAccess",
    "UnauthorizedException",
    "UnauthorizedOperation",
];

/// Codes with which services ask to slow down; the first line that the retries classify by, and those of single services.
pub(super) const THROTTLED: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

const EXPIRED: &[&str] =
    &["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "ExpiredCredentials"];

const UNKNOWN_OPERATION: &[&str] =
    &["InvalidAction", "NotImplemented", "NotImplementedException", "UnknownOperation", "UnknownOperationException"];

/// A message that is longer is cut: it is for a person to read, and some services send whole pages.
const LONGEST_MESSAGE: usize = 600;

/// Classes the error of one call.
pub(super) fn classify<E>(op: &Op, error: &SdkError<E, HttpResponse>) -> Refused
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let metadata = error.as_service_error().map(ProvideErrorMetadata::meta);
    let code = metadata.and_then(|meta| meta.code());
    let message = metadata.and_then(|meta| meta.message());
    if code.is_some_and(|code| op.none.iter().any(|none| means_none(none, code, message))) {
        return Refused::None;
    }
    let kind = match error {
        SdkError::TimeoutError(_) => GapKind::Timeout,
        SdkError::DispatchFailure(failure) if failure.is_timeout() => GapKind::Timeout,
        SdkError::ResponseError(answer) => without_code(answer.raw()),
        SdkError::ServiceError(answer) => match code {
            Some(code) => of_code(op, code),
            None => without_code(answer.raw()),
        },
        _ => GapKind::Error,
    };
    let message = message.map(str::to_owned).or_else(|| Some(root_cause(error)).filter(|_| code.is_none()));
    Refused::Gap(Refusal {
        kind,
        unresolved: matches!(error, SdkError::DispatchFailure(_)) && is_unresolved(error),
        unreachable: matches!(error, SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout()),
        by_control_policy: kind == GapKind::Denied && message.as_deref().is_some_and(names_control_policy),
        code: code.map(str::to_owned),
        message: message.map(|message| message.chars().take(LONGEST_MESSAGE).collect()),
        request_id: error.request_id().map(str::to_owned),
    })
}

/// Whether an error is the one that an entry of [`Op::none`] speaks of.
fn means_none(none: &str, code: &str, message: Option<&str>) -> bool {
    match none.split_once(": ") {
        None => none == code,
        Some((own, words)) => own == code && message.is_some_and(|message| message.contains(words)),
    }
}

fn of_code(op: &Op, code: &str) -> GapKind {
    let listed = |codes: &[&str]| codes.contains(&code);
    if op.gone.contains(&code) {
        GapKind::Vanished
    } else if listed(DENIED) {
        GapKind::Denied
    } else if listed(THROTTLED) {
        GapKind::Throttled
    } else if listed(EXPIRED) {
        GapKind::CredentialsExpired
    } else if listed(UNKNOWN_OPERATION) {
        GapKind::NotImplemented
    } else {
        GapKind::Error
    }
}

/// An answer that is no error of the protocol: a page of a proxy or portal, or of an endpoint that lacks the operation.
fn without_code(answer: &HttpResponse) -> GapKind {
    match answer.status().as_u16() {
        404 | 405 | 501 => GapKind::NotImplemented,
        403 => GapKind::Denied,
        429 => GapKind::Throttled,
        500.. => GapKind::Error,
        _ => GapKind::Malformed,
    }
}

fn names_control_policy(message: &str) -> bool {
    message.contains("service control policy")
}

/// The resolver's failure has no type of its own: hyper's connector says it in two words.
fn is_unresolved(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.to_string() == "dns error")
}

/// The innermost error: the outer ones only say that the call failed.
fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_has_other_meanings_is_none_only_by_its_message() {
        let (entry, message) = ("InvalidAccessException: not subscribed to", "Account 1 is not subscribed to it");
        assert!(means_none(entry, "InvalidAccessException", Some(message)));
        assert!(!means_none(entry, "InvalidAccessException", Some("Account 1 is not an administrator")));
        assert!(!means_none(entry, "InvalidAccessException", None));
        assert!(!means_none(entry, "AccessDeniedException", Some(message)));
        assert!(means_none("NoSuchKey", "NoSuchKey", None) && !means_none("NoSuchKey", "NoSuchKeyEither", None));
    }
}
