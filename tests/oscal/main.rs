//! The OSCAL assessment results: valid by NIST's schema, read by compliance-trestle, and saying no more than was seen.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken test may end as it likes")]

#[path = "../properties/sample.rs"]
mod sample;

#[path = "../render/filed.rs"]
mod filed;

#[path = "../support/venv.rs"]
mod venv;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};
use tickmark::assess::{Acceptance, Assessment, AssetPattern, Decision, Document, Management, Options, Status};
use tickmark::control::ControlId;
use tickmark::inventory::snapshot::{AssetRef, Snapshot};
use tickmark::inventory::{State, Timestamp};
use tickmark::oscal::{self, About};

use sample::{Sample, bucket, denied, facts, parts, snapshot, unknown, volume};
use venv::Environment;

/// What reads the files.
const READER: Environment =
    Environment { name: "trestle", requirements: include_str!("requirements.txt"), purpose: "OSCAL's tests" };

const HOSTILE: [&str; 6] = [
    "first\nsecond\r\t",
    "[x](javascript:alert(1)) <script>alert(1)</script> `c`",
    "gpj.\u{202e}exe\u{2028}",
    " spaces at the ends ",
    "\u{0}\u{1b}[2J",
    "a/b?c=d&e=%20#f",
];

/// Management that accepted one risk by an acceptance, has another that is over, and filed documents of every standing.
#[derive(Debug)]
struct Filed {
    acceptances: Vec<Acceptance>,
    documents: Vec<Document>,
}

impl Filed {
    fn new() -> Self {
        let acceptance = |reason: &str, ends: &str| Acceptance {
            control: "aws-ec2-volume-encryption".parse().unwrap(),
            assets: vec![AssetPattern::Glob("*db*".to_owned())],
            reason: reason.to_owned(),
            compensating_control: "The volume holds nothing but caches.".to_owned(),
            owner: "jane@example.com".to_owned(),
            approver: "joe@example.com".to_owned(),
            ticket: "RISK-1".to_owned(),
            starts: "2024-06-01T00:00:00Z".parse().unwrap(),
            ends: format!("{ends}T00:00:00Z").parse().unwrap(),
        };
        Self {
            acceptances: vec![acceptance("It is moved in spring.", "2025-06-01"), acceptance("[Old](x)", "2024-07-01")],
            documents: filed::documents(),
        }
    }
}

impl Management for Filed {
    fn decision(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        _: &Map<String, Value>,
        as_of: Timestamp,
    ) -> Option<Decision> {
        match (control.as_str(), asset.name()) {
            ("aws-ec2-storage-owned", "scratch") => Some(Decision::SetAside),
            _ => self.acceptance(control, asset, as_of).map(|_| Decision::AcceptRisk),
        }
    }

    fn acceptances(&self) -> &[Acceptance] {
        &self.acceptances
    }

    fn acceptance(&self, control: &ControlId, asset: AssetRef<'_>, _: Timestamp) -> Option<usize> {
        (control.as_str() == "aws-ec2-volume-encryption" && asset.name() == "db").then_some(0)
    }

    fn documents(&self) -> &[Document] {
        &self.documents
    }
}

/// A cloud with every outcome; no volume fails but the one whose risk is accepted.
fn mixed() -> Snapshot {
    let mut open = bucket("payroll");
    facts(&mut open).extend([("encrypted".to_owned(), json!(null)), ("tags".to_owned(), json!({}))]);
    let mut site = bucket("site");
    facts(&mut site).insert("website".to_owned(), json!(true));
    let mut plain = volume("db");
    facts(&mut plain).insert("encrypted".to_owned(), json!(false));
    let mut hidden = volume("hidden");
    facts(&mut hidden).insert("last_snapshot".to_owned(), unknown("ec2:DescribeSnapshots"));
    snapshot(parts(vec![open, site, plain, hidden, volume("scratch")]))
}

/// A cloud of which one listing was refused, and whose names are hostile.
fn hostile() -> Snapshot {
    let buckets = HOSTILE.iter().map(|name| {
        let mut open = bucket(name);
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        facts(&mut open).insert("grants".to_owned(), json!([{"everyone": true, (*name): *name}]));
        facts(&mut open).insert("tags".to_owned(), json!({(*name): *name}));
        open
    });
    let mut parts = parts(buckets.collect());
    let partial = parts.populations.last_mut().unwrap();
    (partial.state, partial.gap) = (State::Partial, Some(denied("ec2:DescribeVolumes")));
    HOSTILE[0].clone_into(&mut parts.header.caller.arn);
    parts.header.host = Some(HOSTILE[3].to_owned());
    snapshot(parts)
}

fn written(assessment: &Assessment<'_>) -> Vec<u8> {
    let about = About {
        organization: Some("Example & Co. [Ltd]"),
        system: Some("  The \u{202e}System\n"),
        disclaimer: "Prepared by management.\n\nThis is no opinion.",
    };
    let mut out = Vec::new();
    oscal::write(assessment, about, &mut out).unwrap();
    out
}

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn list<'v>(result: &'v Value, name: &str) -> &'v [Value] {
    result[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn prop<'v>(part: &'v Value, name: &str) -> Option<&'v str> {
    list(part, "props").iter().find(|prop| prop["name"] == name).and_then(|prop| prop["value"].as_str())
}

/// Every value under a key that ends so, anywhere.
fn all<'v>(value: &'v Value, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.extend(value.as_str().filter(|_| wanted(key)));
                all(value, wanted, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| all(value, wanted, found)),
        _ => {}
    }
}

/// The report on the account that comes with the programme.
fn demo() -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    let output = command.env_clear().args(["report", "--demo", "--format", "oscal"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Puts the files where the check can read them; each test has a folder of its own.
fn check(name: &str, files: &[(&str, Vec<u8>)]) -> Vec<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("oscal");
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(file, bytes)| {
            let path = folder.path().join(format!("{name}-{file}.json"));
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    let output = Command::new(READER.python())
        .arg(tests.join("check.py"))
        .arg(tests.join("assessment-results.schema.json"))
        .args(&paths)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn nist_s_schema_and_trestle_take_every_file() {
    let (sample, management) = (Sample::new(), Filed::new());
    let (mixed, hostile, empty) = (mixed(), hostile(), snapshot(parts(Vec::new())));
    let mut files: Vec<(&str, Vec<u8>)> = [("mixed", &mixed), ("hostile", &hostile), ("empty", &empty)]
        .into_iter()
        .map(|(name, cloud)| (name, written(&sample.assess_with(cloud, &management, Options::default()))))
        .collect();
    files.push(("demo", demo()));
    let counted = check("sample", &files);
    assert_eq!(counted.len(), files.len());
    for (told, (_, bytes)) in counted.iter().zip(&files) {
        let file = read(bytes);
        for name in ["observations", "risks", "findings"] {
            assert_eq!(told[name], list(&file["assessment-results"]["results"][0], name).len(), "{told}");
        }
    }
}

#[test]
fn a_finding_says_what_its_control_came_to_and_what_was_not_evaluated_has_none() {
    let (sample, management, cloud) = (Sample::new(), Filed::new(), mixed());
    let assessment = sample.assess_with(&cloud, &management, Options::default());
    let statuses: BTreeMap<&str, Status> =
        assessment.controls().iter().map(|result| (result.control.id.as_str(), result.status)).collect();
    let seen: BTreeSet<Status> = statuses.values().copied().collect();
    assert!(seen.is_superset(&[Status::Fail, Status::NotEvaluated, Status::RiskAccepted, Status::Pass].into()));
    let file = read(&written(&assessment));
    let result = &file["assessment-results"]["results"][0];
    let mut with_finding = BTreeSet::new();
    for finding in list(result, "findings") {
        let control = prop(finding, "control").unwrap();
        with_finding.insert(control);
        let expected = match statuses[control] {
            Status::Pass => "satisfied",
            Status::Fail | Status::RiskAccepted => "not-satisfied",
            other => panic!("{control} is {other} and has a finding"),
        };
        assert_eq!(finding["target"]["status"]["state"], expected, "{control}");
        assert_eq!(list(finding, "related-risks").is_empty(), expected == "satisfied", "{control}");
    }
    for (control, status) in &statuses {
        let wanted = !matches!(status, Status::NotEvaluated | Status::NotApplicable);
        assert_eq!(with_finding.contains(control), wanted, "{control}");
        let observed = list(result, "observations").iter().filter(|one| prop(one, "control") == Some(control)).count();
        let own = assessment.controls().iter().find(|result| result.control.id.as_str() == *control).unwrap();
        assert_eq!(observed, assessment.findings_of(own).len() + 1, "each result, and the population: {control}");
    }
    let objectives = &result["reviewed-controls"]["control-objective-selections"][0]["include-objectives"];
    for objective in objectives.as_array().unwrap() {
        let control = objective["objective-id"].as_str().unwrap().split_once('_').unwrap().1;
        assert_eq!(objective["remarks"].is_string(), !with_finding.contains(control), "{objective}");
    }
}

#[test]
fn a_risk_that_management_accepted_stands_apart_with_who_and_until_when() {
    let (sample, management, cloud) = (Sample::new(), Filed::new(), mixed());
    let file = read(&written(&sample.assess_with(&cloud, &management, Options::default())));
    let result = &file["assessment-results"]["results"][0];
    let accepted: Vec<&Value> =
        list(result, "risks").iter().filter(|risk| risk["status"] == "deviation-approved").collect();
    let [risk] = accepted.as_slice() else { panic!("{accepted:?}") };
    assert_eq!(prop(risk, "accepted-by"), Some("joe@example.com"));
    assert_eq!(prop(risk, "accepted-until"), Some("2025-05-31"));
    assert_eq!(risk["deadline"], "2025-06-01T00:00:00Z");
    assert_eq!(risk["mitigating-factors"][0]["description"], "The volume holds nothing but caches.");
    assert!(list(result, "risks").iter().any(|risk| risk["status"] == "open"));
    // What is over is told, and not honoured.
    let over = list(result, "props").iter().find(|prop| prop["name"] == "acceptance-not-honoured").unwrap();
    assert_eq!((over["class"].as_str(), over["remarks"].as_str()), (Some("expired"), Some("\\[Old\\](x)")));
    let altered = list(&file["assessment-results"]["back-matter"], "resources")
        .iter()
        .find(|resource| prop(resource, "criterion") == Some("CC1.4"))
        .unwrap();
    assert_eq!(prop(altered, "standing"), Some("altered"));
    assert_eq!(altered["rlinks"][0]["hashes"][0], json!({"algorithm": "SHA-256", "value": "0".repeat(64)}));
}

#[test]
fn every_reference_leads_somewhere_and_no_identifier_is_used_twice() {
    let (sample, management) = (Sample::new(), Filed::new());
    for cloud in [mixed(), hostile()] {
        let file = read(&written(&sample.assess_with(&cloud, &management, Options::default())));
        let (mut own, mut named) = (Vec::new(), Vec::new());
        all(&file, &|key| key == "uuid", &mut own);
        all(&file, &|key| key.ends_with("-uuid"), &mut named);
        let unique: BTreeSet<&str> = own.iter().copied().collect();
        assert_eq!(unique.len(), own.len());
        let lost: Vec<&&str> = named.iter().filter(|uuid| !unique.contains(**uuid)).collect();
        assert!(!named.is_empty() && lost.is_empty(), "{lost:?}");
        let (mut targets, mut parts) = (Vec::new(), Vec::new());
        all(&file, &|key| key == "target-id" || key == "objective-id", &mut targets);
        all(&file["assessment-results"]["local-definitions"], &|key| key == "id", &mut parts);
        assert!(!targets.is_empty() && targets.iter().all(|target| parts.contains(target)));
    }
}

#[test]
fn names_stay_data() {
    let (sample, cloud) = (Sample::new(), hostile());
    let bytes = written(&sample.assess(&cloud));
    let file = read(&bytes);
    let (mut prose, mut values) = (Vec::new(), Vec::new());
    all(&file, &|key| matches!(key, "title" | "description" | "remarks" | "prose" | "statement"), &mut prose);
    all(&file, &|key| key == "value", &mut values);
    for text in &prose {
        // What a backslash stands before is a character and no markup.
        let markup = text.replace(r"\\", "").replace(r"\]", "").replace(r"\<", "");
        assert!(!markup.contains("](javascript") && !markup.contains("<script"), "{text:?}");
    }
    for text in prose.iter().chain(&values) {
        assert!(!text.contains(['\r', '\t', '\0', '\u{1b}', '\u{202e}', '\u{2028}']), "{text:?}");
    }
    assert!(values.iter().any(|value| value.contains(r"\u{202e}")), "what is not seen is shown");
}

#[test]
fn the_same_input_gives_the_same_bytes_and_another_one_another_identifier() {
    let (sample, management) = (Sample::new(), Filed::new());
    let [first, second, other] = [mixed(), mixed(), hostile()]
        .map(|cloud| written(&sample.assess_with(&cloud, &management, Options::default())));
    assert_eq!(first, second);
    let id = |bytes: &[u8]| read(bytes)["assessment-results"]["uuid"].clone();
    assert_ne!(id(&first), id(&other));
}
