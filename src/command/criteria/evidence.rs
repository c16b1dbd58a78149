//! Which controls are evidence of each point of focus, and what takes documents.

use crate::control::{Control, Mapping, Pack};
use crate::criteria::{Criterion, Point};
use crate::render::page::{Page, cell, table};
use crate::render::text::{count, cut, visible};
use crate::render::{Style, Tone};

/// The columns of a point's name.
const POINT: usize = 52;

/// The controls that speak to a point of a criterion.
fn speaking<'a>(pack: &'a Pack, criterion: &'a Criterion, point: &'a Point) -> Vec<(&'a Control, &'a Mapping)> {
    let mapped = pack.iter().flat_map(|control| control.criteria.iter().map(move |mapping| (control, mapping)));
    mapped.filter(|(_, mapping)| mapping.criterion == criterion.id && mapping.points.contains(&point.name)).collect()
}

/// One criterion: its points of focus with their controls, and what an auditor asks for besides.
pub(super) fn page(criterion: &Criterion, pack: &Pack, style: Style) -> Page {
    let mut page = Page::new(style);
    let about = format!(" · {} · {}", criterion.category, criterion.series);
    page.line(0, &[(Tone::Heading, criterion.id.as_str()), (Tone::Faint, &about)]);
    page.paragraph(0, Tone::Plain, &criterion.summary);
    page.heading("CLOUD EVIDENCE", criterion.cloud_evidence.as_str());
    if let Some(signals) = &criterion.cloud_signals {
        page.paragraph(2, Tone::Plain, signals);
    }
    page.heading("POINTS OF FOCUS", "✓ a control speaks to it, ? a cloud could show it, – only documents can");
    for point in &criterion.points {
        point_of_focus(criterion, point, pack, &mut page);
    }
    page.heading("DOCUMENTS", "what no scanner can show, and an auditor asks for");
    page.paragraph(2, Tone::Plain, &criterion.manual_evidence);
    page
}

fn point_of_focus(criterion: &Criterion, point: &Point, pack: &Pack, page: &mut Page) {
    let controls = speaking(pack, criterion, point);
    let (mark, tone) = match (point.cloud_assessable, controls.is_empty()) {
        (false, _) => ("– ", Tone::Faint),
        (true, true) => ("? ", Tone::Unseen),
        (true, false) => ("✓ ", Tone::Good),
    };
    let mut remark = String::new();
    if let Some(scope) = &point.scope {
        remark.extend([format!("  applies when {scope} is in scope")]);
    }
    if point.cloud_assessable && controls.is_empty() {
        remark.push_str("  no control yet");
    }
    page.line(
        2,
        &[(tone, mark), (if mark == "– " { Tone::Faint } else { Tone::Plain }, &point.name), (Tone::Faint, &remark)],
    );
    for (control, mapping) in controls {
        page.line(
            6,
            &[(Tone::Command, control.id.as_str()), (Tone::Faint, "  "), (Tone::Faint, mapping.role.as_str())],
        );
        page.paragraph(8, Tone::Plain, &visible(&mapping.because));
    }
}

/// Every point that a cloud can show something of, with the controls that do.
pub(super) fn coverage(chosen: &[&Criterion], pack: &Pack, style: Style) -> Page {
    let mut page = Page::new(style);
    let mut rows = table(style, &["CRITERION", "POINT OF FOCUS", "CONTROLS"]);
    let (mut all, mut spoken_to) = (0_u64, 0_u64);
    let room = page.columns().saturating_sub(11 + POINT + 2);
    for criterion in chosen {
        for point in criterion.cloud_assessable_points() {
            let controls = speaking(pack, criterion, point);
            all += 1;
            spoken_to += u64::from(!controls.is_empty());
            let ids: Vec<&str> = controls.iter().map(|(control, _)| control.id.as_str()).collect();
            let (tone, told) = match ids.len() {
                0 => (Tone::Unseen, "none".to_owned()),
                number => (Tone::Plain, format!("{number}: {}", ids.join(", "))),
            };
            rows.add_row([
                cell(Tone::Heading, criterion.id.as_str()),
                cell(Tone::Plain, &cut(&point.name, POINT)),
                cell(tone, &cut(&told, room)),
            ]);
        }
    }
    page.table(&rows);
    page.blank();
    let without = count(all - spoken_to, "point");
    let told = format!(
        "{} that a cloud can show something of; {spoken_to} with a control, {without} without.",
        count(all, "point of focus").replace("point of focuss", "points of focus")
    );
    page.paragraph(0, Tone::Plain, &told);
    page
}
