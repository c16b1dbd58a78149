//! URLs of functions that ask nobody who calls, and whether the policies let anyone through.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Function;
use super::function::{FunctionUrl, GET_POLICY, QualifiedPolicy};
use super::grants::document;
use crate::inventory::{Fact, Gap, GapKind, Gaps, Inventory, Key};
use crate::provider::aws::policy::{
    Condition, Document, Effect, Operator, Principal, Principals, Statement, Test, pattern,
};

/// The action that every call through a URL needs. One through a URL made since October 2025 needs
/// `lambda:InvokeFunction` too, but which URLs these are the API does not tell.
const INVOKE: &str = "lambda:InvokeFunctionUrl";

/// The key that tells how a URL knows its callers.
const AUTH_TYPE: &str = "lambda:FunctionUrlAuthType";

/// The key that tells whether a call comes through a URL.
const VIA_URL: &str = "lambda:InvokedViaFunctionUrl";

/// The authentication of a URL that has none.
const NONE: &str = "NONE";

/// Keys that a request without credentials lacks.
const OF_PRINCIPALS: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:userid",
    "aws:username",
];

/// A URL without authentication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnauthenticatedUrl {
    /// The alias, null for the function itself.
    pub qualifier: Option<String>,
    /// The URL.
    pub url: String,
    /// Whether the policy of the function or alias lets callers without credentials through; where not, every call is
    /// refused.
    pub reachable: bool,
    /// The statements that do, each by its `Sid`, or else by its place.
    pub granted_by: Vec<String>,
}

/// Derives [`Function::unauthenticated_urls`].
pub(super) fn unauthenticated_urls(inventory: &mut Inventory) {
    inventory.derive::<Function, _>(
        |_, key, entry| {
            entry.asset.urls.as_ref().map(|urls| {
                let open = urls.iter().filter(|url| url.auth_type != "AWS_IAM");
                open.map(|url| judged(key, url, &entry.asset.policies)).collect()
            })
        },
        |function, urls| function.unauthenticated_urls = urls,
    );
}

fn judged(key: &Key, url: &FunctionUrl, policies: &Fact<Vec<Fact<QualifiedPolicy>>>) -> Fact<UnauthenticatedUrl> {
    policies.as_ref().and_then(|policies| own(key, url, policies)).map(|document| {
        let granted_by: Vec<String> = document.as_ref().map(admitting).unwrap_or_default();
        let (qualifier, url) = (url.qualifier.clone(), url.url.clone());
        UnauthenticatedUrl { qualifier, url, reachable: !granted_by.is_empty(), granted_by }
    })
}

/// The policy that a URL is under: that of the very function or alias.
fn own(key: &Key, url: &FunctionUrl, policies: &[Fact<QualifiedPolicy>]) -> Fact<Option<Document>> {
    let mut missing: Option<Gaps> = None;
    for policy in policies {
        match policy {
            Fact::Known(one) if one.qualifier == url.qualifier => {
                return document(key, policy).map(|(_, document)| document);
            }
            Fact::Known(_) => {}
            Fact::Unknown(gaps) => missing.get_or_insert_default().merge(gaps),
        }
    }
    Fact::Unknown(missing.unwrap_or_else(|| {
        // Of an alias that was not there yet when the aliases were listed, or was no more.
        let (account, region) = (key.account.clone(), key.region.clone());
        Gap { operation: Some(GET_POLICY.id()), kind: GapKind::Vanished, code: None, account, region }.into()
    }))
}

/// The statements that let callers without credentials through a URL without authentication.
fn admitting(document: &Document) -> Vec<String> {
    let allows = document.statements().iter().filter(|statement| statement.effect == Effect::Allow);
    let open = allows.filter(|allow| {
        is_for_the_unknown(allow)
            && allow.actions.has_action(INVOKE)
            && !allow.conditions.iter().any(shuts_out)
            && !document.denies_everyone(INVOKE, allow)
    });
    let name = |allow: &Statement| allow.sid.clone().unwrap_or_else(|| format!("statement {}", allow.number));
    open.map(name).collect()
}

fn is_for_the_unknown(allow: &Statement) -> bool {
    match &allow.principals {
        Some(Principals::Only(principals)) => principals.iter().any(|principal| match principal {
            Principal::Anyone => true,
            Principal::Aws(name) => pattern::is_everything(name),
            _ => false,
        }),
        Some(Principals::AllBut(_)) => true,
        None => false,
    }
}

/// Whether no call without credentials, through a URL without authentication, meets the condition.
fn shuts_out(condition: &Condition) -> bool {
    let positive = condition.operator.is_positive();
    if condition.is_on(AUTH_TYPE) {
        let names_none = condition.values.iter().any(|value| pattern::matches_ignoring_case(value, NONE));
        return positive && !names_none || condition.operator.is_complete_negation() && names_none;
    }
    positive && OF_PRINCIPALS.iter().any(|key| condition.is_on(key))
}

/// Whether a statement speaks only of calls through URLs, and only of such as no authentication would make another's
/// matter: those are judged where the URLs are.
pub(super) fn is_for_unauthenticated_urls(statement: &Statement) -> bool {
    let plain_bool = Operator { quantifier: None, test: Test::Bool, if_exists: false };
    statement.conditions.iter().any(|condition| {
        let all = |word: &str| {
            !condition.values.is_empty() && condition.values.iter().all(|value| value.eq_ignore_ascii_case(word))
        };
        condition.is_on(AUTH_TYPE) && condition.operator.is_positive() && all(NONE)
            || condition.is_on(VIA_URL) && condition.operator == plain_bool && all("true")
    })
}
