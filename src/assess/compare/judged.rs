//! A judgement, in as much as another can be held against it: of an assessment at hand, or of one that was written.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, Configuration, Outcome, fingerprint};
use crate::control::Severity;
use crate::inventory::Region;

/// A kind in one account and region: what one listing is of.
pub type Place = (String, String, String);

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedFinding {
    /// The control.
    pub control: String,
    /// What it came to.
    pub outcome: Outcome,
    /// How grave a failure is, or would be.
    pub severity: Severity,
    /// The asset's kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Whose it is.
    pub account: String,
    /// Where it is.
    pub region: String,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedControl {
    /// The expectation.
    pub title: String,
    /// The gravest of its failures; where there is none, of what was not seen.
    pub severity: Severity,
    /// The values in force.
    pub params: BTreeMap<String, String>,
    /// The listings that were whole.
    pub listed: BTreeSet<Place>,
    /// Those that were not.
    pub blind: BTreeSet<Place>,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedCriterion {
    /// What the configuration shows of it.
    pub configuration: Configuration,
}

/// A judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// As of when.
    pub as_of: String,
    /// The digest of the control pack.
    pub pack_digest: String,
    /// From which severity on a failed supporting control makes a deviation.
    pub criterion_threshold: Severity,
    /// The regions that were looked at, by account.
    pub scope: BTreeMap<String, BTreeSet<String>>,
    /// The criteria, by id.
    pub criteria: BTreeMap<String, JudgedCriterion>,
    /// The controls, by id.
    pub controls: BTreeMap<String, JudgedControl>,
    /// The results, by fingerprint.
    pub findings: BTreeMap<String, JudgedFinding>,
    /// Whether results were left out when it was written.
    pub trimmed: bool,
}

impl Judged {
    /// Whether the asset of a result of before is seen not to be there: its region was looked at, and a whole listing of
    /// its kind lacks it.
    pub fn lacks(&self, finding: &JudgedFinding) -> bool {
        let global = Region::GLOBAL.as_str();
        let in_scope = finding.region == global
            || self.scope.get(&finding.account).is_some_and(|regions| regions.contains(&finding.region));
        let Some(control) = self.controls.get(&finding.control) else { return false };
        let place = |region: &str| (finding.kind.clone(), finding.account.clone(), region.to_owned());
        // A global listing holds assets of every region.
        in_scope && [finding.region.as_str(), global].iter().any(|region| control.listed.contains(&place(region)))
    }
}

impl From<&Assessment<'_>> for Judged {
    fn from(assessment: &Assessment<'_>) -> Self {
        let controls = assessment.controls().iter().map(|result| {
            let place =
                |kind: &str, account: &str, region: &str| (kind.to_owned(), account.to_owned(), region.to_owned());
            let (mut listed, mut blind) = (BTreeSet::new(), BTreeSet::new());
            for (kind, listing) in assessment.listings_of(result.control) {
                let to = if listing.is_whole() { &mut listed } else { &mut blind };
                to.insert(place(kind.as_str(), listing.account.as_str(), listing.region.as_str()));
            }
            let params = result.control.params.iter();
            let judged = JudgedControl {
                title: result.control.title.clone(),
                severity: result.severity,
                params: params.map(|(name, param)| (name.clone(), param.value.to_string())).collect(),
                listed,
                blind,
            };
            (result.control.id.to_string(), judged)
        });
        let findings = assessment.findings().iter().filter_map(|finding| {
            let (control, asset) = (assessment.control_of(finding)?.control, assessment.asset_of(finding)?);
            let judged = JudgedFinding {
                control: control.id.to_string(),
                outcome: finding.outcome,
                severity: finding.severity,
                kind: asset.kind().to_string(),
                id: asset.id().to_owned(),
                name: asset.name().to_owned(),
                account: asset.account().to_string(),
                region: asset.region().to_string(),
            };
            Some((fingerprint(&control.id, &asset.key()), judged))
        });
        let scope = assessment.snapshot().scope().into_iter();
        let criteria = assessment.criteria().iter();
        Self {
            as_of: assessment.as_of().to_string(),
            pack_digest: assessment.input().pack.digest().to_owned(),
            criterion_threshold: assessment.options().criterion_threshold,
            scope: scope
                .map(|(account, regions)| (account.to_string(), regions.iter().map(Region::to_string).collect()))
                .collect(),
            criteria: criteria
                .map(|result| {
                    let judged = JudgedCriterion { configuration: result.configuration };
                    (result.criterion.id.to_string(), judged)
                })
                .collect(),
            controls: controls.collect(),
            findings: findings.collect(),
            trimmed: false,
        }
    }
}
