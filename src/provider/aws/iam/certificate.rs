//! TLS certificates that are kept in IAM (`aws.iam.server_certificate`).

use schemars::JsonSchema;
use serde::Serialize;

use super::ops;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// A TLS certificate.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerCertificate {
    /// When it expires. Source: iam:ListServerCertificates.
    pub expires: Fact<Timestamp>,
    /// When it was uploaded. Source: iam:ListServerCertificates.
    pub uploaded: Fact<Timestamp>,
}

impl Asset for ServerCertificate {
    const KIND: Kind = Kind::named("aws.iam.server_certificate");
}

const LISTED: &[&Op] = &[&ops::LIST_SERVER_CERTIFICATES];

/// `aws.iam.server_certificate` as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: ServerCertificate::KIND,
    scope: Scope::Global,
    object: object_of::<ServerCertificate>,
    listed_by: LISTED,
    facts: &[FactSpec::read("expires", LISTED), FactSpec::read("uploaded", LISTED)],
};
