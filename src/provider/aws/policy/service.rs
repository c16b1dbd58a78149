//! What a resource's policy allows to services of AWS on behalf of just anyone: the confused deputy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bounded;
use super::document::{Document, Principal, Principals, Statement};

/// An Allow for a service of AWS that does not say on whose behalf: whoever can have the service call, in an account of
/// their own, is let in through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceGrant {
    /// The service's principal, such as `s3.amazonaws.com`.
    pub service: String,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The action patterns that are allowed; empty where `not_actions` says it.
    pub actions: Vec<String>,
    /// The action patterns of `NotAction`: all others are allowed.
    pub not_actions: Vec<String>,
    /// The conditions, none of which names a source: key, operator, values.
    pub conditions: Vec<String>,
}

impl Document {
    /// Every service that an Allow is for without a known source account, source ARN or source organization, in order.
    pub fn sourceless_service_grants(&self) -> Vec<ServiceGrant> {
        let open = self.allows().filter(|allow| !bounded::has_known_source(&allow.conditions));
        open.flat_map(|allow| services(allow).filter(|service| !self.is_kept_out(service, allow)).map(grant(allow)))
            .collect()
    }

    /// Whether a Deny takes all of the Allow from the service where its source is not known.
    fn is_kept_out(&self, service: &str, allow: &Statement) -> bool {
        self.denies().any(|deny| {
            let meant = match &deny.principals {
                Some(Principals::Only(principals)) => principals.iter().any(|principal| match principal {
                    Principal::Anyone => true,
                    Principal::Service(name) => name == service,
                    _ => false,
                }),
                _ => false,
            };
            let resources = match (&deny.resources, &allow.resources) {
                (None, _) => true,
                (Some(denied), Some(allowed)) => denied.covers_resources(allowed),
                (Some(denied), None) => denied.covers_resource("*"),
            };
            meant
                && resources
                && deny.actions.covers_actions(&allow.actions)
                && bounded::keeps_strangers_out(&deny.conditions)
        })
    }
}

/// The services that a statement names. One by a pattern is anyone, and public.
fn services(allow: &Statement) -> impl Iterator<Item = &String> {
    let named = match &allow.principals {
        Some(Principals::Only(principals)) => principals.as_slice(),
        _ => &[],
    };
    named.iter().filter(|principal| !principal.is_unbounded()).filter_map(|principal| match principal {
        Principal::Service(name) => Some(name),
        _ => None,
    })
}

fn grant(allow: &Statement) -> impl Fn(&String) -> ServiceGrant {
    let (actions, not_actions) = allow.actions.patterns();
    move |service| ServiceGrant {
        service: service.clone(),
        sid: allow.sid.clone(),
        statement: allow.number,
        actions: actions.to_vec(),
        not_actions: not_actions.to_vec(),
        conditions: allow.conditions_in_words(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn services(statements: &Value) -> Vec<String> {
        let document = Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToResource).unwrap();
        document.sourceless_service_grants().into_iter().map(|grant| grant.service).collect()
    }

    fn allow(principal: &Value, condition: &Value) -> Value {
        json!({"Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction", "Resource": "*",
            "Condition": condition})
    }

    #[test]
    fn a_service_without_a_source_acts_for_anyone() {
        let s3 = json!({"Service": "s3.amazonaws.com"});
        for (condition, expected) in [
            (json!({}), true),
            (json!({"StringEquals": {"aws:SourceAccount": "123456789012"}}), false),
            (json!({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::uploads"}}), false),
            (json!({"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}}), false),
            (json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}), true),
            (json!({"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}}), true),
            (json!({"StringNotEquals": {"aws:SourceAccount": "123456789012"}}), true),
            (json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}), true),
            (json!({"Bool": {"aws:SecureTransport": "true"}}), true),
        ] {
            assert_eq!(!services(&allow(&s3, &condition)).is_empty(), expected, "{condition}");
        }
    }

    #[test]
    fn each_service_is_told_and_nobody_else() {
        let two = json!({"Service": ["s3.amazonaws.com", "sns.amazonaws.com"], "AWS": "123456789012"});
        assert_eq!(services(&allow(&two, &json!({}))), ["s3.amazonaws.com", "sns.amazonaws.com"]);
        for others in [json!("*"), json!({"AWS": "*"}), json!({"Service": "*"}), json!({"Federated": "idp"})] {
            assert!(services(&allow(&others, &json!({}))).is_empty(), "{others}");
        }
    }

    #[test]
    fn a_deny_that_spares_only_a_known_source_counts() {
        let open = allow(&json!({"Service": "s3.amazonaws.com"}), &json!({}));
        let deny = |principal: Value, action: &str, condition: Value| json!({"Effect": "Deny", "Principal": principal, "Action": action, "Resource": "*", "Condition": condition});
        let own = json!({"StringNotEquals": {"aws:SourceAccount": "123456789012"}});
        assert!(services(&json!([open, deny(json!("*"), "lambda:*", own.clone())])).is_empty());
        assert!(services(&json!([open, deny(json!({"Service": "s3.amazonaws.com"}), "*", own.clone())])).is_empty());
        for (principal, action, condition) in [
            (json!({"Service": "sns.amazonaws.com"}), "*", own.clone()),
            (json!({"AWS": "*"}), "*", own.clone()),
            (json!("*"), "lambda:GetPolicy", own),
            (json!("*"), "*", json!({"StringEquals": {"aws:SourceAccount": "123456789012"}})),
        ] {
            let statements = json!([open, deny(principal, action, condition)]);
            assert_eq!(services(&statements).len(), 1, "{statements}");
        }
    }
}
