//! Search domains, of OpenSearch and of Elasticsearch.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::store::Entry;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::policy::{self, PublicGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// The names of a region's domains.
pub(super) static LIST_DOMAIN_NAMES: Op =
    Op { service: "opensearch", name: "ListDomainNames", iam_action: "es:ListDomainNames", none: &[], gone: &[] };

/// Some domains by their names, five at once.
pub(super) static DESCRIBE_DOMAINS: Op = Op {
    service: "opensearch",
    name: "DescribeDomains",
    iam_action: "es:DescribeDomains",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

/// A domain (`aws.opensearch.domain`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Domain {
    /// Whether what it stores is encrypted. Source: opensearch:DescribeDomains.
    pub encrypted: Fact<bool>,
    /// The KMS key of that, null where nothing is encrypted. Source: opensearch:DescribeDomains.
    pub kms_key: Fact<Option<String>>,
    /// The VPC that its endpoint lies in, null where that lies on the internet. Source: opensearch:DescribeDomains.
    pub vpc: Fact<Option<String>>,
    /// Its engine and version. Source: opensearch:DescribeDomains.
    pub engine: Fact<Option<String>>,
    /// Its access policy as it stands, null where it has none. Source: opensearch:DescribeDomains.
    pub policy: Fact<Option<String>>,
    /// The statements of that which allow something to anyone. Derived from the policy.
    pub public_grants: Fact<Vec<PublicGrant>>,
    /// Where its endpoint lies and for whom: `vpc`, on the internet but `bounded` by its policy, or `open` to anyone.
    /// Derived from the VPC and the policy.
    pub endpoint: Fact<String>,
}

impl Asset for Domain {
    const KIND: Kind = Kind::named("aws.opensearch.domain");
}

/// Derives [`Domain::public_grants`].
fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Domain, _>(
        |_, key, entry| policy::public_grants(&DESCRIBE_DOMAINS, key, &entry.asset.policy),
        |domain, grants| domain.public_grants = grants,
    );
}

/// Derives [`Domain::endpoint`].
fn endpoint(inventory: &mut Inventory) {
    inventory.derive::<Domain, _>(
        |_, _, Entry { asset, .. }| {
            asset.vpc.as_ref().and_then(|vpc| {
                if vpc.is_some() {
                    return Fact::Known("vpc".to_owned());
                }
                let grants = asset.public_grants.as_ref();
                grants.map(|grants| if grants.is_empty() { "bounded" } else { "open" }.to_owned())
            })
        },
        |domain, endpoint| domain.endpoint = endpoint,
    );
}

const ENDPOINT: &[(Kind, &str)] = &[(Domain::KIND, "vpc"), (Domain::KIND, "public_grants")];
const DESCRIPTION: &[&Op] = &[&DESCRIBE_DOMAINS];
const POLICY: &[(Kind, &str)] = &[(Domain::KIND, "policy")];

/// Domains as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Domain::KIND,
    scope: Scope::Regional,
    object: object_of::<Domain>,
    listed_by: &[&LIST_DOMAIN_NAMES],
    facts: &[
        FactSpec::read("encrypted", DESCRIPTION),
        FactSpec::read("kms_key", DESCRIPTION),
        FactSpec::read("vpc", DESCRIPTION),
        FactSpec::read("engine", DESCRIPTION),
        FactSpec::read("policy", DESCRIPTION),
        FactSpec::derived("public_grants", POLICY, public_grants),
        FactSpec::derived("endpoint", ENDPOINT, endpoint),
    ],
};
