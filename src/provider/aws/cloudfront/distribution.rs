//! Distributions (`aws.cloudfront.distribution`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The distributions of the account with all that is known of them.
pub(super) static LIST_DISTRIBUTIONS: Op = Op {
    service: "cloudfront",
    name: "ListDistributions",
    iam_action: "cloudfront:ListDistributions",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&LIST_DISTRIBUTIONS];

/// Distributions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Distribution::KIND,
    scope: Scope::Global,
    object: object_of::<Distribution>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("enabled", LISTED),
        FactSpec::read("domain_name", LISTED),
        FactSpec::read("aliases", LISTED),
        FactSpec::read("behaviors", LISTED),
    ],
};

/// A distribution of CloudFront (`aws.cloudfront.distribution`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Distribution {
    /// Whether it serves requests. Source: cloudfront:ListDistributions.
    pub enabled: Fact<bool>,
    /// Its own domain name, such as `d111111abcdef8.cloudfront.net`. Source: cloudfront:ListDistributions.
    pub domain_name: Fact<String>,
    /// The other domain names that it serves. Source: cloudfront:ListDistributions.
    pub aliases: Fact<Vec<String>>,
    /// Its cache behaviors, the default one last. Source: cloudfront:ListDistributions.
    pub behaviors: Fact<Vec<Behavior>>,
}

impl Asset for Distribution {
    const KIND: Kind = Kind::named("aws.cloudfront.distribution");
}

/// How a distribution serves some paths.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Behavior {
    /// The paths, such as `/images/*`; `*` is the default behavior.
    pub path_pattern: String,
    /// What viewers may use: `allow-all`, `https-only` or `redirect-to-https`.
    pub viewer_protocol_policy: String,
}
