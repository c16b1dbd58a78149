//! `--format sarif`: SARIF 2.1.0, for what gathers the results of many tools.
//!
//! SARIF keeps two things apart that matter here: the *kind* of a result and the *level* of a failure. What was not
//! evaluated is of the kind `open` ("insufficient information to decide") and has the level `none`, as everything has
//! that is no failure; an accepted failure is a failure with a suppression.

mod rule;

use std::io::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};

use super::Options;
use super::escape::sarif::message;
use super::row::{Row, reason, rows};
use super::text::visible;
use super::wire::v1::Each;
use crate::assess::{Assessment, Outcome};
use crate::control::Severity;
use crate::inventory::AccountId;
use crate::terraform::Addresses;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a URI's path cannot hold as itself; a colon would make a scheme of what stands before it.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

#[derive(Serialize)]
struct Log<I> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<I>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<I> {
    tool: Value,
    automation_details: Value,
    invocations: Value,
    column_kind: &'static str,
    results: I,
    properties: Value,
}

/// Writes the log.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let run = Run {
        tool: json!({"driver": {
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "version": env!("CARGO_PKG_VERSION"),
            "shortDescription": {"text": env!("CARGO_PKG_DESCRIPTION")},
            "rules": assessment.controls().iter().map(|result| rule::of(result.control)).collect::<Vec<_>>(),
        }}),
        automation_details: json!({"id": automation(assessment)}),
        invocations: json!([invocation(assessment)]),
        column_kind: "unicodeCodePoints",
        results: Each(rows(assessment, options).map(|row| result(&row, options.terraform))),
        properties: properties(assessment),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_writer(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// What runs of the same sort have in common: what was looked at.
fn automation(assessment: &Assessment<'_>) -> String {
    let accounts: Vec<&str> = assessment.snapshot().scope().into_keys().map(AccountId::as_str).collect();
    format!("tickmark/{}/", accounts.join("+"))
}

/// The collections, as one; every gap is told.
fn invocation(assessment: &Assessment<'_>) -> Value {
    let finished = assessment.snapshot().headers().map(|header| header.finished).max();
    let told = assessment.gaps().iter().map(|entry| {
        let cost = if entry.controls.is_empty() { "note" } else { "warning" };
        let mut text = format!("Not seen: {}", reason(entry));
        if let Some(said) = &entry.message {
            text.extend([". It says: ", &visible(said)]);
        }
        json!({"descriptor": {"id": entry.gap.kind.as_str()}, "level": cost, "message": {"text": message(&text)}})
    });
    json!({
        "executionSuccessful": true,
        "startTimeUtc": assessment.as_of().to_string(),
        "endTimeUtc": finished.unwrap_or(assessment.as_of()).to_string(),
        "toolExecutionNotifications": told.collect::<Vec<_>>(),
    })
}

fn properties(assessment: &Assessment<'_>) -> Value {
    let totals = &assessment.summary().totals;
    json!({
        "asOf": assessment.as_of().to_string(),
        "packDigest": assessment.input().pack.digest(),
        "coveragePercent": totals.coverage.percent(),
        "controls": {
            "fail": totals.controls.fail,
            "not_evaluated": totals.controls.not_evaluated,
            "risk_accepted": totals.controls.risk_accepted,
            "pass": totals.controls.pass,
            "not_applicable": totals.controls.not_applicable,
        },
    })
}

fn result(row: &Row<'_, '_>, terraform: Option<&Addresses>) -> Value {
    let control = row.result.control;
    let (kind, failed) = match row.outcome {
        Outcome::Fail | Outcome::RiskAccepted => ("fail", true),
        Outcome::NotEvaluated => ("open", false),
        Outcome::Pass => ("pass", false),
        Outcome::NotApplicable | Outcome::SetAside => ("notApplicable", false),
    };
    let fingerprint = row.fingerprint();
    let (name, id) = (row.name(), row.id());
    let address = terraform.and_then(|addresses| addresses.get(&row.key())).map(visible);
    // In the message too: not every reader shows a logical location.
    let at = address.iter().fold(row.region().to_string(), |place, address| format!("{place}, {address}"));
    let mut places = vec![json!({
        "name": visible(&name),
        "fullyQualifiedName": visible(&id),
        "kind": "resource",
    })];
    places.extend(address.map(|address| json!({"fullyQualifiedName": address, "kind": "resource"})));
    let mut result = json!({
        "ruleId": control.id.as_str(),
        "ruleIndex": row.number,
        "kind": kind,
        // Said of every result: a reader that knows no kinds would take the level of the rule.
        "level": if failed { level(row.severity) } else { "none" },
        "message": {"text": message(&format!("{name} ({at}): {}", row.told()))},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": uri(&control.file)}, "region": {"startLine": 1}},
            "logicalLocations": places,
        }],
        "partialFingerprints": {
            "tickmarkFinding/v1": fingerprint,
            // The one by which GitHub knows an alert again.
            "primaryLocationLineHash": format!("{fingerprint}:1"),
        },
        "properties": {
            "status": row.outcome.as_str(),
            "severity": row.severity.as_str(),
            "criteria": row.criteria(),
            "assetKind": row.kind().as_str(),
            "account": row.account().as_str(),
            "region": row.region().as_str(),
        },
    });
    let Value::Object(members) = &mut result else { return result };
    if row.outcome == Outcome::RiskAccepted {
        let why = row.decision().map_or_else(|| "The risk is accepted".to_owned(), |(_, told)| told);
        let suppression = json!([{"kind": "external", "status": "accepted", "justification": why}]);
        members.insert("suppressions".to_owned(), suppression);
    }
    result
}

/// How SARIF grades a failure.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// The path of a control's file as a URI.
fn uri(file: &str) -> String {
    utf8_percent_encode(&file.replace('\\', "/"), PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("controls/aws/s3/a.yaml"), "controls/aws/s3/a.yaml");
        assert_eq!(uri("my controls/x:y#é%.yaml"), "my%20controls/x%3Ay%23%C3%A9%25.yaml");
    }
}
