//! `--format json`: the published contract, one finding at a time.

use std::io::{self, Write};

use serde_json::Value;

use super::Options;
use super::wire::v1::{self, filed};
use crate::assess::{
    Assessment, AssetPattern, Configuration, ControlResult, Coverage, CriterionResult, Documents, Finding, GapEntry,
    Outcome, SetAside, Summary, Tally, Totals, fingerprint,
};
use crate::control::{Change, Control, ControlId, ParamValue, RenderedFix};
use crate::criteria::{Category, CriterionId};
use crate::inventory::snapshot::Header;
use crate::inventory::{AccountId, Region, Timestamp};
use crate::predicate::{Actual, Literal, Observation, Truth};

/// Writes the document and a line feed.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let document = v1::Document {
        schema: v1::SCHEMA,
        tool: v1::Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        scope: scope(assessment),
        as_of: assessment.as_of().to_string(),
        summary: summary(assessment.summary()),
        categories: assessment
            .categories()
            .iter()
            .map(|result| v1::Category {
                id: result.category.as_str(),
                in_scope: result.in_scope,
                score: score(&result.summary.totals),
                coverage: coverage(result.summary.totals.coverage),
                counts: both(result.summary.totals.controls, result.summary.totals.results),
            })
            .collect(),
        criteria: v1::Each(assessment.criteria().iter().map(|result| criterion(assessment, result))),
        controls: v1::Each(controls(assessment)),
        findings: v1::Each(findings(assessment, options)),
        gaps: v1::Each(gaps(assessment)),
        acceptances: acceptances(assessment),
        exclusions: exclusions(assessment),
        documents: filed::documents(assessment),
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// The results of the controls.
pub(super) fn controls<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = v1::Control<'s>> + Clone {
    assessment.controls().iter().map(move |result| control(assessment, result))
}

/// The findings, those that are wanted.
pub(super) fn findings<'s>(
    assessment: &'s Assessment<'_>,
    options: Options,
) -> impl Iterator<Item = v1::Finding<'s>> + Clone {
    let wanted = move |finding: &&Finding| !options.only_failures || finding.outcome == Outcome::Fail;
    assessment.findings().iter().filter(wanted).filter_map(move |found| finding(assessment, found))
}

/// The numbered list of gaps.
pub(super) fn gaps<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = v1::Gap<'s>> + Clone {
    assessment.gaps().iter().map(move |entry| gap(assessment, entry))
}

/// What was looked at, by whom, and by what.
pub(super) fn scope<'s>(assessment: &'s Assessment<'_>) -> v1::Scope<'s> {
    let input = assessment.input();
    v1::Scope {
        categories: input.selection.categories().map(Category::as_str).collect(),
        criteria: input.selection.criteria().iter().map(CriterionId::as_str).collect(),
        criterion_threshold: assessment.options().criterion_threshold.as_str(),
        pack: v1::Pack {
            digest: input.pack.digest(),
            controls: input.pack.len(),
            selected: assessment.controls().len(),
            overridden: input.pack.overridden().iter().map(ControlId::as_str).collect(),
            loosened: assessment.controls().iter().flat_map(|result| loosened(result.control)).collect(),
        },
        collections: assessment.snapshot().headers().map(collection).collect(),
    }
}

fn loosened(control: &Control) -> impl Iterator<Item = String> {
    let loosened = control.params.iter().filter(|(_, param)| param.change == Change::Loosened);
    loosened.map(|(name, _)| format!("{}.{name}", control.id))
}

fn collection(header: &Header) -> v1::Collection<'_> {
    v1::Collection {
        tool: v1::Tool { name: &header.tool.name, version: &header.tool.version },
        pack_digest: &header.pack_digest,
        caller: v1::Caller {
            account: header.caller.account.as_str(),
            arn: &header.caller.arn,
            user_id: &header.caller.user_id,
        },
        accounts: header.accounts.iter().map(AccountId::as_str).collect(),
        regions: header.regions.iter().map(Region::as_str).collect(),
        started: header.started.to_string(),
        finished: header.finished.to_string(),
        clock_difference_seconds: header.clock_difference_seconds,
        host: header.host.as_deref(),
        profile: header.profile.as_deref(),
        endpoint: header.endpoint.as_deref(),
    }
}

/// The figures.
pub(super) fn summary(summary: &Summary) -> v1::Summary {
    v1::Summary {
        score: score(&summary.totals),
        coverage: coverage(summary.totals.coverage),
        counts: both(summary.totals.controls, summary.totals.results),
        configuration: Configuration::ALL.map(Configuration::as_str).into_iter().zip(summary.configuration).collect(),
        documents: Documents::ALL.map(Documents::as_str).into_iter().zip(summary.documents).collect(),
    }
}

fn score(totals: &Totals) -> v1::Score {
    v1::Score { by_controls: totals.score_by_controls(), by_assets: totals.score_by_assets() }
}

fn coverage(coverage: Coverage) -> v1::Coverage {
    let Coverage { covered, planned, closed, set_aside } = coverage;
    v1::Coverage { percent: coverage.percent(), covered, planned, region_closed: closed, set_aside }
}

fn counts(tally: Tally) -> v1::Counts {
    let Tally { fail, not_evaluated, risk_accepted, pass, not_applicable, set_aside } = tally;
    v1::Counts { pass, fail, not_evaluated, risk_accepted, not_applicable, set_aside }
}

fn both(controls: Tally, results: Tally) -> v1::BothCounts {
    v1::BothCounts { controls: counts(controls), results: counts(results) }
}

/// The ids of controls by their numbers.
fn ids<'s>(assessment: &'s Assessment<'_>, numbers: &[usize]) -> Vec<&'s str> {
    let controls = assessment.controls();
    numbers.iter().filter_map(|number| controls.get(*number)).map(|result| result.control.id.as_str()).collect()
}

fn criterion<'s>(assessment: &'s Assessment<'_>, result: &'s CriterionResult<'_>) -> v1::Criterion<'s> {
    v1::Criterion {
        id: result.criterion.id.as_str(),
        category: result.criterion.category.as_str(),
        series: &result.criterion.series,
        title: &result.criterion.summary,
        cloud_evidence: result.criterion.cloud_evidence.as_str(),
        configuration: result.configuration.as_str(),
        documents: result.documents().as_str(),
        on_file: filed::on_file(&result.on_file),
        counts: both(result.control_counts, result.result_counts),
        controls: ids(assessment, &result.controls),
        unselected: result.unselected.iter().map(|id| id.as_str()).collect(),
        points: result
            .points
            .iter()
            .map(|point| v1::Point {
                name: &point.point.name,
                status: point.status.as_str(),
                controls: ids(assessment, &point.controls),
            })
            .collect(),
    }
}

fn control<'s>(assessment: &'s Assessment<'_>, result: &'s ControlResult<'_>) -> v1::Control<'s> {
    let own = result.control;
    v1::Control {
        id: own.id.as_str(),
        title: &own.title,
        service: &own.service,
        assertion: own.assertion.as_str(),
        severity: result.severity.as_str(),
        status: result.status.as_str(),
        params: own
            .params
            .iter()
            .map(|(name, param)| {
                (name.as_str(), v1::Param { value: value(&param.value), change: change(param.change) })
            })
            .collect(),
        gaps: &result.gaps,
        counts: counts(result.counts),
        population: assessment
            .listings_of(own)
            .map(|(kind, listing)| {
                let count = listing.population.map_or(0, |population| population.count);
                v1::Population {
                    kind: kind.as_str(),
                    account: listing.account.as_str(),
                    region: listing.region.as_str(),
                    state: listing.population.map_or("not_seen", |population| population.state.as_str()),
                    count,
                    held: (listing.held != count).then_some(listing.held),
                    gap: listing.gap().and_then(|gap| assessment.gap_number(&gap)),
                }
            })
            .collect(),
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Default => "default",
        Change::Tightened => "tightened",
        Change::Loosened => "loosened",
    }
}

fn value(value: &ParamValue) -> Value {
    let one = |literal: &Literal| match literal {
        Literal::Bool(value) => Value::from(*value),
        Literal::Integer(value) => Value::from(*value),
        Literal::Text(value) => Value::from(value.as_str()),
        other => Value::from(other.to_string()),
    };
    match value {
        ParamValue::One(literal) => one(literal),
        ParamValue::List(literals) => literals.iter().map(one).collect(),
        ParamValue::Unset => Value::Null,
    }
}

fn finding<'s>(assessment: &'s Assessment<'_>, finding: &Finding) -> Option<v1::Finding<'s>> {
    let (control, asset) = (assessment.control_of(finding)?.control, assessment.asset_of(finding)?);
    let explanation = assessment.explain(finding);
    let mut criteria: Vec<&str> = control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
    criteria.dedup();
    Some(v1::Finding {
        control: control.id.as_str(),
        status: finding.outcome.as_str(),
        severity: finding.severity.as_str(),
        criteria,
        fingerprint: fingerprint(&control.id, &asset.key()),
        asset: v1::Asset {
            kind: asset.kind().as_str(),
            id: asset.id(),
            name: asset.name(),
            account: asset.account().as_str(),
            region: asset.region().as_str(),
        },
        observations: explanation.observations.into_iter().map(|seen| observation(assessment, seen)).collect(),
        gaps: explanation.gaps,
        acceptance: assessment.acceptance_of(finding),
        exclusion: assessment.exclusion_of(finding),
        fix: explanation.fix.map(|RenderedFix { summary, cli, terraform, console }| v1::Fix {
            summary,
            cli,
            terraform,
            console,
        }),
    })
}

fn observation(assessment: &Assessment<'_>, observation: Observation) -> v1::Observation {
    let Observation { path, actual, expected, truth } = observation;
    let (actual, mut unknown) = match actual {
        Actual::Value(value) => (Some(value), Vec::new().into_iter()),
        Actual::Unknown(gaps) => (None, assessment.gap_numbers(&gaps).into_iter()),
    };
    let asked = !expected.is_empty();
    v1::Observation {
        path,
        actual,
        unknown: unknown.next(),
        unknown_too: unknown.collect(),
        expected: asked.then_some(expected),
        holds: match truth {
            Truth::True if asked => Some(true),
            Truth::False if asked => Some(false),
            _ => None,
        },
    }
}

/// The acceptances on file.
pub(super) fn acceptances<'s>(assessment: &'s Assessment<'_>) -> Vec<v1::Acceptance<'s>> {
    let all = assessment.input().management.acceptances().iter().zip(assessment.accepted());
    let told = all.map(|(one, accepted)| v1::Acceptance {
        control: one.control.as_str(),
        assets: one
            .assets
            .iter()
            .map(|asset| match asset {
                AssetPattern::Id(id) => v1::AcceptedAsset::Id(id),
                AssetPattern::Glob(glob) => v1::AcceptedAsset::Glob(glob),
            })
            .collect(),
        reason: &one.reason,
        compensating_control: &one.compensating_control,
        owner: &one.owner,
        approver: &one.approver,
        ticket: &one.ticket,
        starts: one.starts.date(),
        expires: one.last_day().date(),
        validity: one.validity(assessment.as_of()).as_str(),
        accepted,
    });
    told.collect()
}

/// What management leaves out.
pub(super) fn exclusions<'s>(assessment: &'s Assessment<'_>) -> Vec<v1::Exclusion<'s>> {
    let all = assessment.input().management.exclusions().iter().zip(assessment.set_aside());
    let told = all.map(|(one, SetAside { results, untold })| v1::Exclusion {
        what: one.to_string(),
        reason: &one.reason,
        approver: &one.approver,
        ticket: one.ticket.as_deref(),
        until: one.last_day().map(Timestamp::date),
        in_force: one.holds(assessment.as_of()),
        set_aside: results,
        untold,
    });
    told.collect()
}

fn gap<'s>(assessment: &'s Assessment<'_>, entry: &'s GapEntry) -> v1::Gap<'s> {
    v1::Gap {
        operation: entry.gap.operation.as_deref(),
        action: entry.action.as_deref(),
        account: entry.gap.account.as_str(),
        region: entry.gap.region.as_str(),
        kind: entry.gap.kind.as_str(),
        code: entry.gap.code.as_deref(),
        message: entry.message.as_deref(),
        count: entry.count,
        controls: ids(assessment, &entry.controls),
    }
}
