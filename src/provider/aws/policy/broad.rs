//! What the statements of an identity's policy allow on resources that nobody named.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admin;
use super::condition::Condition;
use super::document::{Document, Selection, Statement};
use super::pattern;
use super::scope::{self, KEYS, ResourceKind, TRAILS};

/// The actions by which an audit trail is silenced.
const SILENCING: &[&str] =
    &["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors"];

/// The actions by which something that is encrypted can be read.
const DECRYPTING: &[&str] = &["kms:Decrypt", "kms:ReEncryptFrom"];

/// A statement that allows some of the actions in question on resources that nobody named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BroadGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// Which of the actions in question it allows, less those that the document denies.
    pub actions: Vec<String>,
    /// The resource patterns that are open; none where `not_resources` says it.
    pub resources: Vec<String>,
    /// The resource patterns of `NotResource`: all others are open.
    pub not_resources: Vec<String>,
    /// Its conditions: key, operator, values.
    pub conditions: Vec<String>,
    /// The keys of those conditions that hold only for requests which have the key, with a value that is named, in
    /// lower case.
    pub limited_by: Vec<String>,
}

impl Document {
    /// The statements that allow to silence any trail of an account, in order.
    pub fn trail_silencing_grants(&self, account: &str) -> Vec<BroadGrant> {
        self.broad_grants(SILENCING, TRAILS, account)
    }

    /// The statements that allow to decrypt with any key of an account, in order.
    pub fn decryption_grants(&self, account: &str) -> Vec<BroadGrant> {
        self.broad_grants(DECRYPTING, KEYS, account)
    }

    /// A Deny counts where it has no condition and leaves no resource of the kind.
    fn broad_grants(&self, asked: &[&str], kind: ResourceKind, account: &str) -> Vec<BroadGrant> {
        let denied = |action: &str| {
            self.denies().any(|deny| {
                let everywhere = deny.resources.as_ref().is_some_and(|all| scope::takes_all(all, kind, account));
                deny.actions.has_action(action) && everywhere && deny.conditions.is_empty()
            })
        };
        let asked: Vec<&str> = asked.iter().copied().filter(|action| !denied(action)).collect();
        self.allows().filter_map(|allow| broad_grant(allow, &asked, kind, account)).collect()
    }
}

fn broad_grant(allow: &Statement, asked: &[&str], kind: ResourceKind, account: &str) -> Option<BroadGrant> {
    let resources = allow.resources.as_ref().filter(|resources| scope::is_open(resources, kind, account))?;
    let actions: Vec<String> =
        asked.iter().filter(|action| allow.actions.has_action(action)).map(|action| (*action).to_owned()).collect();
    let (_, not_resources) = resources.patterns();
    (!actions.is_empty()).then(|| BroadGrant {
        sid: allow.sid.clone(),
        statement: allow.number,
        actions,
        resources: scope::open_patterns(resources, kind, account),
        not_resources: not_resources.to_vec(),
        conditions: allow.conditions_in_words(),
        limited_by: limited_by(&allow.conditions),
    })
}

/// The keys by which only named requests are let through.
fn limited_by(conditions: &[Condition]) -> Vec<String> {
    let limiting = conditions.iter().filter(|condition| {
        condition.operator.is_positive() && !condition.values.is_empty() && !condition.values.iter().any(is_any)
    });
    limiting.map(|condition| condition.key.to_ascii_lowercase()).collect()
}

/// A value that begins with a wildcard; `alias/*` is that of every key that has an alias.
fn is_any(value: &String) -> bool {
    pattern::fixed_prefix(value).is_empty() || value == "alias/*"
}

/// A statement that allows all actions of a service on all its resources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceWideGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The service as the action pattern names it; `*` where every service is meant.
    pub service: String,
    /// The action patterns of `NotAction`: all others are allowed.
    pub not_actions: Vec<String>,
    /// Its conditions: key, operator, values.
    pub conditions: Vec<String>,
}

impl Document {
    /// The statements that allow whole services on all their resources, one element for each service. `NotAction`
    /// allows whole services without naming them.
    pub fn service_wide_grants(&self) -> Vec<ServiceWideGrant> {
        self.allows().flat_map(|allow| self.service_wide(allow)).collect()
    }

    fn service_wide(&self, allow: &Statement) -> Vec<ServiceWideGrant> {
        let Some(resources) = &allow.resources else { return Vec::new() };
        let of = |service: &str, not_actions: &[String]| ServiceWideGrant {
            sid: allow.sid.clone(),
            statement: allow.number,
            service: service.to_owned(),
            not_actions: not_actions.to_vec(),
            conditions: allow.conditions_in_words(),
        };
        let denied =
            |action: &str| self.denies().any(|deny| deny.actions.covers_action(action) && admin::is_plain(deny));
        match &allow.actions {
            Selection::AllBut(but) => {
                let whole = is_all_of(resources, "*") && !allow.actions_are_covered_by(self);
                whole.then(|| of("*", but)).into_iter().collect()
            }
            Selection::Only(actions) => {
                let whole = actions.iter().filter_map(|action| Some((action, service_of(action)?)));
                let whole = whole.filter(|(action, service)| is_all_of(resources, service) && !denied(action));
                whole.map(|(_, service)| of(&service, &[])).collect()
            }
        }
    }
}

impl Statement {
    fn actions_are_covered_by(&self, document: &Document) -> bool {
        document.denies().any(|deny| admin::is_plain(deny) && deny.actions.covers_actions(&self.actions))
    }
}

/// The service of an action pattern of the form `service:*`, in lower case.
fn service_of(action: &str) -> Option<String> {
    if pattern::is_everything(action) {
        return Some("*".to_owned());
    }
    let (service, name) = action.split_once(':')?;
    pattern::is_everything(name).then(|| service.to_ascii_lowercase())
}

/// Whether these resources are all of a service: none is named, be it by name, path, region or account.
fn is_all_of(resources: &Selection, service: &str) -> bool {
    match resources {
        Selection::Only(patterns) => patterns.iter().any(|resource| is_all(resource, service)),
        Selection::AllBut(patterns) => !patterns.iter().any(|resource| is_all(resource, service)),
    }
}

fn is_all(resource: &str, service: &str) -> bool {
    if admin::is_every_resource(resource) {
        return true;
    }
    let segments: Vec<&str> = resource.splitn(6, ':').collect();
    let all = |segment: &str| segment.is_empty() || pattern::is_everything(segment);
    match segments.as_slice() {
        ["arn", _, of, region, account, last] => {
            pattern::matches_ignoring_case(of, service) && all(region) && all(account) && pattern::is_everything(last)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn document(statements: &Value) -> Document {
        Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToIdentity).unwrap()
    }

    fn allow(actions: &Value, resources: &Value) -> Value {
        json!({"Effect": "Allow", "Action": actions, "Resource": resources})
    }

    fn deny(actions: &str, resources: &str) -> Value {
        json!({"Effect": "Deny", "Action": actions, "Resource": resources})
    }

    /// Which actions each statement allows.
    fn silencing(statements: &Value) -> Vec<Vec<String>> {
        document(statements).trail_silencing_grants("123456789012").into_iter().map(|grant| grant.actions).collect()
    }

    #[test]
    fn trails_that_can_be_silenced() {
        let stop = vec!["cloudtrail:StopLogging".to_owned()];
        assert_eq!(silencing(&allow(&json!("CloudTrail:Stop*"), &json!("*"))), std::slice::from_ref(&stop));
        let all = silencing(&allow(&json!("cloudtrail:*"), &json!("arn:aws:cloudtrail:*:*:trail/*")));
        assert_eq!(all[0].len(), 4);
        let rest = json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"});
        assert_eq!(silencing(&rest)[0].len(), 4, "by NotAction");
        for harmless in [
            allow(&json!("cloudtrail:Get*"), &json!("*")),
            allow(&json!("cloudtrail:StopLogging"), &json!("arn:aws:cloudtrail:eu-west-1:123456789012:trail/dev")),
            allow(&json!("cloudtrail:*"), &json!("arn:aws:cloudtrail:eu-west-1:123456789012:trail/dev-*")),
            json!({"Effect": "Allow", "NotAction": "cloudtrail:*", "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "cloudtrail:*", "NotResource": "arn:aws:cloudtrail:*:*:trail/*"}),
        ] {
            assert!(silencing(&harmless).is_empty(), "{harmless}");
        }
        let all = allow(&json!("cloudtrail:*"), &json!("*"));
        assert!(silencing(&json!([all, deny("cloudtrail:*", "*")])).is_empty());
        assert!(silencing(&json!([deny("cloudtrail:*", "arn:aws:cloudtrail:*:*:trail/*"), all])).is_empty());
        assert_eq!(silencing(&json!([all, deny("cloudtrail:*", "arn:aws:cloudtrail:*:*:trail/main")]))[0].len(), 4);
        let left = silencing(&json!([
            all,
            deny("cloudtrail:D*", "*"),
            deny("cloudtrail:U*", "*"),
            deny("cloudtrail:P*", "*")
        ]));
        assert_eq!(left, [stop], "an action that is left");
        let mut mfa = deny("cloudtrail:*", "*");
        mfa["Condition"] = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}});
        assert_eq!(silencing(&json!([all, mfa]))[0].len(), 4, "under a condition");
    }

    #[test]
    fn keys_that_can_decrypt() {
        let found = document(&allow(&json!("kms:*"), &json!(["arn:aws:kms:*:123456789012:key/*", "arn:aws:s3:::b"])));
        let [grant] = found.decryption_grants("123456789012").try_into().unwrap();
        assert_eq!(grant.actions, ["kms:Decrypt", "kms:ReEncryptFrom"]);
        assert_eq!(grant.resources, ["arn:aws:kms:*:123456789012:key/*"]);
        let named = allow(&json!("kms:Decrypt"), &json!("arn:aws:kms:eu-west-1:123456789012:key/0a1b*"));
        assert!(document(&named).decryption_grants("123456789012").is_empty());
        assert!(document(&allow(&json!("kms:Encrypt"), &json!("*"))).decryption_grants("123456789012").is_empty());
    }

    #[test]
    fn what_limits_a_grant() {
        let limited_by = |condition: &Value| {
            let mut statement = allow(&json!("kms:Decrypt"), &json!("*"));
            statement["Condition"] = condition.clone();
            document(&statement).decryption_grants("123456789012")[0].limited_by.clone()
        };
        for (condition, key) in [
            (json!({"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}), "kms:viaservice"),
            (json!({"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/app-*"}}), "kms:resourcealiases"),
            (json!({"StringEquals": {"aws:ResourceTag/team": "a"}}), "aws:resourcetag/team"),
        ] {
            assert_eq!(limited_by(&condition), [key]);
        }
        for condition in [
            json!({"StringLike": {"kms:ViaService": ["s3.*.amazonaws.com", "*"]}}),
            json!({"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/*"}}),
            json!({"ForAllValues:StringEquals": {"kms:ResourceAliases": "alias/app"}}),
            json!({"StringEqualsIfExists": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}),
            json!({"StringNotEquals": {"aws:ResourceTag/team": "a"}}),
            json!({"StringEquals": {"aws:ResourceTag/team": []}}),
            json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        ] {
            assert!(limited_by(&condition).is_empty(), "{condition}");
        }
    }

    fn services(statements: &Value) -> Vec<String> {
        document(statements).service_wide_grants().into_iter().map(|grant| grant.service).collect()
    }

    #[test]
    fn services_that_are_allowed_whole() {
        let of = |actions: &Value, resources: &Value| services(&allow(actions, resources));
        let every = json!("*");
        assert_eq!(of(&json!(["S3:*", "ec2:Describe*", "sqs:**"]), &every), ["s3", "sqs"]);
        assert_eq!(of(&json!("*"), &every), ["*"]);
        assert_eq!(of(&json!("s3:*"), &json!("arn:aws:s3:::*")), ["s3"]);
        assert_eq!(of(&json!("sqs:*"), &json!("arn:aws:sqs:*:*:*")), ["sqs"]);
        for limited in ["arn:aws:s3:::b/*", "arn:aws:sqs:*:*:*", "arn:aws:s3:eu-west-1::*"] {
            assert!(of(&json!("s3:*"), &json!(limited)).is_empty(), "{limited}");
        }
        assert!(of(&json!(["s3:Get*", "s3:?*"]), &every).is_empty());
        let all = allow(&json!(["s3:*", "sqs:*"]), &every);
        assert_eq!(services(&json!([all, deny("s3:*", "*")])), ["sqs"]);
        assert_eq!(services(&json!([all, deny("s3:Delete*", "*")])), ["s3", "sqs"]);
    }

    #[test]
    fn services_that_nobody_named() {
        let rest = json!({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"});
        let [grant] = document(&rest).service_wide_grants().try_into().unwrap();
        assert_eq!((grant.service.as_str(), grant.not_actions), ("*", vec!["iam:*".to_owned()]));
        assert!(services(&json!([rest, deny("*", "*")])).is_empty());
        let but = |resource: &str| json!({"Effect": "Allow", "Action": "s3:*", "NotResource": resource});
        assert_eq!(services(&but("arn:aws:s3:::audit/*")), ["s3"]);
        assert!(services(&but("arn:aws:s3:::*")).is_empty());
    }
}
