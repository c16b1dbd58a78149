//! The controls: the test performed, the population with every asset of it, and what was observed.

use super::page::{LONGEST, Page, plain};
use crate::control::{Assertion, Outcome};
use crate::report::{Control, Observation, Report, Result, cut, words};

pub(super) fn write(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(2, "Controls, populations and results")?;
    for control in report.controls.iter().filter(|one| one.assertion == Assertion::Configuration) {
        section(report, control, page)?;
    }
    if !report.indicators.is_empty() {
        page.heading(2, "Indicators")?;
        page.paragraph(words::INDICATORS)?;
    }
    for control in report.indicators.iter().filter_map(|number| report.controls.get(*number)) {
        section(report, control, page)?;
    }
    Ok(())
}

fn section(report: &Report<'_>, control: &Control<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(3, control.id)?;
    page.paragraph(&format!(
        "{}: **{}**, severity {}.",
        plain(control.title),
        words::status(control.status),
        control.severity
    ))?;
    let mut test = Vec::new();
    if !control.applies.is_empty() {
        test.push(format!("test performed on assets where{}", nested(&control.applies)));
    }
    test.push(format!("expected{}", nested(&control.expects)));
    for param in &control.params {
        test.push(format!(
            "parameter {} = {} ({})",
            plain(param.name),
            plain(&param.value),
            words::change(param.change)
        ));
    }
    page.list(&test)?;
    page.paragraph(&plain(&control.population.statement))?;
    let listings = control.population.listings.iter();
    let rows: Vec<Vec<String>> = listings
        .map(|one| {
            let gap = one.gap.map(|number| plain(&report.gap(number))).unwrap_or_default();
            vec![
                one.kind.to_owned(),
                one.account.to_owned(),
                one.region.to_owned(),
                words::plain(one.state),
                one.held.to_string(),
                gap,
            ]
        })
        .collect();
    page.table(&["Kind", "Account", "Region", "Listing", "Assets", "Gap"], &rows)?;
    let rows: Vec<Vec<String>> = control.results.iter().map(|result| row(report, &result)).collect();
    page.table(&["Asset", "Region", "Result", "Observed"], &rows)
}

/// Lines below an entry of a list, each as deep as it stands in.
fn nested(lines: &[String]) -> String {
    let entry = |line: &String| {
        let text = line.trim_start();
        format!("\n  {}- {}", " ".repeat(line.len() - text.len()), plain(text))
    };
    lines.iter().map(entry).collect()
}

fn row(report: &Report<'_>, result: &Result<'_>) -> Vec<String> {
    // Of a failure what decided it; of anything else all that was looked at.
    let failed = matches!(result.outcome, Outcome::Fail | Outcome::RiskAccepted);
    let shown = result.observations.iter().filter(|one| !failed || one.decides).map(Observation::line);
    let mut observed: Vec<String> = shown.collect();
    observed.extend(result.gaps.iter().map(|number| report.gap(*number)));
    observed.extend(report.decision(result).map(str::to_owned));
    vec![
        plain(result.asset.id),
        result.asset.region.to_owned(),
        words::outcome(result.outcome).to_owned(),
        plain(&cut(&observed.join("; "), LONGEST)),
    ]
}
