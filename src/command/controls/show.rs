//! `tickmark controls show ID`: one control, to be read as documentation.

use super::reads::{Operations, listing, operations};
use crate::control::fix::Template;
use crate::control::{Change, Control, Origin, Param, RenderedFix, Role};
use crate::inventory::Kind;
use crate::inventory::schema::Schema;
use crate::predicate::{Predicate, prose};
use crate::render::page::Page;
use crate::render::text::visible;
use crate::render::{self, Style, Tone};

/// The columns of the labels.
const LABEL: usize = 16;

/// The tools whose names for a control are known.
const TOOLS: [(&str, &str); 5] = [
    ("aws_config", "AWS Config"),
    ("security_hub", "Security Hub"),
    ("cis_aws", "CIS AWS"),
    ("prowler", "Prowler"),
    ("steampipe", "Steampipe"),
];

/// Everything that is to be known of a control.
pub(in crate::command) fn page(control: &Control, schema: &Schema, style: Style) -> Page {
    let mut page = Page::new(style);
    page.line(0, &[(Tone::Heading, control.id.as_str())]);
    page.link(0, control.id.as_str(), control.references.first().map(String::as_str));
    page.paragraph(0, Tone::Plain, &visible(&control.title));
    page.blank();
    about(control, &mut page);
    expectation(control, &mut page);
    params(control, &mut page);
    criteria(control, &mut page);
    reads(control, schema, &mut page);
    fix(control, &mut page);
    elsewhere(control, &mut page);
    cases(control, &mut page);
    page
}

fn field(page: &mut Page, label: &str, text: &str) {
    page.labelled(0, (label, LABEL), Tone::Plain, &visible(text));
}

fn about(control: &Control, page: &mut Page) {
    let mut severity = control.severity.default.to_string();
    for rule in &control.severity.when {
        severity.extend([format!("; {} where {}", rule.then, prose(&rule.condition).join(" and "))]);
    }
    field(page, "Severity", &severity);
    let kinds: Vec<&str> = control.kinds.iter().map(Kind::as_str).collect();
    field(page, "Judges", &kinds.join(", "));
    field(page, "Looks at", control.assertion.as_str());
    let origin = if control.origin == Origin::User { "your own, " } else { "built in, " };
    field(page, "Comes from", &format!("{origin}{}", control.file));
}

fn expectation(control: &Control, page: &mut Page) {
    let outline = |page: &mut Page, predicate: &Predicate| {
        for line in prose(predicate) {
            let text = line.trim_start();
            page.paragraph(2 + line.len() - text.len(), Tone::Plain, &visible(text));
        }
    };
    page.heading("APPLIES", "");
    match &control.when {
        Some(when) => {
            page.paragraph(2, Tone::Faint, "where");
            outline(page, when);
        }
        None => page.paragraph(2, Tone::Plain, "to every asset of that kind"),
    }
    page.heading("EXPECTS", "");
    outline(page, &control.expect);
}

fn params(control: &Control, page: &mut Page) {
    if control.params.is_empty() {
        return;
    }
    page.heading("PARAMETERS", "set one with --param ID.NAME=VALUE");
    for (name, param) in &control.params {
        page.labelled(2, (name, LABEL), Tone::Plain, &visible(&param.help));
        page.labelled(2, ("", LABEL), Tone::Faint, &visible(&bounds(param)));
    }
}

fn bounds(param: &Param) -> String {
    let mut text = format!("{}, default {}", param.ty, param.default);
    if let Some(least) = &param.at_least {
        text.extend([format!(", at least {least}")]);
    }
    if let Some(most) = &param.at_most {
        text.extend([format!(", at most {most}")]);
    }
    match param.change {
        Change::Default => {}
        Change::Tightened => text.extend([format!("; in force {}, which is stricter", param.value)]),
        Change::Loosened => text.extend([format!("; in force {}, which may pass more", param.value)]),
    }
    text
}

fn criteria(control: &Control, page: &mut Page) {
    page.heading("CRITERIA", "");
    for mapping in &control.criteria {
        let role = match mapping.role {
            Role::Primary => "primary",
            Role::Supporting => "supporting",
        };
        let points = mapping.points.join(" · ");
        page.labelled(2, (mapping.criterion.as_str(), LABEL), Tone::Heading, &format!("{role}: {}", visible(&points)));
        page.labelled(2, ("", LABEL), Tone::Plain, &visible(&mapping.because));
    }
}

fn reads(control: &Control, schema: &Schema, page: &mut Page) {
    page.heading("READS", "each operation with the IAM action that allows it");
    for kind in &control.kinds {
        let listed = listing(kind);
        if !listed.is_empty() {
            page.line(2, &[(Tone::Heading, kind.as_str()), (Tone::Faint, "  the listing")]);
            allowed(&listed, page);
        }
        let Some(object) = schema.kind(kind) else { continue };
        for name in control.fields() {
            let Some(known) = object.fields.get(&name) else { continue };
            page.line(2, &[(Tone::Heading, &name), (Tone::Faint, &format!("  {}, of {kind}", known.ty))]);
            page.paragraph(4, Tone::Plain, &known.doc.replace('\n', " "));
            allowed(&operations(kind, &name), page);
        }
    }
}

fn allowed(operations: &Operations, page: &mut Page) {
    for (operation, action) in operations {
        let told = if operation == action { operation.clone() } else { format!("{operation}, allowed by {action}") };
        page.paragraph(4, Tone::Faint, &told);
    }
}

fn fix(control: &Control, page: &mut Page) {
    let fix = &control.fix;
    page.heading("HOW TO PUT IT RIGHT", "what stands in braces is filled in for each asset");
    let source = RenderedFix {
        summary: fix.summary.source(),
        cli: fix.cli.as_ref().map(Template::source),
        terraform: fix.terraform.as_ref().map(Template::source),
        console: fix.console.iter().map(Template::source).collect(),
    };
    render::fix::write(&source, page);
}

fn elsewhere(control: &Control, page: &mut Page) {
    let titled = |(tool, names): (&String, &Vec<String>)| {
        let title = TOOLS.iter().find(|(key, _)| key == tool).map_or(tool.as_str(), |(_, title)| title);
        (!names.is_empty()).then(|| (title.to_owned(), names.join(", ")))
    };
    let names: Vec<(String, String)> = control.equivalents.iter().filter_map(titled).collect();
    if !names.is_empty() {
        page.heading("ELSEWHERE", "what other tools call it");
        for (tool, names) in names {
            page.labelled(2, (&tool, LABEL), Tone::Plain, &visible(&names));
        }
    }
    if !control.references.is_empty() {
        page.heading("REFERENCES", "");
        for reference in &control.references {
            page.paragraph(2, Tone::Plain, &visible(reference));
        }
    }
}

fn cases(control: &Control, page: &mut Page) {
    page.heading("WHAT ITS CASES SHOW", "`tickmark controls test` runs them");
    for case in &control.cases {
        let outcome = case.then.outcome();
        let label = outcome.as_str().replace('_', " ");
        let shows = case.shows.clone().unwrap_or_else(|| case.then.to_string());
        page.labelled(2, (&label, LABEL), Tone::Plain, &visible(&shows));
    }
}
