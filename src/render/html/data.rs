//! What the page shows, as JSON: words that recur are written once.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::super::wire::v1::{Each, filed};
use super::super::{Options, json};
use super::shape::{
    Acceptance, Call, Category, Collection, Control, Criterion, Data, Fix, Gap, Mapped, Pack, Point, Population,
    Result, Seen, Totals,
};
use crate::assess::{Assessment, ControlResult, CriterionResult, Finding, GapEntry, Outcome};
use crate::control::{Change, RenderedFix};
use crate::inventory::snapshot::{CallRecord, Header};
use crate::predicate::{Actual, Observation, prose};

/// A longer value is cut: the snapshot and the JSON report have it whole.
const LONGEST_VALUE: usize = 600;

/// Of one control, the fix is written out for so many failures; it differs in names alone.
const FIXES: usize = 50;

/// Writes the data of the page.
pub(super) fn write(
    assessment: &Assessment<'_>,
    options: Options,
    report: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let input = assessment.input();
    let mut words = Words::default();
    let assets: Vec<_> = assessment.snapshot().assets().collect();
    for asset in &assets {
        for word in [asset.kind().as_str(), asset.account().as_str(), asset.region().as_str()] {
            words.number(word);
        }
    }
    let row = |asset: &crate::inventory::snapshot::AssetRef<'_>| {
        let number = |word: &str| words.numbers.get(word).copied().unwrap_or_default();
        let place = [asset.kind().as_str(), asset.account().as_str(), asset.region().as_str()].map(number);
        (place[0], place[1], place[2], asset.id().to_owned(), asset.name().to_owned())
    };
    let summary = assessment.summary();
    let data = Data {
        tool: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        as_of: assessment.as_of().to_string(),
        collections: assessment.snapshot().headers().map(collection).collect(),
        pack: Pack {
            digest: input.pack.digest(),
            controls: input.pack.len(),
            selected: assessment.controls().len(),
            overridden: input.pack.overridden().iter().map(crate::control::ControlId::as_str).collect(),
            changed: assessment.controls().iter().flat_map(changed).collect(),
            threshold: assessment.options().criterion_threshold.as_str(),
        },
        categories: assessment
            .categories()
            .iter()
            .map(|one| Category {
                id: one.category.as_str(),
                in_scope: one.in_scope,
                counts: one.summary.totals.controls.into(),
                coverage: one.summary.totals.coverage.percent(),
            })
            .collect(),
        totals: Totals {
            controls: summary.totals.controls.into(),
            results: summary.totals.results.into(),
            coverage: summary.totals.coverage.percent(),
            closed: summary.totals.coverage.closed,
            set_aside: summary.totals.coverage.set_aside,
        },
        criteria: assessment.criteria().iter().map(|result| criterion(assessment, result)).collect(),
        controls: Each(assessment.controls().iter().map(|result| control(assessment, result, options))),
        words: words.list.clone(),
        assets: Each(assets.iter().map(row)),
        gaps: assessment.gaps().iter().map(gap).collect(),
        calls: assessment.snapshot().calls().iter().map(call).collect(),
        acceptances: acceptances(assessment),
        exclusions: json::exclusions(assessment),
        documents: filed::documents(assessment),
        report,
    };
    serde_json::to_writer(out, &data).map_err(io::Error::from)
}

/// Words, each once.
#[derive(Default)]
struct Words<'a> {
    list: Vec<&'a str>,
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Words<'a> {
    fn number(&mut self, word: &'a str) {
        let list = &mut self.list;
        self.numbers.entry(word).or_insert_with(|| {
            list.push(word);
            list.len() - 1
        });
    }
}

fn collection(header: &Header) -> Collection<'_> {
    Collection {
        tool: &header.tool.version,
        pack: &header.pack_digest,
        accounts: header.accounts.iter().map(crate::inventory::AccountId::as_str).collect(),
        regions: header.regions.iter().map(crate::inventory::Region::as_str).collect(),
        arn: &header.caller.arn,
        started: header.started.to_string(),
        finished: header.finished.to_string(),
        clock: header.clock_difference_seconds,
        host: header.host.as_deref(),
        endpoint: header.endpoint.as_deref(),
    }
}

/// The parameters whose value is not the default.
fn changed(result: &ControlResult<'_>) -> Vec<String> {
    let params = result.control.params.iter().filter(|(_, param)| param.change != Change::Default);
    params.map(|(name, param)| format!("{}.{name} = {}", result.control.id, param.value)).collect()
}

fn criterion<'s>(assessment: &'s Assessment<'_>, result: &'s CriterionResult<'_>) -> Criterion<'s> {
    let criterion = result.criterion;
    let status = |name: &str| {
        let found = result.points.iter().find(|point| point.point.name == name);
        found.map(|point| point.status.as_str())
    };
    let mapped = result.controls.iter().flat_map(|number| {
        let control = assessment.controls().get(*number).map(|result| result.control);
        let own = control.into_iter().flat_map(|control| &control.criteria);
        own.filter(|mapping| mapping.criterion == criterion.id).map(|mapping| Mapped {
            n: *number,
            role: mapping.role.as_str(),
            because: &mapping.because,
            points: &mapping.points,
        })
    });
    Criterion {
        id: criterion.id.as_str(),
        category: criterion.category.as_str(),
        series: &criterion.series,
        summary: &criterion.summary,
        cloud: criterion.cloud_evidence.as_str(),
        signals: criterion.cloud_signals.as_deref(),
        manual: &criterion.manual_evidence,
        configuration: result.configuration.as_str(),
        documents: result.documents().as_str(),
        on_file: filed::on_file(&result.on_file),
        counts: result.control_counts.into(),
        points: criterion
            .points
            .iter()
            .map(|point| Point { name: &point.name, status: status(&point.name), scope: point.scope.as_deref() })
            .collect(),
        controls: mapped.collect(),
        unselected: result.unselected.iter().map(|id| id.as_str()).collect(),
    }
}

fn control<'s>(assessment: &'s Assessment<'_>, result: &'s ControlResult<'_>, options: Options) -> Control<'s> {
    let control = result.control;
    let (mut shapes, mut fixes) = (Vec::new(), Vec::new());
    let wanted = |finding: &&Finding| !options.only_failures || finding.outcome == Outcome::Fail;
    let own = assessment.findings_of(result).iter().filter(wanted);
    let findings = own.map(|found| finding(assessment, found, &mut shapes, &mut fixes)).collect();
    Control {
        id: control.id.as_str(),
        title: &control.title,
        service: &control.service,
        assertion: control.assertion.as_str(),
        severity: result.severity.as_str(),
        status: result.status.as_str(),
        applies: control.when.as_ref().map(prose).unwrap_or_default(),
        expects: prose(&control.expect),
        params: control
            .params
            .iter()
            .map(|(name, param)| {
                (name.as_str(), param.value.to_string(), if param.change == Change::Default { "" } else { "changed" })
            })
            .collect(),
        counts: result.counts.into(),
        populations: populations(assessment, result),
        gaps: &result.gaps,
        equivalents: &control.equivalents,
        references: &control.references,
        shapes,
        findings,
        fixes,
    }
}

fn populations<'s>(assessment: &'s Assessment<'_>, result: &'s ControlResult<'_>) -> Vec<Population<'s>> {
    let listings = assessment.listings_of(result.control);
    let each = listings.map(|(kind, listing)| Population {
        kind: kind.as_str(),
        account: listing.account.as_str(),
        region: listing.region.to_string(),
        state: listing.population.map_or("not_seen", |population| population.state.as_str()),
        count: listing.held,
    });
    each.collect()
}

fn finding<'s>(
    assessment: &'s Assessment<'_>,
    finding: &Finding,
    shapes: &mut Vec<Vec<(String, String)>>,
    fixes: &mut Vec<Fix>,
) -> Result<'s> {
    let explanation = assessment.explain(finding);
    let decided: Vec<usize> = explanation
        .observations
        .iter()
        .enumerate()
        .filter(|(_, seen)| {
            explanation.decided_by.iter().any(|one| one.path == seen.path && one.expected == seen.expected)
        })
        .map(|(number, _)| number)
        .collect();
    let shape: Vec<(String, String)> =
        explanation.observations.iter().map(|seen| (seen.path.clone(), seen.expected.clone())).collect();
    let number = shapes.iter().position(|known| *known == shape).unwrap_or_else(|| {
        shapes.push(shape);
        shapes.len() - 1
    });
    let fix = explanation.fix.filter(|_| fixes.len() < FIXES).map(|fix| {
        let RenderedFix { summary, cli, terraform, console } = fix;
        fixes.push(Fix { summary, cli, terraform, console });
        fixes.len() - 1
    });
    Result(
        finding.asset(),
        finding.outcome.as_str(),
        finding.severity.as_str(),
        number,
        explanation.observations.into_iter().map(|seen| shown(assessment, seen)).collect(),
        decided,
        explanation.gaps,
        fix,
        assessment.acceptance_of(finding),
        assessment.exclusion_of(finding),
    )
}

fn shown(assessment: &Assessment<'_>, observation: Observation) -> Seen {
    match observation.actual {
        Actual::Value(value) => Seen::Value([cut(value)]),
        Actual::Unknown(gaps) => Seen::Gap(assessment.gap_numbers(&gaps).into_iter().next()),
    }
}

/// A value, or as much of it as a page can use.
fn cut(value: Value) -> Value {
    let text = match &value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) => return value,
    };
    if text.len() <= LONGEST_VALUE {
        return value;
    }
    let kept: String = text.chars().take(LONGEST_VALUE).collect();
    Value::String(format!("{kept} … (cut; the snapshot has it whole)"))
}

fn gap(entry: &GapEntry) -> Gap<'_> {
    Gap {
        operation: entry.gap.operation.as_deref(),
        action: entry.action.as_deref(),
        account: entry.gap.account.as_str(),
        region: entry.gap.region.as_str(),
        kind: entry.gap.kind.as_str(),
        code: entry.gap.code.as_deref(),
        message: entry.message.as_deref(),
        count: entry.count,
        controls: &entry.controls,
    }
}

fn call(record: &CallRecord) -> Call<'_> {
    Call {
        operation: &record.operation,
        parameters: &record.parameters,
        account: record.account.as_str(),
        region: record.region.as_str(),
        pages: record.pages,
        items: record.items,
        complete: record.complete,
        requests: &record.request_ids,
    }
}

fn acceptances<'s>(assessment: &'s Assessment<'_>) -> Vec<Acceptance<'s>> {
    let all = assessment.input().management.acceptances().iter().zip(assessment.accepted());
    let told = all.map(|(one, accepted)| Acceptance {
        control: one.control.as_str(),
        assets: one.assets.iter().map(ToString::to_string).collect(),
        reason: &one.reason,
        compensating: &one.compensating_control,
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
