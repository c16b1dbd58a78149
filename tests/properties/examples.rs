//! What single clouds come to, case by case.

use serde_json::{Map, Value, json};
use tickmark::assess::{
    Assessment, Configuration, Decision, Document, Documents, ExitStatus, Management, Options, Outcome, RawSelection,
    Selection, Status, exit_status, fingerprint,
};
use tickmark::control::{ControlId, Severity};
use tickmark::criteria::Category;
use tickmark::inventory::snapshot::{AssetRef, GapRecord, Snapshot};
use tickmark::inventory::{GapKind, Region, State, Timestamp};

use crate::sample::{Sample, account, bucket, denied, facts, parts, regions, snapshot, unknown, volume};

const ENCRYPTION: &str = "aws-s3-bucket-encryption";

fn clean() -> Snapshot {
    snapshot(parts(vec![bucket("a"), bucket("b"), volume("v")]))
}

fn status(assessment: &Assessment<'_>, id: &str) -> Status {
    assessment.controls().iter().find(|result| result.control.id.as_str() == id).unwrap().status
}

fn configuration(assessment: &Assessment<'_>, id: &str) -> Configuration {
    assessment.criteria().iter().find(|result| result.criterion.id.as_str() == id).unwrap().configuration
}

fn json_of(assessment: &Assessment<'_>) -> Value {
    let mut out = Vec::new();
    tickmark::render::json::write(assessment, tickmark::render::Options::default(), &mut out).unwrap();
    assert!(out.ends_with(b"}\n"));
    serde_json::from_slice(&out).unwrap()
}

fn selection(sample: &Sample, raw: &RawSelection) -> Result<Selection, String> {
    Selection::new(raw, &sample.pack, &sample.criteria).map_err(|error| error.to_string())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn all_seen_and_all_well() {
    let (sample, snapshot) = (Sample::new(), clean());
    let assessment = sample.assess(&snapshot);
    assert!(assessment.controls().iter().all(|result| result.status == Status::Pass));
    assert_eq!(assessment.findings().len(), 2 * 4 + 3);
    assert!(assessment.gaps().is_empty());
    let totals = assessment.summary().totals;
    assert_eq!((totals.score_by_controls(), totals.score_by_assets()), (Some(100), Some(100)));
    // Three controls of buckets in one cell each, two of volumes in two, and one of both in three.
    assert_eq!((totals.coverage.covered, totals.coverage.planned), (10, 10));
    assert_eq!(assessment.criteria().len(), 61);
    // Only some of their points have a control.
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::MetInPart);
    assert_eq!(configuration(&assessment, "CC6.6"), Configuration::NotAssessed);
    assert_eq!(configuration(&assessment, "CC1.1"), Configuration::None);
    assert_eq!(exit_status(&assessment, Some(Severity::Low), Some(100)), ExitStatus::Clean);
}

#[test]
fn nothing_there_is_not_a_pass() {
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![])));
    let assessment = sample.assess(&snapshot);
    assert!(assessment.controls().iter().all(|result| result.status == Status::NotApplicable));
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::NoAssets);
    let totals = assessment.summary().totals;
    assert_eq!((totals.score_by_controls(), totals.coverage.percent()), (None, Some(100)));
}

#[test]
fn a_failure_is_a_deviation_with_its_evidence_and_its_fix() {
    let mut open = bucket("open'; rm -rf /");
    facts(&mut open).insert("encrypted".into(), Value::Null);
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![open, bucket("b")])));
    let assessment = sample.assess(&snapshot);
    assert_eq!(status(&assessment, ENCRYPTION), Status::Fail);
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::Deviation);
    let failed = assessment.findings().iter().find(|finding| finding.outcome == Outcome::Fail).unwrap();
    let explanation = assessment.explain(failed);
    assert_eq!(explanation.decided_by.iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), ["encrypted"]);
    let cli = explanation.fix.unwrap().cli.unwrap();
    assert!(cli.ends_with(r"--bucket 'open'\''; rm -rf /'"), "{cli}");
    assert_eq!(exit_status(&assessment, Some(Severity::Medium), None), ExitStatus::Failed);
    assert_eq!(exit_status(&assessment, Some(Severity::High), None), ExitStatus::Clean);
    assert_eq!(exit_status(&assessment, None, None), ExitStatus::Clean);
    assert_eq!(ExitStatus::Failed.code(), 1);
}

#[test]
fn a_supporting_control_below_the_threshold_is_no_deviation() {
    let mut public = bucket("a");
    facts(&mut public).insert("grants".into(), json!([{"everyone": true}]));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![public])));
    assert_eq!(configuration(&sample.assess(&snapshot), "CC6.1"), Configuration::MetInPart);
    let options = Options { criterion_threshold: Severity::Low, threads: 1 };
    assert_eq!(configuration(&sample.assess_with(&snapshot, &(), options), "CC6.1"), Configuration::Deviation);
}

#[test]
fn a_denied_condition_does_not_make_a_failure_look_smaller() {
    let mut public = bucket("a");
    facts(&mut public).insert("grants".into(), json!([{"everyone": true}]));
    facts(&mut public).insert("sensitive".into(), unknown("s3:GetBucketTagging"));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![public])));
    assert_eq!(exit_status(&sample.assess(&snapshot), Some(Severity::Critical), None), ExitStatus::Failed);
}

#[test]
fn a_denied_read_is_a_gap_that_costs_its_control() {
    let mut blind = bucket("a");
    facts(&mut blind).insert("encrypted".into(), unknown("s3:GetBucketEncryption"));
    let mut parts = parts(vec![blind, bucket("b")]);
    parts.gaps = vec![GapRecord {
        gap: denied("s3:GetBucketEncryption"),
        action: Some("s3:GetEncryptionConfiguration".into()),
        message: None,
        count: 1,
        request_ids: vec![],
    }];
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let assessment = sample.assess(&snapshot);
    assert_eq!(status(&assessment, ENCRYPTION), Status::NotEvaluated);
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::NotEvaluated);
    let gap = &assessment.gaps()[0];
    assert_eq!((gap.action.as_deref(), gap.count), (Some("s3:GetEncryptionConfiguration"), 1));
    let costs: Vec<&str> = gap.controls.iter().map(|n| assessment.controls()[*n].control.id.as_str()).collect();
    assert_eq!(costs, [ENCRYPTION]);
    let coverage = assessment.summary().totals.coverage;
    assert_eq!((coverage.covered, coverage.planned, coverage.percent()), (9, 10, Some(90)));
    assert_eq!(exit_status(&assessment, Some(Severity::Low), None), ExitStatus::Unseen);
    assert_eq!(exit_status(&assessment, Some(Severity::High), None), ExitStatus::Clean);
    assert_eq!(exit_status(&assessment, None, Some(90)), ExitStatus::Clean);
    assert_eq!(exit_status(&assessment, None, Some(91)), ExitStatus::Unseen);
}

#[test]
fn a_missing_field_is_a_gap_of_its_own() {
    let mut old = bucket("a");
    facts(&mut old).remove("encrypted");
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![old])));
    let assessment = sample.assess(&snapshot);
    let gap = &assessment.gaps()[0].gap;
    assert_eq!((gap.kind, &gap.operation, &gap.region), (GapKind::NotCollected, &None, &regions()[1]));
    assert_eq!(status(&assessment, ENCRYPTION), Status::NotEvaluated);
}

#[test]
fn a_refused_listing_does_not_hide_a_failure() {
    let mut plain = volume("v");
    facts(&mut plain).insert("encrypted".into(), json!(false));
    let mut parts = parts(vec![plain]);
    for population in &mut parts.populations {
        population.state = State::Refused;
        population.count = u64::from(population.region == regions()[1]);
        population.gap = Some(denied("ec2:DescribeVolumes"));
    }
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let assessment = sample.assess(&snapshot);
    assert_eq!(status(&assessment, "aws-ec2-volume-encryption"), Status::Fail);
    assert_eq!(status(&assessment, "aws-ec2-volume-backed-up"), Status::NotEvaluated);
    assert_eq!(status(&assessment, ENCRYPTION), Status::NotEvaluated);
    assert_eq!(assessment.summary().totals.coverage.covered, 0);
}

#[test]
fn a_closed_region_is_counted_apart_and_was_not_seen() {
    let mut parts = parts(vec![bucket("a"), volume("v")]);
    let closed = parts.populations.iter_mut().find(|population| population.region == regions()[0]).unwrap();
    closed.state = State::Refused;
    let mut gap = denied("ec2:DescribeVolumes");
    gap.kind = GapKind::RegionClosed;
    closed.gap = Some(gap);
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let assessment = sample.assess(&snapshot);
    assert_eq!(status(&assessment, "aws-ec2-volume-encryption"), Status::NotEvaluated);
    let coverage = assessment.summary().totals.coverage;
    assert_eq!((coverage.closed, coverage.planned, coverage.covered), (3, 7, 7));
}

#[test]
fn regions_that_could_not_be_listed_leave_all_regional_kinds_open() {
    let mut parts = parts(vec![bucket("a"), volume("v")]);
    parts.header.regions = vec![regions()[1].clone()];
    let unlisted = parts.populations.iter_mut().find(|population| population.region == regions()[0]).unwrap();
    unlisted.region = Region::EVERY;
    unlisted.state = State::Refused;
    unlisted.gap = Some(denied("ec2:DescribeRegions"));
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let assessment = sample.assess(&snapshot);
    assert_eq!(status(&assessment, "aws-ec2-volume-encryption"), Status::NotEvaluated);
    assert_eq!(status(&assessment, ENCRYPTION), Status::Pass);
}

#[test]
fn a_header_without_accounts_or_regions_is_no_evidence() {
    for (accounts, regions) in [(vec![], regions().to_vec()), (vec![account()], vec![])] {
        let mut parts = parts(vec![]);
        parts.populations.clear();
        (parts.header.accounts, parts.header.regions) = (accounts, regions);
        let (sample, snapshot) = (Sample::new(), snapshot(parts));
        let assessment = sample.assess(&snapshot);
        assert!(assessment.controls().iter().all(|result| result.status == Status::NotEvaluated));
    }
}

/// Management that decides one way about everything, and files documents for one criterion.
#[derive(Debug)]
struct Always(Decision, Vec<Document>);

impl Management for Always {
    fn decision(&self, _: &ControlId, _: AssetRef<'_>, _: &Map<String, Value>, _: Timestamp) -> Option<Decision> {
        Some(self.0)
    }

    fn documents(&self) -> &[Document] {
        &self.1
    }
}

/// A document for CC6.1 that no longer counts.
fn stale() -> Document {
    Document {
        criterion: "CC6.1".parse().unwrap(),
        points: Vec::new(),
        statement: "Access is reviewed each quarter.".to_owned(),
        owner: "jane@example.com".to_owned(),
        date: "2023-01-01T00:00:00Z".parse().unwrap(),
        ends: "2024-01-01T00:00:00Z".parse().unwrap(),
        files: Vec::new(),
        links: vec!["https://example.com/reviews".to_owned()],
    }
}

#[test]
fn an_accepted_risk_is_named_and_keeps_its_fix() {
    let mut open = bucket("a");
    facts(&mut open).insert("encrypted".into(), json!(false));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![open, bucket("b")])));
    let management = Always(Decision::AcceptRisk, vec![stale()]);
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    assert_eq!(status(&assessment, ENCRYPTION), Status::RiskAccepted);
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::RiskAccepted);
    let accepted = assessment.findings().iter().find(|finding| finding.outcome == Outcome::RiskAccepted).unwrap();
    assert!(assessment.explain(accepted).fix.is_some());
    assert_eq!(exit_status(&assessment, Some(Severity::Low), None), ExitStatus::Clean);
    let documents =
        |id: &str| assessment.criteria().iter().find(|result| result.criterion.id.as_str() == id).unwrap().documents();
    assert_eq!((documents("CC6.1"), documents("CC1.1")), (Documents::Stale, Documents::Requested));
}

#[test]
fn what_is_set_aside_is_counted_and_decides_nothing() {
    let mut open = bucket("a");
    facts(&mut open).insert("encrypted".into(), json!(false));
    facts(&mut open).insert("grants".into(), unknown("s3:GetBucketAcl"));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![open])));
    let management = Always(Decision::SetAside, Vec::new());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    let result = &assessment.controls()[assessment.controls().len() - 2];
    assert_eq!((result.status, result.counts.set_aside), (Status::NotApplicable, 1));
    assert!(assessment.gaps().is_empty());
}

#[test]
fn a_selection_is_checked_word_by_word() {
    let sample = Sample::new();
    let error =
        selection(&sample, &RawSelection { controls: words(&["aws-s3-bucket-encrypton"]), ..RawSelection::default() });
    assert!(error.unwrap_err().contains("did you mean \"aws-s3-bucket-encryption\"?"));
    let raw = RawSelection { criteria: words(&["CC6.9"]), severities: words(&["hihg"]), ..RawSelection::default() };
    let error = selection(&sample, &raw).unwrap_err();
    assert!(error.contains("--criterion \"CC6.9\"") && error.contains("--severity \"hihg\""), "{error}");
    let raw = RawSelection {
        services: words(&["s3"]),
        controls: words(&["aws-ec2-volume-encryption"]),
        ..RawSelection::default()
    };
    assert!(selection(&sample, &raw).unwrap_err().contains("no control matches"));
    let count = |raw| selection(&sample, &raw).unwrap().controls().count();
    assert_eq!(count(RawSelection::default()), 6);
    assert_eq!(count(RawSelection { services: words(&["s3", "ec2"]), ..RawSelection::default() }), 6);
    assert_eq!(count(RawSelection { severities: words(&["critical"]), ..RawSelection::default() }), 1);
    assert_eq!(count(RawSelection { criteria: words(&["A1.2"]), ..RawSelection::default() }), 2);
    assert_eq!(count(RawSelection { categories: words(&["availability"]), ..RawSelection::default() }), 2);
}

#[test]
fn a_selection_puts_other_categories_out_of_scope() {
    let mut sample = Sample::new();
    let raw = RawSelection { categories: words(&["availability"]), ..RawSelection::default() };
    sample.selection = selection(&sample, &raw).unwrap();
    let snapshot = clean();
    let assessment = sample.assess(&snapshot);
    assert_eq!(configuration(&assessment, "CC6.1"), Configuration::OutOfScope);
    assert_eq!(configuration(&assessment, "A1.2"), Configuration::MetInPart);
    let security = assessment.categories().iter().find(|result| result.category == Category::Security).unwrap();
    assert!(!security.in_scope);
}

#[test]
fn controls_left_out_are_named() {
    let mut sample = Sample::new();
    sample.selection =
        selection(&sample, &RawSelection { services: words(&["ec2"]), ..RawSelection::default() }).unwrap();
    let snapshot = clean();
    let assessment = sample.assess(&snapshot);
    let result = assessment.criteria().iter().find(|result| result.criterion.id.as_str() == "CC6.1").unwrap();
    let left_out: Vec<&str> = result.unselected.iter().map(|id| id.as_str()).collect();
    assert_eq!(left_out, [ENCRYPTION, "aws-s3-bucket-not-public"]);
    let point = result.points.iter().find(|point| point.point.name == "Uses Encryption to Protect Data").unwrap();
    assert_eq!(point.status, Configuration::MetInPart);
}

#[test]
fn the_json_document_keeps_its_contract() {
    let mut open = bucket("a");
    facts(&mut open).insert("encrypted".into(), json!(false));
    facts(&mut open).insert("website".into(), unknown("s3:GetBucketWebsite"));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![open, bucket("b"), volume("v")])));
    let assessment = sample.assess(&snapshot);
    let document = json_of(&assessment);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(&document),
        "acceptances as_of categories controls criteria documents exclusions findings gaps schema scope summary tool"
    );
    assert_eq!(
        (&document["schema"], &document["as_of"]),
        (&json!("tickmark.assessment/1"), &json!("2025-01-01T00:00:00Z"))
    );
    assert_eq!(document["criteria"].as_array().unwrap().len(), 61);
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(findings.len(), assessment.findings().len());
    let failed = findings.iter().find(|finding| finding["status"] == "fail").unwrap();
    assert_eq!(
        failed["asset"],
        json!({"kind": "aws.s3.bucket", "id": "arn:aws.s3.bucket:a", "name": "a", "account": "123456789012", "region": "eu-west-1"})
    );
    assert_eq!(
        failed["observations"],
        json!([{"path": "encrypted", "actual": false, "expected": failed["observations"][0]["expected"], "holds": false}])
    );
    let key = snapshot.asset(2).unwrap().key();
    let id: ControlId = ENCRYPTION.parse().unwrap();
    assert_eq!(snapshot.asset(1).unwrap().name(), "a");
    assert_eq!(failed["fingerprint"], fingerprint(&id, &snapshot.asset(1).unwrap().key()));
    assert_ne!(failed["fingerprint"], fingerprint(&id, &key));
    let open = findings.iter().find(|finding| finding["status"] == "not_evaluated").unwrap();
    assert_eq!((&open["control"], &open["gaps"]), (&json!("aws-s3-bucket-not-public"), &json!([0])));
    assert_eq!(open["observations"][0]["unknown"], 0);
    assert_eq!(document["gaps"][0]["controls"], json!(["aws-s3-bucket-not-public"]));
    // `show` reads the same fact, decides nothing, and has its number all the same.
    let shown = findings.iter().find(|f| f["control"] == "aws-s3-bucket-kept" && f["asset"]["name"] == "a").unwrap();
    assert_eq!(shown["observations"][2], json!({"path": "website", "unknown": 0, "expected": null, "holds": null}));
    let kept = document["controls"].as_array().unwrap().iter().find(|c| c["id"] == "aws-s3-bucket-kept").unwrap();
    assert_eq!(kept["params"], json!({"days": {"value": 30, "change": "default"}}));
    assert_eq!(
        kept["population"],
        json!([{"kind": "aws.s3.bucket", "account": "123456789012", "region": "global", "state": "complete", "count": 2}])
    );
    let mut trimmed = Vec::new();
    let options = tickmark::render::Options { only_failures: true, ..tickmark::render::Options::default() };
    tickmark::render::json::write(&assessment, options, &mut trimmed).unwrap();
    let trimmed: Value = serde_json::from_slice(&trimmed).unwrap();
    assert_eq!(trimmed["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn two_accounts_are_judged_each_by_its_own_header() {
    let mut other = parts(vec![]);
    let digits = "999999999999".parse().unwrap();
    other.header.accounts = vec![digits];
    other.header.regions = vec![regions()[1].clone()];
    other.populations.retain(|population| population.region != regions()[0]);
    for population in &mut other.populations {
        population.account = "999999999999".parse().unwrap();
    }
    let merged = Snapshot::merge(vec![snapshot(other), clean()]).unwrap();
    let sample = Sample::new();
    let assessment = sample.assess(&merged);
    assert!(assessment.controls().iter().all(|result| result.status == Status::Pass));
}
