//! Cases under parameters of their own.

use serde_json::Map;

use super::asset::{control, control_without_cases, wrong};
use crate::control::{Outcome, Then, case};

const BOUNDED: &str = "params:\n  days: {type: integer, default: 7, at_least: 1, help: Days}\n  \
                       exempt: {type: list of string, default: [], help: Titles}\n\
                       when: {title: {not_in: $exempt}}\nexpect: {retention_days: {at_least: $days}}\n";

#[test]
fn a_case_is_judged_under_the_parameters_that_it_chooses() {
    let control = control(&format!(
        "{BOUNDED}cases:\n  - {{given: {{title: a, retention_days: 10}}, then: pass}}\n  \
         - {{params: {{days: 14}}, given: {{title: a, retention_days: 10}}, then: {{fail: [retention_days]}}}}\n  \
         - {{params: {{exempt: [a]}}, given: {{title: a, retention_days: 3}}, then: not_applicable}}\n  \
         - {{params: {{exempt: [a]}}, given: {{title: b, retention_days: 3}}, then: pass}}"
    ));
    let wrong: Vec<Then> = case::run(&control).into_iter().map(|mismatch| mismatch.actual).collect();
    assert_eq!(wrong, [Then::Fail(["retention_days".to_owned()].into())], "the last, where the default of 7 holds");
}

#[test]
fn a_case_can_only_choose_what_the_parameter_allows() {
    let chosen = |params: &str| {
        wrong(&format!("{BOUNDED}cases: [{{params: {params}, given: {{title: a, retention_days: 1}}, then: pass}}]"))
    };
    assert!(chosen("{dayz: 3}").contains("unknown parameter \"dayz\""), "{}", chosen("{dayz: 3}"));
    assert!(chosen("{days: 0}").starts_with("6:25:"), "{}", chosen("{days: 0}"));
    assert!(chosen("{days: soon}").contains("is no integer"), "{}", chosen("{days: soon}"));
    assert!(chosen("[days]").contains("params is a map"), "{}", chosen("[days]"));
}

/// What comes of an expectation where nothing was read, under an empty list.
fn unread(expect: &str) -> Outcome {
    let param = "params: {nobody: {type: list of string, default: [], help: None}}\n";
    let param = if expect.contains("$nobody") { param } else { "" };
    let control = control_without_cases(&format!("{param}expect: {expect}"));
    control.judge(&Map::new(), case::as_of(), &mut ()).outcome
}

#[test]
fn nothing_is_in_an_empty_list_whether_it_was_read_or_not() {
    for expect in
        ["{title: {not_in: $nobody}}", "{zones: {none: {in: $nobody}}}", "{zones: {every: {not_in: $nobody}}}"]
    {
        assert_eq!(unread(expect), Outcome::Pass, "{expect}");
    }
    for expect in ["{title: {in: $nobody}}", "{zones: {some: {in: $nobody}}}", "{copy_of: {in: $nobody}}"] {
        assert_eq!(unread(expect), Outcome::Fail, "{expect}");
    }
    // Null is neither: what may be null can still turn these around.
    for expect in ["{rules: {none: {protocol: {in: $nobody}}}}", "{rules: {every: {protocol: {not_in: $nobody}}}}"] {
        assert_eq!(unread(expect), Outcome::NotEvaluated, "{expect}");
    }
    for expect in [
        "{title: {in: [a]}}",
        "{zones: {every: {in: $nobody}}}",
        "{any: [{zones: {some: {in: $nobody}}}, {public: true}]}",
    ] {
        assert_eq!(unread(expect), Outcome::NotEvaluated, "{expect}");
    }
}
