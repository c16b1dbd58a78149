//! Scope and method, and at the end what was called and what could not be read.

use super::page::{Page, plain};
use crate::assess::Standing;
use crate::render::text::count;
use crate::report::{Collection, Report, words};

pub(super) fn write(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    let scope = &report.scope;
    page.heading(2, "Scope and method")?;
    page.paragraph(&plain(scope.method))?;
    page.heading(3, "Accounts and regions")?;
    page.paragraph(&format!("{} {}", plain(&scope.accounts_statement), scope.places_statement))?;
    let rows: Vec<Vec<String>> = scope
        .places
        .iter()
        .map(|place| {
            let state = if place.closed { "closed by a policy of the organization" } else { "looked at" };
            vec![
                place.account.to_owned(),
                place.region.to_owned(),
                state.to_owned(),
                plain(place.why.unwrap_or_default()),
            ]
        })
        .collect();
    page.table(&["Account", "Region", "State", "Why"], &rows)?;
    page.heading(3, "Collections")?;
    for collection in &scope.collections {
        page.list(&about(collection))?;
    }
    page.heading(3, "Resource types that are not read")?;
    page.paragraph(scope.unread_types)?;
    page.heading(3, "That the collecting identity changed nothing")?;
    page.paragraph(scope.changed_nothing)?;
    for command in &scope.commands {
        page.code(command)?;
    }
    Ok(())
}

fn about(one: &Collection<'_>) -> Vec<String> {
    let said = |label: &str, value: Option<&str>| value.map(|value| format!("{label}: {}", plain(value)));
    let clock = one.clock_difference_seconds.map_or_else(
        || "clock difference: not measured".to_owned(),
        |seconds| format!("clock difference: {seconds} s against the provider's"),
    );
    let lines = [
        said("accounts", Some(&one.accounts.join(", "))),
        said("regions", Some(&one.regions.join(", "))),
        said("collected by", Some(one.arn)),
        said("session", one.session),
        said("host or CI run", one.host),
        said("profile", one.profile),
        said("endpoint, not the provider's own", one.endpoint),
        Some(format!("from {} to {}", one.started, one.finished)),
        Some(clock),
        Some(format!(
            "with {} {}, for the control pack {}",
            plain(one.tool),
            plain(one.version),
            plain(one.pack_digest)
        )),
    ];
    lines.into_iter().flatten().collect()
}

pub(super) fn appendices(report: &Report<'_>, page: &mut Page<'_>) -> anyhow::Result<()> {
    page.heading(2, "Documents on file")?;
    if report.documents.is_empty() {
        page.paragraph("None.")?;
    }
    for one in &report.documents {
        let points =
            if one.points.is_empty() { "the criterion as a whole".to_owned() } else { plain(&one.points.join("; ")) };
        let counts = match one.standing {
            Standing::Current => format!("counts until {}", one.valid_until),
            other => format!("does not count: {}", words::plain(other.as_str())),
        };
        let mut lines = vec![
            format!("**{}**, for {points}: {}", one.criterion, plain(one.statement)),
            format!("owner {}, dated {}, {counts}", plain(one.owner), one.date),
        ];
        let state = |file: &crate::report::File<'_>| words::plain(file.state.as_str());
        lines.extend(
            one.files
                .iter()
                .map(|file| format!("file {} ({}), SHA-256 {}", plain(file.path), state(file), file.sha256)),
        );
        lines.extend(one.links.iter().map(|link| format!("link {}", plain(link))));
        page.list(&lines)?;
    }
    page.heading(2, "What could not be read")?;
    if report.gaps.is_empty() {
        page.paragraph("Nothing.")?;
    }
    let rows: Vec<Vec<String>> = report
        .gaps
        .iter()
        .map(|gap| {
            let close = gap.action.map(|action| format!("grant {}", plain(action)));
            let close = close.unwrap_or_else(|| plain(gap.message.unwrap_or_default()));
            vec![plain(&gap.to_string()), close, count(gap.controls.len() as u64, "control"), gap.count.to_string()]
        })
        .collect();
    page.table(&["Gap", "To close it", "Costs", "Met"], &rows)?;
    page.heading(2, "Listings called")?;
    let rows: Vec<Vec<String>> = report
        .scope
        .calls
        .iter()
        .map(|call| {
            let pages = if call.complete { call.pages.to_string() } else { format!("{} (broke off)", call.pages) };
            vec![
                plain(call.operation),
                call.account.to_owned(),
                call.region.to_owned(),
                plain(&call.parameters.join(", ")),
                pages,
                call.items.to_string(),
                plain(&call.request_ids.join(" ")),
            ]
        })
        .collect();
    page.table(&["Operation", "Account", "Region", "Parameters", "Pages", "Items", "Request ids"], &rows)
}
