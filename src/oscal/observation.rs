//! Observations: one for each control on each asset, and one for the population of each control.

use uuid::Uuid;

use super::text::{line, number, property};
use super::wire::{Actor, Observation, ObservationRef, Origin, Property, Subject};
use super::{evidence, id};
use crate::assess::{Assessment, ControlResult, Finding, Outcome, Status, Tally, fingerprint};
use crate::inventory::snapshot::AssetRef;

/// Every observation, in the order of the controls: first the population, then its assets.
pub(super) fn all<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = Observation> + Clone + 's {
    assessment.controls().iter().flat_map(move |result| {
        let own = assessment.findings_of(result).iter();
        std::iter::once(result)
            .map(move |result| population(assessment, result))
            .chain(own.filter_map(move |finding| of_result(assessment, result, finding)))
    })
}

/// The tool that every observation and finding comes from.
pub(super) fn origin() -> Origin {
    Origin { actors: [Actor { sort: "tool", actor_uuid: id::tool() }] }
}

/// The observation of one control on one asset.
pub(super) fn of_asset(assessment: &Assessment<'_>, result: &ControlResult<'_>, asset: AssetRef<'_>) -> Uuid {
    let print = fingerprint(&result.control.id, &asset.key());
    id::named("result", &[&print, &assessment.as_of().to_string()])
}

/// The observation of a control's population.
pub(super) fn of_population(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> Uuid {
    let accounts: Vec<String> = assessment.snapshot().scope().into_keys().map(ToString::to_string).collect();
    id::named("population", &[result.control.id.as_str(), &assessment.as_of().to_string(), &accounts.join(",")])
}

/// References to the observations of some results.
pub(super) fn references(
    assessment: &Assessment<'_>,
    result: &ControlResult<'_>,
    wanted: impl Fn(&Finding) -> bool,
) -> Vec<ObservationRef> {
    let own = assessment.findings_of(result).iter().filter(|finding| wanted(finding));
    let assets = own.filter_map(|finding| assessment.asset_of(finding));
    assets.map(|asset| ObservationRef { observation_uuid: of_asset(assessment, result, asset) }).collect()
}

/// The counts of some results, as properties.
pub(super) fn counts(tally: &Tally) -> impl Iterator<Item = Property> {
    let names = |outcome| match outcome {
        Outcome::Fail => "count-fail",
        Outcome::NotEvaluated => "count-not-evaluated",
        Outcome::RiskAccepted => "count-risk-accepted",
        Outcome::Pass => "count-pass",
        Outcome::NotApplicable => "count-not-applicable",
        Outcome::SetAside => "count-set-aside",
    };
    let tally = *tally;
    Outcome::ALL.into_iter().map(move |outcome| number(names(outcome), tally.of(outcome)))
}

fn of_result(assessment: &Assessment<'_>, result: &ControlResult<'_>, finding: &Finding) -> Option<Observation> {
    let asset = assessment.asset_of(finding)?;
    let explanation = assessment.explain(finding);
    let control = result.control;
    let mut props = vec![
        property("control", control.id.as_str()),
        property("outcome", finding.outcome.as_str()),
        property("severity", finding.severity.as_str()),
        property("fingerprint", &fingerprint(&control.id, &asset.key())),
    ];
    props.extend(evidence::gaps(assessment, &explanation.gaps));
    let failed = matches!(finding.outcome, Outcome::Fail | Outcome::RiskAccepted);
    let mut types = vec!["control-objective"];
    types.extend(failed.then_some("finding"));
    Some(Observation {
        uuid: of_asset(assessment, result, asset),
        title: line(&control.title),
        description: line(&format!("{}: {} on {}", finding.outcome.as_str(), control.id, asset.id())),
        props,
        methods: ["EXAMINE"],
        types,
        origins: [origin()],
        subjects: vec![Subject {
            subject_uuid: id::asset(&asset.key()),
            sort: "inventory-item",
            title: line(asset.name()),
        }],
        relevant_evidence: evidence::seen(&explanation),
        collected: assessment.snapshot().as_of(asset.account()).to_string(),
        remarks: (finding.outcome == Outcome::RiskAccepted).then_some(super::risk::ACCEPTED),
    })
}

fn population(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> Observation {
    let control = result.control;
    let mut props = vec![property("control", control.id.as_str()), property("status", result.status.as_str())];
    props.extend(counts(&result.counts));
    props.extend(evidence::gaps(assessment, &result.gaps));
    let listings: Vec<_> = assessment.listings_of(control).collect();
    let whole = listings.iter().all(|(_, listing)| listing.is_whole());
    let tested = "All assets returned were tested; no sampling.";
    let rest = if whole { "Every listing was read to the end." } else { "Not every listing was read to the end." };
    let Tally { fail, not_evaluated, risk_accepted, pass, not_applicable, set_aside } = result.counts;
    let sum = format!(
        "{} = {pass} passed + {fail} deviations + {risk_accepted} risk accepted + {not_evaluated} not evaluated + \
         {not_applicable} not applicable + {set_aside} set aside.",
        result.counts.total()
    );
    Observation {
        uuid: of_population(assessment, result),
        title: line(&format!("Population of {}", control.id)),
        description: line(&format!("{tested} {rest} {sum}")),
        props,
        methods: ["EXAMINE"],
        types: vec!["control-objective"],
        origins: [origin()],
        subjects: Vec::new(),
        relevant_evidence: listings.iter().map(|(kind, listing)| evidence::listed(kind, listing)).collect(),
        collected: assessment.as_of().to_string(),
        remarks: without_finding(result.status),
    }
}

/// Why there is no finding; `None` where there is one.
pub(super) fn without_finding(status: Status) -> Option<&'static str> {
    match status {
        Status::NotEvaluated => Some(
            "Not evaluated: something that decides it was not seen. There is no finding, because it is neither \
             satisfied nor not satisfied.",
        ),
        Status::NotApplicable => Some(
            "Not applicable: every listing was read to the end, and nothing is there that it speaks of. There is no \
             finding.",
        ),
        Status::Fail | Status::RiskAccepted | Status::Pass => None,
    }
}
