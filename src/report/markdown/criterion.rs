//! The 61 criteria: both columns, the points of focus, and the controls that speak to each.

use super::page::{Page, plain};
use crate::report::{Criterion, Mapped, Report, words};

pub(super) fn write(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(2, "The criteria")?;
    let rows: Vec<Vec<String>> = report
        .criteria
        .iter()
        .map(|one| {
            let (configuration, documents) = (words::configuration(one.configuration), words::documents(one.documents));
            vec![one.id.to_string(), configuration.to_owned(), documents.to_owned(), one.control_counts.brief()]
        })
        .collect();
    page.table(&["Criterion", "Configuration", "Documents", "Controls"], &rows)?;
    for one in &report.criteria {
        criterion(report, one, page)?;
    }
    Ok(())
}

fn criterion(report: &Report<'_>, one: &Criterion<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(3, &format!("{}: {}", one.id, plain(one.summary)))?;
    let filed = if one.filed.is_empty() { "; nothing is on file" } else { "" };
    let mut lines = vec![
        format!(
            "configuration: **{}** ({})",
            words::configuration(one.configuration),
            words::meaning(one.configuration)
        ),
        format!("documents: **{}**{filed}", words::documents(one.documents)),
    ];
    lines.extend(one.cloud_signals.map(|signals| format!("what a cloud shows: {}", plain(signals))));
    lines.push(format!("what an auditor asks for besides: {}", plain(one.manual_evidence)));
    for number in one.filed {
        let Some(document) = report.documents.get(*number) else { continue };
        let standing = words::plain(document.standing.as_str());
        lines.push(format!("on file ({standing}): {}", plain(document.statement)));
    }
    lines.extend(report.considerations.subservice_of(one.id).map(|part| {
        format!("carved out to the provider: {} Remains the entity's: {}", plain(&part.provider), plain(&part.entity))
    }));
    lines.extend(
        report.considerations.expected_of(one.id).map(|part| format!("expected of users: {}", plain(&part.text))),
    );
    page.list(&lines)?;
    points(one, page)?;
    mapped(report, "Controls", &one.controls, page)?;
    mapped(report, words::INDICATORS, &one.indicators, page)?;
    if !one.unselected.is_empty() {
        page.paragraph(&format!("Not selected: {}.", one.unselected.join(", ")))?;
    }
    Ok(())
}

fn points(one: &Criterion<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = one
        .points
        .iter()
        .map(|point| {
            let evidenced = match (point.applies, point.evidenced) {
                (false, _) => "does not apply",
                (true, true) => "evidenced",
                (true, false) => "not evidenced",
            };
            let status = point.status.map_or("documents only", words::configuration);
            let documents = if point.documents.is_empty() { "–" } else { "on file" };
            vec![plain(point.name), evidenced.to_owned(), status.to_owned(), documents.to_owned()]
        })
        .collect();
    page.table(&["Point of focus", "Evidence", "Configuration", "Documents"], &rows)
}

fn mapped(report: &Report<'_>, title: &str, all: &[Mapped<'_>], page: &mut Page<'_>) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = all
        .iter()
        .filter_map(|one| {
            let control = report.controls.get(one.control)?;
            let (role, status) = (one.role.to_string(), words::status(one.status).to_owned());
            Some(vec![control.id.to_owned(), role, status, control.population.counts.brief(), plain(one.because)])
        })
        .collect();
    page.table(&[title, "Role", "Status", "Results", "Because"], &rows)
}
