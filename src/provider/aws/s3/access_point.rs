//! Access points: other doors to a bucket, each with a policy and a public access block of its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::account::PublicAccessBlock;
use super::ops::{GET_ACCESS_POINT, GET_ACCESS_POINT_POLICY, LIST_ACCESS_POINTS};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// An access point to a bucket (`aws.s3.access_point`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccessPoint {
    /// The name of the bucket. Source: s3control:ListAccessPoints.
    pub bucket: Fact<String>,
    /// The account of the bucket, null where the listing does not name it, which means this one. Source:
    /// s3control:ListAccessPoints.
    pub bucket_account: Fact<Option<String>>,
    /// `Internet`, or `VPC` where only requests from one network are let in. Source: s3control:ListAccessPoints.
    pub network_origin: Fact<String>,
    /// Its own block of public access. Source: s3control:GetAccessPoint.
    pub public_access_block: Fact<PublicAccessBlock>,
    /// Its policy as it stands, null where it has none. Source: s3control:GetAccessPointPolicy.
    pub policy: Fact<Option<String>>,
}

impl Asset for AccessPoint {
    const KIND: Kind = Kind::named("aws.s3.access_point");
}

const fn listed(field: &'static str) -> FactSpec {
    FactSpec { field, from: LISTED_BY, needs: &[], derive: None }
}

const LISTED_BY: &[&Op] = &[&LIST_ACCESS_POINTS];

pub(super) const SPEC: KindSpec = KindSpec {
    kind: AccessPoint::KIND,
    scope: Scope::Regional,
    object: object_of::<AccessPoint>,
    listed_by: LISTED_BY,
    facts: &[
        listed("bucket"),
        listed("bucket_account"),
        listed("network_origin"),
        FactSpec { field: "public_access_block", from: &[&GET_ACCESS_POINT], needs: &[], derive: None },
        FactSpec { field: "policy", from: &[&GET_ACCESS_POINT_POLICY], needs: &[], derive: None },
    ],
};
