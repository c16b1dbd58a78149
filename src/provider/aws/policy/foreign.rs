//! Which accounts other than its own a role's trust policy lets in, and on what terms.

use super::bounded;
use super::condition::Condition;
use super::document::{Document, Principal, Principals, Statement, account_of_arn, is_account_id};
use super::pattern;

const ASSUME: &str = "sts:AssumeRole";

/// An account that a statement of a trust policy lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignTrust {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The account.
    pub account: String,
    /// The principals that name it, or the condition that does.
    pub principals: Vec<String>,
    /// The statement's conditions: key, operator, values.
    pub conditions: Vec<String>,
    /// Whether whoever assumes the role must know an external id.
    pub external_id: bool,
    /// The organizations that the caller must be of one of; empty where that is not asked.
    pub organizations: Vec<String>,
}

impl Document {
    /// The accounts other than `own` whose principals may assume the role, by statement. A wildcard principal names
    /// none, but a condition on it may.
    pub fn foreign_trusts(&self, own: &str) -> Vec<ForeignTrust> {
        let allows = self.allows().filter(|allow| allow.actions.has_action(ASSUME));
        allows.flat_map(|allow| self.trusts_of(allow, own)).collect()
    }

    fn trusts_of(&self, allow: &Statement, own: &str) -> Vec<ForeignTrust> {
        let denies: Vec<&Statement> =
            self.denies().filter(|deny| deny.actions.has_action(ASSUME) && deny.is_for_everyone_in(allow)).collect();
        if denies.iter().any(|deny| deny.conditions.is_empty()) {
            return Vec::new();
        }
        // What a request must be like: to be allowed, and not to be denied by a Deny of all others.
        let positive = allow.conditions.iter().filter(|condition| condition.operator.is_positive());
        let negated = denies.iter().filter_map(|deny| match deny.conditions.as_slice() {
            [condition] if condition.operator.is_complete_negation() => Some(condition),
            _ => None,
        });
        let asked: Vec<&Condition> = positive.chain(negated).collect();
        let external_id = asked.iter().any(|condition| is_external_id(condition));
        let organizations = asked.iter().find_map(|condition| bounded::organizations(condition)).unwrap_or_default();
        let mut trusts: Vec<ForeignTrust> = Vec::new();
        for (account, principal) in named(allow).into_iter().filter(|(account, _)| account != own) {
            match trusts.iter_mut().find(|trust| trust.account == account) {
                Some(trust) => trust.principals.push(principal),
                None => trusts.push(ForeignTrust {
                    sid: allow.sid.clone(),
                    statement: allow.number,
                    account,
                    principals: vec![principal],
                    conditions: allow.conditions_in_words(),
                    external_id,
                    organizations: organizations.clone(),
                }),
            }
        }
        trusts
    }
}

/// A secret that someone must know: no value begins with a wildcard.
fn is_external_id(condition: &Condition) -> bool {
    condition.is_on("sts:ExternalId")
        && !condition.values.is_empty()
        && !condition.values.iter().any(|value| pattern::fixed_prefix(value).is_empty())
}

/// The accounts that an Allow names, each with what names it.
fn named(allow: &Statement) -> Vec<(String, String)> {
    let Some(Principals::Only(principals)) = &allow.principals else { return Vec::new() };
    let by_principal = principals.iter().filter(|principal| matches!(principal, Principal::Aws(_)));
    let mut named: Vec<(String, String)> =
        by_principal.filter_map(|principal| Some((principal.account()?.to_owned(), principal.to_string()))).collect();
    let open = |principal: &Principal| matches!(principal, Principal::Anyone | Principal::Aws(_));
    if principals.iter().any(|principal| open(principal) && principal.is_unbounded()) {
        let positive = allow.conditions.iter().filter(|condition| condition.operator.is_positive());
        for condition in positive {
            let accounts = condition.values.iter().filter_map(|value| account(condition, value));
            named.extend(accounts.map(|account| (account.to_owned(), condition.to_string())));
        }
    }
    named
}

fn account<'a>(condition: &Condition, value: &'a str) -> Option<&'a str> {
    if condition.is_on("aws:PrincipalAccount") {
        return is_account_id(value).then_some(value);
    }
    condition.is_on("aws:PrincipalArn").then(|| account_of_arn(value)).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    const OWN: &str = "123456789012";
    const VENDOR: &str = "arn:aws:iam::210000000001:root";

    fn trusts(statements: &Value) -> Vec<ForeignTrust> {
        let text = json!({"Statement": statements}).to_string();
        Document::parse(&text, Attached::ToResource).unwrap().foreign_trusts(OWN)
    }

    fn allow(principal: &Value, condition: &Value) -> Value {
        json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition})
    }

    fn accounts(principal: &Value, condition: &Value) -> Vec<String> {
        trusts(&allow(principal, condition)).into_iter().map(|trust| trust.account).collect()
    }

    #[test]
    fn accounts_that_are_let_in() {
        let none = json!({});
        let several = json!({"AWS": [VENDOR, "210000000002", "arn:aws:iam::210000000001:role/x", OWN]});
        let [first, second] = trusts(&allow(&several, &none)).try_into().unwrap();
        assert_eq!((first.account.as_str(), first.principals.len()), ("210000000001", 2));
        assert_eq!((second.account.as_str(), second.principals), ("210000000002", vec!["AWS 210000000002".to_owned()]));
        for principal in [
            json!({"AWS": "arn:aws:iam::123456789012:root"}),
            json!({"Service": "ec2.amazonaws.com"}),
            json!({"Federated": "arn:aws:iam::123456789012:saml-provider/idp"}),
            json!({"AWS": "AROADBQP57FF2AEXAMPLE"}),
            json!("*"),
        ] {
            assert!(accounts(&principal, &none).is_empty(), "{principal}");
        }
        for condition in [
            json!({"StringEquals": {"aws:PrincipalAccount": ["210000000003", OWN]}}),
            json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::210000000003:role/*"}}),
        ] {
            assert_eq!(accounts(&json!({"AWS": "*"}), &condition), ["210000000003"]);
        }
        let tag = json!({"Effect": "Allow", "Principal": {"AWS": VENDOR}, "Action": "sts:TagSession"});
        assert!(trusts(&tag).is_empty());
    }

    fn vendor(condition: &Value) -> ForeignTrust {
        let mut found = trusts(&allow(&json!({"AWS": VENDOR}), condition));
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    #[test]
    fn external_ids() {
        for operator in ["StringEquals", "StringLike", "ForAnyValue:StringEquals"] {
            assert!(vendor(&json!({operator: {"sts:externalid": ["7f3c*", "x"]}})).external_id, "{operator}");
        }
        for condition in [
            json!({}),
            json!({"StringLike": {"sts:ExternalId": "*"}}),
            json!({"StringLike": {"sts:ExternalId": ["7f3c", "?*"]}}),
            json!({"StringEqualsIfExists": {"sts:ExternalId": "7f3c"}}),
            json!({"StringNotEquals": {"sts:ExternalId": "7f3c"}}),
            json!({"StringEquals": {"sts:ExternalId": []}}),
            json!({"Null": {"sts:ExternalId": "false"}}),
        ] {
            assert!(!vendor(&condition).external_id, "{condition}");
        }
    }

    #[test]
    fn organizations_of_callers() {
        let of = |condition: Value| vendor(&condition).organizations;
        assert_eq!(of(json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})), ["o-a1b2c3d4e5"]);
        let path = json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}});
        assert_eq!(of(path), ["o-a1b2c3d4e5"]);
        assert!(of(json!({"StringLike": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "*"]}})).is_empty());
        assert!(of(json!({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})).is_empty());
    }

    #[test]
    fn what_a_deny_asks() {
        let open = allow(&json!({"AWS": VENDOR}), &json!({}));
        let deny = |condition: Value| json!({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": condition});
        let with = |condition: Value| trusts(&json!([open, deny(condition)]));
        assert!(with(json!({})).is_empty());
        assert!(with(json!({"StringNotEquals": {"sts:ExternalId": "7f3c"}}))[0].external_id);
        let organization = with(json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}));
        assert_eq!(organization[0].organizations, ["o-a1b2c3d4e5"]);
        let both = json!({"StringNotEquals": {"sts:ExternalId": "7f3c"}, "Bool": {"aws:SecureTransport": "false"}});
        assert!(!with(both)[0].external_id, "it bites only where both hold");
    }
}
