//! Which accounts a statement of a resource's policy is for.

use super::condition::Condition;
use super::document::{Document, Principal, Principals, Statement, account_of_arn, is_account_id};

/// Someone known whom a statement is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    /// An account, by its id.
    Account(String),
    /// All accounts of an organization, by its id.
    Organization(String),
    /// An account, by S3's canonical id.
    Canonical(String),
}

impl Statement {
    /// The accounts and organizations that it names, as principals, or as what bounds a principal that is everyone.
    /// AWS services, identity providers, and principals that nothing known bounds are not among them.
    pub fn grantees(&self) -> Vec<Grantee> {
        let Some(Principals::Only(principals)) = &self.principals else { return Vec::new() };
        let each = principals.iter().flat_map(|principal| match principal {
            Principal::CanonicalUser(id) if !principal.is_unbounded() => vec![Grantee::Canonical(id.clone())],
            Principal::Anyone | Principal::Aws(_) => match principal.account() {
                Some(account) => vec![Grantee::Account(account.to_owned())],
                None => self.conditions.iter().flat_map(bounds).collect(),
            },
            _ => Vec::new(),
        });
        each.collect()
    }
}

impl Document {
    /// Whether a Deny for everyone, without a condition, takes away an action that this Allow gives on all its resources.
    pub fn denies_everyone(&self, action: &str, allow: &Statement) -> bool {
        self.denies().any(|deny| {
            let everyone =
                matches!(&deny.principals, Some(Principals::Only(all)) if all.iter().any(Principal::is_everyone));
            let resources = match (&deny.resources, &allow.resources) {
                (None, _) => true,
                (Some(denied), Some(allowed)) => denied.covers_resources(allowed),
                (Some(denied), None) => denied.covers_resource("*"),
            };
            everyone && deny.conditions.is_empty() && resources && deny.actions.has_action(action)
        })
    }
}

/// Whom a condition names that must hold.
fn bounds(condition: &Condition) -> Vec<Grantee> {
    if !condition.operator.is_positive() {
        return Vec::new();
    }
    let on = |keys: &[&str]| keys.iter().any(|key| condition.is_on(key));
    let each = condition.values.iter().filter_map(|value| {
        if on(&["aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceOwner", "s3:DataAccessPointAccount"]) {
            is_account_id(value).then(|| Grantee::Account(value.clone()))
        } else if on(&["aws:PrincipalArn", "aws:SourceArn"]) {
            account_of_arn(value).map(|account| Grantee::Account(account.to_owned()))
        } else if on(&["aws:PrincipalOrgID", "aws:SourceOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgPaths"]) {
            value.split('/').next().map(|id| Grantee::Organization(id.to_owned()))
        } else {
            None
        }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn grantees(principal: &Value, condition: &Value) -> Vec<Grantee> {
        let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": "*", "Condition": condition});
        let document = json!({"Statement": statement}).to_string();
        Document::parse(&document, Attached::ToResource).unwrap().statements()[0].grantees()
    }

    #[test]
    fn accounts_are_named_as_principals_or_by_what_bounds_everyone() {
        let account = || vec![Grantee::Account("210987654321".to_owned())];
        let organization = || vec![Grantee::Organization("o-a1b2c3d4e5".to_owned())];
        assert_eq!(grantees(&json!({"AWS": "210987654321"}), &json!({})), account());
        assert_eq!(grantees(&json!({"AWS": "arn:aws:iam::210987654321:role/import"}), &json!({})), account());
        for (condition, expected) in [
            (json!({"StringEquals": {"aws:PrincipalAccount": "210987654321"}}), account()),
            (json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::210987654321:role/*"}}), account()),
            (json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}), organization()),
            (json!({"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}), organization()),
            (json!({"StringNotEquals": {"aws:PrincipalAccount": "210987654321"}}), vec![]),
            (json!({}), vec![]),
        ] {
            assert_eq!(grantees(&json!("*"), &condition), expected, "{condition}");
        }
        assert_eq!(
            grantees(
                &json!({"Service": "s3.amazonaws.com"}),
                &json!({"StringEquals": {"aws:SourceAccount": "210987654321"}})
            ),
            []
        );
    }

    #[test]
    fn a_deny_for_everyone_takes_away() {
        let denied = |deny: Value| {
            let allow = json!({"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b"});
            let document = json!({"Statement": [allow, deny]}).to_string();
            let document = Document::parse(&document, Attached::ToResource).unwrap();
            document.denies_everyone("s3:PutBucketPolicy", &document.statements()[0])
        };
        let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:PutBucket*", "Resource": "arn:aws:s3:::b"});
        assert!(denied(deny.clone()));
        for (key, value) in [
            ("Action", json!("s3:DeleteBucket")),
            ("Principal", json!({"AWS": "123456789012"})),
            ("Resource", json!("arn:aws:s3:::b/*")),
            ("Condition", json!({"Bool": {"aws:SecureTransport": "false"}})),
        ] {
            let mut other = deny.clone();
            other[key] = value;
            assert!(!denied(other), "{key}");
        }
    }
}
