//! Parameters that have no value until somebody chooses one.

use insta::assert_snapshot;
use serde_json::json;

use super::asset::{file, load, shown};
use crate::control::{Change, Control, Outcome, Overrides, ParamValue, case};
use crate::predicate::prose;

const FILE: &str = "params: {age: {type: duration, default: null, at_least: 1 days, help: Age}}
when: {public: false}
expect: {created: {newer_than: $age}}
cases:
  - {given: {public: false, created: 2024-12-31T00:00:00Z}, then: not_applicable}
  - {params: {age: 7 days}, given: {public: false, created: 2024-12-31T00:00:00Z}, then: pass}
  - {params: {age: 7 days}, given: {public: false, created: 2024-12-01T00:00:00Z}, then: {fail: [created]}}
  - {params: {age: 7 days}, given: {public: true, created: 2024-12-01T00:00:00Z}, then: not_applicable}
  - {given: {public: $denied, created: $denied}, then: not_applicable}";

fn with(chosen: &[&str]) -> Control {
    let pack = load(&file(FILE), &chosen.iter().map(|word| word.parse().unwrap()).collect()).unwrap();
    pack.iter().next().unwrap().clone()
}

fn outcome(control: &Control, created: &str) -> Outcome {
    let facts = json!({"public": false, "created": created});
    control.judge(facts.as_object().unwrap(), case::as_of(), &mut ()).outcome
}

#[test]
fn a_control_applies_to_nothing_until_its_parameter_has_a_value() {
    let unset = with(&[]);
    assert_eq!(case::run(&unset), []);
    assert_eq!(outcome(&unset, "2024-12-31T00:00:00Z"), Outcome::NotApplicable);
    assert_eq!((&unset.params["age"].value, unset.params["age"].change), (&ParamValue::Unset, Change::Default));

    let set = with(&["aws-test-thing.age=7 days"]);
    assert_eq!(case::run(&set).len(), 2, "the cases that choose no value are judged by that in force");
    assert_eq!(outcome(&set, "2024-12-31T00:00:00Z"), Outcome::Pass);
    assert_eq!(outcome(&set, "2024-12-01T00:00:00Z"), Outcome::Fail);
    assert_eq!(set.params["age"].change, Change::Tightened);
}

#[test]
fn it_is_told_that_no_value_is_set() {
    let unset = with(&[]);
    assert_snapshot!(unset.params["age"].default, @"none: the control applies to nothing until it is set");
    assert_snapshot!(prose(unset.when.as_ref().unwrap()).join("\n"), @r"
    a parameter without a value is set
    public is false
    ");
    assert_snapshot!(prose(&unset.expect).join("\n"), @"created is newer than a value that is not set (age)");
    assert_eq!(prose(with(&["aws-test-thing.age=7 days"]).when.as_ref().unwrap()), ["public is false"]);
}

#[test]
fn a_list_may_have_no_value_too() {
    let text = "params: {names: {type: list of string, default: null, help: Names}}
expect: {title: {in: $names}}
cases: [{given: {title: $denied}, then: not_applicable}, {params: {names: [a]}, given: {title: b}, then: {fail: [title]}}]";
    let pack = load(&file(text), &Overrides::default()).unwrap();
    assert_eq!(case::run(pack.iter().next().unwrap()), []);
}

#[test]
fn what_is_wrong_of_it_is_reported() {
    let of = |case: &str| {
        let param = "params: {age: {type: duration, default: null, at_least: 1 days, help: Age}}";
        let cases = format!("cases: [{{{case}given: {{created: $denied}}, then: not_applicable}}]");
        let text = file(&format!("{param}\nexpect: {{created: {{newer_than: $age}}}}\n{cases}"));
        shown(&load(&text, &Overrides::default()).unwrap_err())
    };
    assert_snapshot!(of("params: {age: null}, "), @"3:24: a duration is wanted here, not nothing");
    assert_snapshot!(of("params: {age: 1 hours}, "), @"3:24: 1 hour is below the least value accepted, 1 day");
    let chosen = ["aws-test-thing.age=".parse().unwrap()].into_iter().collect();
    let problem = shown(&load(&file(FILE), &chosen).unwrap_err());
    assert_snapshot!(problem, @r#"--param:1:1: aws-test-thing.age: "" is no duration: write a whole number and seconds, minutes, hours or days, as in "90 days""#);
}
