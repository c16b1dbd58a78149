//! Cases under parameters of their own.

use super::asset::{control, wrong};
use crate::control::{Then, case};

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
