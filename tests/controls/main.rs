//! The built-in controls as a whole: each is whole, in its place, honest about what it reads, and shown by its cases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken test may end as it likes")]

mod clauses;
mod privileges;

use std::collections::BTreeSet;

use regex::Regex;
use tickmark::control::{Control, Overrides, Pack, Role, case, lint, pack};
use tickmark::criteria::Criteria;
use tickmark::inventory::Kind;
use tickmark::plan::Plan;
use tickmark::provider;

fn built_in() -> Pack {
    let schema = provider::schema().unwrap();
    let criteria = Criteria::built_in().unwrap();
    pack::load(&pack::built_in(), &schema, &criteria, &Overrides::default()).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// Fails with everything that is wrong with any control.
fn every(check: impl Fn(&Control) -> Vec<String>) {
    let wrong: Vec<String> = built_in()
        .iter()
        .flat_map(|control| check(control).into_iter().map(|problem| format!("{}: {problem}", control.id)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn complain(problems: &mut Vec<String>, holds: bool, problem: impl Into<String>) {
    if !holds {
        problems.push(problem.into());
    }
}

#[test]
fn every_case_holds_and_leaves_nothing_unshown() {
    every(|control| {
        let held = case::run(control).into_iter().map(|mismatch| mismatch.diagnostic().to_string());
        held.chain(lint(control).into_iter().map(|found| found.to_string())).collect()
    });
}

#[test]
fn every_control_lies_where_its_id_and_kinds_say() {
    every(|control| {
        let mut problems = Vec::new();
        let stem = control.id.as_str().strip_prefix("aws-").unwrap_or_default();
        let file = format!("aws/{}/{stem}.yaml", control.service);
        complain(&mut problems, control.file.ends_with(&file), format!("it lies in {}", control.file));
        // One of several kinds lies with the first, such as both generations of load balancers with the newer.
        for kind in control.kinds.iter().take(1) {
            complain(&mut problems, kind.service() == control.service, format!("{kind} is of another service"));
        }
        problems
    });
}

/// Controls that only support: a criterion does not deviate for them alone.
const SUPPORTING_ONLY: [&str; 1] = [
    // Groups carry the boundary; the ACL that comes with a VPC is open by design.
    "aws-ec2-nacl-no-public-admin-ports",
];

#[test]
fn every_control_says_why_it_speaks_to_a_criterion_and_has_one_that_is_its_own() {
    every(|control| {
        let mut problems = Vec::new();
        let own = control.criteria.iter().any(|mapping| mapping.role == Role::Primary);
        let beside = SUPPORTING_ONLY.contains(&control.id.as_str());
        complain(&mut problems, own != beside, "no criterion is its primary one, or one that is not expected");
        let mut reasons = BTreeSet::new();
        for mapping in &control.criteria {
            let words = mapping.because.split_whitespace().count();
            complain(&mut problems, words >= 6, format!("{}: too short a reason", mapping.criterion));
            complain(&mut problems, reasons.insert(&mapping.because), format!("{}: a reason twice", mapping.criterion));
        }
        problems
    });
}

/// Controls whose failure no Terraform resource can put right.
const WITHOUT_TERRAFORM: [&str; 2] = [
    // Somebody has to look at what was found.
    "aws-guardduty-high-findings-resolved",
    // A deletion that is under way is cancelled by a call, and by nothing that can be declared.
    "aws-kms-key-not-pending-deletion",
];

#[test]
fn every_control_says_how_to_put_it_right_and_where_to_read_on() {
    every(|control| {
        let mut problems = Vec::new();
        complain(&mut problems, control.fix.cli.is_some(), "no command");
        let terraform = control.fix.terraform.is_some() != WITHOUT_TERRAFORM.contains(&control.id.as_str());
        complain(&mut problems, terraform, "no Terraform, or some that is not expected");
        complain(&mut problems, !control.fix.console.is_empty(), "no steps in the console");
        complain(&mut problems, !control.references.is_empty(), "no reference");
        for reference in &control.references {
            let known = reference.starts_with("https://docs.aws.amazon.com/");
            complain(&mut problems, known, format!("{reference} is not the provider's documentation"));
        }
        problems
    });
}

#[test]
fn equivalents_have_the_form_of_their_tool() {
    let forms = [
        ("aws_config", r"[a-z0-9]+(-[a-z0-9]+)+"),
        ("security_hub", r"[A-Za-z0-9]+\.\d+"),
        ("cis_aws", r"\d\.\d:\d+(\.\d+)*"),
        ("prowler", r"[a-z0-9]+(_[a-z0-9]+)+"),
        ("steampipe", r"[a-z0-9]+(_[a-z0-9]+)+"),
        ("compliancekit", r"aws-[a-z0-9]+(-[a-z0-9]+)+"),
    ]
    .map(|(tool, form)| (tool, Regex::new(&format!("^{form}$")).unwrap()));
    every(|control| {
        let mut problems = Vec::new();
        for (tool, names) in &control.equivalents {
            let Some((_, form)) = forms.iter().find(|(known, _)| known == tool) else {
                problems.push(format!("there is no tool {tool}"));
                continue;
            };
            complain(&mut problems, !names.is_empty(), format!("{tool} is empty: leave it out"));
            for name in names {
                complain(&mut problems, form.is_match(name), format!("{tool}: {name:?}"));
            }
        }
        problems
    });
}

/// The operations that stand behind a fact: its own, and those of all that it needs, listings too.
fn closure(kind: &Kind, field: &str, found: &mut BTreeSet<String>, seen: &mut BTreeSet<(Kind, String)>) {
    if !seen.insert((kind.clone(), field.to_owned())) {
        return;
    }
    let spec = provider::kind(kind).unwrap();
    let fact = spec.facts.iter().find(|fact| fact.field == field).unwrap();
    found.extend(fact.from.iter().map(|op| op.id()));
    for (needed, field) in fact.needs {
        found.extend(provider::kind(needed).unwrap().listed_by.iter().map(|op| op.id()));
        closure(needed, field, found, seen);
    }
}

#[test]
fn every_fact_is_shown_denied_by_an_operation_that_stands_behind_it() {
    every(|control| {
        let mut problems = Vec::new();
        for field in control.judged_fields() {
            let mut behind = BTreeSet::new();
            for kind in &control.kinds {
                let mut seen = BTreeSet::new();
                behind.extend(provider::kind(kind).unwrap().listed_by.iter().map(|op| op.id()));
                closure(kind, &field, &mut behind, &mut seen);
            }
            let named: BTreeSet<&String> =
                control.cases.iter().filter_map(|case| case.denied.get(&field)).flatten().collect();
            complain(&mut problems, !named.is_empty(), format!("no case says by which operation {field} is denied"));
            for operation in named {
                let real = behind.contains(operation);
                complain(&mut problems, real, format!("{operation} does not stand behind {field}: {behind:?}"));
            }
        }
        problems
    });
}

#[test]
fn every_fact_of_the_registry_is_read_by_a_control() {
    let pack = built_in();
    let plan = Plan::of(&pack);
    let everything = Plan::everything();
    let unread: Vec<_> = everything.facts().filter(|fact| !plan.facts().any(|read| read == *fact)).collect();
    assert!(unread.is_empty(), "nothing reads {unread:?}");
}
