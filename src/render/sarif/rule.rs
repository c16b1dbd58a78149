//! A control as a rule of SARIF, with its help.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::level;
use crate::control::{Control, Severity};
use crate::predicate::prose;
use crate::render::escape::markdown::{block, plain};
use crate::render::escape::sarif::{literal, message};
use crate::render::text::visible;

/// The rule.
pub(super) fn of(control: &Control) -> Value {
    let criteria: Vec<&str> = control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
    let tags = ["security", "compliance", "SOC 2", control.service.as_str()].into_iter().chain(criteria);
    let because = control.criteria.first().map_or(control.title.as_str(), |mapping| mapping.because.as_str());
    let gravest = control.gravest();
    let mut rule = json!({
        "id": control.id.as_str(),
        "shortDescription": {"text": message(&control.title)},
        "fullDescription": {"text": message(because)},
        "help": {"text": literal(&text(control)), "markdown": literal(&markdown(control))},
        "defaultConfiguration": {"level": level(gravest)},
        "properties": {
            "tags": tags.collect::<Vec<_>>(),
            "security-severity": score(gravest),
            "severity": gravest.as_str(),
            "assertion": control.assertion.as_str(),
        },
    });
    let link = control.references.iter().find(|reference| is_link(reference));
    if let (Some(link), Value::Object(members)) = (link, &mut rule) {
        members.insert("helpUri".to_owned(), json!(link));
    }
    rule
}

/// A figure by which GitHub tells the severities apart: critical from 9.0, high from 7.0, medium from 4.0.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}

fn is_link(reference: &str) -> bool {
    reference.starts_with("https://")
        && reference.bytes().all(|byte| byte.is_ascii_graphic() && !br#"<>"\^`{|}"#.contains(&byte))
}

/// The help as plain text.
fn text(control: &Control) -> String {
    let lines = prose(&control.expect).join("\n");
    let lines: Vec<_> = lines.lines().map(visible).collect();
    format!("Expected:\n{}\n\nTo put it right: {}\n", lines.join("\n"), visible(&control.fix.summary.source()))
}

/// The same and more, in Markdown. Writing to a string cannot fail.
fn markdown(control: &Control) -> String {
    let mut out = String::from("**Expected**\n\n");
    out.push_str(&block(&prose(&control.expect).join("\n"), "text"));
    out.push_str("\n**Why it matters**\n\n");
    for mapping in &control.criteria {
        let _ = writeln!(out, "- {} ({}): {}", mapping.criterion, mapping.role, plain(&mapping.because));
    }
    let _ = writeln!(out, "\n**How to put it right**\n\n{}", plain(&control.fix.summary.source()));
    if let Some(cli) = &control.fix.cli {
        let _ = write!(out, "\n{}", block(&cli.source(), "sh"));
    }
    if let Some(terraform) = &control.fix.terraform {
        let _ = write!(out, "\n{}", block(&terraform.source(), "terraform"));
    }
    if !control.fix.console.is_empty() {
        out.push('\n');
    }
    for (number, step) in (1..).zip(&control.fix.console) {
        let _ = writeln!(out, "{number}. {}", plain(&step.source()));
    }
    if control.references.iter().any(|reference| is_link(reference)) {
        out.push_str("\n**References**\n\n");
    }
    for link in control.references.iter().filter(|reference| is_link(reference)) {
        let _ = writeln!(out, "- <{link}>");
    }
    out
}
