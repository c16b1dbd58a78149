//! What a region's registry scans.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// Which repositories of the registry are scanned, and when.
pub(super) static GET_REGISTRY_SCANNING_CONFIGURATION: Op = Op {
    service: "ecr",
    name: "GetRegistryScanningConfiguration",
    iam_action: "ecr:GetRegistryScanningConfiguration",
    none: &[],
    gone: &[],
};

/// The registry of a region (`aws.ecr.registry`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Registry {
    /// How it scans: `BASIC`, or `ENHANCED` by Amazon Inspector. Source: ecr:GetRegistryScanningConfiguration.
    pub scan_type: Fact<String>,
    /// Which repositories are scanned, and when. Source: ecr:GetRegistryScanningConfiguration.
    pub scanning_rules: Fact<Vec<ScanningRule>>,
}

impl Asset for Registry {
    const KIND: Kind = Kind::named("aws.ecr.registry");
}

/// A rule of the registry.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScanningRule {
    /// `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`.
    pub frequency: String,
    /// The names of repositories that it is for, where `*` stands for anything.
    pub filters: Vec<String>,
}

impl ScanningRule {
    /// Whether it has the images of a repository scanned by themselves.
    pub(super) fn scans(&self, repository: &str) -> bool {
        ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"].contains(&self.frequency.as_str())
            && self.filters.iter().any(|filter| fits(filter, repository))
    }
}

/// A filter without a wildcard fits every repository whose name holds it, as the API documents.
fn fits(filter: &str, name: &str) -> bool {
    if filter.contains('*') {
        crate::provider::aws::policy::pattern::matches(filter, name)
    } else {
        name.contains(filter)
    }
}

const CONFIGURATION: &[&Op] = &[&GET_REGISTRY_SCANNING_CONFIGURATION];

/// The registry as the registry of kinds lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Registry::KIND,
    scope: Scope::Regional,
    object: object_of::<Registry>,
    listed_by: &[],
    facts: &[FactSpec::read("scan_type", CONFIGURATION), FactSpec::read("scanning_rules", CONFIGURATION)],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_scans_the_repositories_that_its_filters_fit() {
        let rule = |frequency: &str, filter: &str| ScanningRule {
            frequency: frequency.to_owned(),
            filters: vec!["nothing*".to_owned(), filter.to_owned()],
        };
        assert!(rule("SCAN_ON_PUSH", "*").scans("api"));
        assert!(rule("CONTINUOUS_SCAN", "prod/*").scans("prod/api"));
        assert!(!rule("SCAN_ON_PUSH", "prod/*").scans("staging/api"));
        assert!(rule("SCAN_ON_PUSH", "prod").scans("my-prod-api"));
        assert!(!rule("MANUAL", "*").scans("api"));
    }
}
