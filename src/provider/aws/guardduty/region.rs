//! What GuardDuty watches in a region, and what it found there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope, Timestamp};
use crate::provider::{FactSpec, KindSpec, Op};

const fn op(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "guardduty", name, iam_action, none: &[], gone: &[] }
}

/// The detector of a region: one, or none where it was never turned on.
pub(super) static LIST_DETECTORS: Op = op("ListDetectors", "guardduty:ListDetectors");

/// Whether the detector works, and since when.
pub(super) static GET_DETECTOR: Op = op("GetDetector", "guardduty:GetDetector");

/// Which account administers it.
pub(super) static GET_ADMINISTRATOR_ACCOUNT: Op = op("GetAdministratorAccount", "guardduty:GetAdministratorAccount");

/// The ids of findings that nobody archived.
pub(super) static LIST_FINDINGS: Op = op("ListFindings", "guardduty:ListFindings");

/// What these findings say, fifty at once.
pub(super) static GET_FINDINGS: Op = op("GetFindings", "guardduty:GetFindings");

/// GuardDuty in a region (`aws.guardduty.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// The id of the detector, null where there is none. Source: guardduty:ListDetectors.
    pub detector: Fact<Option<String>>,
    /// `ENABLED` or `DISABLED`, null where there is no detector. Source: guardduty:GetDetector.
    pub status: Fact<Option<String>>,
    /// When the detector was made, null where there is none. Source: guardduty:GetDetector.
    pub created_at: Fact<Option<Timestamp>>,
    /// The account that administers it, null where it stands alone. Source: guardduty:GetAdministratorAccount.
    pub administrator: Fact<Option<String>>,
    /// The findings of severity 4 and above that nobody archived, by severity and type; null where there is no
    /// detector. Source: guardduty:ListFindings, guardduty:GetFindings.
    pub open_findings: Fact<Option<Vec<OpenFindings>>>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.guardduty.region");
}

/// Findings of one type and severity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenFindings {
    /// `critical` from 9, `high` from 7, `medium` from 4.
    pub severity: String,
    /// Their type, such as `UnauthorizedAccess:EC2/SSHBruteForce`.
    pub finding_type: String,
    /// How many there are.
    pub count: i64,
    /// When the one that began first was first seen.
    pub oldest: Timestamp,
}

const DETECTORS: &[&Op] = &[&LIST_DETECTORS];
const DETECTOR: &[&Op] = &[&LIST_DETECTORS, &GET_DETECTOR];
const ADMINISTRATOR: &[&Op] = &[&LIST_DETECTORS, &GET_ADMINISTRATOR_ACCOUNT];
const FINDINGS: &[&Op] = &[&LIST_DETECTORS, &LIST_FINDINGS, &GET_FINDINGS];

/// The region as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::read("detector", DETECTORS),
        FactSpec::read("status", DETECTOR),
        FactSpec::read("created_at", DETECTOR),
        FactSpec::read("administrator", ADMINISTRATOR),
        FactSpec::read("open_findings", FINDINGS),
    ],
};
