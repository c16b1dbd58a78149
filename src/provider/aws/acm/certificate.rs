//! Certificates (`aws.acm.certificate`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// The certificates of a region with all that is known of them.
pub(super) static LIST_CERTIFICATES: Op =
    Op { service: "acm", name: "ListCertificates", iam_action: "acm:ListCertificates", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&LIST_CERTIFICATES];

/// Certificates as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Certificate::KIND,
    scope: Scope::Regional,
    object: object_of::<Certificate>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("status", LISTED),
        FactSpec::read("type", LISTED),
        FactSpec::read("renewal_eligibility", LISTED),
        FactSpec::read("key_algorithm", LISTED),
        FactSpec::read("in_use", LISTED),
        FactSpec::read("not_after", LISTED),
        FactSpec::read("days_left", LISTED),
    ],
};

/// A certificate of ACM (`aws.acm.certificate`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Certificate {
    /// `PENDING_VALIDATION`, `ISSUED`, `INACTIVE`, `EXPIRED`, `VALIDATION_TIMED_OUT`, `REVOKED` or `FAILED`. Source:
    /// acm:ListCertificates.
    pub status: Fact<String>,
    /// Who issued it: `AMAZON_ISSUED`, `PRIVATE`, or another authority (`IMPORTED`). Source: acm:ListCertificates.
    #[serde(rename = "type")]
    pub certificate_type: Fact<String>,
    /// Whether ACM renews it by itself, `ELIGIBLE` or `INELIGIBLE`; null where the service does not say. Source:
    /// acm:ListCertificates.
    pub renewal_eligibility: Fact<Option<String>>,
    /// The algorithm of its key, such as `RSA_2048` or `EC_prime256v1`. Source: acm:ListCertificates.
    pub key_algorithm: Fact<String>,
    /// Whether any resource of AWS's is bound to it. Source: acm:ListCertificates.
    pub in_use: Fact<bool>,
    /// The moment after which it is not valid, null before it is issued. Source: acm:ListCertificates.
    pub not_after: Fact<Option<Timestamp>>,
    /// Whole days from the start of the collection until then, negative once it is over; null before it is issued.
    /// Source: acm:ListCertificates.
    pub days_left: Fact<Option<i64>>,
}

impl Asset for Certificate {
    const KIND: Kind = Kind::named("aws.acm.certificate");
}
