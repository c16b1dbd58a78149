//! Every way of the catalogue opens by all its steps and by none fewer, and what takes a step away closes it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::paths::Target;
use super::*;
use crate::provider::aws::policy::Attached;

const ANN: &str = "arn:aws:iam::123456789012:user/team/ann";
const APP: &str = "arn:aws:iam::123456789012:role/app";
const GROUP: &str = "arn:aws:iam::123456789012:group/developers";
const MANAGED: &str = "arn:aws:iam::123456789012:policy/developer";

fn examined(statements: &Value) -> Examined {
    let text = json!({"Statement": statements}).to_string();
    Examined::new(Document::parse(&text, Attached::ToIdentity).unwrap())
}

fn allow(action: &str, resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

fn deny(action: &str, resource: &str) -> Value {
    json!({"Effect": "Deny", "Action": action, "Resource": resource})
}

/// The ways that these policies open, to a user in a group or to a role.
fn all(arn: &str, policies: &[&Value], boundary: Option<&Value>) -> Vec<EscalationPath> {
    let each: Vec<Examined> = policies.iter().map(|statements| examined(statements)).collect();
    let boundary = boundary.map(examined);
    let identity = Identity {
        account: "123456789012",
        arn,
        groups: if arn == ANN { vec![GROUP] } else { vec![] },
        managed: vec![MANAGED],
        policies: each.iter().enumerate().map(|(n, policy)| (format!("policy-{n}"), policy)).collect(),
        boundary: boundary.as_ref(),
    };
    identity.escalation_paths()
}

fn names(arn: &str, policies: &[&Value]) -> Vec<String> {
    all(arn, policies, None).into_iter().map(|found| found.path).collect()
}

fn opens(path: &Path, statements: &[Value]) -> bool {
    names(ANN, &[&json!(statements)]).iter().any(|name| name == path.name)
}

fn statements(path: &Path) -> Vec<Value> {
    path.steps.iter().map(|step| allow(step.action, "*")).collect()
}

#[test]
fn each_way_opens_by_its_steps_and_by_none_fewer() {
    for path in PATHS {
        let all = statements(path);
        assert!(opens(path, &all), "{}", path.name);
        for left_out in 0..all.len() {
            let mut fewer = all.clone();
            fewer.remove(left_out);
            assert!(!opens(path, &fewer), "{} without {}", path.name, path.steps[left_out].action);
        }
    }
}

#[test]
fn no_way_has_another_in_it() {
    let needs = |path: &'static Path| path.steps.iter().map(|step| (step.action, step.on)).collect::<Vec<_>>();
    for (one, other) in PATHS.iter().flat_map(|one| PATHS.iter().map(move |other| (one, other))) {
        let (wide, narrow) = (needs(one), needs(other));
        let within = narrow.iter().all(|step| wide.contains(step));
        assert!(one.name == other.name || !within, "{} in {}", other.name, one.name);
    }
    let names: std::collections::BTreeSet<&str> = PATHS.iter().map(|path| path.name).collect();
    assert_eq!(names.len(), PATHS.len());
}

#[test]
fn each_step_can_be_denied_or_bounded() {
    for path in PATHS {
        for step in path.steps {
            let mut denied = statements(path);
            denied.push(deny(step.action, "*"));
            assert!(!opens(path, &denied), "{} without {}", path.name, step.action);
            let all_statements = json!(statements(path));
            let but = json!([{"Effect": "Allow", "NotAction": step.action, "Resource": "*"}]);
            let found = all(ANN, &[&all_statements], Some(&but));
            assert!(found.iter().all(|found| found.path != path.name), "{} bounded", path.name);
        }
        let everything = json!([allow("*", "*")]);
        let found = all(ANN, &[&json!(statements(path))], Some(&everything));
        assert!(found.iter().any(|found| found.path == path.name), "{} within a boundary", path.name);
    }
}

#[test]
fn actions_however_they_are_written() {
    for path in PATHS {
        let not_action = json!([{"Effect": "Allow", "NotAction": "organizations:*", "Resource": "*"}]);
        assert!(opens(path, not_action.as_array().unwrap()), "{}", path.name);
        let services = path.steps.iter().map(|step| {
            let (service, _) = step.action.split_once(':').unwrap();
            allow(&format!("{}:*", service.to_ascii_uppercase()), "*")
        });
        assert!(opens(path, &services.collect::<Vec<_>>()), "{}", path.name);
    }
}

#[test]
fn a_step_on_what_is_named_is_none() {
    for path in PATHS {
        for (at, step) in path.steps.iter().enumerate() {
            let kind = match step.on {
                Target::Anything => continue,
                Target::Every(kind) | Target::OwnOrEvery(kind) => kind,
            };
            let on = |last: &str| {
                let mut statements = statements(path);
                statements[at]["Resource"] = json!(format!("arn:aws:{}:*:*:{}{last}", kind.service, kind.prefix));
                statements
            };
            assert!(!opens(path, &on("other")) && !opens(path, &on("other-*")), "{}", path.name);
            assert!(opens(path, &on("*")) && opens(path, &on("*-admin")), "{}", path.name);
        }
    }
}

#[test]
fn one_s_own_permissions() {
    let way = |arn: &str, action: &str, resource: &str| names(arn, &[&json!([allow(action, resource)])]).len();
    assert_eq!(way(ANN, "iam:PutUserPolicy", ANN), 1);
    assert_eq!(way(ANN, "iam:PutUserPolicy", "arn:aws:iam::123456789012:user/*/${aws:username}"), 1);
    assert_eq!(way(ANN, "iam:PutGroupPolicy", GROUP), 1);
    assert_eq!(way(ANN, "iam:CreatePolicyVersion", MANAGED), 1);
    assert_eq!(way(APP, "iam:AttachRolePolicy", APP), 1);
    assert_eq!(way(APP, "iam:PutUserPolicy", APP), 0, "a role is no user");
    assert_eq!(way(ANN, "iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}"), 0, "one's own key");
    assert_eq!(way(APP, "iam:PutGroupPolicy", GROUP), 0, "not in it");
    let own = json!([allow("iam:PutUserPolicy", ANN)]);
    assert!(all(ANN, &[&own], Some(&json!([allow("iam:*", APP)]))).is_empty(), "bounded to something else");
    assert_eq!(all(ANN, &[&own], Some(&json!([allow("iam:*", ANN)]))).len(), 1);
    assert!(names(ANN, &[&own, &json!([deny("iam:*", ANN)])]).is_empty());
}

#[test]
fn a_way_may_be_spread_over_policies() {
    let (pass, run) = (json!([allow("iam:PassRole", "*")]), json!([allow("ec2:RunInstances", "*")]));
    let [found] = all(APP, &[&pass, &run], None).try_into().unwrap();
    assert_eq!(found.policies, ["policy-0", "policy-1"]);
    let steps: Vec<(&str, &str)> =
        found.steps.iter().map(|step| (step.action.as_str(), step.policy.as_str())).collect();
    assert_eq!(steps, [("iam:PassRole", "policy-0"), ("ec2:RunInstances", "policy-1")]);
    assert!(names(APP, &[&pass, &run, &json!([deny("iam:PassRole", "*")])]).is_empty(), "whose Deny it is");
}

/// The ways that a passed role opens under a condition, with instances and functions to pass it to.
fn passed(condition: &Value) -> usize {
    let mut pass = allow("iam:PassRole", "*");
    pass["Condition"] = condition.clone();
    let rest = ["ec2:RunInstances", "lambda:CreateFunction", "lambda:InvokeFunction"].map(|action| allow(action, "*"));
    names(APP, &[&json!([pass]), &json!(rest)]).len()
}

#[test]
fn conditions_on_what_a_role_is_passed_to() {
    let to = |operator: &str, services: Value| passed(&json!({operator: {"iam:PassedToService": services}}));
    assert_eq!(to("StringEquals", json!(["ec2.amazonaws.com", "ecs.amazonaws.com"])), 1);
    assert_eq!(to("StringLike", json!("ec2.amazonaws.com*")), 1);
    assert_eq!(to("StringLike", json!("*")), 2);
    assert_eq!(to("StringEquals", json!("ecs-tasks.amazonaws.com")), 0);
    assert_eq!(to("StringEqualsIfExists", json!("ecs-tasks.amazonaws.com")), 2);
    assert_eq!(passed(&json!({"StringEquals": {"aws:ResourceTag/passable": "true"}})), 0);
    assert_eq!(passed(&json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}})), 2, "when, not which");
    let mut fence = deny("iam:PassRole", "*");
    fence["Condition"] = json!({"StringNotEquals": {"iam:PassedToService": "lambda.amazonaws.com"}});
    let everything = json!([
        allow("iam:PassRole", "*"),
        allow("ec2:*", "*"),
        allow("lambda:CreateFunction", "*"),
        allow("lambda:InvokeFunction", "*"),
        fence
    ]);
    assert_eq!(names(APP, &[&everything]), ["pass a role to a Lambda function and invoke it"]);
    fence["Condition"]["Bool"] = json!({"aws:SecureTransport": "false"});
    assert_eq!(names(APP, &[&json!([everything[0], everything[1], fence])]).len(), 2, "it bites only where both hold");
}

#[test]
fn conditions_on_what_is_attached() {
    let with = |condition: Value| {
        let mut attach = allow("iam:AttachUserPolicy", "*");
        attach["Condition"] = condition;
        names(ANN, &[&json!([attach])]).len()
    };
    assert_eq!(with(json!({"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::123456789012:policy/reader"}})), 0);
    assert_eq!(with(json!({"ArnLike": {"iam:PolicyARN": "arn:aws:iam::aws:policy/*"}})), 1);
    assert_eq!(with(json!({"StringEquals": {"iam:PermissionsBoundary": MANAGED}})), 0);
    for (action, key) in [("iam:PutUserPolicy", "iam:PolicyARN"), ("iam:PutUserPolicy", "iam:PassedToService")] {
        let mut other = allow(action, "*");
        other["Condition"] = json!({"StringLike": {key: "*"}});
        assert!(names(ANN, &[&json!([other])]).is_empty(), "a request for {action} has no {key}");
    }
    let mut unbounded = deny("iam:*", "*");
    unbounded["Condition"] = json!({"StringNotEquals": {"iam:PermissionsBoundary": MANAGED}});
    assert_eq!(names(ANN, &[&json!([allow("iam:AttachUserPolicy", "*"), unbounded])]).len(), 0);
}

#[test]
fn what_allows_everything_opens_every_way_and_is_administrative() {
    let every = Examined::all();
    assert!(every.is_administrative());
    let identity = Identity {
        account: "123456789012",
        arn: APP,
        groups: vec![],
        managed: vec![],
        policies: vec![("all".to_owned(), &every)],
        boundary: None,
    };
    assert_eq!(identity.escalation_paths().len(), PATHS.len());
}

/// Statements with some of the catalogue's actions.
fn any_statements() -> impl Strategy<Value = Vec<Value>> {
    let actions: Vec<&str> = PATHS.iter().flat_map(|path| path.steps).map(|step| step.action).chain(["*"]).collect();
    let resource = prop::sample::select(vec!["*", ANN, "arn:aws:iam::*:role/*", "arn:aws:iam::*:user/bob"]);
    let one = (prop::sample::select(actions), resource, prop::bool::weighted(0.2));
    prop::collection::vec(one, 0..12).prop_map(|found| {
        let statement =
            |(action, resource, denied)| if denied { deny(action, resource) } else { allow(action, resource) };
        found.into_iter().map(statement).collect()
    })
}

proptest! {
    #[test]
    fn a_deny_opens_nothing_and_an_allow_closes_nothing(statements in any_statements(), more in any_statements()) {
        let denies: Vec<Value> = more.iter().filter(|one| one["Effect"] == "Deny").cloned().collect();
        let allows: Vec<Value> = more.iter().filter(|one| one["Effect"] == "Allow").cloned().collect();
        let (base, denies, allows) = (json!(statements), json!(denies), json!(allows));
        let before = names(ANN, &[&base]);
        prop_assert!(names(ANN, &[&base, &denies]).iter().all(|name| before.contains(name)));
        let after = names(ANN, &[&base, &allows]);
        prop_assert!(before.iter().all(|name| after.contains(name)));
        let bounded = all(ANN, &[&base], Some(&allows));
        prop_assert!(bounded.iter().all(|found| before.contains(&found.path)));
    }

    #[test]
    fn it_does_not_matter_which_policy_says_it(statements in any_statements(), cut in 0..12_usize) {
        let (one, other) = statements.split_at(cut.min(statements.len()));
        prop_assert_eq!(names(ANN, &[&json!(statements)]), names(ANN, &[&json!(one), &json!(other)]));
    }
}
