//! The sheets before and after those of the criteria.

use super::book::{Book, Cell, Sheet};
use crate::criteria::CriterionId;
use crate::report::{Report, words};

/// The cover, the figures, and all criteria and controls in a table each.
pub(super) fn front(report: &Report<'_>, book: &mut Book) -> anyhow::Result<()> {
    let cover = &report.cover;
    let intro = [cover.title.to_owned(), cover.statement.clone()];
    book.sheet(&Sheet { name: "Cover", intro: &intro, columns: &[("What", 36.0), ("", 110.0)] }, facts(report))?;
    let criteria = report.criteria.iter().map(|one| {
        let counts = one.control_counts;
        vec![
            one.id.as_str().into(),
            words::plain(one.category.as_str()).into(),
            one.summary.into(),
            words::configuration(one.configuration).into(),
            words::documents(one.documents).into(),
            counts.passed.into(),
            counts.deviations.into(),
            counts.risk_accepted.into(),
            counts.not_evaluated.into(),
            counts.not_applicable.into(),
        ]
    });
    let columns = [
        ("Criterion", 11.0),
        ("Category", 20.0),
        ("What it asks for", 70.0),
        ("Configuration", 26.0),
        ("Documents", 13.0),
        ("Controls passed", 10.0),
        ("With deviations", 11.0),
        ("Risk accepted", 10.0),
        ("Not evaluated", 10.0),
        ("Not applicable", 11.0),
    ];
    book.sheet(&Sheet { name: "Criteria", intro: &[], columns: &columns }, criteria)?;
    let controls = report.controls.iter().map(|one| {
        let counts = one.population.counts;
        let criteria: Vec<String> = one.criteria.iter().map(|to| format!("{} ({})", to.criterion, to.role)).collect();
        let mut cells: Vec<Cell> = vec![
            one.id.into(),
            one.title.into(),
            one.assertion.as_str().into(),
            one.severity.as_str().into(),
            words::status(one.status).into(),
            criteria.join(", ").into(),
            one.applies.join("\n").into(),
            one.expects.join("\n").into(),
            counts.assets.into(),
        ];
        cells.extend(counts.parts().map(|(number, _)| Cell::from(number)));
        cells.push(one.population.statement.clone().into());
        cells
    });
    let columns = [
        ("Control", 42.0),
        ("Title", 46.0),
        ("Assertion", 14.0),
        ("Severity", 10.0),
        ("Status", 15.0),
        ("Criteria", 30.0),
        ("Tested where", 36.0),
        ("Expected", 46.0),
        ("Assets", 9.0),
        ("Passed", 9.0),
        ("Deviations", 10.0),
        ("Risk accepted", 10.0),
        ("Not evaluated", 10.0),
        ("Not applicable", 10.0),
        ("Set aside", 9.0),
        ("Population", 80.0),
    ];
    book.sheet(&Sheet { name: "Controls", intro: &[], columns: &columns }, controls)
}

fn facts(report: &Report<'_>) -> Vec<Vec<Cell>> {
    let (cover, scope) = (&report.cover, &report.scope);
    let categories: Vec<String> = cover.categories.iter().map(|one| words::plain(one.as_str())).collect();
    let mut rows: Vec<(&str, String)> = vec![
        ("Organization", cover.organization.unwrap_or("not named").to_owned()),
        ("System", cover.system.unwrap_or("not named").to_owned()),
        ("As of", cover.as_of.to_string()),
        ("Categories in scope", categories.join(", ")),
        ("Controls", format!("{} of {}", cover.selected, cover.controls)),
        ("Control pack, SHA-256", cover.pack_digest.to_owned()),
        ("Tool", format!("{} {} {}", cover.tool, cover.version, cover.commit.unwrap_or_default())),
        ("Controls that passed and did not", report.summary.controls.brief()),
        ("Their results", report.summary.results.brief()),
        ("Accounts", scope.accounts_statement.clone()),
        ("Regions", scope.places_statement.to_owned()),
        ("Method", scope.method.to_owned()),
        ("Resource types that are not read", scope.unread_types.to_owned()),
        ("That nothing was changed", scope.changed_nothing.to_owned()),
    ];
    rows.extend(cover.replaced.iter().map(|id| ("Built-in control replaced", (*id).to_owned())));
    rows.extend(cover.added.iter().map(|id| ("Control added", (*id).to_owned())));
    rows.extend(cover.changed.iter().map(|one| {
        let (control, name, value, default) = (one.control, one.name, &one.value, &one.default);
        ("Parameter changed", format!("{control}.{name} = {value} ({}; default {default})", words::change(one.change)))
    }));
    for one in &scope.collections {
        rows.push(("Collected by", one.arn.to_owned()));
        rows.extend(one.host.map(|host| ("Host or CI run", host.to_owned())));
        rows.extend(one.endpoint.map(|endpoint| ("Endpoint, not the provider's own", endpoint.to_owned())));
        rows.push(("Collected", format!("{} to {}", one.started, one.finished)));
    }
    rows.extend(scope.commands.iter().map(|command| ("To confirm it", command.clone())));
    rows.into_iter().map(|(what, value)| vec![what.into(), value.into()]).collect()
}

/// What to do, what is expected of others, what management has on file, and what was called and not read.
pub(super) fn back(report: &Report<'_>, book: &mut Book) -> anyhow::Result<()> {
    plan(report, book)?;
    filed(report, book)?;
    let considerations = report.considerations;
    let carved = considerations.subservice.iter().map(|one| {
        vec!["provider".into(), one.criterion.as_str().into(), one.provider.as_str().into(), one.entity.as_str().into()]
    });
    let expected = considerations
        .user_entity
        .iter()
        .map(|one| vec!["users".into(), one.criterion.as_str().into(), one.text.as_str().into(), "".into()]);
    let columns = [("Of whom", 12.0), ("Criterion", 11.0), ("Expected", 90.0), ("Remains the entity's", 70.0)];
    book.sheet(&Sheet { name: "Considerations", intro: &[], columns: &columns }, carved.chain(expected))?;
    let gaps = report.gaps.iter().map(|one| {
        vec![
            one.to_string().into(),
            one.action.unwrap_or_default().into(),
            one.message.unwrap_or_default().into(),
            (one.controls.len() as u64).into(),
            one.count.into(),
        ]
    });
    let columns = [("Gap", 70.0), ("Permission", 36.0), ("Message", 70.0), ("Controls", 10.0), ("Met", 8.0)];
    book.sheet(&Sheet { name: "Gaps", intro: &[], columns: &columns }, gaps)?;
    let calls = report.scope.calls.iter().map(|one| {
        vec![
            one.operation.into(),
            one.account.into(),
            one.region.into(),
            one.parameters.join(", ").into(),
            one.pages.into(),
            one.items.into(),
            if one.complete { "yes" } else { "no" }.into(),
            one.request_ids.join(" ").into(),
        ]
    });
    let columns = [
        ("Operation", 40.0),
        ("Account", 15.0),
        ("Region", 14.0),
        ("Parameters", 60.0),
        ("Pages", 8.0),
        ("Items", 8.0),
        ("To the last page", 10.0),
        ("Request ids", 60.0),
    ];
    book.sheet(&Sheet { name: "Calls", intro: &[], columns: &columns }, calls)
}

fn plan(report: &Report<'_>, book: &mut Book) -> anyhow::Result<()> {
    let ids = |all: &[&CriterionId]| all.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
    let rows = report.plan.iter().enumerate().map(|(number, step)| {
        let controls: Vec<&str> =
            step.controls.iter().filter_map(|at| report.controls.get(*at)).map(|one| one.id).collect();
        let seen: Vec<String> = step
            .groups
            .iter()
            .map(|group| format!("{} of which was seen {}", group.assets.len(), group.seen))
            .collect();
        let fix = step.fix.as_ref();
        vec![
            (number as u64 + 1).into(),
            step.title.as_str().into(),
            step.severity.as_str().into(),
            ids(&step.blocks).into(),
            ids(&step.unblocks).into(),
            controls.join(", ").into(),
            (step.assets() as u64).into(),
            seen.join("; ").into(),
            fix.map(|fix| fix.summary.as_str()).unwrap_or_default().into(),
            fix.and_then(|fix| fix.cli.as_deref()).unwrap_or_default().into(),
        ]
    });
    let columns = [
        ("Step", 7.0),
        ("What to do", 50.0),
        ("Severity", 10.0),
        ("In the way of", 30.0),
        ("Alone in the way of", 20.0),
        ("Controls", 44.0),
        ("Assets", 8.0),
        ("Seen", 70.0),
        ("Fix", 50.0),
        ("Command", 70.0),
    ];
    book.sheet(&Sheet { name: "Remediation", intro: &[], columns: &columns }, rows)
}

fn filed(report: &Report<'_>, book: &mut Book) -> anyhow::Result<()> {
    let rows = report.acceptances.iter().map(|one| {
        vec![
            one.control.into(),
            one.assets.join(", ").into(),
            one.statement.as_str().into(),
            one.accepted.into(),
            one.reason.into(),
            one.compensating_control.into(),
            one.owner.into(),
            one.approver.into(),
            one.ticket.into(),
            one.starts.as_str().into(),
            one.expires.as_str().into(),
        ]
    });
    let columns = [
        ("Control", 42.0),
        ("Assets", 50.0),
        ("Standing", 50.0),
        ("Deviations accepted", 11.0),
        ("Reason", 50.0),
        ("Compensating control", 50.0),
        ("Owner", 22.0),
        ("Approver", 22.0),
        ("Ticket", 16.0),
        ("Starts", 12.0),
        ("Expires", 12.0),
    ];
    book.sheet(&Sheet { name: "Risk acceptances", intro: &[], columns: &columns }, rows)?;
    if !report.exclusions.is_empty() {
        exclusions(report, book)?;
    }
    let rows = report.documents.iter().map(|one| {
        let files: Vec<String> =
            one.files.iter().map(|file| format!("{} ({}) {}", file.path, file.state.as_str(), file.sha256)).collect();
        vec![
            one.criterion.as_str().into(),
            one.points.join("; ").into(),
            one.statement.into(),
            one.owner.into(),
            one.date.as_str().into(),
            one.valid_until.as_str().into(),
            words::plain(one.standing.as_str()).into(),
            files.join("; ").into(),
            one.links.join("; ").into(),
        ]
    });
    let columns = [
        ("Criterion", 11.0),
        ("Points of focus", 40.0),
        ("Statement", 60.0),
        ("Owner", 24.0),
        ("Dated", 12.0),
        ("Counts until", 12.0),
        ("Standing", 12.0),
        ("Files, with SHA-256", 80.0),
        ("Links", 50.0),
    ];
    book.sheet(&Sheet { name: "Documents", intro: &[], columns: &columns }, rows)
}

fn exclusions(report: &Report<'_>, book: &mut Book) -> anyhow::Result<()> {
    let rows = report.exclusions.iter().map(|one| {
        vec![
            one.what.as_str().into(),
            one.statement.as_str().into(),
            one.set_aside.into(),
            one.untold.into(),
            one.reason.into(),
            one.approver.into(),
            one.ticket.unwrap_or_default().into(),
            one.until.as_deref().unwrap_or_default().into(),
        ]
    });
    let columns = [
        ("Left out", 50.0),
        ("Standing", 60.0),
        ("Results set aside", 11.0),
        ("Tested, tags not read", 11.0),
        ("Reason", 50.0),
        ("Approver", 22.0),
        ("Ticket", 16.0),
        ("Until", 12.0),
    ];
    book.sheet(&Sheet { name: "Set aside", intro: &[words::SET_ASIDE.to_owned()], columns: &columns }, rows)
}
