//! The promises of an assessment, over many small clouds.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken test may end as it likes")]

mod examples;
mod sample;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use tickmark::assess::{Assessment, Decision, Management, Options, Outcome, Status};
use tickmark::control::ControlId;
use tickmark::inventory::snapshot::{AssetRef, Parts, Snapshot};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{State, Timestamp};
use tickmark::render;

use sample::{BUCKET, Sample, VOLUME, asset, denied, parts, regions, snapshot, unknown};

/// A fact: mostly a value, sometimes denied, sometimes never asked for.
fn fact(values: Vec<Value>) -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        8 => prop::sample::select(values).prop_map(Some),
        1 => prop::sample::select(vec!["a:Read", "b:Read"]).prop_map(|operation| Some(unknown(operation))),
        1 => Just(None),
    ]
}

fn encoded(fields: Vec<(&'static str, Option<Value>)>) -> Value {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>().into()
}

fn bucket_facts() -> impl Strategy<Value = Value> {
    let bools = || fact(vec![json!(true), json!(false)]);
    let everyone = |value| json!({"everyone": value});
    let grants = vec![
        json!([]),
        json!([everyone(json!(false))]),
        json!([everyone(json!(true))]),
        json!([everyone(unknown("a:Read")), everyone(json!(false))]),
    ];
    (
        fact(vec![json!(true), json!(true), json!(false), json!(null)]),
        bools(),
        bools(),
        fact(grants),
        bools(),
        fact(vec![json!(0), json!(30), json!(null)]),
        fact(vec![json!({}), json!({"owner": "ops"})]),
    )
        .prop_map(|(encrypted, website, sensitive, grants, versioned, kept_days, tags)| {
            encoded(vec![
                ("encrypted", encrypted),
                ("website", website),
                ("sensitive", sensitive),
                ("grants", grants),
                ("versioned", versioned),
                ("kept_days", kept_days),
                ("tags", tags),
            ])
        })
}

fn volume_facts() -> impl Strategy<Value = Value> {
    (
        fact(vec![json!(true), json!(true), json!(false), json!(null)]),
        fact(vec![json!("2024-12-31T00:00:00Z"), json!("2024-01-01T00:00:00Z"), json!(null)]),
        fact(vec![json!({}), json!({"owner": "ops"})]),
    )
        .prop_map(|(encrypted, last_snapshot, tags)| {
            encoded(vec![("encrypted", encrypted), ("last_snapshot", last_snapshot), ("tags", tags)])
        })
}

/// A cloud whose listings are mostly whole.
fn cloud() -> impl Strategy<Value = Parts<Vec<Encoded>>> {
    let place = || 0..2_usize;
    (
        prop::collection::vec((bucket_facts(), place()), 0..4),
        prop::collection::vec((volume_facts(), place()), 0..4),
        prop::collection::vec(prop_oneof![9 => Just(None), 1 => Just(Some(State::Partial))], 3),
    )
        .prop_map(|(buckets, volumes, states)| {
            let named = |kind, all: Vec<(Value, usize)>| {
                all.into_iter()
                    .enumerate()
                    .map(move |(n, (facts, at))| asset(kind, &regions()[at], &format!("x{n}"), facts))
            };
            let mut parts = parts(named(&BUCKET, buckets).chain(named(&VOLUME, volumes)).collect());
            for (population, state) in parts.populations.iter_mut().zip(states) {
                if let Some(state) = state {
                    population.state = state;
                    population.gap = Some(denied("a:List"));
                }
            }
            parts
        })
}

fn statuses(assessment: &Assessment<'_>) -> Vec<Status> {
    assessment.controls().iter().map(|result| result.status).collect()
}

/// Management that accepted the risk of some results.
#[derive(Debug)]
struct Accepted(BTreeSet<(String, String)>);

impl Management for Accepted {
    fn decision(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        _: &Map<String, Value>,
        _: Timestamp,
    ) -> Option<Decision> {
        let accepted = self.0.contains(&(control.to_string(), asset.id().to_owned()));
        accepted.then_some(Decision::AcceptRisk)
    }
}

fn json_of(assessment: &Assessment<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let json = render::by_name("json").unwrap();
    (json.write)(assessment, render::Options::default(), &mut out).unwrap();
    out
}

/// Every `$unknown` is a number of a gap; every observation has a value or a gap.
fn check_gap_numbers(document: &Value) {
    let gaps = document["gaps"].as_array().unwrap().len() as u64;
    let known = |number: &Value| assert!(number.as_u64().unwrap() < gaps, "{number} of {gaps}");
    for control in document["controls"].as_array().unwrap() {
        control["gaps"].as_array().unwrap().iter().for_each(known);
        assert!(control["status"] != "not_evaluated" || !control["gaps"].as_array().unwrap().is_empty());
    }
    for finding in document["findings"].as_array().unwrap() {
        let own = finding["gaps"].as_array().unwrap();
        own.iter().for_each(known);
        assert_eq!(finding["status"] == "not_evaluated", !own.is_empty(), "{finding}");
        assert_eq!(finding["status"] == "fail", finding.get("fix").is_some());
        for observation in finding["observations"].as_array().unwrap() {
            assert!(observation.get("actual").is_some() != observation.get("unknown").is_some(), "{observation}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_denied_read_never_turns_fail_into_pass_or_pass_into_fail(cloud in cloud(), at in any::<Index>(), field in any::<Index>()) {
        let sample = Sample::new();
        let before = snapshot(cloud.clone());
        let before = sample.assess(&before);
        let mut blinded = cloud;
        prop_assume!(!blinded.assets.is_empty());
        let at = at.index(blinded.assets.len());
        let facts = sample::facts(&mut blinded.assets[at]);
        prop_assume!(!facts.is_empty());
        let field = field.index(facts.len());
        *facts.values_mut().nth(field).unwrap() = unknown("c:Read");
        let after = snapshot(blinded);
        let after = sample.assess(&after);
        for (before, after) in before.findings().iter().zip(after.findings()) {
            prop_assert!(after.outcome == before.outcome || after.outcome == Outcome::NotEvaluated);
            prop_assert!(after.severity >= before.severity);
        }
        for (before, after) in statuses(&before).into_iter().zip(statuses(&after)) {
            let changed = (before, after);
            prop_assert!(changed != (Status::Fail, Status::Pass) && changed != (Status::Pass, Status::Fail));
            prop_assert!(before == after || after == Status::NotEvaluated, "{changed:?}");
        }
    }

    #[test]
    fn a_missing_line_never_makes_a_control_pass_or_not_applicable(cloud in cloud(), at in any::<Index>()) {
        let sample = Sample::new();
        let before = snapshot(cloud.clone());
        let before = sample.assess(&before);
        let mut less = cloud;
        let at = at.index(less.assets.len() + less.populations.len());
        let kind = if at < less.assets.len() {
            less.assets.remove(at).key.kind
        } else {
            less.populations.remove(at - less.assets.len()).kind
        };
        let after = snapshot(less);
        let after = sample.assess(&after);
        for (before, after) in before.controls().iter().zip(after.controls()) {
            if after.control.kinds.contains(&kind) {
                prop_assert!(matches!(after.status, Status::Fail | Status::NotEvaluated), "{:?}", after.status);
            } else {
                prop_assert_eq!(before.status, after.status);
            }
        }
    }

    #[test]
    fn accepting_risks_never_raises_a_score(cloud in cloud(), accepted in prop::collection::vec(any::<Index>(), 0..6)) {
        let sample = Sample::new();
        let snapshot = snapshot(cloud);
        let before = sample.assess(&snapshot);
        let findings = before.findings();
        prop_assume!(!findings.is_empty());
        let chosen = accepted.into_iter().map(|index| {
            let finding = &findings[index.index(findings.len())];
            let control = before.control_of(finding).unwrap().control.id.to_string();
            (control, before.asset_of(finding).unwrap().id().to_owned())
        });
        let management = Accepted(chosen.collect());
        let after = sample.assess_with(&snapshot, &management, Options::default());
        let scores = |assessment: &Assessment<'_>| {
            let summary = assessment.categories().iter().map(|category| &category.summary).chain([assessment.summary()]);
            summary.flat_map(|summary| [summary.totals.score_by_controls(), summary.totals.score_by_assets()]).collect::<Vec<_>>()
        };
        for (before, after) in scores(&before).into_iter().zip(scores(&after)) {
            prop_assert!(after <= before, "{before:?} {after:?}");
        }
        prop_assert_eq!(before.summary().totals.coverage, after.summary().totals.coverage);
    }

    #[test]
    fn one_service_says_nothing_of_another(mut cloud in cloud()) {
        cloud.assets.retain(|asset| asset.key.kind == BUCKET);
        cloud.populations.retain(|population| population.kind == BUCKET);
        let sample = Sample::new();
        let snapshot = snapshot(cloud);
        let assessment = sample.assess(&snapshot);
        for result in assessment.controls().iter().filter(|result| result.control.kinds == [VOLUME]) {
            prop_assert_eq!(result.status, Status::NotEvaluated);
            prop_assert_eq!(result.counts.total(), 0);
        }
    }

    #[test]
    fn the_number_of_threads_makes_no_difference(cloud in cloud(), threads in 2..9_usize) {
        let sample = Sample::new();
        let snapshot = snapshot(cloud);
        let one = json_of(&sample.assess(&snapshot));
        let many = json_of(&sample.assess_with(&snapshot, &(), Options { threads, ..Options::default() }));
        prop_assert_eq!(String::from_utf8(one).unwrap(), String::from_utf8(many).unwrap());
    }

    #[test]
    fn a_snapshot_read_back_gives_the_same_bytes(cloud in cloud()) {
        let sample = Sample::new();
        let snapshot = snapshot(cloud);
        let mut file = Vec::new();
        snapshot.write_to(&mut file).unwrap();
        let read = Snapshot::read_from(&file[..]).unwrap();
        prop_assert_eq!(json_of(&sample.assess(&read)), json_of(&sample.assess(&snapshot)));
    }

    #[test]
    fn every_unknown_is_a_gap_in_the_list(cloud in cloud()) {
        let sample = Sample::new();
        let snapshot = snapshot(cloud);
        check_gap_numbers(&serde_json::from_slice(&json_of(&sample.assess(&snapshot))).unwrap());
    }
}
