//! Whether a bucket's policy turns away requests that come over plain HTTP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Condition, Test};
use super::document::{Document, Principal, Principals, Selection, Statement};
use super::pattern;

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
        Some(Principals::Only(principals)) => principals.iter().any(|principal| match principal {
            Principal::Anyone => true,
            Principal::Aws(name) => pattern::is_everything(name),
            _ => false,
        }),
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
