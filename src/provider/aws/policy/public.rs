//! What a resource's policy allows to just anyone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bounded;
use super::document::{Document, Principal, Principals, Selection, Statement};
use super::s3_actions::{self, Level};

/// A statement that allows something to an unbounded principal, with what Deny statements leave of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The principals that make it public; those of `NotPrincipal` with "all but" before them.
    pub principals: Vec<String>,
    /// The action patterns that are allowed, less those that are denied; empty where `not_actions` says it.
    pub actions: Vec<String>,
    /// The action patterns of `NotAction`: all others are allowed.
    pub not_actions: Vec<String>,
    /// The resource patterns.
    pub resources: Vec<String>,
    /// The resource patterns of `NotResource`.
    pub not_resources: Vec<String>,
    /// The conditions, none of which bounds the principal: key, operator, values.
    pub conditions: Vec<String>,
}

/// A public grant of a bucket's or an access point's policy, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicS3Grant {
    /// The statement.
    pub grant: PublicGrant,
    /// It allows to get or list something: objects, their properties, or settings.
    pub reads: bool,
    /// It allows to put, delete, replicate or restore objects, or to change settings.
    pub writes: bool,
}

impl Document {
    /// The statements that allow something to an unbounded principal, in order.
    ///
    /// A Deny counts where it is exact: it covers all resources of the Allow, it is for everyone, and it has
    /// no condition, or only such that spare none but known callers (`StringNotEquals aws:PrincipalOrgID`).
    pub fn public_grants(&self) -> Vec<PublicGrant> {
        self.exposures().into_iter().map(|exposure| exposure.grant()).collect()
    }

    /// [`Self::public_grants`] with what each means for S3.
    pub fn public_s3_grants(&self) -> Vec<PublicS3Grant> {
        let classified = self.exposures().into_iter().map(|exposure| {
            let (reads, writes) = (exposure.has_s3(Level::Read), exposure.has_s3(Level::Write));
            PublicS3Grant { reads, writes, grant: exposure.grant() }
        });
        classified.collect()
    }

    fn exposures(&self) -> Vec<Exposure<'_>> {
        let denies: Vec<&Statement> =
            self.denies().filter(|deny| bounded::keeps_strangers_out(&deny.conditions)).collect();
        let public = self.allows().filter(|allow| is_for_strangers(allow));
        let exposures = public.map(|allow| Exposure {
            allow,
            denies: denies.iter().copied().filter(|deny| shields(deny, allow)).collect(),
        });
        exposures.filter(Exposure::leaves_something).collect()
    }
}

/// An Allow for strangers, with the Denies that keep strangers from all its resources.
struct Exposure<'a> {
    allow: &'a Statement,
    denies: Vec<&'a Statement>,
}

impl Exposure<'_> {
    fn allows(&self, action: &str) -> bool {
        self.allow.actions.has_action(action) && !self.denies.iter().any(|deny| deny.actions.has_action(action))
    }

    fn has_s3(&self, level: Level) -> bool {
        s3_actions::of(level).iter().any(|action| self.allows(action))
            || self.actions_left().any(|action| s3_actions::of_unknown(action) == Some(level))
    }

    /// The patterns of the Allow that no Deny covers whole.
    fn actions_left(&self) -> impl Iterator<Item = &String> {
        let (only, _) = self.allow.actions.patterns();
        only.iter().filter(|action| !self.denies.iter().any(|deny| deny.actions.covers_action(action)))
    }

    fn leaves_something(&self) -> bool {
        match &self.allow.actions {
            Selection::Only(_) => self.actions_left().next().is_some(),
            Selection::AllBut(_) => !self.denies.iter().any(|deny| deny.actions.covers_actions(&self.allow.actions)),
        }
    }

    fn grant(&self) -> PublicGrant {
        let (_, not_actions) = self.allow.actions.patterns();
        let (resources, not_resources) = self.allow.resources.as_ref().map(Selection::patterns).unwrap_or_default();
        PublicGrant {
            sid: self.allow.sid.clone(),
            statement: self.allow.number,
            principals: strangers(self.allow),
            actions: self.actions_left().cloned().collect(),
            not_actions: not_actions.to_vec(),
            resources: resources.to_vec(),
            not_resources: not_resources.to_vec(),
            conditions: self.allow.conditions_in_words(),
        }
    }
}

fn is_for_strangers(allow: &Statement) -> bool {
    let unbounded = match &allow.principals {
        None => false,
        Some(Principals::AllBut(_)) => return true,
        Some(Principals::Only(principals)) => principals.iter().any(Principal::is_unbounded),
    };
    unbounded && !bounded::is_bounded(&allow.conditions)
}

fn strangers(allow: &Statement) -> Vec<String> {
    match &allow.principals {
        None => Vec::new(),
        Some(Principals::AllBut(principals)) => principals.iter().map(|known| format!("all but {known}")).collect(),
        Some(Principals::Only(principals)) => {
            principals.iter().filter(|principal| principal.is_unbounded()).map(ToString::to_string).collect()
        }
    }
}

/// Whether the Deny is for every stranger that the Allow is for, on all its resources.
fn shields(deny: &Statement, allow: &Statement) -> bool {
    let resources = match (&deny.resources, &allow.resources) {
        (None, _) => true,
        (Some(denied), Some(allowed)) => denied.covers_resources(allowed),
        (Some(denied), None) => denied.covers_resource("*"),
    };
    resources && deny.is_for_everyone_in(allow)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn document(statements: &Value) -> Document {
        Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToResource).unwrap()
    }

    /// The numbers of the public statements.
    fn public(statements: &Value) -> Vec<i64> {
        document(statements).public_grants().iter().map(|grant| grant.statement).collect()
    }

    /// Whether these actions, allowed to everyone, with these other statements, read and write.
    fn s3(allow: &Value, more: &[Value]) -> (bool, bool) {
        let mut statements = vec![allow.clone()];
        statements.extend_from_slice(more);
        let grants = document(&json!(statements)).public_s3_grants();
        (grants.iter().any(|grant| grant.reads), grants.iter().any(|grant| grant.writes))
    }

    fn allow(actions: &Value) -> Value {
        json!({"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]})
    }

    fn deny(actions: &Value) -> Value {
        json!({"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "*"})
    }

    #[test]
    fn principals() {
        for (principal, expected) in [
            (json!("*"), true),
            (json!({"AWS": "*"}), true),
            (json!({"AWS": ["123456789012", "*"]}), true),
            (json!({"AWS": "arn:aws:iam::*:root"}), true),
            (json!({"AWS": "arn:aws:iam::123456789012:role/*"}), false),
            (json!({"AWS": ["arn:aws:iam::123456789012:root", "123456789012", "AIDAEXAMPLE"]}), false),
            (json!({"Federated": "*"}), true),
            (json!({"Federated": "accounts.google.com"}), false),
            (json!({"Service": "sns.amazonaws.com"}), false),
            (json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}), false),
            (json!({}), false),
        ] {
            let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sqs:*", "Resource": "*"});
            assert_eq!(!public(&statement).is_empty(), expected, "{principal}");
        }
        let not = json!({"Effect": "Allow", "NotPrincipal": {"AWS": "123456789012"}, "Action": "a:b",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}});
        assert_eq!(public(&not), [1], "whatever its conditions");
    }

    #[test]
    fn every_statement_is_judged() {
        let bounded = json!({"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
            "Condition": {"StringEquals": {"kms:CallerAccount": "123456789012", "kms:ViaService": "s3.eu-west-1.amazonaws.com"}}});
        let via_only = json!({"Sid": "Via", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}});
        let found = document(&json!([bounded, via_only])).public_grants();
        let [grant] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((grant.sid.as_deref(), grant.statement), (Some("Via"), 2));
        assert_eq!((&grant.actions, &grant.resources), (&vec!["kms:Decrypt".to_owned()], &vec!["*".to_owned()]));
        assert_eq!(grant.principals, ["AWS *"]);
        assert_eq!(grant.conditions, ["kms:ViaService StringEquals s3.eu-west-1.amazonaws.com"]);
    }

    #[test]
    fn trust_policies_have_no_resource() {
        let trust = json!({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "x"}}});
        assert_eq!(public(&trust), [1]);
        let shut = json!({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:*",
            "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}});
        assert!(public(&json!([trust, shut])).is_empty());
        let tokens =
            json!({"Effect": "Allow", "Principal": {"Federated": "*"}, "Action": "sts:AssumeRoleWithWebIdentity"});
        assert_eq!(public(&json!([tokens, shut])), [1], "a token's bearer is no principal of AWS yet");
    }

    #[test]
    fn what_a_deny_takes_away() {
        let get = allow(&json!("s3:GetObject"));
        assert_eq!(public(&json!([get])), [1]);
        assert!(public(&json!([get, deny(&json!("S3:get*"))])).is_empty());
        assert!(public(&json!([deny(&json!("s3:*")), get])).is_empty(), "the order does not matter");
        let mut escapes = Vec::new();
        for (key, value) in [
            ("Principal", json!({"AWS": "123456789012"})),
            ("Principal", json!({"Service": "*"})),
            ("Resource", json!("arn:aws:s3:::b/*")),
            ("Resource", json!("arn:aws:s3:::${aws:username}*")),
            ("Action", json!("s3:PutObject")),
            ("Condition", json!({"Bool": {"aws:SecureTransport": "false"}})),
        ] {
            let mut partial = deny(&json!("s3:*"));
            partial[key] = value;
            assert_eq!(public(&json!([get, partial])), [1], "{partial}");
            escapes.push(partial);
        }
        escapes.insert(0, get.clone());
        assert_eq!(public(&json!(escapes)), [1], "nor all of them together");
        let not_principal =
            json!({"Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"});
        assert_eq!(public(&json!([get, not_principal])), [1]);
    }

    #[test]
    fn actions_left_by_a_deny_are_shown() {
        let grants = document(&json!([allow(&json!(["s3:GetObject", "s3:PutObject"])), deny(&json!("s3:Put*"))]))
            .public_grants();
        assert_eq!(grants[0].actions, ["s3:GetObject"]);
    }

    #[test]
    fn not_action() {
        let all_but =
            |actions: &Value| json!({"Effect": "Allow", "Principal": "*", "NotAction": actions, "Resource": "*"});
        assert_eq!(public(&all_but(&json!("s3:Get*"))), [1]);
        assert_eq!(s3(&all_but(&json!(["s3:Get*", "s3:List*"])), &[]), (false, true));
        assert!(public(&json!([all_but(&json!("s3:*")), deny(&json!("*"))])).is_empty());
        let deny_rest = json!({"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"});
        assert!(public(&json!([all_but(&json!("s3:Get*")), deny_rest])).is_empty());
        assert_eq!(s3(&allow(&json!("s3:*")), &[deny_rest]), (true, false));
    }

    #[test]
    fn what_reads_and_what_writes() {
        for (actions, expected) in [
            (json!("s3:*"), (true, true)),
            (json!("*"), (true, true)),
            (json!("s3:Get*"), (true, false)),
            (json!("S3:GETOBJECT"), (true, false)),
            (json!("s3:List*"), (true, false)),
            (json!("s3:*Acl"), (true, true)),
            (json!("s3:?etObject"), (true, false)),
            (json!("s3:*Object"), (true, true)),
            (json!("s3:GetBucketPolicy"), (true, false)),
            (json!("s3:Put*"), (false, true)),
            (json!("s3:DeleteObject"), (false, true)),
            (json!("s3:ReplicateObject"), (false, true)),
            (json!("s3:RestoreObject"), (false, true)),
            (json!("s3:AbortMultipartUpload"), (false, true)),
            (json!("s3:BypassGovernanceRetention"), (false, true)),
            (json!("s3:ObjectOwnerOverrideToBucketOwner"), (false, true)),
            (json!("s3:PutLifecycleConfiguration"), (false, true)),
            (json!("s3:GetSomethingNew"), (true, false)),
            (json!("s3:ShredObject"), (false, true)),
            (json!("kms:*"), (false, false)),
            (json!([]), (false, false)),
        ] {
            assert_eq!(s3(&allow(&actions), &[]), expected, "{actions}");
        }
        assert_eq!(s3(&allow(&json!("s3:*")), &[deny(&json!(["s3:Get*", "s3:List*"]))]), (false, true));
    }
}
