//! Whether a bucket's policy turns away requests that come over plain HTTP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Condition, Test};
use super::document::{Document, Principal, Principals, Selection, Statement};

/// What is denied to everyone, for all actions of S3, whenever a request comes over plain HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlainHttpDenial {
    /// Requests on the bucket itself are.
    pub bucket: bool,
    /// Requests on any of its objects are.
    pub objects: bool,
    /// The statements that do it, by their places from 1.
    pub statements: Vec<i64>,
}

impl Document {
    /// What this policy of the bucket with this ARN denies to plain HTTP; several statements may share the work.
    pub fn plain_http_denial(&self, bucket_arn: &str) -> PlainHttpDenial {
        let objects_arn = format!("{bucket_arn}/*");
        let mut denial = PlainHttpDenial { bucket: false, objects: false, statements: Vec::new() };
        for deny in self.denies().filter(|deny| denies_plain_http(deny)) {
            let covers = |arn: &str| deny.resources.as_ref().is_none_or(|resources| resources.covers_resource(arn));
            let (bucket, objects) = (covers(bucket_arn), covers(&objects_arn));
            if bucket || objects {
                denial.bucket |= bucket;
                denial.objects |= objects;
                denial.statements.push(deny.number);
            }
        }
        denial
    }
}

impl PlainHttpDenial {
    /// Whether nothing of the bucket can be reached over plain HTTP.
    pub fn is_complete(&self) -> bool {
        self.bucket && self.objects
    }
}

fn denies_plain_http(deny: &Statement) -> bool {
    let everyone = match &deny.principals {
        Some(Principals::Only(principals)) => principals.iter().any(Principal::is_everyone),
        _ => false,
    };
    let all_actions = deny.actions.covers_actions(&Selection::Only(vec!["s3:*".to_owned()]));
    everyone && all_actions && deny.conditions.iter().all(holds_for_plain_http)
}

/// Such a request has `aws:SecureTransport` false, and no `s3:TlsVersion` at all.
fn holds_for_plain_http(condition: &Condition) -> bool {
    let has = |wanted: &str| condition.values.iter().any(|value| value.eq_ignore_ascii_case(wanted));
    if condition.is_on("aws:SecureTransport") {
        return condition.operator.test == Test::Bool && has("false");
    }
    if condition.is_on("s3:TlsVersion") {
        return match condition.operator.test {
            Test::Null => has("true"),
            _ => condition.operator.is_numeric() && condition.operator.if_exists && !condition.values.is_empty(),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn denial(statements: &Value) -> PlainHttpDenial {
        let document = Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToResource).unwrap();
        document.plain_http_denial("arn:aws:s3:::b")
    }

    /// The usual statement, with one element replaced.
    fn usual_with(key: &str, value: &Value) -> Value {
        let mut statement = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}});
        statement[key] = value.clone();
        statement
    }

    #[test]
    fn what_denies_all_of_it() {
        for (key, value) in [
            ("Sid", json!("x")),
            ("Principal", json!({"AWS": "*"})),
            ("Principal", json!({"AWS": ["123456789012", "*"]})),
            ("Action", json!("*")),
            ("Action", json!(["s3:GetObject", "S3:*"])),
            ("Resource", json!("*")),
            ("Resource", json!("arn:aws:s3:::b*")),
            ("Resource", json!(["arn:aws:s3:::*", "arn:aws:s3:::other"])),
            ("Condition", json!({"Bool": {"AWS:securetransport": false}})),
            ("Condition", json!({"BoolIfExists": {"aws:SecureTransport": ["false"]}})),
            ("Condition", json!({"NumericLessThanIfExists": {"s3:TlsVersion": 1.2}})),
            ("Condition", json!({"Null": {"s3:TlsVersion": true}})),
            ("Condition", json!({})),
        ] {
            let found = denial(&usual_with(key, &value));
            assert!(found.is_complete(), "{key}: {value}");
            assert_eq!(found.statements, [1]);
        }
    }

    #[test]
    fn what_denies_none_of_it() {
        for (key, value) in [
            ("Effect", json!("Allow")),
            ("Principal", json!({"AWS": "123456789012"})),
            ("Principal", json!({"Service": "*"})),
            ("Action", json!("s3:GetObject")),
            ("Action", json!(["s3:Get*", "s3:Put*"])),
            ("Resource", json!("arn:aws:s3:::other*")),
            ("Condition", json!({"Bool": {"aws:SecureTransport": "true"}})),
            ("Condition", json!({"StringEquals": {"aws:SecureTransport": "false"}})),
            ("Condition", json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}})),
            (
                "Condition",
                json!({"Bool": {"aws:SecureTransport": "false"}, "NumericLessThan": {"s3:TlsVersion": "1.2"}}),
            ),
            (
                "Condition",
                json!({"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
            ),
            ("Condition", json!({"Bool": {"aws:SecureTransport": []}})),
        ] {
            let found = denial(&usual_with(key, &value));
            assert_eq!((found.bucket, found.objects, found.statements.len()), (false, false, 0), "{key}: {value}");
        }
        let not_principal = json!({"Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}, "Action": "s3:*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}});
        assert!(!denial(&not_principal).bucket);
    }

    #[test]
    fn several_statements_share_the_work() {
        let bucket = usual_with("Resource", &json!("arn:aws:s3:::b"));
        let objects = usual_with("Resource", &json!("arn:aws:s3:::b/*"));
        let alone = denial(&objects);
        assert_eq!((alone.bucket, alone.objects), (false, true));
        assert!(!denial(&usual_with("Resource", &json!(["arn:aws:s3:::b", "arn:aws:s3:::b/public/*"]))).objects);
        let tls = usual_with("Condition", &json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}}));
        let together = denial(&json!([tls, objects, bucket]));
        assert!(together.is_complete());
        assert_eq!(together.statements, [2, 3]);
    }

    #[test]
    fn not_action_and_not_resource() {
        let rest = json!({"Effect": "Deny", "Principal": "*", "NotAction": "sts:*", "NotResource": "arn:aws:s3:::other/*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}});
        assert!(denial(&rest).is_complete());
        let mut hole = rest.clone();
        hole["NotResource"] = json!("arn:aws:s3:::b/public/*");
        assert_eq!((denial(&hole).bucket, denial(&hole).objects), (true, false));
        hole["NotAction"] = json!("s3:GetObject");
        assert!(!denial(&hole).bucket);
    }
}
