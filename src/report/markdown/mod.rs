//! The report as Markdown: one text that reads as it stands, and in which nothing that was seen is markup.

mod control;
mod criterion;
mod page;
mod scope;

use std::io::Write;

use super::{Cause, Report, Step, words};
use crate::assess::{Configuration, Documents};
use crate::render::text::{count, grouped};
use page::{Page, plain};

/// Of a step, so many assets are named; the populations have them all.
const NAMED: usize = 10;

/// Writes the report.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut page = Page::new(out);
    cover(report, &mut page)?;
    summary(report, &mut page)?;
    scope::write(report, &mut page)?;
    criterion::write(report, &mut page)?;
    control::write(report, &mut page)?;
    considerations(report, &mut page)?;
    plan(report, &mut page)?;
    acceptances(report, &mut page)?;
    exclusions(report, &mut page)?;
    scope::appendices(report, &mut page)?;
    Ok(())
}

fn cover(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    let cover = &report.cover;
    page.line(&format!("# {}", cover.title))?;
    page.paragraph(&format!("> {}", plain(&cover.statement)))?;
    let categories: Vec<String> = cover.categories.iter().map(|one| words::plain(one.as_str())).collect();
    let selected = if cover.selected_criteria.is_empty() {
        String::new()
    } else {
        let ids: Vec<&str> = cover.selected_criteria.iter().map(|id| id.as_str()).collect();
        format!(", those that speak to {}", ids.join(", "))
    };
    page.table(
        &["", ""],
        &[
            vec!["Organization".into(), plain(cover.organization.unwrap_or("not named"))],
            vec!["System".into(), plain(cover.system.unwrap_or("not named"))],
            vec!["As of".into(), cover.as_of.to_string()],
            vec!["Categories in scope".into(), categories.join(", ")],
            vec!["Controls".into(), format!("{} of {}{selected}", cover.selected, cover.controls)],
            vec!["Control pack".into(), format!("SHA-256 {}", cover.pack_digest)],
            vec![
                "Threshold".into(),
                format!("a failed supporting control of severity {} or above is a deviation", cover.threshold),
            ],
            vec![
                "Tool".into(),
                format!(
                    "{} {}{}",
                    cover.tool,
                    cover.version,
                    cover.commit.map(|commit| format!(", commit {commit}")).unwrap_or_default()
                ),
            ],
        ],
    )?;
    let replaced = cover.replaced.iter().map(|id| format!("built-in control replaced: {id}"));
    let added = cover.added.iter().map(|id| format!("control added: {id}"));
    let changed = cover.changed.iter().map(|one| {
        let (name, default, value) = (format!("{}.{}", one.control, one.name), plain(&one.default), plain(&one.value));
        format!("parameter {}: {} is {value}, by default {default}", words::change(one.change), plain(&name))
    });
    let unusual: Vec<String> = replaced.chain(added).chain(changed).collect();
    if !unusual.is_empty() {
        page.paragraph("**Judged by other than the built-in controls and their defaults:**")?;
        page.list(&unusual)?;
    }
    Ok(())
}

fn summary(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    let summary = &report.summary;
    page.heading(2, "Summary")?;
    page.paragraph(&format!(
        "{}: {}. Their results: {}. Of {} planned checks (a control in an account and region each), {} could be made.",
        count(summary.controls.assets, "control"),
        summary.controls.brief(),
        summary.results.brief(),
        grouped(summary.coverage.planned),
        grouped(summary.coverage.covered),
    ))?;
    let present: Vec<(usize, Configuration)> = Configuration::ALL
        .into_iter()
        .enumerate()
        .filter(|(at, _)| summary.heat.iter().any(|row| row.configuration.get(*at).is_some_and(|number| *number > 0)))
        .collect();
    let head = |first: &'static str| -> Vec<&'static str> {
        std::iter::once(first).chain(present.iter().map(|(_, status)| words::configuration(*status))).collect()
    };
    let cells = |counts: &[u64; 9]| -> Vec<String> {
        let number = |at: &usize| counts.get(*at).copied().unwrap_or_default();
        present.iter().map(|(at, _)| if number(at) == 0 { "·".to_owned() } else { number(at).to_string() }).collect()
    };
    page.heading(3, "Categories")?;
    let rows: Vec<Vec<String>> = summary
        .categories
        .iter()
        .map(|one| {
            let name = words::plain(one.category.as_str());
            let name = if one.in_scope { name } else { format!("{name} (out of scope)") };
            std::iter::once(name).chain(cells(&one.configuration)).collect()
        })
        .collect();
    page.table(&head("Category"), &rows)?;
    page.heading(3, "Criteria by status")?;
    let row = |row: &super::Row| std::iter::once(row.series.clone()).chain(cells(&row.configuration)).collect();
    page.table(&head("Series"), &summary.heat.iter().map(row).collect::<Vec<Vec<String>>>())?;
    let meanings: Vec<String> = present
        .iter()
        .map(|(_, status)| format!("**{}**: {}", words::configuration(*status), words::meaning(*status)))
        .collect();
    page.list(&meanings)?;
    let states: Vec<String> = Documents::ALL
        .into_iter()
        .map(|state| {
            let number = report.criteria.iter().filter(|one| one.documents == state).count();
            format!("{} {number}", words::documents(state))
        })
        .collect();
    page.paragraph(&format!("Documents, of the 61 criteria: {}.", states.join(", ")))
}

fn considerations(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    let considerations = report.considerations;
    page.heading(2, "Complementary considerations")?;
    page.heading(3, "Subservice organization: carved out to the provider")?;
    let carved = considerations.subservice.iter();
    let rows: Vec<Vec<String>> =
        carved.map(|one| vec![one.criterion.to_string(), plain(&one.provider), plain(&one.entity)]).collect();
    page.table(&["Criterion", "Expected of the provider", "Remains the entity's"], &rows)?;
    page.heading(3, "User entities: what the users of the system are expected to do")?;
    let expected = considerations.user_entity.iter();
    let rows: Vec<Vec<String>> = expected.map(|one| vec![one.criterion.to_string(), plain(&one.text)]).collect();
    page.table(&["Criterion", "Expected of users"], &rows)
}

fn plan(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(2, "Remediation plan")?;
    if report.plan.is_empty() {
        return page.paragraph("Nothing failed, and nothing that was planned was left unseen.");
    }
    page.paragraph("By cause; that first which stands in the way of most criteria.")?;
    for (number, step) in report.plan.iter().enumerate() {
        page.heading(3, &format!("{}. {}", number + 1, plain(&step.title)))?;
        page.list(&about(report, step))?;
        if let Some(command) = step.fix.as_ref().and_then(|fix| fix.cli.as_deref()) {
            page.code(command)?;
        }
    }
    Ok(())
}

fn about(report: &Report<'_>, step: &Step<'_>) -> Vec<String> {
    let ids = |all: &[&crate::criteria::CriterionId]| all.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
    let controls: Vec<&str> =
        step.controls.iter().filter_map(|at| report.controls.get(*at)).map(|one| one.id).collect();
    let mut lines = vec![format!("severity {}; controls: {}", step.severity, controls.join(", "))];
    if !step.blocks.is_empty() {
        lines.push(format!("stands in the way of {}", ids(&step.blocks)));
    }
    if !step.unblocks.is_empty() {
        lines.push(format!("nothing else stands in the way of {}", ids(&step.unblocks)));
    }
    for group in &step.groups {
        let names: Vec<String> = group.assets.iter().take(NAMED).map(|asset| plain(asset.name)).collect();
        let more = group.assets.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let seen = plain(&super::cut(&group.seen, page::LONGEST));
        lines.push(format!(
            "{}, of which was seen {seen}: {}{more}",
            count(group.assets.len() as u64, "asset"),
            names.join(", ")
        ));
    }
    if let Some(fix) = &step.fix {
        lines.push(plain(&fix.summary));
    }
    if !matches!(step.cause, Cause::Setting) {
        lines.push(format!("closes {}", count(step.gaps.len() as u64, "gap")));
    }
    lines
}

fn acceptances(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(2, "Risk acceptances")?;
    if report.acceptances.is_empty() {
        return page.paragraph("None is on file.");
    }
    for one in &report.acceptances {
        page.heading(3, one.control)?;
        page.list(&[
            plain(&one.statement),
            format!("assets: {}", plain(&one.assets.join(", "))),
            format!("accepted: {}", count(one.accepted, "deviation")),
            format!("reason: {}", plain(one.reason)),
            format!("compensating control: {}", plain(one.compensating_control)),
            format!("owner {}, approved by {}, ticket {}", plain(one.owner), plain(one.approver), plain(one.ticket)),
            format!("from {} to {}", one.starts, one.expires),
        ])?;
    }
    Ok(())
}

fn exclusions(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    if report.exclusions.is_empty() {
        return Ok(());
    }
    page.heading(2, "Set aside by management")?;
    page.paragraph(words::SET_ASIDE)?;
    for one in &report.exclusions {
        page.heading(3, &plain(&one.what))?;
        let mut lines = vec![plain(&one.statement), format!("set aside: {}", count(one.set_aside, "result"))];
        if one.untold > 0 {
            lines.push(format!("{}: {}", count(one.untold, "result"), words::UNTOLD));
        }
        page.list(&lines)?;
    }
    Ok(())
}
