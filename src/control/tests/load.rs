//! What is wrong with a file is said in full, with its place and what was probably meant.

use insta::assert_snapshot;

use super::asset::{file, load, shown, wrong};
use crate::control::Overrides;

#[test]
fn an_unknown_field_at_any_depth() {
    assert_snapshot!(wrong("expect: {publik: false}"), @r#"
    1:10: unknown field of aws.test.thing: "publik"
      help: did you mean "public"?
    "#);
    assert_snapshot!(wrong("expect: {encryption.algoritm: AES256}"), @r#"
    1:10: unknown field of encryption: "algoritm"
      help: did you mean "algorithm"?
    "#);
    assert_snapshot!(wrong("expect: {rules: {some: {any: [{port: 22}]}}}"), @r#"
    1:32: unknown field of the element: "port"
      help: did you mean "ports"?
    "#);
    assert_snapshot!(wrong("show: [zones, zoness]"), @r#"
    1:15: unknown field of aws.test.thing: "zoness"
      help: did you mean "zones"?
    "#);
    assert_snapshot!(wrong("expect: {rules.ports: {covers: [22]}}"), @r"
    1:10: rules is a list: a path does not go through it
      help: write rules: {some: {ports: …}}, or every, none, count
    ");
    assert_snapshot!(wrong("expect: {title.length: 3}"), @r#"1:10: title is a string and has no field "length""#);
    assert_snapshot!(wrong("asset: [aws.test.thing, aws.test.other]\nexpect: {zones: {contains: a}, title: x}"), @r#"
    2:10: aws.test.other has no field "zones"; aws.test.thing has
    2:32: the kinds have the field "title" with different types
    "#);
}

#[test]
fn an_operator_that_does_not_fit_the_type() {
    assert_snapshot!(wrong("expect: {public: {at_least: 3}}"), @r"
    1:19: at_least cannot be asked of a bool
      help: operators for a bool: not, in, not_in, present
    ");
    assert_snapshot!(wrong("expect: {retention_days: {atleast: 3}}"), @r#"
    1:27: unknown operator "atleast"
      help: did you mean "at_least"?
    "#);
    assert_snapshot!(wrong("expect: {created: 2025-01-01T00:00:00Z}"), @r"
    1:19: a timestamp cannot be compared with one value
      help: operators for a timestamp: older_than, newer_than, present
    ");
    assert_snapshot!(wrong("expect: {encryption: {algorithm: AES256}}"), @r#"
    1:23: unknown operator "algorithm"
      help: it is a field: join it to the path with a dot, as in PATH.algorithm
    "#);
    assert_snapshot!(wrong("expect: {rules: {contains: 3}}"), @r"
    1:28: contains cannot be asked of a list of object
      help: write {some: …} with a predicate on the element
    ");
    assert_snapshot!(wrong("expect: {zones: {count: {of: {matches: a.*}}}}"), @"1:25: count needs at_least or at_most");
    assert_snapshot!(wrong("expect: {at_least: 3}"), @r#"
    1:10: "at_least" is an operator and needs a path
      help: write PATH: {at_least: …}
    "#);
}

#[test]
fn a_literal_that_does_not_fit() {
    assert_snapshot!(wrong("expect: {encryption.algorithm: {in: [AES256, aws:kmss]}}"), @r#"
    1:46: "aws:kmss" is none of its values
      help: did you mean "aws:kms"?
    "#);
    assert_snapshot!(wrong("expect: {encryption.algorithm: aes}"), @r#"
    1:32: "aes" is none of its values
      help: known here: AES256, aws:kms
    "#);
    assert_snapshot!(wrong("expect: {public: yes}"), @r#"1:18: "yes" is no bool: write true or false"#);
    assert_snapshot!(wrong("expect: {retention_days: '7'}"), @r#"1:26: "7" is a text in quotes, and an integer is wanted"#);
    assert_snapshot!(wrong("expect: {created: {newer_than: 90}}"), @r#"1:32: "90" is no duration: write a whole number and seconds, minutes, hours or days, as in "90 days""#);
    assert_snapshot!(wrong("expect: {network: {within: [10.0.0.0/33]}}"), @r#"1:29: "10.0.0.0/33" is no CIDR block, such as 10.0.0.0/8"#);
    assert_snapshot!(wrong("expect: {port: {covers: [80-22]}}"), @r#"1:26: "80-22" is no port or range of ports, such as 22 or 8000-8080"#);
    assert_snapshot!(wrong("expect: {title: {matches: '(a'}}"), @r#"1:27: "(a" is no regular expression: unclosed group"#);
    assert_snapshot!(wrong("expect: {copy_of: null}"), @r"
    1:19: null is no test
      help: write {present: false} for what is absent
    ");
}

#[test]
fn a_list_where_in_was_meant() {
    assert_snapshot!(wrong("expect: {title: [a, b]}"), @r"
    1:17: a list is no test
      help: write {in: […]} for one of several values
    ");
    assert_snapshot!(wrong("expect: {title: {in: a}}"), @r#"
    1:22: a list is wanted, not "a"
      help: write […]
    "#);
}

#[test]
fn a_criterion_or_point_that_is_none() {
    let criteria = |id: &str, point: &str| {
        wrong(&format!("criteria: [{{id: {id}, role: primary, points: [{point}], because: So.}}]"))
    };
    assert_snapshot!(criteria("CC6.9", "Restricts Logical Access"), @r#"
    1:17: unknown criterion "CC6.9"
      help: did you mean "CC6.1"?
    "#);
    assert_snapshot!(criteria("CC6.1", "Restricts Logical Acess"), @r#"
    1:48: unknown point of focus of CC6.1 "Restricts Logical Acess"
      help: did you mean "Restricts Logical Access"?
    "#);
    assert_snapshot!(criteria("CC1.1", "Sets the Tone at the Top"), @r#"
    1:48: no cloud can show "Sets the Tone at the Top" of CC1.1
      help: CC1.1 has no point that a cloud can show
    "#);
    assert_snapshot!(criteria("CC6.1", "Assesses New Architectures"), @r#"
    1:48: no cloud can show "Assesses New Architectures" of CC6.1
      help: those it can: Identifies and Manages the Inventory of Information Assets; Restricts Logical Access; Identifies and Authenticates Users; Considers Network Segmentation; Manages Points of Access; Restricts Access to Information Assets; Manages Identification and Authentication; Manages Credentials for Infrastructure and Software; Uses Encryption to Protect Data; Protects Cryptographic Keys
    "#);
}

#[test]
fn keys_that_are_repeated_unknown_or_missing() {
    assert_snapshot!(wrong("severty: high\nseverity: high\nseverity: low"), @r#"
    1:1: unknown key of a control "severty"
      help: did you mean "severity"?
    3:1: "severity" was given already, on line 2
    "#);
    assert_snapshot!(wrong("expect: {public: false, public: true}"), @r#"1:25: "public" was given already, on line 1"#);
    assert_snapshot!(shown(&load("title: x\n", &Overrides::default()).unwrap_err()), @r"
    1:1: asset is missing
    1:1: cases is missing
    1:1: criteria is missing
    1:1: expect is missing
    1:1: fix is missing
    1:1: severity is missing
    ");
    assert_snapshot!(wrong("severity: grave"), @r#"
    1:11: unknown severity "grave"
      help: known here: critical, high, medium, low
    "#);
    assert_snapshot!(wrong("asset: aws.test.thin"), @r#"
    1:8: unknown asset kind "aws.test.thin"
      help: did you mean "aws.test.thing"?
    "#);
    assert_snapshot!(wrong("fix: {sumary: x}"), @r#"
    1:6: summary is missing
    1:7: unknown key of fix "sumary"
      help: did you mean "summary"?
    "#);
}

#[test]
fn parameters_that_are_out_of_bounds_or_of_another_type() {
    let with = |param: &str, test: &str| wrong(&format!("params: {{n: {param}}}\nexpect: {{retention_days: {test}}}"));
    let whole = "{type: integer, default: 7, at_least: 1, at_most: 35, help: Days}";
    assert_snapshot!(with("{type: integer, default: 0, at_least: 1, help: Days}", "{at_least: $n}"), @"1:38: 0 is below the least value accepted, 1");
    assert_snapshot!(with("{type: integr, default: 1, help: Days}", "{at_least: $n}"), @r#"
    1:20: unknown type of a parameter "integr"
      help: did you mean "integer"?
    "#);
    assert_snapshot!(with("{type: duration, default: 7 days, help: Days}", "{at_least: $n}"), @"2:37: $n is a duration, and an integer is wanted");
    assert_snapshot!(with(whole, "{at_least: $m}"), @r#"
    1:10: the parameter "n" is used nowhere
    2:37: unknown parameter "m"
      help: known here: n
    "#);
    assert_snapshot!(with(whole, "{in: $n}"), @r"
    2:31: $n is an integer, and a list is wanted
      help: write [$n], or make it a list of integer
    ");
    assert_snapshot!(with("{type: string, default: x, at_least: 1, help: Days}", "7"), @r#"
    1:10: the parameter "n" is used nowhere
    1:50: a string has no bounds
    8:9: the control reads retention_days, which this case does not list
    "#);
    assert_snapshot!(with("{type: enum, default: c, values: [a, b], help: Days}", "7"), @r#"
    1:10: the parameter "n" is used nowhere
    1:35: "c" is none of its values
    8:9: the control reads retention_days, which this case does not list
    "#);

    let text = file(&format!(
        "params: {{n: {whole}}}\nexpect: {{retention_days: {{at_least: $n}}}}\ncases: [{{given: {{retention_days: 7}}, then: pass}}]"
    ));
    let chosen = |words: &[&str]| {
        let overrides: Overrides = words.iter().map(|word| word.parse().unwrap()).collect();
        shown(&load(&text, &overrides).unwrap_err())
    };
    assert_snapshot!(chosen(&["aws-test-thing.n=99"]), @"--param:1:1: aws-test-thing.n: 99 is above the greatest value accepted, 35");
    assert_snapshot!(chosen(&["aws-test-thing.n=soon"]), @r#"--param:1:1: aws-test-thing.n: "soon" is no integer"#);
    assert_snapshot!(chosen(&["aws-test-thing.m=1", "aws-test-thin.n=1"]), @r#"
    --param:1:1: unknown control "aws-test-thin"
      help: did you mean "aws-test-thing"?
    --param:1:1: aws-test-thing has no parameter "m"
      help: known here: n
    "#);
}

#[test]
fn placeholders_that_stand_for_nothing() {
    assert_snapshot!(wrong("fix: {summary: 'Mind {titel}.', cli: 'aws x {name} {$days} {encryption.kee}'}"), @r#"
    1:16: unknown field of aws.test.thing: "titel"
      help: did you mean "title"?
    1:38: unknown field of encryption: "kee"
      help: did you mean "key"?
    1:38: unknown parameter "days"
    "#);
}

#[test]
fn cases_that_do_not_fit() {
    assert_snapshot!(wrong("cases: [{given: {}, then: pass}]"), @"1:9: the control reads public, which this case does not list");
    assert_snapshot!(wrong("cases: [{given: {public: no}, then: pass}]"), @r#"1:26: "no" is no bool"#);
    assert_snapshot!(wrong("cases: [{given: {public: null}, then: fail}]"), @r"
    1:26: this bool is never null
    1:39: fail needs the paths that decide
      help: write {fail: [path, …]}
    ");
    assert_snapshot!(wrong("cases: [{given: {public: true, titel: x}, then: {fail: [publik]}}]"), @r#"
    1:32: unknown field "titel"
      help: did you mean "title"?
    1:57: unknown path of expect "publik"
      help: did you mean "public"?
    "#);
    assert_snapshot!(wrong("cases: [{given: {public: {$denied: GetIt}}, then: not_evaluted}]"), @r#"
    1:36: "GetIt" is no operation, such as s3:GetBucketAcl
    1:51: unknown outcome "not_evaluted"
      help: did you mean "not_evaluated"?
    "#);
    assert_snapshot!(wrong("cases: [{given: {public: true, rules: [{ports: x, sauce: 10.0.0.0/8}]}, then: {fail: [public]}}]"), @r#"
    1:48: "x" is no port_range
    1:51: unknown field "sauce"
      help: did you mean "source"?
    "#);
}

#[test]
fn what_is_not_plain_data() {
    assert_snapshot!(wrong("title: &a x"), @"1:11: aliases and anchors are not accepted: write the value out");
    assert_snapshot!(wrong("expect: {<<: {public: true}}"), @"1:10: merge keys are not accepted: write the entries out");
    assert_snapshot!(wrong("title: !!str x"), @"1:14: tags are not accepted: types come from the asset's schema");
    assert_snapshot!(shown(&load(&format!("{}---\ntitle: x\n", file("")), &Overrides::default()).unwrap_err()), @"9:1: a second document: one file, one document");
    assert_snapshot!(shown(&load("%YAML 1.2\n---\ntitle: x\n", &Overrides::default()).unwrap_err()), @"1:1: this is not YAML: YAML directives are disallowed");
    assert_snapshot!(shown(&load("", &Overrides::default()).unwrap_err()), @"1:1: the file is empty");
    assert_snapshot!(shown(&load("title: [a", &Overrides::default()).unwrap_err()), @"1:8: this is not YAML: unclosed bracket '['");
    assert_snapshot!(shown(&load(&"[".repeat(100), &Overrides::default()).unwrap_err()), @"1:33: this is not YAML: recursion limit exceeded");
    assert_snapshot!(shown(&load("{? {a: b} : c}", &Overrides::default()).unwrap_err()), @"1:4: a key is a scalar");
}
