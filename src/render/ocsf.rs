//! `--format ocsf`: compliance findings (class 2003) of the Open Cybersecurity Schema Framework, for data lakes.
//!
//! An unknown is told as one: what was not evaluated has the compliance status `Unknown`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Options;
use super::row::{Row, rows};
use super::style::words;
use super::text::visible;
use super::wire::v1::Each;
use crate::assess::{Assessment, Outcome};
use crate::control::Severity;

/// The version of the framework that this is written by.
const VERSION: &str = "1.5.0";

/// What stands for a class and its one activity that we use.
const CREATE: u64 = 1;
const CLASS: u64 = 2003;

/// A kind of account: AWS's.
const AWS_ACCOUNT: u64 = 10;

/// Writes a list of events.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Each(rows(assessment, options).map(|row| event(&row))))?;
    out.write_all(b"\n")
}

fn event(row: &Row<'_, '_>) -> Value {
    let control = row.result.control;
    let (status_id, status) = finding_status(row.outcome);
    let (compliance_id, compliance) = compliance_status(row.outcome);
    let (severity_id, severity) = severity(row);
    let milliseconds = row.as_of.as_seconds().saturating_mul(1000);
    let (fingerprint, region) = (row.fingerprint(), row.region().as_str());
    let mut event = json!({
        "class_uid": CLASS,
        "class_name": "Compliance Finding",
        "category_uid": 2,
        "category_name": "Findings",
        "activity_id": CREATE,
        "activity_name": "Create",
        "type_uid": CLASS * 100 + CREATE,
        "type_name": "Compliance Finding: Create",
        "time": milliseconds,
        "severity_id": severity_id,
        "severity": severity,
        "status_id": status_id,
        "status": status,
        "status_code": row.outcome.as_str(),
        "message": row.told(),
        "metadata": {
            "version": VERSION,
            "profiles": ["cloud"],
            "product": {
                "name": env!("CARGO_PKG_NAME"),
                "vendor_name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
            },
        },
        "cloud": {
            "provider": row.kind().provider().to_uppercase(),
            "region": region,
            "account": {
                "uid": row.account().as_str(),
                "name": row.account().as_str(),
                "type_id": AWS_ACCOUNT,
                "type": "AWS Account",
            },
        },
        "finding_info": {
            "uid": fingerprint,
            "title": visible(&control.title),
            "desc": row.told(),
            "created_time": milliseconds,
            "types": ["Compliance"],
            "analytic": {
                "uid": control.id.as_str(),
                "name": visible(&control.title),
                "type_id": 1,
                "type": "Rule",
            },
        },
        "compliance": {
            "control": control.id.as_str(),
            "standards": ["AICPA Trust Services Criteria"],
            "requirements": row.criteria(),
            "status_id": compliance_id,
            "status": compliance,
            "status_code": row.outcome.as_str(),
        },
        "resources": [{
            "uid": row.id(),
            "name": visible(&row.name()),
            "type": row.kind().as_str(),
            "region": region,
        }],
    });
    let Value::Object(members) = &mut event else { return event };
    if let Some(remedy) = row.remedy() {
        let references: Vec<_> = control.references.iter().map(|reference| visible(reference)).collect();
        members.insert("remediation".to_owned(), json!({"desc": remedy, "references": references}));
    }
    if let Some((_, told)) = row.decision() {
        members.insert("comment".to_owned(), json!(told));
    }
    event
}

/// Where the handling of a finding stands.
fn finding_status(outcome: Outcome) -> (u64, &'static str) {
    match outcome {
        Outcome::NotEvaluated => (0, "Unknown"),
        Outcome::Fail => (1, "New"),
        Outcome::RiskAccepted | Outcome::SetAside => (3, "Suppressed"),
        Outcome::Pass => (4, "Resolved"),
        Outcome::NotApplicable => (99, "Not Applicable"),
    }
}

/// Whether the requirement is met.
fn compliance_status(outcome: Outcome) -> (u64, String) {
    match outcome {
        Outcome::NotEvaluated => (0, "Unknown".to_owned()),
        Outcome::Pass => (1, "Pass".to_owned()),
        Outcome::Fail | Outcome::RiskAccepted => (3, "Fail".to_owned()),
        Outcome::NotApplicable | Outcome::SetAside => (99, words(outcome.as_str())),
    }
}

/// How grave it is: what fails by its severity, what was not seen cannot be told, the rest is information.
fn severity(row: &Row<'_, '_>) -> (u64, &'static str) {
    match (row.outcome, row.severity) {
        (Outcome::Fail | Outcome::RiskAccepted, Severity::Critical) => (5, "Critical"),
        (Outcome::Fail | Outcome::RiskAccepted, Severity::High) => (4, "High"),
        (Outcome::Fail | Outcome::RiskAccepted, Severity::Medium) => (3, "Medium"),
        (Outcome::Fail | Outcome::RiskAccepted, Severity::Low) => (2, "Low"),
        (Outcome::NotEvaluated, _) => (0, "Unknown"),
        _ => (1, "Informational"),
    }
}
