//! Machine images of the account's own (`aws.ec2.image`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

/// Lists the images that the account owns with all that is known of them.
pub(in crate::provider::aws) static DESCRIBE_IMAGES: Op =
    Op { service: "ec2", name: "DescribeImages", iam_action: "ec2:DescribeImages", none: &[], gone: &[] };

const LISTED: &[&Op] = &[&DESCRIBE_IMAGES];

/// Images as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Image::KIND,
    scope: Scope::Regional,
    object: object_of::<Image>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("image_id", LISTED),
        FactSpec::read("public", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("created", LISTED),
        FactSpec::read("snapshots", LISTED),
    ],
};

/// A machine image (AMI) that the account owns (`aws.ec2.image`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Image {
    /// Its id, such as `ami-0123456789abcdef0`. Source: ec2:DescribeImages.
    pub image_id: Fact<String>,
    /// Whether everyone may launch it. Source: ec2:DescribeImages.
    pub public: Fact<bool>,
    /// `pending`, `available`, `invalid`, `deregistered`, `transient`, `failed`, `error` or `disabled`. Source:
    /// ec2:DescribeImages.
    pub state: Fact<String>,
    /// When it was made. Source: ec2:DescribeImages.
    pub created: Fact<Timestamp>,
    /// The ids of the snapshots that it is made of. Source: ec2:DescribeImages.
    pub snapshots: Fact<Vec<String>>,
}

impl Asset for Image {
    const KIND: Kind = Kind::named("aws.ec2.image");
}
