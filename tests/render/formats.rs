//! The formats for other tools, read by tools that we did not write.

use std::process::Command;

use serde_json::{Value, json};
use tickmark::assess::{Assessment, Options};
use tickmark::inventory::snapshot::{GapRecord, Snapshot};
use tickmark::inventory::{Gap, State};
use tickmark::render;
use tickmark::terraform::State as Terraform;

use crate::sample::{Sample, bucket, denied, facts, parts, snapshot, unknown};
use crate::venv::Environment;
use crate::{Accepted, filed, mixed};

pub(crate) const READERS: Environment =
    Environment { name: "readers", requirements: include_str!("readers/requirements.txt"), purpose: "formats' tests" };

/// A report in one format.
pub(crate) fn written(assessment: &Assessment<'_>, format: &str) -> String {
    written_with(assessment, format, render::Options::default())
}

fn written_with(assessment: &Assessment<'_>, format: &str, options: render::Options<'_>) -> String {
    let mut out = Vec::new();
    (render::by_name(format).unwrap().write)(assessment, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What a reader makes of it.
fn read(assessment: &Assessment<'_>, format: &str) -> Value {
    read_with(assessment, format, render::Options::default())
}

fn read_with(assessment: &Assessment<'_>, format: &str, options: render::Options<'_>) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report");
    std::fs::write(&path, written_with(assessment, format, options)).unwrap();
    let reader = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/render/readers/read.py");
    let output = Command::new(READERS.python()).args([reader, format]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The figures of the cloud with every outcome: results by outcome, with the one listing that is not whole, which three
/// controls want.
fn figures(assessment: &Assessment<'_>) -> Value {
    let mut results = assessment.summary().totals.results;
    results.not_evaluated += 3;
    json!({
        "fail": results.fail, "not_evaluated": results.not_evaluated, "risk_accepted": results.risk_accepted,
        "pass": results.pass, "not_applicable": results.not_applicable, "set_aside": results.set_aside,
    })
}

#[test]
fn every_result_is_read_as_what_it_is() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    let told = figures(&assessment);
    let of = |outcome: &str| told[outcome].as_u64().unwrap();
    assert!(told.as_object().unwrap().values().all(|count| count.as_u64() > Some(0)), "{told}");
    let silent = of("not_applicable") + of("set_aside");
    assert_eq!(
        read(&assessment, "sarif"),
        json!({
            "fail": of("fail") + of("risk_accepted"), "open": of("not_evaluated"), "pass": of("pass"),
            "notApplicable": silent, "suppressed": of("risk_accepted"), "rules": 6,
        })
    );
    assert_eq!(
        read(&assessment, "junit"),
        json!({
            "failed": of("fail"), "error": of("not_evaluated"), "passed": of("pass"),
            "skipped": silent + of("risk_accepted"),
        })
    );
    assert_eq!(
        read(&assessment, "ocsf"),
        json!({
            "Fail": of("fail") + of("risk_accepted"), "Unknown": of("not_evaluated"), "Pass": of("pass"),
            "Other": silent,
        })
    );
    assert_eq!(
        read(&assessment, "asff"),
        json!({
            "FAILED": of("fail") + of("risk_accepted"), "NOT_AVAILABLE": of("not_evaluated") + silent,
            "PASSED": of("pass"),
        })
    );
    assert_eq!(read(&assessment, "csv"), told);
    // Of the lines, the header tells what was not listed.
    let mut findings = told.clone();
    findings["not_evaluated"] = json!(of("not_evaluated") - 3);
    assert_eq!(read(&assessment, "jsonl"), findings);
}

#[test]
fn a_terraform_address_is_one_more_place() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let assessment = sample.assess(&snapshot);
    let buckets: Vec<_> = snapshot.assets().filter(|asset| asset.kind().noun() == "bucket").collect();
    let resources: Vec<Value> = buckets
        .iter()
        .zip(HOSTILE)
        .map(|(bucket, address)| {
            json!({"address": address, "mode": "managed", "type": "aws_s3_bucket", "values": {"arn": bucket.id()}})
        })
        .collect();
    let mut state = Terraform::default();
    let text = json!({"format_version": "1.0", "values": {"root_module": {"resources": resources}}}).to_string();
    state.read(text.as_bytes()).unwrap();
    let addresses = state.locate(&snapshot);
    assert_eq!((addresses.len(), addresses.ambiguous()), (buckets.len(), 0));
    let options = render::Options { terraform: Some(&addresses), ..render::Options::default() };
    // It is as valid as without, for every reader.
    assert_eq!(read_with(&assessment, "sarif", options), read(&assessment, "sarif"));
    let log = written_with(&assessment, "sarif", options);
    let log: Value = serde_json::from_str(&log).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap().iter();
    let places = results.map(|result| result["locations"][0]["logicalLocations"].as_array().unwrap().len());
    assert!(places.clone().filter(|places| *places == 2).count() > buckets.len());
    assert!(places.clone().any(|places| places == 1));
    // Nothing else tells it, or changes by it.
    for format in render::FORMATS.iter().filter(|format| format.name != "sarif") {
        assert_eq!(written_with(&assessment, format.name, options), written(&assessment, format.name));
    }
}

#[test]
fn a_report_is_the_same_every_time() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let assessment = sample.assess(&snapshot);
    for format in render::FORMATS {
        assert_eq!(written(&assessment, format.name), written(&assessment, format.name), "{}", format.name);
    }
}

#[test]
fn only_failures_are_only_failures() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let assessment = sample.assess(&snapshot);
    let options = render::Options { only_failures: true, ..render::Options::default() };
    for (format, result) in [("sarif", "\"ruleIndex\""), ("junit", "<testcase"), ("asff", "\"GeneratorId\"")] {
        let mut out = Vec::new();
        (render::by_name(format).unwrap().write)(&assessment, options, &mut out).unwrap();
        let found = String::from_utf8(out).unwrap().matches(result).count() as u64;
        assert_eq!(found, assessment.summary().totals.results.fail, "{format}");
    }
}

#[test]
fn annotations_and_comments_read_well() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    insta::assert_snapshot!("github", written(&assessment, "github"));
    insta::assert_snapshot!("markdown", written(&assessment, "markdown"));
}

/// Names that would be something else in one format or another.
const HOSTILE: [&str; 14] = [
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m",
    "first\r\n::error::second",
    "gpj.\u{202e}exe\u{2066}\u{200f}\u{61c}\u{200b}\u{feff}",
    "</failure></testcase><script>alert(1)</script>",
    "]]><!--<![CDATA[&amp;",
    "=HYPERLINK(\"http://evil.example\",\"ok\")",
    " \t@SUM(1+1)*cmd|' /C calc'!A0",
    "a,\"b\"\r\nc,d",
    "`` @evil-team <img src=x onerror=alert(1)> ``",
    "[ok](http://evil.example) ![i](http://evil.example/i.png)",
    "{0} {1} %s %0A::warning::x",
    "# heading\n- [x] item\n| a | b |\n~~~",
    "\u{0}\u{fffe}\u{ffff}\u{e0041}",
    "it's \"quoted\" $(reboot) `reboot` \\",
];

fn hostile() -> Snapshot {
    let assets = HOSTILE.iter().enumerate().map(|(number, name)| {
        let mut open = bucket(name);
        let own = facts(&mut open);
        own.insert("encrypted".to_owned(), json!(false));
        own.insert("tags".to_owned(), json!({(*name): *name}));
        own.insert("grants".to_owned(), json!([{"everyone": true, (*name): *name}]));
        if number % 2 == 0 {
            own.insert("versioned".to_owned(), unknown(name));
        }
        open
    });
    let mut parts = parts(assets.collect());
    let partial = parts.populations.last_mut().unwrap();
    let gap = Gap { code: Some(HOSTILE[3].to_owned()), ..denied(HOSTILE[1]) };
    (partial.state, partial.gap) = (State::Partial, Some(gap.clone()));
    let (message, action) = (Some(HOSTILE[9].repeat(50)), Some(HOSTILE[8].to_owned()));
    parts.gaps = vec![GapRecord { gap, action, message, count: 1, request_ids: Vec::new() }];
    HOSTILE[0].clone_into(&mut parts.header.caller.arn);
    snapshot(parts)
}

#[test]
fn what_a_cloud_calls_its_things_stays_a_text_in_every_format() {
    let (sample, snapshot) = (Sample::new(), hostile());
    let assessment = sample.assess(&snapshot);
    let results = assessment.summary().totals.results;
    assert_eq!(read(&assessment, "junit")["failed"], results.fail);
    assert_eq!(read(&assessment, "csv")["fail"], results.fail);
    assert_eq!(read(&assessment, "asff")["FAILED"], results.fail);
    assert_eq!(read(&assessment, "ocsf")["Fail"], results.fail);
    assert_eq!(read(&assessment, "sarif")["fail"], results.fail);
    assert_eq!(read(&assessment, "jsonl")["fail"], results.fail);
    for format in ["junit", "csv", "markdown", "github"] {
        let text = written(&assessment, format);
        let unseen =
            |c: &char| (c.is_control() && !matches!(c, '\n' | '\r')) || "\u{202e}\u{200b}\u{fffe}".contains(*c);
        assert_eq!(text.chars().find(unseen), None, "{format}");
    }
}

#[test]
fn no_name_becomes_markup_of_a_comment() {
    let (sample, snapshot) = (Sample::new(), hostile());
    let comment = read(&sample.assess(&snapshot), "markdown");
    let prose = comment["prose"].as_str().unwrap();
    for part in ["evil", "<img", "<script", "onerror", "reboot", "HYPERLINK", "<input"] {
        assert!(!prose.contains(part), "{part}\n{prose}");
    }
    assert_eq!(comment["tables"], 1);
    assert!(comment["bytes"].as_u64().unwrap() <= render::markdown::BYTES as u64);
}

#[test]
fn a_comment_on_an_organization_is_no_longer_than_a_comment_may_be() {
    let mut parts = parts(
        (0..5_000)
            .map(|number| {
                let mut open = bucket(&"long-".repeat(200).replacen('l', &number.to_string(), 1));
                facts(&mut open).insert("encrypted".to_owned(), json!(false));
                open
            })
            .collect(),
    );
    parts.header.accounts =
        (0..9_000_u64).map(|number| (100_000_000_000 + number).to_string().parse().unwrap()).collect();
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let comment = read(&sample.assess(&snapshot), "markdown");
    assert!(comment["bytes"].as_u64().unwrap() <= 65_536, "{}", comment["bytes"]);
    assert!(comment["prose"].as_str().unwrap().contains("accounts more"), "{comment}");
}

#[test]
fn no_name_becomes_a_workflow_command() {
    let (sample, snapshot) = (Sample::new(), hostile());
    let assessment = sample.assess(&snapshot);
    for line in written(&assessment, "github").lines() {
        let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, title) = properties.split_once(" title=").unwrap();
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        assert!(!title.contains([',', ':']) && !title.contains('\r'), "{line}");
        assert!(!message.contains("%0A") && !message.contains("%0D"), "{line}");
    }
}
