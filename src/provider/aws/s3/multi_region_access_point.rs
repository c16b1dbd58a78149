//! Multi-Region access points: one door to buckets of several regions, open to the internet unless it is blocked.

use schemars::JsonSchema;
use serde::Serialize;

use super::account::PublicAccessBlock;
use super::ops::LIST_MULTI_REGION_ACCESS_POINTS;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// A Multi-Region access point (`aws.s3.multi_region_access_point`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MultiRegionAccessPoint {
    /// Its own block of public access. Source: s3control:ListMultiRegionAccessPoints.
    pub public_access_block: Fact<PublicAccessBlock>,
    /// `Internet`: it has no other origin. Source: s3control:ListMultiRegionAccessPoints.
    pub network_origin: Fact<String>,
}

impl Asset for MultiRegionAccessPoint {
    const KIND: Kind = Kind::named("aws.s3.multi_region_access_point");
}

const LISTED_BY: &[&Op] = &[&LIST_MULTI_REGION_ACCESS_POINTS];

pub(super) const SPEC: KindSpec = KindSpec {
    kind: MultiRegionAccessPoint::KIND,
    scope: Scope::Global,
    object: object_of::<MultiRegionAccessPoint>,
    listed_by: LISTED_BY,
    facts: &[FactSpec::read("public_access_block", LISTED_BY), FactSpec::read("network_origin", LISTED_BY)],
};
