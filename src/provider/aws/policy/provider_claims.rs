//! The identity providers that we know: which claim of a token says whose workload it is, and what a value
//! of it must be like to say so.

use super::condition::is_concrete;
use super::pattern;

/// Whether a value, a pattern perhaps, fixes the owner before any wildcard.
type FixesOwner = fn(&str) -> bool;

/// One kind of issuer.
pub(super) struct Provider {
    /// Which issuers, as a pattern of their host and path.
    issuer: &'static str,
    /// The claims that tell the owner, the usual one first.
    pub claims: &'static [(&'static str, FixesOwner)],
}

/// The first that matches counts. Sources: each provider's page on OIDC with AWS; "IAM and AWS STS condition
/// context keys" for those that AWS names by themselves.
const PROVIDERS: &[Provider] = &[
    Provider {
        issuer: "token.actions.githubusercontent.com*",
        claims: &[
            ("sub", github_subject),
            ("repository", |value| first_of_path(value).is_some()),
            ("repository_id", is_concrete),
            ("repository_owner", is_concrete),
            ("repository_owner_id", is_concrete),
            ("enterprise", is_concrete),
            ("enterprise_id", is_concrete),
        ],
    },
    Provider { issuer: "gitlab.com", claims: &[("sub", gitlab_subject)] },
    Provider { issuer: "api.bitbucket.org/*", claims: &[("sub", bitbucket_subject)] },
    // A client id is minted by Google for one application; `oaud` is what the caller asked for.
    Provider { issuer: "accounts.google.com", claims: &[("sub", is_concrete), ("aud", is_concrete)] },
    // Every pool of the world has the same issuer, and the pool's id is the audience.
    Provider { issuer: "cognito-identity.amazonaws.com", claims: &[("aud", is_concrete), ("sub", is_concrete)] },
    Provider { issuer: "www.amazon.com", claims: &[("app_id", is_concrete), ("user_id", is_concrete)] },
    Provider { issuer: "graph.facebook.com", claims: &[("app_id", is_concrete), ("id", is_concrete)] },
];

/// Any other issuer, such as a cluster of EKS, or GitLab at home.
const OTHER: Provider = Provider { issuer: "*", claims: &[("sub", labelled_subject)] };

/// The names of web identity providers that are no ARN.
const BUILT_IN: &[&str] =
    &["accounts.google.com", "cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com"];

/// What is known of the provider with this issuer.
pub(super) fn of_issuer(issuer: &str) -> &'static Provider {
    PROVIDERS.iter().find(|known| pattern::matches_ignoring_case(known.issuer, issuer)).unwrap_or(&OTHER)
}

/// The issuer behind a federated principal, where it is one for web identities and not for SAML.
pub(super) fn issuer_of(federated: &str) -> Option<&str> {
    if let Some((_, issuer)) = federated.split_once(":oidc-provider/") {
        return Some(issuer);
    }
    (BUILT_IN.contains(&federated) || pattern::is_everything(federated)).then_some(federated)
}

/// `repo:ORG/REPO:…`, or with a customised claim `repository_owner:ORG:…` in any place. A `:` inside of a value
/// is escaped by GitHub, so that no branch or environment can pose as a label. `job_workflow_ref` is none
/// of these: anyone can call a public workflow.
fn github_subject(value: &str) -> bool {
    let fixed = pattern::fixed_prefix(value);
    let whole = fixed.len() == value.len();
    let segments: Vec<&str> = fixed.split(':').collect();
    segments.windows(2).enumerate().any(|(at, pair)| {
        let ended = whole || at + 2 < segments.len();
        match pair {
            ["repo" | "repository", path] => first_of_path(path).is_some(),
            ["repository_owner" | "repository_owner_id" | "repository_id" | "enterprise" | "enterprise_id", owner] => {
                ended && is_concrete(owner)
            }
            _ => false,
        }
    })
}

fn gitlab_subject(value: &str) -> bool {
    value.strip_prefix("project_path:").is_some_and(|path| first_of_path(path).is_some())
}

/// `{REPOSITORY}:{ENVIRONMENT}:{STEP}`, each a UUID in braces; the issuer names the workspace.
fn bitbucket_subject(value: &str) -> bool {
    let repository = value.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    repository.is_some_and(|(repository, _)| is_concrete(repository))
}

/// `LABEL:OWNER:…` or `LABEL/OWNER/…`, or no wildcard at all; of a Kubernetes service account the namespace.
fn labelled_subject(value: &str) -> bool {
    if let Some(account) = value.strip_prefix("system:serviceaccount:") {
        return account.split_once(':').is_some_and(|(namespace, _)| is_concrete(namespace));
    }
    let fixed = pattern::fixed_prefix(value);
    let mut parts = fixed.split([':', '/']);
    let (label, owner, after) = (parts.next(), parts.next(), parts.next());
    let has_owner = label.is_some_and(is_concrete) && owner.is_some_and(is_concrete) && after.is_some();
    is_concrete(value) || (has_owner && !pattern::has_variable(value))
}

/// The first component of a path that goes on after it.
fn first_of_path(path: &str) -> Option<&str> {
    path.split_once('/').map(|(owner, _)| owner).filter(|owner| is_concrete(owner))
}
