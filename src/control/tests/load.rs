//! What is wrong with a file is said in full, with its place and what was probably meant.

use insta::assert_snapshot;

use super::asset::{file, load, shown, wrong};
use crate::control::Overrides;

#[test]
fn an_unknown_field_at_any_depth() {
    assert_snapshot!(wrong("expect: {publik: false}"), @"");
    assert_snapshot!(wrong("expect: {encryption.algoritm: AES256}"), @"");
    assert_snapshot!(wrong("expect: {rules: {some: {any: [{port: 22}]}}}"), @"");
    assert_snapshot!(wrong("show: [zones, zoness]"), @"");
    assert_snapshot!(wrong("expect: {rules.ports: {covers: [22]}}"), @"");
    assert_snapshot!(wrong("expect: {title.length: 3}"), @"");
    assert_snapshot!(wrong("asset: [aws.test.thing, aws.test.other]\nexpect: {zones: {contains: a}, title: x}"), @"");
}

#[test]
fn an_operator_that_does_not_fit_the_type() {
    assert_snapshot!(wrong("expect: {public: {at_least: 3}}"), @"");
    assert_snapshot!(wrong("expect: {retention_days: {atleast: 3}}"), @"");
    assert_snapshot!(wrong("expect: {created: 2025-01-01T00:00:00Z}"), @"");
    assert_snapshot!(wrong("expect: {encryption: {algorithm: AES256}}"), @"");
    assert_snapshot!(wrong("expect: {rules: {contains: 3}}"), @"");
    assert_snapshot!(wrong("expect: {zones: {count: {of: {matches: a.*}}}}"), @"");
    assert_snapshot!(wrong("expect: {at_least: 3}"), @"");
}

#[test]
fn a_literal_that_does_not_fit() {
    assert_snapshot!(wrong("expect: {encryption.algorithm: {in: [AES256, aws:kmss]}}"), @"");
    assert_snapshot!(wrong("expect: {encryption.algorithm: aes}"), @"");
    assert_snapshot!(wrong("expect: {public: yes}"), @"");
    assert_snapshot!(wrong("expect: {retention_days: '7'}"), @"");
    assert_snapshot!(wrong("expect: {created: {newer_than: 90}}"), @"");
    assert_snapshot!(wrong("expect: {network: {within: [10.0.0.0/33]}}"), @"");
    assert_snapshot!(wrong("expect: {port: {covers: [80-22]}}"), @"");
    assert_snapshot!(wrong("expect: {title: {matches: '(a'}}"), @"");
    assert_snapshot!(wrong("expect: {copy_of: null}"), @"");
}

#[test]
fn a_list_where_in_was_meant() {
    assert_snapshot!(wrong("expect: {title: [a, b]}"), @"");
    assert_snapshot!(wrong("expect: {title: {in: a}}"), @"");
}

#[test]
fn a_criterion_or_point_that_is_none() {
    let criteria = |id: &str, point: &str| {
        wrong(&format!("criteria: [{{id: {id}, role: primary, points: [{point}], because: So.}}]"))
    };
    assert_snapshot!(criteria("CC6.9", "Restricts Logical Access"), @"");
    assert_snapshot!(criteria("CC6.1", "Restricts Logical Acess"), @"");
    assert_snapshot!(criteria("CC1.1", "Sets the Tone at the Top"), @"");
    assert_snapshot!(criteria("CC6.1", "Assesses New Architectures"), @"");
}

#[test]
fn keys_that_are_repeated_unknown_or_missing() {
    assert_snapshot!(wrong("severty: high\nseverity: high\nseverity: low"), @"");
    assert_snapshot!(wrong("expect: {public: false, public: true}"), @"");
    assert_snapshot!(shown(&load("title: x\n", &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(wrong("severity: grave"), @"");
    assert_snapshot!(wrong("asset: aws.test.thin"), @"");
    assert_snapshot!(wrong("fix: {sumary: x}"), @"");
}

#[test]
fn parameters_that_are_out_of_bounds_or_of_another_type() {
    let with = |param: &str, test: &str| wrong(&format!("params: {{n: {param}}}\nexpect: {{retention_days: {test}}}"));
    let whole = "{type: integer, default: 7, at_least: 1, at_most: 35, help: Days}";
    assert_snapshot!(with("{type: integer, default: 0, at_least: 1, help: Days}", "{at_least: $n}"), @"");
    assert_snapshot!(with("{type: integr, default: 1, help: Days}", "{at_least: $n}"), @"");
    assert_snapshot!(with("{type: duration, default: 7 days, help: Days}", "{at_least: $n}"), @"");
    assert_snapshot!(with(whole, "{at_least: $m}"), @"");
    assert_snapshot!(with(whole, "{in: $n}"), @"");
    assert_snapshot!(with("{type: string, default: x, at_least: 1, help: Days}", "7"), @"");
    assert_snapshot!(with("{type: enum, default: c, values: [a, b], help: Days}", "7"), @"");

    let text = file(&format!("params: {{n: {whole}}}\nexpect: {{retention_days: {{at_least: $n}}}}\ncases: [{{given: {{retention_days: 7}}, then: pass}}]"));
    let chosen = |words: &[&str]| {
        let overrides: Overrides = words.iter().map(|word| word.parse().unwrap()).collect();
        shown(&load(&text, &overrides).unwrap_err())
    };
    assert_snapshot!(chosen(&["aws-test-thing.n=99"]), @"");
    assert_snapshot!(chosen(&["aws-test-thing.n=soon"]), @"");
    assert_snapshot!(chosen(&["aws-test-thing.m=1", "aws-test-thin.n=1"]), @"");
}

#[test]
fn placeholders_that_stand_for_nothing() {
    assert_snapshot!(wrong("fix: {summary: 'Mind {titel}.', cli: 'aws x {name} {$days} {encryption.kee}'}"), @"");
}

#[test]
fn cases_that_do_not_fit() {
    assert_snapshot!(wrong("cases: [{given: {}, then: pass}]"), @"");
    assert_snapshot!(wrong("cases: [{given: {public: no}, then: pass}]"), @"");
    assert_snapshot!(wrong("cases: [{given: {public: null}, then: fail}]"), @"");
    assert_snapshot!(wrong("cases: [{given: {public: true, titel: x}, then: {fail: [publik]}}]"), @"");
    assert_snapshot!(wrong("cases: [{given: {public: {$denied: GetIt}}, then: not_evaluted}]"), @"");
    assert_snapshot!(wrong("cases: [{given: {public: true, rules: [{ports: x, sauce: 10.0.0.0/8}]}, then: {fail: [public]}}]"), @"");
}

#[test]
fn what_is_not_plain_data() {
    assert_snapshot!(wrong("title: &a x"), @"");
    assert_snapshot!(wrong("expect: {<<: {public: true}}"), @"");
    assert_snapshot!(wrong("title: !!str x"), @"");
    assert_snapshot!(shown(&load(&format!("{}---\ntitle: x\n", file("")), &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(shown(&load("%YAML 1.2\n---\ntitle: x\n", &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(shown(&load("", &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(shown(&load("title: [a", &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(shown(&load(&"[".repeat(100), &Overrides::default()).unwrap_err()), @"");
    assert_snapshot!(shown(&load(&"{? {a: b} : c}", &Overrides::default()).unwrap_err()), @"");
}
