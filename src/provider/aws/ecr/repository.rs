//! Image repositories.

use schemars::JsonSchema;
use serde::Serialize;

use super::scanning::Registry;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::policy::{self, PublicGrant};
use crate::provider::{FactSpec, KindSpec, Op};

/// The private repositories of a region; those of ECR Public are another service's.
pub(super) static DESCRIBE_REPOSITORIES: Op =
    Op { service: "ecr", name: "DescribeRepositories", iam_action: "ecr:DescribeRepositories", none: &[], gone: &[] };

/// The policy of a repository.
pub(super) static GET_REPOSITORY_POLICY: Op = Op {
    service: "ecr",
    name: "GetRepositoryPolicy",
    iam_action: "ecr:GetRepositoryPolicy",
    none: &["RepositoryPolicyNotFoundException"],
    gone: &["RepositoryNotFoundException"],
};

/// A private repository (`aws.ecr.repository`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Repository {
    /// Whether it has each image scanned when it is pushed, by its own setting, which has no effect where the registry's
    /// scanning is enhanced. Source: ecr:DescribeRepositories.
    pub scan_on_push: Fact<bool>,
    /// Its policy as it stands, null where it has none. Source: ecr:GetRepositoryPolicy.
    pub policy: Fact<Option<String>>,
    /// The statements of its policy that allow something to anyone. Derived from the policy.
    pub public_grants: Fact<Vec<PublicGrant>>,
    /// Whether a rule of the registry has its images scanned by themselves. Derived from the registry's rules.
    pub scanned_by_registry: Fact<bool>,
    /// How its registry scans: `BASIC`, or `ENHANCED`, which leaves alone what none of the rules is for. Derived from
    /// the registry's setting.
    pub registry_scan_type: Fact<String>,
}

impl Asset for Repository {
    const KIND: Kind = Kind::named("aws.ecr.repository");
}

/// Derives [`Repository::public_grants`].
fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<Repository, _>(
        |_, key, entry| policy::public_grants(&GET_REPOSITORY_POLICY, key, &entry.asset.policy),
        |repository, grants| repository.public_grants = grants,
    );
}

/// Derives [`Repository::scanned_by_registry`].
fn scanned_by_registry(inventory: &mut Inventory) {
    inventory.derive::<Repository, _>(
        |inventory, key, entry| {
            of_registry(inventory, key, |registry| &registry.scanning_rules)
                .map(|rules| rules.iter().any(|rule| rule.scans(&entry.name)))
        },
        |repository, scanned| repository.scanned_by_registry = scanned,
    );
}

/// Derives [`Repository::registry_scan_type`].
fn registry_scan_type(inventory: &mut Inventory) {
    inventory.derive::<Repository, _>(
        |inventory, key, _| of_registry(inventory, key, |registry| &registry.scan_type),
        |repository, scan_type| repository.registry_scan_type = scan_type,
    );
}

/// What is known of the registry that a repository is in.
fn of_registry<T: Clone>(inventory: &Inventory, key: &Key, fact: impl Fn(&Registry) -> &Fact<T>) -> Fact<T> {
    let registry = Key::singleton(&Registry::KIND, &key.account, &key.region);
    let found = inventory.get::<Registry>(&registry);
    found.and_then(|found| found.map_or_else(Fact::default, |registry| fact(registry).clone()))
}

const LISTING: &[&Op] = &[&DESCRIBE_REPOSITORIES];
const POLICY_CALL: &[&Op] = &[&GET_REPOSITORY_POLICY];
const POLICY: &[(Kind, &str)] = &[(Repository::KIND, "policy")];
const TYPE: &[(Kind, &str)] = &[(Registry::KIND, "scan_type")];
const RULES: &[(Kind, &str)] = &[(Registry::KIND, "scanning_rules")];

/// Repositories as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Repository::KIND,
    scope: Scope::Regional,
    object: object_of::<Repository>,
    listed_by: LISTING,
    facts: &[
        FactSpec::read("scan_on_push", LISTING),
        FactSpec::read("policy", POLICY_CALL),
        FactSpec::derived("public_grants", POLICY, public_grants),
        FactSpec::derived("scanned_by_registry", RULES, scanned_by_registry),
        FactSpec::derived("registry_scan_type", TYPE, registry_scan_type),
    ],
};
