//! The sheet of one criterion: its points of focus, its documents, and the populations of its controls, asset by asset.

use super::book::{Book, Cell, Column, Sheet};
use crate::report::{Control, Criterion, Mapped, Observation, Report, Result, words};

const COLUMNS: [Column; 12] = [
    ("Line", 15.0),
    ("Control", 38.0),
    ("Role", 11.0),
    ("Severity", 10.0),
    ("Result", 16.0),
    ("Name", 32.0),
    ("Asset", 48.0),
    ("Kind", 24.0),
    ("Account", 15.0),
    ("Region", 14.0),
    ("Detail", 80.0),
    ("Gaps and decisions", 50.0),
];

pub(super) fn write(report: &Report<'_>, one: &Criterion<'_>, book: &mut Book) -> anyhow::Result<()> {
    let filed = if one.filed.is_empty() { "; nothing is on file" } else { "" };
    let mut intro = vec![
        format!("{}  {}", one.id, one.summary),
        format!("Configuration: {}. {}", words::configuration(one.configuration), words::meaning(one.configuration)),
        format!("Documents: {}{filed}", words::documents(one.documents)),
        format!("What an auditor asks for besides: {}", one.manual_evidence),
    ];
    let considerations = report.considerations;
    intro.extend(
        considerations
            .subservice_of(one.id)
            .map(|part| format!("Carved out to the provider: {} Remains the entity's: {}", part.provider, part.entity)),
    );
    let points = one.points.iter().map(|point| {
        let evidence = match (point.applies, point.evidenced) {
            (false, _) => "does not apply",
            (true, true) => "evidenced",
            (true, false) => "not evidenced",
        };
        let detail = point.status.map_or("documents only", words::configuration);
        line("point of focus", evidence, point.name, detail)
    });
    let documents = one.filed.iter().filter_map(|number| report.documents.get(*number)).map(|document| {
        line("document", document.standing.as_str(), document.statement, &format!("owner {}", document.owner))
    });
    let controls = one.controls.iter().map(|mapped| ("control", mapped));
    let indicators = one.indicators.iter().map(|mapped| ("indicator", mapped));
    let tested = controls.chain(indicators).flat_map(|(word, mapped)| {
        let control = report.controls.get(mapped.control);
        control.into_iter().flat_map(move |control| {
            let results = control.results.iter().map(move |result| asset(report, control, mapped, &result));
            std::iter::once(heading(word, control, mapped)).chain(results)
        })
    });
    let sheet = Sheet { name: one.id.as_str(), intro: &intro, columns: &COLUMNS };
    book.sheet(&sheet, points.chain(documents).chain(tested))
}

/// A line that is of no control.
fn line(word: &str, result: &str, name: &str, detail: &str) -> Vec<Cell> {
    let mut cells: Vec<Cell> = [word, "", "", "", &words::plain(result), name].into_iter().map(Cell::from).collect();
    cells.extend(["", "", "", "", detail, ""].into_iter().map(Cell::from));
    cells
}

/// The line above a control's assets: what it tests, why here, and on which population.
fn heading(word: &str, control: &Control<'_>, mapped: &Mapped<'_>) -> Vec<Cell> {
    let detail = format!("{} {}", mapped.because, control.population.statement);
    let cells = [
        word,
        control.id,
        mapped.role.as_str(),
        control.severity.as_str(),
        words::status(control.status),
        control.title,
    ];
    let mut cells: Vec<Cell> = cells.into_iter().map(Cell::from).collect();
    cells.extend(["", "", "", "", &detail, ""].into_iter().map(Cell::from));
    cells
}

fn asset(report: &Report<'_>, control: &Control<'_>, mapped: &Mapped<'_>, result: &Result<'_>) -> Vec<Cell> {
    let observed: Vec<String> = result.observations.iter().map(Observation::line).collect();
    let mut beside: Vec<String> = result.gaps.iter().map(|number| report.gap(*number)).collect();
    beside.extend(report.decision(result).map(str::to_owned));
    let own = result.asset;
    vec![
        "asset".into(),
        control.id.into(),
        mapped.role.as_str().into(),
        result.severity.as_str().into(),
        words::outcome(result.outcome).into(),
        own.name.into(),
        own.id.into(),
        own.kind.into(),
        own.account.into(),
        own.region.into(),
        observed.join("; ").into(),
        beside.join("; ").into(),
    ]
}
