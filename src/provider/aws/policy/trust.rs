//! Trust policies: who may assume a role with a token of an identity provider.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Condition, Test, is_concrete};
use super::document::{Document, Principal, Principals, Statement};
use super::provider_claims::{self, Provider};

/// One identity provider whose tokens one statement accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WebIdentityTrust {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The federated principal, as written.
    pub provider: String,
    /// The provider's host and path, which its condition keys begin with; `*` for any provider.
    pub issuer: String,
    /// The claim by which this provider usually says whose workload it is.
    pub subject_claim: String,
    /// The owning organisation or namespace is fixed, by a positive operator, before any wildcard.
    pub subject_fixed: bool,
    /// The audience is conditioned on whole values.
    pub audience_fixed: bool,
    /// Every condition on a claim of this provider.
    pub claims: Vec<ClaimCondition>,
    /// Why the subject counts as fixed or not.
    pub why: String,
}

/// A condition on a claim of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimCondition {
    /// The claim, such as `sub`.
    pub claim: String,
    /// The operator.
    pub operator: String,
    /// What the claim is compared with.
    pub values: Vec<String>,
    /// It holds only for tokens that have the claim with one of these values.
    pub positive: bool,
    /// It fixes the owner, by what is known of this provider.
    pub fixes_owner: bool,
}

impl Document {
    /// The identity providers whose tokens are accepted, by statement and then in the statement's order.
    pub fn web_identity_trusts(&self) -> Vec<WebIdentityTrust> {
        let accepting = self.allows().filter(|allow| allow.actions.has_action("sts:AssumeRoleWithWebIdentity"));
        accepting.flat_map(trusts).collect()
    }
}

fn trusts(allow: &Statement) -> Vec<WebIdentityTrust> {
    let providers: Vec<(&str, &str)> = match &allow.principals {
        Some(Principals::Only(principals)) => principals.iter().filter_map(provider).collect(),
        Some(Principals::AllBut(_)) => vec![("*", "*")],
        None => Vec::new(),
    };
    providers.into_iter().map(|(provider, issuer)| trust(allow, provider, issuer)).collect()
}

/// The principal as written, and its issuer.
fn provider(principal: &Principal) -> Option<(&str, &str)> {
    match principal {
        Principal::Anyone => Some(("*", "*")),
        Principal::Federated(name) => provider_claims::issuer_of(name).map(|issuer| (name.as_str(), issuer)),
        _ => None,
    }
}

fn trust(allow: &Statement, provider: &str, issuer: &str) -> WebIdentityTrust {
    let known = provider_claims::of_issuer(issuer);
    let claims: Vec<ClaimCondition> =
        allow.conditions.iter().filter_map(|condition| claim(condition, issuer, known)).collect();
    let audience_fixed =
        claims.iter().any(|claim| claim.claim == "aud" && claim.positive && all(&claim.values, is_concrete));
    let subject_claim = known.claims.first().map_or("sub", |(claim, _)| claim);
    let fixing = claims.iter().find(|claim| claim.fixes_owner);
    WebIdentityTrust {
        sid: allow.sid.clone(),
        statement: allow.number,
        provider: provider.to_owned(),
        issuer: issuer.to_owned(),
        subject_claim: subject_claim.to_owned(),
        subject_fixed: fixing.is_some(),
        audience_fixed,
        why: fixing.map_or_else(|| why_not(&claims, subject_claim), |by| format!("{} fixes the owner", in_words(by))),
        claims,
    }
}

/// A condition whose key is `issuer:claim`.
fn claim(condition: &Condition, issuer: &str, known: &Provider) -> Option<ClaimCondition> {
    let (of, claim) = condition.key.rsplit_once(':')?;
    if !of.eq_ignore_ascii_case(issuer) {
        return None;
    }
    let claim = claim.to_ascii_lowercase();
    let operator = condition.operator;
    let compares_text = matches!(operator.test, Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike);
    let positive = compares_text && operator.is_positive();
    let rule = known.claims.iter().find(|(name, _)| *name == claim);
    Some(ClaimCondition {
        fixes_owner: positive && rule.is_some_and(|(_, fixes_owner)| all(&condition.values, fixes_owner)),
        claim,
        operator: operator.to_string(),
        values: condition.values.clone(),
        positive,
    })
}

/// Any one value will do for the request, so each must hold.
fn all(values: &[String], holds: impl Fn(&str) -> bool) -> bool {
    !values.is_empty() && values.iter().all(|value| holds(value))
}

fn in_words(claim: &ClaimCondition) -> String {
    format!("{} {} {}", claim.claim, claim.operator, claim.values.join(", "))
}

fn why_not(claims: &[ClaimCondition], subject_claim: &str) -> String {
    match claims.iter().find(|claim| claim.claim == subject_claim) {
        None => format!("no condition on {subject_claim}"),
        Some(claim) if !claim.positive => format!("{} lets other values of {subject_claim} in", claim.operator),
        Some(claim) => format!("{} does not fix the owner before a wildcard", in_words(claim)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    const GITHUB: &str = "token.actions.githubusercontent.com";

    fn document(statements: &Value) -> Document {
        Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToResource).unwrap()
    }

    /// The one trust of a statement for this issuer with this condition.
    fn trust_of(issuer: &str, condition: &Value) -> WebIdentityTrust {
        let provider = if provider_claims::issuer_of(issuer).is_some() {
            issuer.to_owned()
        } else {
            format!("arn:aws:iam::123456789012:oidc-provider/{issuer}")
        };
        let statement = json!({"Effect": "Allow", "Principal": {"Federated": provider},
            "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition});
        let mut found = document(&statement).web_identity_trusts();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    fn fixed(issuer: &str, operator: &str, claim: &str, values: &Value) -> bool {
        trust_of(issuer, &json!({operator: {format!("{issuer}:{claim}"): values}})).subject_fixed
    }

    #[test]
    fn subjects_of_github() {
        for value in [
            "repo:acme/app:ref:refs/heads/main",
            "repo:acme/*",
            "repo:acme/app:*",
            "repository_owner:acme:*",
            "repository_owner:acme",
            "repository_id:42",
            "environment:prod:repo:acme/app",
            "repo:acme@1/app@2:*",
        ] {
            assert!(fixed(GITHUB, "StringLike", "sub", &json!(value)), "{value}");
        }
        for value in [
            "*",
            "repo:*",
            "repo:acme*",
            "repo:acme",
            "repo:*/app:*",
            "repo:ac?e/app",
            "repository_owner:acme*",
            "repo:/x",
            "environment:prod",
            "environment:prod:*",
            "job_workflow_ref:acme/app/.github/workflows/x.yml@main",
            "repo:${aws:x}/app",
            "",
        ] {
            assert!(!fixed(GITHUB, "StringLike", "sub", &json!(value)), "{value}");
        }
        assert!(
            !fixed(GITHUB, "StringLike", "sub", &json!(["repo:acme/app:*", "*"])),
            "each value is enough for a request"
        );
        assert!(!fixed(GITHUB, "StringLike", "sub", &json!([])));
        assert!(fixed(GITHUB, "StringEquals", "repository_owner_id", &json!("4711")));
        assert!(fixed(&format!("{GITHUB}/acme"), "StringLike", "sub", &json!("repo:acme/*")), "an enterprise's issuer");
    }

    #[test]
    fn operators() {
        for operator in ["StringEquals", "stringlike", "StringEqualsIgnoreCase", "ForAnyValue:StringLike"] {
            assert!(fixed(GITHUB, operator, "sub", &json!("repo:acme/app:ref:x")), "{operator}");
        }
        for operator in ["StringLikeIfExists", "ForAllValues:StringLike", "StringNotEquals", "StringNotLike", "ArnLike"]
        {
            assert!(!fixed(GITHUB, operator, "sub", &json!("repo:acme/app:ref:x")), "{operator}");
        }
    }

    #[test]
    fn other_providers() {
        let eks = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";
        assert!(fixed(eks, "StringLike", "sub", &json!("system:serviceaccount:prod:*")));
        for value in
            ["system:serviceaccount:*:app", "system:serviceaccount:*", "system:serviceaccount:prod*", "system:*"]
        {
            assert!(!fixed(eks, "StringLike", "sub", &json!(value)), "{value}");
        }
        assert!(fixed("gitlab.com", "StringLike", "sub", &json!("project_path:acme/app:ref_type:branch:ref:*")));
        assert!(!fixed("gitlab.com", "StringLike", "sub", &json!("project_path:acme*")));
        assert!(!fixed("gitlab.com", "StringLike", "sub", &json!("project_path:*/app:ref_type:branch:ref:main")));
        let circleci = "oidc.circleci.com/org/1";
        assert!(fixed(circleci, "StringLike", "sub", &json!("org/1/project/*")));
        assert!(!fixed(circleci, "StringLike", "sub", &json!("org/*")));
        assert!(fixed(circleci, "StringLike", "sub", &json!("one-subject")));
        let bitbucket = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
        assert!(fixed(bitbucket, "StringLike", "sub", &json!("{0a1b-2c3d}*:*")));
        assert!(
            !fixed(bitbucket, "StringLike", "sub", &json!("{0a1b*:*"))
                && !fixed(bitbucket, "StringLike", "sub", &json!("{*}:*"))
        );
        let cognito = "cognito-identity.amazonaws.com";
        assert!(fixed(cognito, "StringEquals", "aud", &json!("eu-west-1:0a1b")));
        assert!(!fixed(cognito, "ForAnyValue:StringLike", "amr", &json!("authenticated")));
        assert!(fixed("accounts.google.com", "StringEquals", "sub", &json!("1234")));
        assert!(!fixed("accounts.google.com", "StringEquals", "oaud", &json!("mine")), "callers choose that one");
        assert!(fixed("www.amazon.com", "StringEquals", "app_id", &json!("amzn1.app")));
    }

    #[test]
    fn the_raw_conditions_are_shown() {
        let found = trust_of(
            GITHUB,
            &json!({
            "StringEquals": {format!("{GITHUB}:aud"): "sts.amazonaws.com", "other.example.com:sub": "x"},
            "StringLike": {"TOKEN.actions.githubusercontent.com:SUB": "repo:*"}}),
        );
        assert!(found.audience_fixed && !found.subject_fixed);
        let claims: Vec<(&str, bool, bool)> =
            found.claims.iter().map(|claim| (claim.claim.as_str(), claim.positive, claim.fixes_owner)).collect();
        assert_eq!(claims, [("aud", true, false), ("sub", true, false)]);
        assert_eq!(found.why, "sub StringLike repo:* does not fix the owner before a wildcard");
        assert_eq!(trust_of(GITHUB, &json!({})).why, "no condition on sub");
        let lenient = trust_of(GITHUB, &json!({"StringLikeIfExists": {format!("{GITHUB}:sub"): "repo:acme/*"}}));
        assert_eq!(lenient.why, "StringLikeIfExists lets other values of sub in");
    }

    #[test]
    fn which_statements_count() {
        let github = format!("arn:aws:iam::123456789012:oidc-provider/{GITHUB}");
        let saml = "arn:aws:iam::123456789012:saml-provider/idp";
        let statement =
            |principal: Value, action: &str| json!({"Effect": "Allow", "Principal": principal, "Action": action});
        let found = document(&json!([
            statement(json!({"Federated": [saml, github]}), "sts:*"),
            statement(json!({"Federated": github}), "sts:AssumeRole"),
            statement(json!({"AWS": "*"}), "sts:AssumeRoleWithWebIdentity"),
            statement(json!({"Federated": saml}), "sts:AssumeRoleWithSAML"),
            statement(json!("*"), "STS:assumerolewith*"),
        ]))
        .web_identity_trusts();
        let found: Vec<(i64, &str)> = found.iter().map(|trust| (trust.statement, trust.issuer.as_str())).collect();
        assert_eq!(found, [(1, GITHUB), (5, "*")]);
    }
}
