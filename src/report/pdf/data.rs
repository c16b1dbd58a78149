//! What the template lays out, as data: the report itself, its words, and of each population as much as a reader reads.

use serde_json::{Value, json};

use super::super::cover::utc;
use super::super::population::Counts;
use super::super::{Control, Fix, Group, Report, Result, Step, words};
use crate::assess::{Configuration, Documents, Status};
use crate::control::Outcome;
use crate::render::text::cut;

/// Up to so many results in all, each of them is listed: some hundred pages.
const LISTED_WHOLE: u64 = 2_000;

/// Where there are more, of one control so many results are listed that need an answer, and so many that do not. A
/// population of thousands is a file for a programme: the tables and the JSON of the report hold it whole, and the page
/// says how many are left.
const LISTED_OPEN: usize = 40;
const LISTED_CLOSED: usize = 20;

/// Of one step of the plan, so many groups, and of each so many assets.
const GROUPS: usize = 6;
const IN_GROUP: usize = 8;

/// A longer text from the cloud is cut off on the page, with an ellipsis.
const LONGEST: usize = 300;

/// All of it.
pub(super) fn data(report: &Report<'_>) -> serde_json::Result<Value> {
    let considerations = report.considerations;
    let considered = considerations.criteria().into_iter().map(|id| {
        json!({
            "criterion": id.as_str(),
            "subservice": considerations.subservice_of(id).collect::<Vec<_>>(),
            "expected": considerations.expected_of(id).map(|one| &one.text).collect::<Vec<_>>(),
        })
    });
    let mut gaps = Vec::new();
    for gap in &report.gaps {
        let mut told = serde_json::to_value(gap)?;
        put(&mut told, "line", Value::String(short(&gap.to_string())));
        put(&mut told, "message", json!(gap.message.map(short)));
        gaps.push(told);
    }
    let mut cover = serde_json::to_value(&report.cover)?;
    put(&mut cover, "as_of_words", Value::String(utc(report.cover.as_of)));
    put(&mut cover, "finished_words", Value::String(utc(report.cover.finished)));
    Ok(json!({
        "cover": cover,
        "scope": report.scope,
        "summary": report.summary,
        "criteria": report.criteria,
        "controls": report.controls.iter().map(|one| control(report, one)).collect::<Vec<_>>(),
        "indicators": report.indicators,
        "indicators_statement": words::INDICATORS,
        "considerations": considered.collect::<Vec<_>>(),
        "plan": report.plan.iter().map(step).collect::<Vec<_>>(),
        "gaps": gaps,
        "acceptances": report.acceptances,
        "exclusions": report.exclusions,
        "documents": report.documents,
        "words": the_words(),
    }))
}

/// What each status is called, in the order in which it is told, by the word that the lists above have for it.
fn the_words() -> Value {
    let configuration = |one: Configuration| json!([one.as_str(), words::configuration(one), words::meaning(one)]);
    let status = [Status::Fail, Status::NotEvaluated, Status::RiskAccepted, Status::Pass, Status::NotApplicable];
    json!({
        "configuration": Configuration::ALL.map(configuration),
        "set_aside": words::SET_ASIDE,
        "untold": words::UNTOLD,
        "documents": Documents::ALL.map(|one| json!([one.as_str(), words::documents(one)])),
        "status": status.map(|one| json!([one.as_str(), words::status(one)])),
        "outcome": Outcome::ALL.map(|one| json!([one.as_str(), words::outcome(one)])),
    })
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn short(text: &str) -> String {
    cut(text, LONGEST).into_owned()
}

fn control(report: &Report<'_>, control: &Control<'_>) -> Value {
    let population = &control.population;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    let whole = report.summary.results.assets <= LISTED_WHOLE;
    for result in control.results.iter() {
        let (rows, most) = match result.outcome {
            Outcome::Fail | Outcome::RiskAccepted | Outcome::NotEvaluated => (&mut open, LISTED_OPEN),
            Outcome::Pass | Outcome::NotApplicable | Outcome::SetAside => (&mut closed, LISTED_CLOSED),
        };
        if whole || rows.len() < most {
            rows.push(row(report, &result));
        }
    }
    // Those that need an answer first, the gravest of them on top.
    open.sort_by_key(|(outcome, _)| Outcome::ALL.iter().position(|one| one == outcome));
    let rows: Vec<Value> = open.into_iter().chain(closed).map(|(_, row)| row).collect();
    json!({
        "id": control.id,
        "title": control.title,
        "assertion": control.assertion,
        "severity": control.severity,
        "status": control.status,
        "origin": control.origin,
        "replaces": control.replaces,
        "applies": control.applies,
        "expects": control.expects,
        "params": control.params,
        "criteria": control.criteria,
        "statement": population.statement,
        "brief": population.counts.brief(),
        "counts": parts(population.counts),
        "listings": population.listings,
        "gaps": control.gaps,
        "left": control.results.len() - rows.len(),
        "rows": rows,
    })
}

/// Each count with its word, where there is any.
fn parts(counts: Counts) -> Vec<(u64, &'static str)> {
    counts.parts().into_iter().filter(|(number, _)| *number > 0).collect()
}

fn row(report: &Report<'_>, result: &Result<'_>) -> (Outcome, Value) {
    let failed = matches!(result.outcome, Outcome::Fail | Outcome::RiskAccepted);
    let lines = result.observations.iter().filter(|one| !failed || one.decides).map(|one| short(&one.line()));
    let mut seen: Vec<String> = lines.collect();
    seen.extend(result.gaps.iter().map(|number| short(&report.gap(*number))));
    seen.extend(report.decision(result).map(str::to_owned));
    let asset = result.asset;
    let row = json!({
        "name": short(asset.name),
        "id": short(asset.id),
        "place": format!("{}, {}", asset.account, asset.region),
        "outcome": result.outcome.as_str(),
        "severity": result.severity,
        "seen": seen,
    });
    (result.outcome, row)
}

fn step(step: &Step<'_>) -> Value {
    let group = |group: &Group<'_>| {
        let named: Vec<String> = group.assets.iter().take(IN_GROUP).map(|asset| short(asset.name)).collect();
        json!({"seen": short(&group.seen), "left": group.assets.len() - named.len(), "assets": named})
    };
    let groups: Vec<Value> = step.groups.iter().take(GROUPS).map(group).collect();
    json!({
        "title": step.title,
        "severity": step.severity,
        "controls": step.controls,
        "blocks": step.blocks,
        "unblocks": step.unblocks,
        "assets": step.assets(),
        "groups_left": step.groups.len() - groups.len(),
        "groups": groups,
        "gaps": step.gaps,
        "fix": step.fix.as_ref().map(fix),
    })
}

/// How to put it right. The lines of a command are ours; what a line holds is not.
fn fix(fix: &Fix) -> Value {
    let lines: Vec<&str> = fix.cli.iter().flat_map(|cli| cli.lines()).collect();
    json!({"summary": fix.summary, "cli": lines, "console": fix.console})
}
