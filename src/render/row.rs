//! The results one by one, as the formats for other tools list them: every finding, and every listing that was not
//! completed, for what it leaves unseen is a result too.

use crate::assess::{
    Acceptance, Assessment, ControlResult, Exclusion, Finding, GapEntry, Listing, Outcome, fingerprint,
};
use crate::control::{RenderedFix, Severity};
use crate::inventory::snapshot::AssetRef;
use crate::inventory::{AccountId, Key, Kind, Region, Timestamp};
use crate::predicate::{Actual, Observation, Truth};

use super::Options;
use super::seen;
use super::style::words;
use super::text::{count, visible};

/// What a result is of.
#[derive(Debug, Clone)]
enum Subject<'a> {
    Asset(AssetRef<'a>),
    /// Assets that may be there.
    Listing {
        kind: &'a Kind,
        account: &'a AccountId,
        region: Region,
    },
}

/// One result.
#[derive(Debug, Clone)]
pub(super) struct Row<'s, 'a> {
    /// The number of its control.
    pub(super) number: usize,
    /// Its control.
    pub(super) result: &'s ControlResult<'a>,
    /// What it came to.
    pub(super) outcome: Outcome,
    /// How grave a failure is, or would be.
    pub(super) severity: Severity,
    /// What was seen, a sentence each; of a failure, what decided it. Nothing in it is unseen.
    pub(super) observed: Vec<String>,
    /// What keeps it from being evaluated.
    pub(super) gaps: Vec<&'s GapEntry>,
    /// By what its failure is accepted.
    pub(super) acceptance: Option<&'s Acceptance>,
    /// By what it is set aside.
    pub(super) exclusion: Option<&'s Exclusion>,
    /// How to put it right.
    pub(super) fix: Option<RenderedFix>,
    /// The moment at which it was judged.
    pub(super) as_of: Timestamp,
    subject: Subject<'a>,
}

/// All of them, by control; with the option, failures alone.
pub(super) fn rows<'s, 'a>(
    assessment: &'s Assessment<'a>,
    options: Options,
) -> impl Iterator<Item = Row<'s, 'a>> + Clone {
    let controls = assessment.controls().iter().enumerate();
    controls.flat_map(move |(number, result)| rows_of(assessment, (number, result), options))
}

/// Those of one control, which has this number.
pub(super) fn rows_of<'s, 'a>(
    assessment: &'s Assessment<'a>,
    (number, result): (usize, &'s ControlResult<'a>),
    options: Options,
) -> impl Iterator<Item = Row<'s, 'a>> + Clone {
    let wanted = move |finding: &&Finding| !options.only_failures || finding.outcome == Outcome::Fail;
    let findings = assessment.findings_of(result).iter().filter(wanted);
    let found = findings.filter_map(move |finding| of_finding(assessment, (number, result), finding));
    let blind = unlisted(assessment, result).filter(move |_| !options.only_failures);
    found.chain(blind.map(move |(kind, listing)| of_listing(assessment, (number, result), kind, listing)))
}

/// The listings of a control that are no evidence of everything that is there, those that are set aside among them.
pub(super) fn unlisted<'s, 'a>(
    assessment: &'s Assessment<'a>,
    result: &'s ControlResult<'a>,
) -> impl Iterator<Item = (&'a Kind, &'s Listing<'a>)> + Clone {
    let all: Vec<_> = assessment.listings_of(result.control).filter(|(_, listing)| !listing.is_whole()).collect();
    all.into_iter()
}

fn of_finding<'s, 'a>(
    assessment: &'s Assessment<'a>,
    (number, result): (usize, &'s ControlResult<'a>),
    finding: &Finding,
) -> Option<Row<'s, 'a>> {
    let asset = assessment.asset_of(finding)?;
    let explanation = assessment.explain(finding);
    let failed = matches!(finding.outcome, Outcome::Fail | Outcome::RiskAccepted);
    let observed = if failed {
        explanation.decided_by.iter().map(decided).collect()
    } else {
        explanation.observations.iter().map(observed).collect()
    };
    let gaps = explanation.gaps.iter().filter_map(|number| assessment.gaps().get(*number)).collect();
    let management = assessment.input().management;
    let (acceptances, exclusions) = (management.acceptances(), management.exclusions());
    Some(Row {
        number,
        result,
        outcome: finding.outcome,
        severity: finding.severity,
        observed,
        gaps,
        acceptance: assessment.acceptance_of(finding).and_then(|number| acceptances.get(number)),
        exclusion: assessment.exclusion_of(finding).and_then(|number| exclusions.get(number)),
        fix: explanation.fix,
        as_of: assessment.snapshot().as_of(asset.account()),
        subject: Subject::Asset(asset),
    })
}

fn of_listing<'s, 'a>(
    assessment: &'s Assessment<'a>,
    (number, result): (usize, &'s ControlResult<'a>),
    kind: &'a Kind,
    listing: &'s Listing<'a>,
) -> Row<'s, 'a> {
    let gap = listing.gap().and_then(|gap| assessment.gap_number(&gap));
    let exclusion = assessment.exclusion_of_listing(result.control, kind, listing);
    Row {
        number,
        result,
        outcome: if exclusion.is_some() { Outcome::SetAside } else { Outcome::NotEvaluated },
        severity: result.control.gravest(),
        observed: Vec::new(),
        gaps: gap.and_then(|number| assessment.gaps().get(number)).into_iter().collect(),
        acceptance: None,
        exclusion: exclusion.and_then(|number| assessment.input().management.exclusions().get(number)),
        fix: None,
        as_of: assessment.snapshot().as_of(listing.account),
        subject: Subject::Listing { kind, account: listing.account, region: listing.region.clone() },
    }
}

impl Row<'_, '_> {
    /// The kind of the asset, or of what was to be listed.
    pub(super) fn kind(&self) -> &Kind {
        match &self.subject {
            Subject::Asset(asset) => asset.kind(),
            Subject::Listing { kind, .. } => kind,
        }
    }

    /// Whose it is.
    pub(super) fn account(&self) -> &AccountId {
        match &self.subject {
            Subject::Asset(asset) => asset.account(),
            Subject::Listing { account, .. } => account,
        }
    }

    /// Where it is.
    pub(super) fn region(&self) -> &Region {
        match &self.subject {
            Subject::Asset(asset) => asset.region(),
            Subject::Listing { region, .. } => region,
        }
    }

    /// The asset's id; of a listing an id that no asset has.
    pub(super) fn id(&self) -> String {
        match &self.subject {
            Subject::Asset(asset) => asset.id().to_owned(),
            Subject::Listing { kind, account, region } => format!("{kind}/{account}/{region}/*"),
        }
    }

    /// What a person calls it.
    pub(super) fn name(&self) -> String {
        match &self.subject {
            Subject::Asset(asset) => asset.name().to_owned(),
            Subject::Listing { kind, .. } => format!("every {kind}"),
        }
    }

    /// What names the result across snapshots and tools.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(&self.result.control.id, &self.key())
    }

    /// The asset's identity; of a listing one that no asset has.
    pub(super) fn key(&self) -> Key {
        let (kind, account, region) = (self.kind().clone(), self.account().clone(), self.region().clone());
        Key { kind, account, region, id: self.id() }
    }

    /// The criteria that its control speaks to, each once.
    pub(super) fn criteria(&self) -> Vec<&str> {
        criteria(self.result)
    }

    /// What it came to and why, in words. Nothing in it is unseen.
    pub(super) fn told(&self) -> String {
        let observed = || self.observed.join("; ");
        match self.outcome {
            Outcome::Fail => format!("Fails: {}", observed()),
            Outcome::RiskAccepted => match self.acceptance {
                Some(acceptance) => format!("Fails, and {}: {}", accepted(acceptance), observed()),
                None => format!("Fails, and the risk is accepted: {}", observed()),
            },
            Outcome::NotEvaluated => {
                let reasons: Vec<String> = self.gaps.iter().map(|entry| reason(entry)).collect();
                let what = if matches!(self.subject, Subject::Asset(_)) { "" } else { " for want of a whole listing" };
                format!("Not evaluated{what}: {}", reasons.join("; "))
            }
            Outcome::Pass => format!("Passes: {}", observed()),
            Outcome::NotApplicable => format!("Not applicable: {}", observed()),
            Outcome::SetAside => {
                let why = self.decision().map(|(_, told)| format!(". {told}")).unwrap_or_default();
                format!("Set aside by management{why}")
            }
        }
    }

    /// What management decided of it, and who did: that its failure is accepted, or that it is set aside.
    pub(super) fn decision(&self) -> Option<(&str, String)> {
        let left_out = |one: &'_ Exclusion| visible(&one.statement(self.as_of)).into_owned();
        match (self.acceptance, self.exclusion) {
            (Some(acceptance), _) => Some((&acceptance.approver, accepted(acceptance))),
            (None, Some(exclusion)) => Some((&exclusion.approver, left_out(exclusion))),
            (None, None) => None,
        }
    }

    /// How to put it right, in words; of what was not seen, how to see it.
    pub(super) fn remedy(&self) -> Option<String> {
        let fix = self.fix.as_ref().map(|fix| visible(&fix.summary).into_owned());
        fix.or_else(|| {
            let actions: Vec<&str> = self.gaps.iter().filter_map(|entry| entry.action.as_deref()).collect();
            (!actions.is_empty()).then(|| format!("To see it, allow {}.", visible(&actions.join(", "))))
        })
    }
}

/// The criteria that a control speaks to, each once.
pub(super) fn criteria<'s>(result: &'s ControlResult<'_>) -> Vec<&'s str> {
    let mut criteria: Vec<&str> = result.control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
    criteria.dedup();
    criteria
}

/// Who accepted a failure, until when, and why.
pub(super) fn accepted(acceptance: &Acceptance) -> String {
    let Acceptance { approver, ticket, reason, .. } = acceptance;
    let last = acceptance.last_day().date();
    visible(&format!("{approver} accepted the risk until {last} ({ticket}: {reason})")).into_owned()
}

/// Why something could not be read: `denied: s3:GetBucketPolicy (AccessDenied)`.
pub(super) fn reason(entry: &GapEntry) -> String {
    let mut told = words(entry.gap.kind.as_str());
    if let Some(operation) = &entry.gap.operation {
        told.extend([": ", operation]);
    }
    if let Some(code) = &entry.gap.code {
        told.extend([" (", code, ")"]);
    }
    told.extend([", account ", entry.gap.account.as_str(), ", region ", entry.gap.region.as_str()]);
    visible(&told).into_owned()
}

/// "fails on 3 of 120 assets".
pub(super) fn fails(result: &ControlResult<'_>) -> String {
    let tally = result.counts;
    let judged = tally.total() - tally.not_applicable - tally.set_aside;
    format!("fails on {} of {}", tally.fail, count(judged, "asset"))
}

/// What decided a failure: "days: 3, expected at least 7".
fn decided(observation: &Observation) -> String {
    // Of a `not`, what held is what should not.
    let word = if observation.truth == Truth::True { "expected not" } else { "expected" };
    format!("{}, {word} {}", observed(observation), visible(&observation.expected))
}

/// What was seen: "days: 3".
fn observed(observation: &Observation) -> String {
    let seen = match &observation.actual {
        Actual::Value(value) => seen::lines(value).join("; "),
        Actual::Unknown(_) => "unknown".to_owned(),
    };
    visible(&format!("{}: {seen}", observation.path)).into_owned()
}
