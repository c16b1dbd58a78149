//! The derivations over every kind of policy, URL and missing answer.

use serde_json::{Value, json};

use super::*;
use crate::inventory::{AccountId, Asset as _, Fact, Gap, GapKind, Inventory, Key};

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn denied<T>(operation: &str) -> Fact<T> {
    let (kind, code) = (GapKind::Denied, Some("AccessDeniedException".to_owned()));
    Gap { operation: Some(operation.to_owned()), kind, code, account: account(), region: "eu-west-1".parse().unwrap() }
        .into()
}

/// The function after all its derivations.
fn derived(function: Function) -> Function {
    let id = "arn:aws:lambda:eu-west-1:123456789012:function:f".to_owned();
    let key = Key { kind: Function::KIND, account: account(), region: "eu-west-1".parse().unwrap(), id };
    let mut inventory = Inventory::new(vec![account()]);
    inventory.insert(key.clone(), "f".to_owned(), function);
    for fact in SERVICE.kinds[0].facts {
        if let Some(derive) = fact.derive {
            derive(&mut inventory);
        }
    }
    inventory.get::<Function>(&key).known().unwrap().unwrap().clone()
}

fn policy(qualifier: Option<&str>, statements: &Value) -> Fact<QualifiedPolicy> {
    let text = (!statements.is_null()).then(|| json!({"Statement": statements}).to_string());
    Fact::Known(QualifiedPolicy { qualifier: qualifier.map(str::to_owned), policy: text })
}

fn allow(principal: &Value, action: &str, condition: &Value) -> Value {
    json!({"Sid": "S", "Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*", "Condition": condition})
}

fn url(qualifier: Option<&str>, auth_type: &str) -> FunctionUrl {
    FunctionUrl {
        qualifier: qualifier.map(str::to_owned),
        url: "https://a.lambda-url.eu-west-1.on.aws/".to_owned(),
        auth_type: auth_type.to_owned(),
    }
}

fn with(policies: Vec<Fact<QualifiedPolicy>>, urls: Vec<FunctionUrl>) -> Function {
    derived(Function { policies: Fact::Known(policies), urls: Fact::Known(urls), ..Function::default() })
}

fn is_public(statement: &Value) -> bool {
    !with(vec![policy(None, statement)], vec![]).public_grants.known().unwrap().is_empty()
}

#[test]
fn an_open_statement_is_public_unless_it_speaks_of_urls_without_authentication() {
    let to_all = |condition: Value| allow(&json!("*"), "lambda:InvokeFunction", &condition);
    for (condition, expected) in [
        (json!({}), true),
        (json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}), false),
        (json!({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}), false),
        (json!({"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}), false),
        // Anyone with an account of AWS may sign such a call.
        (json!({"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}), true),
        (json!({"StringEquals": {"lambda:FunctionUrlAuthType": ["NONE", "AWS_IAM"]}}), true),
        (json!({"StringNotEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}), true),
        (json!({"StringEqualsIfExists": {"lambda:FunctionUrlAuthType": "NONE"}}), true),
        (json!({"Bool": {"lambda:InvokedViaFunctionUrl": "false"}}), true),
        (json!({"BoolIfExists": {"lambda:InvokedViaFunctionUrl": "true"}}), true),
    ] {
        assert_eq!(is_public(&to_all(condition.clone())), expected, "{condition}");
    }
    assert!(!is_public(&Value::Null), "no policy");
    assert!(!is_public(&allow(&json!({"AWS": "123456789012"}), "lambda:*", &json!({}))));
    assert!(!is_public(&allow(&json!({"Service": "s3.amazonaws.com"}), "lambda:InvokeFunction", &json!({}))));
}

#[test]
fn each_policy_counts_and_says_what_it_hangs_on() {
    let open = allow(&json!("*"), "lambda:InvokeFunction", &json!({}));
    let s3 = allow(&json!({"Service": "s3.amazonaws.com"}), "lambda:InvokeFunction", &json!({}));
    let function = with(vec![policy(None, &s3), policy(Some("live"), &open)], vec![]);
    let grants = function.public_grants.known().unwrap();
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].known().unwrap().qualifier.as_deref(), Some("live"));
    let services = function.sourceless_service_grants.known().unwrap();
    assert_eq!(services.len(), 1);
    let service = services[0].known().unwrap();
    assert_eq!((service.qualifier.as_deref(), service.grant.service.as_str()), (None, "s3.amazonaws.com"));
}

#[test]
fn a_policy_that_is_not_known_is_one_unknown_element_beside_the_others() {
    let open = allow(&json!("*"), "lambda:InvokeFunction", &json!({}));
    let unread = || denied("lambda:ListAliases");
    let function = with(vec![policy(None, &open), unread()], vec![]);
    let grants = function.public_grants.known().unwrap();
    assert!(matches!(grants.as_slice(), [Fact::Known(_), Fact::Unknown(_)]), "{grants:?}");
    let services = function.sourceless_service_grants.known().unwrap();
    assert_eq!(services.as_slice(), [denied("lambda:ListAliases")]);
    let broken = Fact::Known(QualifiedPolicy { qualifier: None, policy: Some("<html>".to_owned()) });
    let function = with(vec![broken], vec![url(None, "NONE")]);
    assert!(matches!(function.public_grants.known().unwrap().as_slice(), [Fact::Unknown(_)]));
    assert!(matches!(function.unauthenticated_urls.known().unwrap().as_slice(), [Fact::Unknown(_)]));
    let unknown = derived(Function { urls: Fact::Known(vec![]), ..Function::default() });
    assert_eq!((unknown.public_grants, unknown.sourceless_service_grants), (Fact::default(), Fact::default()));
}

/// Whether anyone reaches a URL without authentication under this policy.
fn is_reached(statements: &Value) -> bool {
    let function = with(vec![policy(None, statements)], vec![url(None, "NONE")]);
    let urls = function.unauthenticated_urls.known().unwrap();
    let url = urls[0].known().unwrap();
    assert_eq!(url.reachable, !url.granted_by.is_empty());
    url.reachable
}

#[test]
fn a_url_without_authentication_is_reached_where_a_policy_lets_the_unknown_in() {
    let anyone = json!("*");
    let to_all = |condition: Value| allow(&json!("*"), "lambda:InvokeFunctionUrl", &condition);
    for (statements, expected) in [
        (Value::Null, false),
        (to_all(json!({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}})), true),
        (to_all(json!({})), true),
        (allow(&json!({"AWS": "*"}), "lambda:*", &json!({})), true),
        (to_all(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})), true),
        (to_all(json!({"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}})), false),
        (to_all(json!({"StringNotEquals": {"lambda:FunctionUrlAuthType": "NONE"}})), false),
        (to_all(json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})), false),
        (to_all(json!({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})), true),
        (allow(&anyone, "lambda:InvokeFunction", &json!({})), false),
        (allow(&json!({"AWS": "123456789012"}), "lambda:InvokeFunctionUrl", &json!({})), false),
        (allow(&json!({"Service": "s3.amazonaws.com"}), "lambda:*", &json!({})), false),
        (
            json!({"Effect": "Allow", "NotPrincipal": {"AWS": "123456789012"}, "Action": "lambda:*", "Resource": "*"}),
            true,
        ),
        (
            json!([to_all(json!({})), {"Effect": "Deny", "Principal": "*", "Action": "lambda:*", "Resource": "*"}]),
            false,
        ),
    ] {
        assert_eq!(is_reached(&statements), expected, "{statements}");
    }
}

#[test]
fn a_url_is_under_the_policy_of_its_own_alias() {
    let open = allow(&json!("*"), "lambda:InvokeFunctionUrl", &json!({}));
    let policies = || vec![policy(None, &open), policy(Some("live"), &Value::Null)];
    let reached = |function: &Function| -> Vec<Fact<bool>> {
        let urls = function.unauthenticated_urls.known().unwrap().iter();
        urls.map(|url| url.as_ref().map(|url| url.reachable)).collect()
    };
    let both = vec![url(None, "NONE"), url(Some("live"), "NONE")];
    assert_eq!(reached(&with(policies(), both.clone())), [Fact::Known(true), Fact::Known(false)]);
    assert_eq!(reached(&with(policies(), vec![url(None, "AWS_IAM")])), []);

    let unread = || vec![policy(None, &open), denied("lambda:ListAliases")];
    assert_eq!(reached(&with(unread(), both)), [Fact::Known(true), denied("lambda:ListAliases")]);
    let new = with(policies(), vec![url(Some("new"), "NONE")]);
    assert!(matches!(reached(&new).as_slice(), [Fact::Unknown(_)]), "an alias that nobody listed");

    let blind = derived(Function { policies: Fact::Known(policies()), ..Function::default() });
    assert_eq!(blind.unauthenticated_urls, Fact::default());
    let urls = Fact::Known(vec![url(None, "NONE"), url(None, "AWS_IAM")]);
    let blind = derived(Function { urls, ..Function::default() });
    assert_eq!(blind.unauthenticated_urls, Fact::Known(vec![Fact::default()]));
}
