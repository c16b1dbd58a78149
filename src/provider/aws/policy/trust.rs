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
