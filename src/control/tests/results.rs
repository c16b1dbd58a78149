//! Results: null, unknown, evidence, fixes, parameters.

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use Change::{Default, Loosened, Tightened};

use super::asset::{control, control_without_cases, expecting, file, load, shown, source};
use crate::control::{Change, Control, Origin, Outcome, Overrides, Source, Subject, case};
use crate::inventory::{GapKind, Gaps};
use crate::predicate::{Actual, Observer, deciding, prose};

fn facts(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other}"),
    }
}

fn unknown(operation: &str) -> Value {
    json!({"$unknown": {"operation": operation, "kind": "denied", "account": "123456789012", "region": "global"}})
}

fn judge(control: &Control, value: Value) -> Outcome {
    control.judge(&facts(value), case::as_of(), &mut ()).outcome
}

/// The result of one test of one value: true, false or unknown.
fn result(expect: &str, value: Value) -> char {
    match judge(&expecting(expect), value) {
        Outcome::Pass => 'T',
        Outcome::Fail => 'F',
        _ => 'U',
    }
}

#[test]
fn null_and_unknown() {
    let of = |expect: &str| -> String {
        [json!({"copy_of": null}), json!({"copy_of": unknown("a:B")}), json!({})]
            .into_iter()
            .map(|facts| result(expect, facts))
            .collect()
    };
    for positive in ["x", "{in: [x]}", "{matches: .*}", "{present: true}"] {
        assert_eq!(of(&format!("{{copy_of: {positive}}}")), "FUU", "{positive}");
    }
    for negative in ["{not: x}", "{not_in: [x]}", "{present: false}"] {
        assert_eq!(of(&format!("{{copy_of: {negative}}}")), "TUU", "{negative}");
    }
    assert_eq!(of("{not: {copy_of: x}}"), "TUU");
}

#[test]
fn below_null_is_null_and_a_missing_field_is_unknown() {
    assert_eq!(result("{encryption.key: {present: true}}", json!({"encryption": null})), 'F');
    assert_eq!(result("{encryption.key: {present: true}}", json!({"encryption": {}})), 'U');
    assert_eq!(result("{encryption.key: {present: true}}", json!({"encryption": unknown("a:B")})), 'U');
    assert_eq!(result("{tags.env: prod}", json!({"tags": {}})), 'F');
    assert_eq!(result("{'tags[\"a/b\"]': {not: prod}}", json!({"tags": {}})), 'T');
    assert_eq!(result("{'tags[\"a/b\"]': prod}", json!({"tags": {"a/b": "prod"}})), 'T');
}

#[test]
fn a_value_of_another_type_tells_nothing() {
    assert_eq!(result("{retention_days: {at_least: 7}}", json!({"retention_days": "many"})), 'U');
    assert_eq!(result("{public: {not: true}}", json!({"public": "no"})), 'U');
    assert_eq!(result("{created: {older_than: 1 day}}", json!({"created": "yesterday"})), 'U');
    assert_eq!(result("{zones: {every: {matches: a}}}", json!({"zones": "a"})), 'U');
}

#[test]
fn quantifiers() {
    let lists = [
        json!([]),
        Value::Null,
        json!(["a"]),
        json!(["a", "b"]),
        json!(["b"]),
        json!(["b", unknown("a:B")]),
        json!(["a", unknown("a:B")]),
    ];
    let of = |test: &str| -> String {
        let expect = format!("{{zones: {test}}}");
        lists.iter().map(|list| result(&expect, json!({"zones": list}))).collect()
    };
    assert_eq!(of("{every: a}"), "TFTFFFU");
    assert_eq!(of("{some: a}"), "FFTTFUT");
    assert_eq!(of("{none: a}"), "TFFFTUF");
    assert_eq!(of("{contains: a}"), "FFTTFUT");
    assert_eq!(of("{count: {of: a, at_least: 1}}"), "FFTTFUT");
    assert_eq!(of("{count: {of: a, at_most: 0}}"), "TFFFTUF");
    // An unknown element is no element for sure: it may be what an unread listing holds, which may be none or many.
    assert_eq!(of("{count: {at_least: 2}}"), "FFFTFUU");
    assert_eq!(of("{count: {at_most: 1}}"), "TFTFTUU");
}

#[test]
fn ages_are_strict_and_bounds_inclusive() {
    let day_before = json!({"created": "2024-12-31T00:00:00Z"});
    assert_eq!(result("{created: {older_than: 1 day}}", day_before.clone()), 'F');
    assert_eq!(result("{created: {newer_than: 1 day}}", day_before.clone()), 'F');
    assert_eq!(result("{created: {older_than: 23 hours}}", day_before.clone()), 'T');
    assert_eq!(result("{created: {newer_than: 25 hours}}", day_before), 'T');
    assert_eq!(result("{last_used: {older_than: 1 day}}", json!({"last_used": null})), 'F');
    for (days, truth) in [(6, 'F'), (7, 'T'), (8, 'T')] {
        assert_eq!(result("{retention_days: {at_least: 7}}", json!({"retention_days": days})), truth);
    }
    assert_eq!(result("{retention_days: {at_least: 7, at_most: 7}}", json!({"retention_days": 7})), 'T');
}

#[test]
fn addresses_and_ports() {
    let within = |block: &str| result("{network: {within: [10.0.0.0/8, 'fd00::/8']}}", json!({"network": block}));
    assert_eq!(
        ["10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "11.0.0.0/8", "fd12::/16", "::/0"].map(within),
        ['T', 'T', 'F', 'F', 'T', 'F']
    );
    let covers = |ports: Value| result("{port: {covers: [22, 8000-8080]}}", json!({"port": ports}));
    assert_eq!(
        [json!("22"), json!("0-65535"), json!("21-22"), json!("23-7999"), json!("8080-9000"), Value::Null].map(covers),
        ['T', 'T', 'T', 'F', 'T', 'F']
    );
}

#[test]
fn one_false_decides_whatever_is_unknown() {
    assert_eq!(result("{public: false, retention_days: {at_least: 7}}", json!({"public": true})), 'F');
    assert_eq!(result("{public: false, retention_days: {at_least: 7}}", json!({"public": false})), 'U');
    assert_eq!(result("{any: [{public: false}, {retention_days: 7}]}", json!({"public": false})), 'T');
}

#[test]
fn gaps_are_those_of_the_leaves_that_left_it_unknown() {
    let control = expecting("{public: false, any: [{title: x}, {retention_days: 7}], zones: {every: a}}");
    let given =
        json!({"public": false, "title": "x", "retention_days": unknown("a:Days"), "zones": ["a", unknown("a:Zones")]});
    let judgement = control.judge(&facts(given), case::as_of(), &mut ());
    let operations: Vec<&str> = judgement.gaps.iter().filter_map(|gap| gap.operation.as_deref()).collect();
    assert_eq!((judgement.outcome, operations), (Outcome::NotEvaluated, vec!["a:Zones"]));
    assert!(judgement.gaps.iter().all(|gap| gap.kind == GapKind::Denied));
    let nothing = control.judge(&Map::new(), case::as_of(), &mut ());
    assert_eq!((nothing.outcome, nothing.gaps), (Outcome::NotEvaluated, Gaps::NOT_COLLECTED));
}

fn observed(control: &Control, given: Value) -> String {
    let mut observer = Observer::default();
    control.judge(&facts(given), case::as_of(), &mut observer);
    let line = |o: &crate::predicate::Observation| {
        let actual = match &o.actual {
            Actual::Value(value) => value.to_string(),
            Actual::Unknown(gaps) => format!("unknown ({} gaps)", gaps.iter().count()),
        };
        format!("{} | {actual} | {} | {:?}", o.path, o.expected, o.truth)
    };
    observer.observations.iter().map(line).collect::<Vec<_>>().join("\n")
}

const RULES: &str = "{public: false, retention_days: {at_least: 7, at_most: 30}, encryption.algorithm: {in: [AES256, aws:kms]}, rules: {none: {ports: {covers: [22]}, source: {within: [0.0.0.0/0]}}}}";

#[test]
fn every_leaf_is_observed() {
    let rule = |ports: &str| json!({"ports": ports, "source": "0.0.0.0/0"});
    let control = expecting(RULES);
    assert_snapshot!(observed(&control, json!({"public": true, "retention_days": unknown("a:Days"), "encryption": null, "rules": [rule("22"), rule("443")]})), @r#"
    public | true | false | False
    retention_days | unknown (1 gaps) | at least 7 | Unknown
    retention_days | unknown (1 gaps) | at most 30 | Unknown
    encryption.algorithm | null | one of AES256, aws:kms | False
    rules | [{"ports":"22","source":"0.0.0.0/0"}] | no element where ports covers 22 and source within 0.0.0.0/0 | False
    "#);
    assert_snapshot!(observed(&control, json!({"public": false, "retention_days": 7, "encryption": {"algorithm": "aws:kms:dsse"}, "rules": [rule("443")]})), @r#"
    public | false | false | True
    retention_days | 7 | at least 7 | True
    retention_days | 7 | at most 30 | True
    encryption.algorithm | "aws:kms:dsse" | one of AES256, aws:kms | False
    rules | [{"ports":"443","source":"0.0.0.0/0"}] | no element where ports covers 22 and source within 0.0.0.0/0 | True
    "#);
}

#[test]
fn the_leaves_that_decided_a_failure_are_told_from_the_others() {
    let paths = |expect: &str, given: Value| -> Vec<String> {
        let control = expecting(expect);
        deciding(&control.expect, &facts(given), case::as_of()).into_iter().map(|o| o.path).collect()
    };
    assert_eq!(paths("{public: false, title: x}", json!({"public": true, "title": "x"})), ["public"]);
    assert_eq!(paths("{not: {public: true, title: x}}", json!({"public": true, "title": "x"})), ["public", "title"]);
    assert_eq!(paths("{not: {any: [{public: true}, {title: x}]}}", json!({"public": true, "title": "y"})), ["public"]);
    assert_eq!(
        paths("{any: [{public: false}, {title: x}]}", json!({"public": true, "title": "y"})),
        ["public", "title"]
    );
    assert!(paths("{public: false}", json!({"public": false})).is_empty());
}

#[test]
fn the_expectation_in_words() {
    let control = control_without_cases(
        "params: {n: {type: integer, default: 7, help: Days}, open: {type: list of port_range, default: [22, 3389], help: Ports}}\n\
         expect: {any: [{retention_days: {at_least: $n}}, {not: {tags.env: prod}}], title: {not: x}, copy_of: {present: false}, zones: {count: {of: {matches: eu-.*}, at_least: 2}, every: {not_in: [us-east-1]}}, rules: {none: {ports: {covers: $open}, any: [{protocol: tcp}, {protocol: {present: false}}]}}}",
    );
    assert_snapshot!(prose(&control.expect).join("\n"), @r"
    any of
      retention_days is at least 7 (n)
      not
        tags.env is prod
    title is not x
    copy_of is absent
    zones has at least 2 elements each of which matches eu-.*
    zones: every element is none of us-east-1
    rules has no element where ports covers any of 22, 3389 (open) and (protocol is tcp or protocol is absent)
    ");
    assert_eq!(Vec::from_iter(control.fields()), ["copy_of", "retention_days", "rules", "tags", "title", "zones"]);
    let leaves: Vec<String> = control
        .leaves()
        .iter()
        .map(|leaf| {
            format!(
                "{}{}{}",
                leaf.lists.iter().map(|list| list.to_string() + "/").collect::<String>(),
                leaf.path,
                if leaf.nullable { "?" } else { "" }
            )
        })
        .collect();
    assert_eq!(
        leaves,
        [
            "copy_of?",
            "retention_days",
            "rules?",
            "tags.env?",
            "title",
            "zones",
            "rules/ports",
            "rules/protocol?",
            "zones/"
        ]
    );
}

#[test]
fn a_fix_is_quoted_for_its_language() {
    let control = control_without_cases(
        r#"
params: {n: {type: integer, default: 7, help: Days}, zones: {type: list of string, default: [a, "b c"], help: Zones}}
expect: {retention_days: {at_least: $n}, title: {in: $zones}}
fix:
  summary: Keep {name} for {$n} days.
  cli: aws x --name {name} --title {title} --key {encryption.key} --days {$n} --zones {$zones} --json '{"Name":"{title}"}' --say "it is {title}" --region {region} ${HOME}
  terraform: |
    resource "x" "this" {
      name  = "{title}"
      days  = {$n}
      zones = {$zones}
      key   = {encryption.key}
      id    = "${aws_x.this.id}-{id}"
    }
  console: ["Open {name}, set {$zones}."]"#,
    );
    let subject = Subject { name: "it's", id: "arn:aws:x:::y", account: "123456789012", region: "eu-west-1" };
    let given = json!({"title": "a \"b\" $(c) ${d} 'e'", "encryption": unknown("a:B")});
    let fix = control.fix.render(subject, &facts(given));
    assert_snapshot!(format!("{}\n{}\n{}\n{}", fix.summary, fix.cli.unwrap(), fix.terraform.unwrap(), fix.console.join("\n")), @r#"
    Keep it's for 7 days.
    aws x --name 'it'\''s' --title 'a "b" $(c) ${d} '\''e'\''' --key '<encryption.key>' --days 7 --zones a 'b c' --json '{"Name":"a \"b\" $(c) ${d} '\''e'\''"}' --say "it is a \"b\" \$(c) \${d} 'e'" --region eu-west-1 ${HOME}
    resource "x" "this" {
      name  = "a \"b\" $(c) $${d} 'e'"
      days  = 7
      zones = ["a", "b c"]
      key   = "<encryption.key>"
      id    = "${aws_x.this.id}-arn:aws:x:::y"
    }

    Open it's, set a, b c.
    "#);
    assert!(control.fields().contains("encryption"));
    assert!(!control.judged_fields().contains("encryption"));
}

#[test]
fn a_quote_in_a_comment_opens_nothing_and_a_value_cannot_leave_it() {
    let control = control(
        r#"
fix:
  summary: Put it right.
  cli: |
    # the user's own, of {name}
    aws x --name {name} --url a#b's' --last {name}
  terraform: |
    # the user's "own
    name = {name}"#,
    );
    let subject = Subject { name: "a\nreboot; 'b", id: "i", account: "1", region: "eu-west-1" };
    let fix = control.fix.render(subject, &facts(json!({})));
    assert_snapshot!(format!("{}{}", fix.cli.unwrap(), fix.terraform.unwrap()), @r#"
    # the user's own, of a reboot; 'b
    aws x --name 'a
    reboot; '\''b' --url a#b's' --last 'a
    reboot; '\''b'
    # the user's "own
    name = "a\nreboot; 'b"
    "#);
}

#[test]
fn severity_rises_where_its_condition_holds_or_may_hold() {
    let control = control_without_cases("severity: {default: high, when: [{if: {public: true}, then: critical}]}");
    let of = |given: Value| control.severity_of(&facts(given), case::as_of()).as_str();
    assert_eq!(
        (of(json!({"public": true})), of(json!({"public": false})), of(json!({}))),
        ("critical", "high", "critical")
    );
    assert_eq!(control.gravest().as_str(), "critical");
}

#[test]
fn a_pattern_may_be_a_parameter() {
    use Outcome::{Fail, Pass};
    let with = |kind: &str, overrides: &[&str]| {
        let text = file(&format!(
            "params: {{named: {{type: {kind}, help: Names}}}}\nexpect: {{title: {{matches: $named}}}}\n\
             cases: [{{given: {{title: abc}}, then: pass}}]"
        ));
        let overrides: Overrides = overrides.iter().map(|word| word.parse().unwrap()).collect();
        load(&text, &overrides).map_err(|problems| shown(&problems))
    };
    let names = |overrides: &[&str]| {
        let pack = with("string, default: 'a.*'", overrides).unwrap_or_else(|problems| panic!("{problems}"));
        let control = pack.iter().next().unwrap();
        (["abc", "bca", "xab"].map(|title| judge(control, json!({"title": title}))), control.params["named"].change)
    };
    assert_eq!(names(&[]), ([Pass, Fail, Fail], Default));
    assert_eq!(names(&["aws-test-thing.named=[bx].*"]), ([Fail, Pass, Pass], Loosened), "it cannot be told");
    let wrong = |kind: &str, overrides: &[&str]| with(kind, overrides).map(drop).unwrap_err();
    let unclosed = wrong("string, default: 'a.*'", &["aws-test-thing.named=(b"]);
    assert!(unclosed.contains(r#""(b" is no regular expression"#), "{unclosed}");
    let of_numbers = wrong("integer, default: 7", &[]);
    assert!(of_numbers.contains("$named"), "{of_numbers}");
    let of_many = wrong("list of string, default: [a]", &[]);
    assert!(of_many.contains("$named is a list of string, and one value is wanted"), "{of_many}");
}

const PARAMS: &str = "\
params:
  days: {type: integer, default: 7, at_least: 1, help: Days}
  age: {type: duration, default: 90 days, help: Age}
  open: {type: list of port_range, default: [22, 3389], help: Ports}
  whose: {type: string, default: a, help: Whose}
when: {title: {not: $whose}}
expect: {retention_days: {at_least: $days}, last_used: {newer_than: $age}, rules: {none: {ports: {covers: $open}}}}";

#[test]
fn parameters_in_force_and_whether_they_loosen() {
    let text = file(&format!(
        "{PARAMS}\ncases: [{{given: {{title: b, retention_days: 7, last_used: 2025-01-01T00:00:00Z, rules: []}}, then: pass}}]"
    ));
    let change = |word: &str| {
        let overrides: Overrides = [word.parse().unwrap()].into_iter().collect();
        let pack = load(&text, &overrides).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
        let control = pack.iter().next().unwrap().clone();
        let name = word.split(['.', '=']).nth(1).unwrap();
        (control.params[name].change, pack.digest().to_owned())
    };
    for (word, expected) in [
        ("aws-test-thing.days=7", Default),
        ("aws-test-thing.days=14", Tightened),
        ("aws-test-thing.days=3", Loosened),
        ("aws-test-thing.age=30 days", Tightened),
        ("aws-test-thing.age=91 days", Loosened),
        ("aws-test-thing.open=22,3389,5432", Tightened),
        ("aws-test-thing.open=22", Loosened),
        ("aws-test-thing.whose=b", Loosened),
    ] {
        assert_eq!(change(word).0, expected, "{word}");
    }
    assert_ne!(change("aws-test-thing.days=7").1, change("aws-test-thing.days=8").1);
}

#[test]
fn the_digest_is_over_what_is_said() {
    let digest = |text: &str| load(text, &Overrides::default()).unwrap().digest().to_owned();
    let text = file("expect: {public: false}");
    assert_eq!(
        digest(&text),
        digest(&format!("# a remark\n{}", text.replacen("{public: false}", "\n  public:   false", 1)))
    );
    assert_ne!(digest(&text), digest(&text.replacen("{public: false}", "{public: true}", 1)));
}

#[test]
fn a_user_s_control_takes_the_place_of_a_built_in_one() {
    let built_in = source(&file("title: Ours"));
    let user =
        Source { origin: Origin::User, file: "mine/test-thing.yaml".to_owned(), text: file("title: Theirs").into() };
    let load = |sources: &[Source]| {
        let criteria = crate::criteria::Criteria::built_in().unwrap();
        crate::control::pack::load(sources, &super::asset::schema(), &criteria, &Overrides::default())
    };
    for order in [[built_in.clone(), user.clone()], [user.clone(), built_in.clone()]] {
        let pack = load(&order).unwrap();
        assert_eq!((pack.len(), pack.iter().next().unwrap().title.as_str()), (1, "Theirs"));
        assert_eq!(
            pack.overridden().iter().map(crate::control::ControlId::as_str).collect::<Vec<_>>(),
            ["aws-test-thing"]
        );
    }
    assert_eq!(load(&[built_in.clone(), built_in]).unwrap_err().len(), 1);
}

#[test]
fn cases_are_run_and_told_where_they_are_wrong() {
    let control = control(
        "cases:\n  - {given: {public: false}, then: pass}\n  - {given: {public: true}, then: pass}\n  - {given: {public: $denied}, then: {fail: [public]}}\n  - {given: {public: {$denied: s3:GetIt}}, then: not_evaluated, shows: Denied}",
    );
    let mismatches: Vec<String> =
        case::run(&control).iter().map(|mismatch| mismatch.diagnostic().to_string()).collect();
    assert_snapshot!(mismatches.join("\n"), @r"
    controls/aws/test/test-thing.yaml:3:5: this case says pass, the control says fail by public
    controls/aws/test/test-thing.yaml:4:5: this case says fail by public, the control says not_evaluated
    ");
    let denied: Vec<&String> = control.cases.iter().flat_map(|case| case.denied.values().flatten()).collect();
    assert_eq!(denied, ["s3:GetIt"]);
}

#[test]
fn what_the_cases_leave_unshown() {
    let control = control(
        "when: {copy_of: {present: false}}\nexpect: {rules: {every: {protocol: tcp}}, public: false}\n\
         cases:\n  - {given: {copy_of: null, rules: [], public: false}, then: pass, shows: Nothing open}\n  \
         - {given: {copy_of: $denied, rules: null, public: true}, then: not_evaluated}",
    );
    assert_snapshot!(shown(&crate::control::lint(&control)), @r"
    5:5: this case does not say what it shows
    5:5: no case fails
    5:5: no case is not applicable
    5:5: no case has public denied
    5:5: no case has rules denied
    5:5: rules[].protocol can be null, and no case has it so
    ");
}

/// Facts of the test asset, whole.
fn some_facts() -> impl Strategy<Value = Map<String, Value>> {
    let rule = (0..4_usize, any::<bool>()).prop_map(|(which, tcp)| {
        let ports = ["22", "80", "0-65535", "3389"][which];
        json!({"ports": ports, "source": "10.0.0.0/8", "protocol": tcp.then_some("tcp"), "labels": ["a"]})
    });
    let rules = proptest::option::of(proptest::collection::vec(rule, 0..4));
    (any::<bool>(), 0..15_u32, proptest::option::of("[xy]"), rules, proptest::collection::vec("[ab]", 0..4)).prop_map(
        |(public, days, copy, rules, zones)| {
            facts(json!({
                "public": public, "retention_days": days, "copy_of": copy, "rules": rules, "zones": zones,
                "encryption": copy.as_ref().map(|key| json!({"algorithm": "AES256", "key": key})), "tags": {"env": "prod"},
            }))
        },
    )
}

/// Replaces the n-th value of a tree, counted in depth-first order, with an unknown.
fn blind(value: &mut Value, n: &mut usize) -> bool {
    if *n == 0 {
        *value = unknown("a:Blind");
        return true;
    }
    *n -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().any(|element| blind(element, n)),
        Value::Object(map) => map.values_mut().any(|value| blind(value, n)),
        _ => false,
    }
}

const EXPECTATIONS: [&str; 8] = [
    "{public: false, retention_days: {at_least: 7}}",
    "{any: [{public: false}, {copy_of: {not: x}}], zones: {every: {not: b}}}",
    "{not: {rules: {some: {ports: {covers: [22]}, protocol: tcp}}}}",
    "{rules: {none: {not: {ports: {covers: [80]}}}}}",
    "{zones: {count: {of: a, at_least: 1, at_most: 2}}}",
    "{not: {any: [{encryption.key: x}, {zones: {contains: a}}]}}",
    "{rules: {every: {labels: {some: a}, ports: {not: '22'}}}}",
    "{tags.env: prod, copy_of: {present: false}}",
];

proptest! {
    #[test]
    fn hiding_a_fact_never_turns_a_result_around(given in some_facts(), n in 1..40_usize, which in 0..8_usize) {
        let control = expecting(EXPECTATIONS[which]);
        let mut hidden = Value::Object(given.clone());
        let mut count = n;
        blind(&mut hidden, &mut count);
        let before = control.judge(&given, case::as_of(), &mut ());
        let mut observer = Observer::default();
        let after = control.judge(&facts(hidden.clone()), case::as_of(), &mut observer);
        prop_assert!(before.outcome != Outcome::NotEvaluated);
        prop_assert!(after.outcome == before.outcome || after.outcome == Outcome::NotEvaluated, "{hidden}");
        prop_assert_eq!(after.gaps.is_not_collected(), after.outcome != Outcome::NotEvaluated);
        prop_assert_eq!(control.judge(&facts(hidden), case::as_of(), &mut ()), after);
    }

    #[test]
    fn a_file_of_rubbish_is_refused_with_a_place(text in "[ -~\\n]{0,200}") {
        let problems = load(&text, &Overrides::default()).unwrap_err();
        prop_assert!(!problems.is_empty());
        prop_assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
    }

    #[test]
    fn a_file_with_a_broken_line_never_panics(at in 0..400_usize, with in "[ -~\\n]{0,6}") {
        let mut text = file(PARAMS);
        let at = at.min(text.len());
        text.replace_range(at..(at + 3).min(text.len()), &with);
        if let Err(problems) = load(&text, &Overrides::default()) {
            prop_assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
        }
    }
}
