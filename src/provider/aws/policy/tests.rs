//! Properties of whole documents.

use proptest::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    AdminStatement, Attached, Condition, Document, PlainHttpDenial, Principal, Principals, PublicGrant, PublicS3Grant,
    Selection, Statement, Test, WebIdentityTrust, pattern,
};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind};

#[derive(Debug, Default, Serialize, JsonSchema)]
struct Everything {
    admin: Fact<Vec<AdminStatement>>,
    public: Fact<Vec<PublicGrant>>,
    s3: Fact<Vec<PublicS3Grant>>,
    trusts: Fact<Vec<WebIdentityTrust>>,
    transport: Fact<PlainHttpDenial>,
}

impl Asset for Everything {
    const KIND: Kind = Kind::named("aws.test.everything");
}

#[test]
fn results_can_be_facts() {
    object_of::<Everything>().unwrap();
}

#[test]
fn megabytes_are_no_trouble() {
    let allow = json!({"Effect": "Allow", "Principal": "*", "Action": ["s3:*a*b*c*", "s3:GetObject"], "Resource": "arn:aws:s3:::b/*"});
    let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "arn:aws:s3:::*"});
    let mut statements = vec![allow; 20_000];
    statements.extend(vec![deny; 50]);
    let text = json!({"Statement": statements}).to_string();
    assert!(text.len() > 2_000_000);
    let document = Document::parse(&text, Attached::ToResource).unwrap();
    assert_eq!(document.public_s3_grants().len(), 20_000);
    assert!(document.administrative_statements().is_empty() && document.web_identity_trusts().is_empty());
    assert!(!document.plain_http_denial("arn:aws:s3:::b").is_complete());
}

#[test]
fn one_long_list_is_no_trouble() {
    let actions: Vec<String> = (0..20_000).map(|at| format!("s3:x{at}*")).collect();
    let statement = json!({"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": "*"});
    let document = Document::parse(&json!({"Statement": statement}).to_string(), Attached::ToResource).unwrap();
    assert!(document.public_s3_grants()[0].writes);
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(words).prop_map(|word| serde_json::from_str(word).unwrap())
}

fn any_statement(effect: &'static str) -> impl Strategy<Value = Value> {
    let principal = one_of(&[r#""*""#, r#"{"AWS": "*"}"#, r#"{"AWS": "123456789012"}"#, r#"{"Federated": "*"}"#]);
    let action =
        one_of(&[r#""*""#, r#""s3:*""#, r#""s3:Get*""#, r#"["s3:GetObject", "s3:PutObject"]"#, r#""s3:PutObject""#]);
    let resource = one_of(&[
        r#""*""#,
        r#""arn:aws:s3:::b""#,
        r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#,
        r#""arn:aws:s3:::b/*""#,
    ]);
    let condition = one_of(&[
        "{}",
        "{}",
        r#"{"Bool": {"aws:SecureTransport": "false"}}"#,
        r#"{"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
        r#"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
    ]);
    let negated = (any::<bool>(), any::<bool>(), any::<bool>());
    (principal, action, resource, condition, negated).prop_map(
        move |(principal, action, resource, condition, negated)| {
            let name = |word: &str, negated: bool| format!("{}{word}", if negated { "Not" } else { "" });
            json!({"Effect": effect, name("Principal", negated.0 && negated.1): principal,
            name("Action", negated.1 && negated.2): action, name("Resource", negated.0 && negated.2): resource,
            "Condition": condition})
        },
    )
}

fn any_statements() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(prop_oneof![any_statement("Allow"), any_statement("Deny")], 0..6)
}

fn parsed(statements: &[Value]) -> Document {
    Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToResource).unwrap()
}

/// The public grants, whatever their places.
fn public(statements: &[Value]) -> Vec<PublicS3Grant> {
    let mut grants = parsed(statements).public_s3_grants();
    for found in &mut grants {
        found.grant.statement = 0;
    }
    grants.sort_by_key(|found| format!("{found:?}"));
    grants
}

/// A request of someone unknown, with no credentials at all.
#[derive(Debug)]
struct Request {
    action: &'static str,
    resource: &'static str,
    secure: bool,
}

/// IAM's own way to decide: any Deny that fits, else any Allow that fits.
fn is_allowed(document: &Document, request: &Request) -> bool {
    let fits = |statement: &&Statement| {
        let is_stranger = |principal: &Principal| {
            matches!(principal, Principal::Anyone) || *principal == Principal::Aws("*".to_owned())
        };
        let principals = match statement.principals.as_ref().unwrap() {
            Principals::Only(principals) => principals.iter().any(is_stranger),
            Principals::AllBut(principals) => !principals.iter().any(is_stranger),
        };
        let resources = match statement.resources.as_ref().unwrap() {
            Selection::Only(patterns) => patterns.iter().any(|known| pattern::matches(known, request.resource)),
            Selection::AllBut(patterns) => !patterns.iter().any(|known| pattern::matches(known, request.resource)),
        };
        let holds = |condition: &Condition| match condition.operator.test {
            Test::Bool => condition.values == [request.secure.to_string()],
            // The organisation is missing from the request.
            Test::StringNotEquals => true,
            Test::StringEquals => false,
            other => panic!("{other:?} is not generated"),
        };
        principals
            && resources
            && statement.actions.has_action(request.action)
            && statement.conditions.iter().all(holds)
    };
    !document.denies().any(|deny| fits(&deny)) && document.allows().any(|allow| fits(&allow))
}

fn any_request() -> impl Strategy<Value = Request> {
    let actions = prop::sample::select(&["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:PutBucketPolicy"][..]);
    let resources = prop::sample::select(&["arn:aws:s3:::b", "arn:aws:s3:::b/key", "arn:aws:s3:::other"][..]);
    (actions, resources, any::<bool>()).prop_map(|(action, resource, secure)| Request { action, resource, secure })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_a_stranger_can_do_is_public(statements in any_statements(), request in any_request()) {
        let document = parsed(&statements);
        if is_allowed(&document, &request) {
            let grants = document.public_s3_grants();
            let reads = request.action.contains(":Get") || request.action.contains(":List");
            let shown = grants.iter().any(|grant| if reads { grant.reads } else { grant.writes });
            prop_assert!(shown, "{grants:?}");
        }
    }

    #[test]
    fn no_plain_http_gets_past_a_complete_denial(statements in any_statements(), request in any_request()) {
        let document = parsed(&statements);
        let denial = document.plain_http_denial("arn:aws:s3:::b");
        let denied = match request.resource {
            "arn:aws:s3:::b" => denial.bucket,
            "arn:aws:s3:::b/key" => denial.objects,
            _ => false,
        };
        prop_assert!(!(denied && !request.secure && is_allowed(&document, &request)));
    }
}

proptest! {
    #[test]
    fn a_deny_never_makes_more_public(mut statements in any_statements(), deny in any_statement("Deny")) {
        let before = parsed(&statements).public_s3_grants();
        statements.push(deny);
        for after in parsed(&statements).public_s3_grants() {
            let was = before.iter().find(|was| was.grant.statement == after.grant.statement);
            prop_assert!(was.is_some_and(|was| was.reads >= after.reads && was.writes >= after.writes
                && after.grant.actions.iter().all(|action| was.grant.actions.contains(action))));
        }
    }

    #[test]
    fn an_allow_never_hides_another(mut statements in any_statements(), allow in any_statement("Allow")) {
        let before = parsed(&statements).public_s3_grants();
        statements.push(allow);
        let after = parsed(&statements).public_s3_grants();
        prop_assert!(before.iter().all(|grant| after.contains(grant)));
    }

    #[test]
    fn the_order_does_not_matter(statements in any_statements(), turn in 0..6_usize) {
        let mut turned = statements.clone();
        turned.rotate_left(turn.min(statements.len()));
        prop_assert_eq!(public(&statements), public(&turned));
        let (one, other) = (parsed(&statements), parsed(&turned));
        prop_assert_eq!(one.administrative_statements().len(), other.administrative_statements().len());
        let (one, other) = (one.plain_http_denial("arn:aws:s3:::b"), other.plain_http_denial("arn:aws:s3:::b"));
        prop_assert_eq!((one.bucket, one.objects), (other.bucket, other.objects));
    }

    #[test]
    fn what_is_read_back_is_what_was_kept(statements in any_statements()) {
        let grants = parsed(&statements).public_s3_grants();
        let json = serde_json::to_string(&grants).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<PublicS3Grant>>(&json).unwrap(), grants);
    }
}
