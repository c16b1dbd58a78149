//! What Security Hub evaluates in a region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// How Security Hub says that the account has no hub in the region. The first code is also that of a caller who may not
/// ask; the second has no other meaning, as the operation names no other hub.
const NOT_SUBSCRIBED: &[&str] = &["InvalidAccessException: not subscribed to", "ResourceNotFoundException"];

/// The hub of a region.
pub(super) static DESCRIBE_HUB: Op = Op {
    service: "securityhub",
    name: "DescribeHub",
    iam_action: "securityhub:DescribeHub",
    none: NOT_SUBSCRIBED,
    gone: &[],
};

/// The standards that it evaluates.
pub(super) static GET_ENABLED_STANDARDS: Op = Op {
    service: "securityhub",
    name: "GetEnabledStandards",
    iam_action: "securityhub:GetEnabledStandards",
    none: &[],
    gone: &[],
};

/// Whether findings of several regions are gathered in one; any of them answers.
pub(super) static LIST_FINDING_AGGREGATORS: Op = Op {
    service: "securityhub",
    name: "ListFindingAggregators",
    iam_action: "securityhub:ListFindingAggregators",
    none: &[],
    gone: &[],
};

/// Which regions send their findings there.
pub(super) static GET_FINDING_AGGREGATOR: Op = Op {
    service: "securityhub",
    name: "GetFindingAggregator",
    iam_action: "securityhub:GetFindingAggregator",
    none: &[],
    gone: &["ResourceNotFoundException"],
};

/// Which account administers the hub.
pub(super) static GET_ADMINISTRATOR_ACCOUNT: Op = Op {
    service: "securityhub",
    name: "GetAdministratorAccount",
    iam_action: "securityhub:GetAdministratorAccount",
    none: &[],
    gone: &[],
};

/// Security Hub in a region (`aws.securityhub.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// The ARN of the hub, null where the account is not subscribed. Source: securityhub:DescribeHub.
    pub hub: Fact<Option<String>>,
    /// The standards that are enabled, null without a hub. Source: securityhub:GetEnabledStandards.
    pub standards: Fact<Option<Vec<Standard>>>,
    /// The ARN of what gathers the findings of several regions in the region that it names, null where nothing does or
    /// there is no hub. Source: securityhub:ListFindingAggregators.
    pub aggregator: Fact<Option<String>>,
    /// Which regions send their findings to this one, null where findings are not gathered here. Source:
    /// securityhub:GetFindingAggregator.
    pub gathers: Fact<Option<Gathering>>,
    /// The account that administers the hub and sees its findings, null where it stands alone or there is no hub.
    /// Source: securityhub:GetAdministratorAccount.
    pub administrator: Fact<Option<String>>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.securityhub.region");
}

/// The regions whose findings are gathered.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gathering {
    /// `ALL_REGIONS`, `ALL_REGIONS_EXCEPT_SPECIFIED`, `SPECIFIED_REGIONS` or `NO_REGIONS`.
    pub mode: String,
    /// The regions that the mode speaks of.
    pub regions: Vec<String>,
}

impl Gathering {
    /// Whether it takes the findings of a region.
    pub fn takes(&self, region: &str) -> bool {
        let named = self.regions.iter().any(|one| one == region);
        match self.mode.as_str() {
            "ALL_REGIONS" => true,
            "ALL_REGIONS_EXCEPT_SPECIFIED" => !named,
            "SPECIFIED_REGIONS" => named,
            _ => false,
        }
    }
}

/// A standard that is enabled.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standard {
    /// Its ARN.
    pub arn: String,
    /// `READY`, `INCOMPLETE` where some of its controls could not be enabled, `PENDING`, `DELETING` or `FAILED`.
    pub status: String,
}

const HUB: &[&Op] = &[&DESCRIBE_HUB];
const AGGREGATORS: &[&Op] = &[&DESCRIBE_HUB, &LIST_FINDING_AGGREGATORS];
const GATHERING: &[&Op] = &[&DESCRIBE_HUB, &LIST_FINDING_AGGREGATORS, &GET_FINDING_AGGREGATOR];
const ADMINISTRATOR: &[&Op] = &[&DESCRIBE_HUB, &GET_ADMINISTRATOR_ACCOUNT];
const STANDARDS: &[&Op] = &[&DESCRIBE_HUB, &GET_ENABLED_STANDARDS];

/// The region as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::read("hub", HUB),
        FactSpec::read("standards", STANDARDS),
        FactSpec::read("aggregator", AGGREGATORS),
        FactSpec::read("gathers", GATHERING),
        FactSpec::read("administrator", ADMINISTRATOR),
    ],
};
