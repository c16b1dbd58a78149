//! Which statements of an identity's policy let it assume roles that nobody named.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admin;
use super::condition::{Condition, Operator};
use super::document::{Document, Selection, Statement, is_account_id};
use super::pattern;
use super::scope::{ROLES, Segments};

const ASSUME: &str = "sts:AssumeRole";

/// The caller's own organization, as a policy variable.
const OWN_ORGANIZATION: &str = "${aws:PrincipalOrgID}";

/// A statement that allows sts:AssumeRole on roles of any account, or on roles that it does not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssumptionGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The resource patterns with an open account or role; none where `not_resources` says it.
    pub resources: Vec<String>,
    /// The resource patterns of `NotResource`: every other role is open.
    pub not_resources: Vec<String>,
    /// Its conditions: key, operator, values.
    pub conditions: Vec<String>,
    /// The organizations whose roles it is confined to, by it or by a Deny; empty where it is not. The policy variable
    /// `${aws:PrincipalOrgID}` is the holder's own.
    pub organizations: Vec<String>,
}

impl AssumptionGrant {
    /// Whether it is confined to the organization of whoever holds it, by the policy variable.
    pub fn is_confined_to_the_holders_organization(&self) -> bool {
        !self.organizations.is_empty() && self.organizations.iter().all(|one| one == OWN_ORGANIZATION)
    }
}

impl Document {
    /// The statements that let their holder assume arbitrary roles, in order.
    ///
    /// `aws:PrincipalOrgID` does not confine them: in a policy of an identity it is about the holder, who is in its own
    /// organization whatever the role.
    pub fn open_role_assumptions(&self) -> Vec<AssumptionGrant> {
        let denies: Vec<&Statement> = self.denies().filter(|deny| deny.actions.has_action(ASSUME)).collect();
        if denies.iter().any(|deny| admin::is_plain(deny)) {
            return Vec::new();
        }
        let fenced: Vec<String> = denies.iter().find_map(|deny| fence(deny)).unwrap_or_default();
        let allows = self.allows().filter(|allow| allow.actions.has_action(ASSUME));
        allows.filter_map(|allow| grant(allow, &fenced)).collect()
    }
}

fn grant(allow: &Statement, fenced: &[String]) -> Option<AssumptionGrant> {
    let (only, not_resources) = allow.resources.as_ref()?.patterns();
    let resources: Vec<String> = only.iter().filter(|resource| is_open(resource)).cloned().collect();
    let open = match &allow.resources {
        Some(Selection::AllBut(but)) => !but.iter().any(|resource| admin::is_every_resource(resource)),
        _ => !resources.is_empty(),
    };
    let confined = organizations(&allow.conditions, Operator::is_positive).unwrap_or_else(|| fenced.to_vec());
    open.then(|| AssumptionGrant {
        sid: allow.sid.clone(),
        statement: allow.number,
        resources,
        not_resources: not_resources.to_vec(),
        conditions: allow.conditions_in_words(),
        organizations: confined,
    })
}

/// Whether it can match a role whose account is not fixed, or whose name begins with a wildcard.
fn is_open(resource: &str) -> bool {
    let segments = Segments::of(resource, None);
    let fixed = is_account_id(segments.account()) || is_variable(segments.account());
    segments.may_reach(ROLES) && (!fixed || begins_with_a_wildcard(&segments))
}

/// A variable is one account or another, and no wildcard.
fn is_variable(segment: &str) -> bool {
    !segment.is_empty() && !pattern::has_wildcard(segment) && !segment.is_ascii()
}

fn begins_with_a_wildcard(segments: &Segments) -> bool {
    let fixed = pattern::fixed_prefix(segments.resource());
    fixed.len() < segments.resource().len() && ROLES.prefix.starts_with(fixed)
}

/// The organizations that a Deny of everything outside of them leaves.
fn fence(deny: &Statement) -> Option<Vec<String>> {
    let everywhere = deny.resources.as_ref().is_some_and(|resources| match resources {
        Selection::Only(patterns) => patterns.iter().any(|resource| admin::is_every_resource(resource)),
        Selection::AllBut(patterns) => patterns.is_empty(),
    });
    (everywhere && deny.conditions.len() == 1)
        .then(|| organizations(&deny.conditions, Operator::is_complete_negation))?
}

/// The organizations that a condition on the role's own names, where its operator is of this sort.
fn organizations(conditions: &[Condition], is_of_sort: fn(Operator) -> bool) -> Option<Vec<String>> {
    let named = conditions.iter().find_map(|condition| {
        let path = condition.is_on("aws:ResourceOrgPaths");
        let counts = (path || condition.is_on("aws:ResourceOrgID")) && is_of_sort(condition.operator);
        counts.then(|| condition.values.iter().map(|value| organization(value, path)).collect::<Option<Vec<_>>>())
    })??;
    (!named.is_empty()).then_some(named)
}

/// The organization of a value: a whole id, the variable, or what comes before the first slash of a path.
fn organization(value: &str, path: bool) -> Option<String> {
    let id = if path { value.split_once('/')?.0 } else { value };
    let own = id.eq_ignore_ascii_case(OWN_ORGANIZATION);
    let whole = !pattern::has_wildcard(id) && !pattern::has_variable(id) && id.starts_with("o-");
    (own || whole).then(|| if own { OWN_ORGANIZATION.to_owned() } else { id.to_owned() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn grants(statements: &Value) -> Vec<AssumptionGrant> {
        let text = json!({"Statement": statements}).to_string();
        Document::parse(&text, Attached::ToIdentity).unwrap().open_role_assumptions()
    }

    fn allow(action: &str, resources: &Value) -> Value {
        json!({"Effect": "Allow", "Action": action, "Resource": resources})
    }

    #[test]
    fn roles_that_are_open() {
        for resource in [
            "*",
            "arn:aws:iam::*:role/deploy",
            "arn:aws:iam::123456789012:role/*",
            "arn:aws:iam::123456789012:role/*-admin",
            "arn:aws:iam::123456789012:*",
            "arn:aws:iam::12345678901?:role/deploy",
            "arn:*:iam::*:role/deploy",
            "arn:aws:iam::${aws:PrincipalAccount}:role/*",
        ] {
            for action in ["*", "sts:*", "STS:assume*", "sts:AssumeRole"] {
                let found = grants(&allow(action, &json!(["arn:aws:iam::123456789012:role/app", resource])));
                assert_eq!(found.len(), 1, "{action} {resource}");
                assert_eq!(found[0].resources, [resource]);
            }
        }
        for resource in [
            "arn:aws:iam::123456789012:role/deploy",
            "arn:aws:iam::123456789012:role/deploy-*",
            "arn:aws:iam::123456789012:role/teams/*",
            "arn:aws:iam::${aws:PrincipalAccount}:role/deploy",
            "arn:aws:iam::123456789012:role/${aws:PrincipalTag/team}",
            "arn:aws:s3:::*",
            "arn:aws:iam::123456789012:user/*",
        ] {
            assert!(grants(&allow("sts:*", &json!(resource))).is_empty(), "{resource}");
        }
        assert!(grants(&allow("sts:TagSession", &json!("*"))).is_empty());
        let but = |resource: &str| json!({"Effect": "Allow", "NotAction": "iam:*", "NotResource": resource});
        assert_eq!(grants(&but("arn:aws:iam::123456789012:role/admin"))[0].not_resources.len(), 1);
        assert!(grants(&but("*")).is_empty());
    }

    fn confined(condition: &Value) -> Vec<String> {
        let mut statement = allow("sts:AssumeRole", &json!("*"));
        statement["Condition"] = condition.clone();
        grants(&statement)[0].organizations.clone()
    }

    #[test]
    fn what_confines_to_organizations() {
        let own = confined(&json!({"StringEquals": {"aws:ResourceOrgID": "${aws:principalorgid}"}}));
        assert_eq!(own, [OWN_ORGANIZATION]);
        assert_eq!(confined(&json!({"StringLike": {"aws:resourceOrgId": ["o-a1b2c3d4e5"]}})), ["o-a1b2c3d4e5"]);
        let paths = json!({"ForAnyValue:StringLike": {"aws:ResourceOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}});
        assert_eq!(confined(&paths), ["o-a1b2c3d4e5"]);
        for condition in [
            json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
            json!({"StringLike": {"aws:ResourceOrgID": ["o-a1b2c3d4e5", "o-*"]}}),
            json!({"StringEqualsIfExists": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}),
            json!({"StringNotEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}),
            json!({"StringEquals": {"aws:ResourceOrgID": []}}),
            json!({"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalAccount}"}}),
        ] {
            assert!(confined(&condition).is_empty(), "{condition}");
        }
    }

    #[test]
    fn what_a_deny_takes_away() {
        let all = allow("sts:AssumeRole", &json!("*"));
        let mut deny = json!({"Effect": "Deny", "Action": "sts:*", "Resource": "*"});
        assert!(grants(&json!([all, deny])).is_empty());
        deny["Condition"] = json!({"StringNotEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}});
        assert_eq!(grants(&json!([all, deny]))[0].organizations, [OWN_ORGANIZATION]);
        deny["Condition"]["Bool"] = json!({"aws:SecureTransport": "false"});
        assert!(grants(&json!([all, deny]))[0].organizations.is_empty(), "it bites only where both hold");
        let one = json!({"Effect": "Deny", "Action": "sts:*", "Resource": "arn:aws:iam::*:role/admin"});
        assert_eq!(grants(&json!([all, one])).len(), 1);
    }
}
