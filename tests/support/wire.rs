//! A request and an answer as bytes on the wire, and AWS's troubles in the shape of each protocol.

use std::collections::BTreeMap;

/// One HTTP request; header names in lower case, path and query as sent (percent-encoded).
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// One HTTP answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// How a service speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Form in, XML out: IAM, STS, RDS…
    Query,
    /// The same with EC2's own error envelope.
    Ec2,
    /// `X-Amz-Target`: KMS, CloudTrail…
    Json,
    /// S3: bare `<Error>`.
    S3,
    /// REST with XML: s3control, Route 53 and others.
    RestXml,
    /// REST with JSON: Lambda, EKS, Backup…
    RestJson,
    /// Smithy RPC v2 with CBOR: newer SDKs of CloudWatch.
    Cbor,
}

/// What goes wrong in the cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No policy allows the call.
    Denied,
    /// A service control policy denies the call.
    DeniedByScp,
    /// Too many calls.
    Throttled,
    /// The session has ended.
    Expired,
    /// A fault on AWS's side, status 500.
    Internal,
}

impl Trouble {
    /// The status and error code with which services of this protocol say it.
    pub(crate) fn code(self, protocol: Protocol) -> (u16, &'static str) {
        use Protocol::{Cbor, Ec2, Json, Query, RestJson, RestXml, S3};
        match (self, protocol) {
            (Self::Denied | Self::DeniedByScp, Ec2) => (403, "UnauthorizedOperation"),
            (Self::Denied | Self::DeniedByScp, Json | Cbor) => (400, "AccessDeniedException"),
            (Self::Denied | Self::DeniedByScp, RestJson) => (403, "AccessDeniedException"),
            (Self::Denied | Self::DeniedByScp, Query | S3 | RestXml) => (403, "AccessDenied"),
            (Self::Throttled, Ec2) => (503, "RequestLimitExceeded"),
            (Self::Throttled, Json | Cbor) => (400, "ThrottlingException"),
            (Self::Throttled, RestJson) => (429, "TooManyRequestsException"),
            (Self::Throttled, S3) => (503, "SlowDown"),
            (Self::Throttled, Query | RestXml) => (400, "Throttling"),
            (Self::Expired, Ec2) => (400, "RequestExpired"),
            (Self::Expired, Json | Cbor) => (400, "ExpiredTokenException"),
            (Self::Expired, RestJson) => (403, "ExpiredTokenException"),
            (Self::Expired, S3 | RestXml) => (400, "ExpiredToken"),
            (Self::Expired, Query) => (403, "ExpiredToken"),
            (Self::Internal, Ec2 | S3 | RestXml) => (500, "InternalError"),
            (Self::Internal, Json | Cbor | RestJson | Query) => (500, "InternalFailure"),
        }
    }

    /// The sentence that AWS sends with it, for an operation like `s3:GetBucketAcl`.
    pub(crate) fn message(self, operation: &str) -> String {
        let who = "User: arn:aws:sts::210000000000:assumed-role/auditor/tickmark is not authorized to perform:";
        match self {
            Self::Denied => format!("{who} {operation} because no identity-based policy allows the {operation} action"),
            Self::DeniedByScp => format!("{who} {operation} with an explicit deny in a service control policy"),
            Self::Throttled => "Rate exceeded".to_owned(),
            Self::Expired => "The security token included in the request is expired".to_owned(),
            Self::Internal => "We encountered an internal error. Please try again.".to_owned(),
        }
    }
}

/// An error answer in the shape of the protocol, with a request id where each protocol carries it.
pub(crate) fn error(protocol: Protocol, status: u16, code: &str, message: &str) -> Reply {
    const ID: &str = "00000000-0000-4000-8000-000000000000";
    let inner = format!("<Code>{code}</Code><Message>{message}</Message>");
    let (kind, body) = match protocol {
        Protocol::Query | Protocol::RestXml => (
            "text/xml",
            format!(
                "<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>{ID}</RequestId></ErrorResponse>"
            ),
        ),
        Protocol::Ec2 => (
            "text/xml",
            format!("<Response><Errors><Error>{inner}</Error></Errors><RequestID>{ID}</RequestID></Response>"),
        ),
        Protocol::S3 => ("application/xml", format!("<Error>{inner}<RequestId>{ID}</RequestId></Error>")),
        Protocol::Json => {
            ("application/x-amz-json-1.1", serde_json::json!({"__type": code, "message": message}).to_string())
        }
        Protocol::RestJson => ("application/json", serde_json::json!({"message": message}).to_string()),
        Protocol::Cbor => ("application/cbor", String::new()),
    };
    let mut headers = BTreeMap::from([
        ("content-type".to_owned(), kind.to_owned()),
        ("x-amzn-requestid".to_owned(), ID.to_owned()),
        ("x-amz-request-id".to_owned(), ID.to_owned()),
    ]);
    match protocol {
        Protocol::RestJson => drop(headers.insert("x-amzn-errortype".to_owned(), code.to_owned())),
        Protocol::Cbor => drop(headers.insert("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned())),
        _ => {}
    }
    let body = if protocol == Protocol::Cbor { cbor_error(code, message) } else { body.into_bytes() };
    Reply { status, headers, body }
}

/// A map of two texts: `{"__type": code, "message": message}`.
fn cbor_error(code: &str, message: &str) -> Vec<u8> {
    let mut bytes = vec![0xa2];
    for text in ["__type", code, "message", message] {
        bytes.push(0x79); // a text whose length is in the next two bytes
        bytes.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    bytes
}

/// The answer of a proxy or a captive portal in between: HTML where an API's answer was expected.
pub(crate) fn html() -> Reply {
    Reply {
        status: 200,
        headers: BTreeMap::from([("content-type".to_owned(), "text/html".to_owned())]),
        body: b"<!DOCTYPE html><html><body><h1>Please sign in to the network</h1></body></html>".to_vec(),
    }
}
