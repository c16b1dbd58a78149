//! A policy document: its statements, as IAM reads them.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::pattern;
use crate::inventory::AccountId;

/// What a document is attached to, which decides whether its statements name principals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    /// To a user, group or role, or it is a managed policy: no statement names a principal.
    ToIdentity,
    /// To a resource, or it is a role's trust policy: every statement names principals.
    ToResource,
}

/// A policy document that was understood as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub(super) statements: Vec<Statement>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its place in the document, from 1.
    pub number: i64,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// For whom; absent in a policy of an identity.
    pub principals: Option<Principals>,
    /// Which actions.
    pub actions: Selection,
    /// On which resources; absent where a statement speaks of the resource that it is attached to.
    pub resources: Option<Selection>,
    /// Under which conditions; all must hold.
    pub conditions: Vec<Condition>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever another statement allows.
    Deny,
}

/// Patterns, or everything but them (`NotAction`, `NotResource`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// What any of these matches.
    Only(Vec<String>),
    /// What none of these matches.
    AllBut(Vec<String>),
}

/// For whom a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principals {
    /// `Principal`.
    Only(Vec<Principal>),
    /// `NotPrincipal`.
    AllBut(Vec<Principal>),
}

/// One principal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// `"*"`: anyone, with credentials or without.
    Anyone,
    /// `AWS`: an ARN, an account id, a unique id or `*`.
    Aws(String),
    /// `Service`: a service's name.
    Service(String),
    /// `Federated`: an identity provider's ARN or name.
    Federated(String),
    /// `CanonicalUser`: S3's id of an account.
    CanonicalUser(String),
}

impl Document {
    /// The statements, in their order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The accounts that Allow statements name as principals.
    pub fn accounts(&self) -> BTreeSet<AccountId> {
        let named = self.allows().filter_map(|statement| match &statement.principals {
            Some(Principals::Only(principals)) => Some(principals),
            _ => None,
        });
        named.flatten().filter_map(Principal::account).filter_map(|account| account.parse().ok()).collect()
    }

    pub(super) fn allows(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.effect == Effect::Allow)
    }

    pub(super) fn denies(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.effect == Effect::Deny)
    }
}

impl Statement {
    /// Whether it is for everyone that an open-ended principal of the other lets in. `{"AWS": "*"}` is everyone
    /// of AWS, and anonymous callers too, but not those whom an identity provider vouches for.
    pub(super) fn is_for_everyone_in(&self, other: &Self) -> bool {
        let Some(Principals::Only(ours)) = &self.principals else { return false };
        let aws_only = match &other.principals {
            Some(Principals::Only(theirs)) => theirs
                .iter()
                .filter(|principal| principal.is_unbounded())
                .all(|principal| matches!(principal, Principal::Anyone | Principal::Aws(_))),
            _ => false,
        };
        ours.iter().any(|principal| match principal {
            Principal::Anyone => true,
            Principal::Aws(name) => aws_only && pattern::is_everything(name),
            _ => false,
        })
    }

    /// Its conditions, each in one line, for an observation.
    pub(super) fn conditions_in_words(&self) -> Vec<String> {
        self.conditions.iter().map(ToString::to_string).collect()
    }
}

impl Principal {
    /// Whether it is everyone of AWS, or everyone at all.
    pub(super) fn is_everyone(&self) -> bool {
        match self {
            Self::Anyone => true,
            Self::Aws(name) => pattern::is_everything(name),
            _ => false,
        }
    }

    /// Whether one that is not known beforehand fits: a `*` or `?` that does not stay inside one account.
    pub fn is_unbounded(&self) -> bool {
        match self {
            Self::Anyone => true,
            Self::Aws(name) => open_ended(name) && self.account().is_none(),
            Self::Service(name) | Self::Federated(name) | Self::CanonicalUser(name) => open_ended(name),
        }
    }

    /// The account that it names, by its id or in an ARN.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Aws(name) if is_account_id(name) => Some(name),
            Self::Aws(name) | Self::Federated(name) => account_of_arn(name),
            _ => None,
        }
    }
}

impl std::fmt::Display for Principal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Anyone => f.write_str("*"),
            Self::Aws(name) => write!(f, "AWS {name}"),
            Self::Service(name) => write!(f, "Service {name}"),
            Self::Federated(name) => write!(f, "Federated {name}"),
            Self::CanonicalUser(name) => write!(f, "CanonicalUser {name}"),
        }
    }
}

impl Selection {
    /// The patterns of an action or resource list, and those of its opposite.
    pub fn patterns(&self) -> (&[String], &[String]) {
        match self {
            Self::Only(patterns) => (patterns, &[]),
            Self::AllBut(patterns) => (&[], patterns),
        }
    }

    /// Whether it holds this action.
    pub fn has_action(&self, action: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| pattern::matches_ignoring_case(pattern, action));
        match self {
            Self::Only(patterns) => any(patterns),
            Self::AllBut(patterns) => !any(patterns),
        }
    }

    /// Whether it holds every action that this pattern matches. It never claims too much.
    pub fn covers_action(&self, narrow: &str) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(|wide| pattern::covers_ignoring_case(wide, narrow)),
            Self::AllBut(patterns) => {
                let narrow = narrow.to_ascii_lowercase();
                patterns.iter().all(|but| pattern::disjoint(&but.to_ascii_lowercase(), &narrow))
            }
        }
    }

    /// Whether it holds every resource that this pattern matches. It never claims too much.
    pub fn covers_resource(&self, narrow: &str) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(|wide| pattern::covers(wide, narrow)),
            Self::AllBut(patterns) => patterns.iter().all(|but| pattern::disjoint(but, narrow)),
        }
    }

    /// Whether it holds every action of another. It never claims too much.
    pub fn covers_actions(&self, narrow: &Self) -> bool {
        match (self, narrow) {
            (_, Self::Only(patterns)) => patterns.iter().all(|pattern| self.covers_action(pattern)),
            (Self::AllBut(ours), Self::AllBut(theirs)) => {
                let theirs = Self::Only(theirs.clone());
                ours.iter().all(|but| theirs.covers_action(but))
            }
            (Self::Only(_), Self::AllBut(_)) => self.covers_action("*"),
        }
    }

    /// Whether it holds every resource of another. It never claims too much.
    pub fn covers_resources(&self, narrow: &Self) -> bool {
        match (self, narrow) {
            (_, Self::Only(patterns)) => patterns.iter().all(|pattern| self.covers_resource(pattern)),
            (Self::AllBut(ours), Self::AllBut(theirs)) => {
                let theirs = Self::Only(theirs.clone());
                ours.iter().all(|but| theirs.covers_resource(but))
            }
            (Self::Only(_), Self::AllBut(_)) => self.covers_resource("*"),
        }
    }
}

/// Twelve digits.
pub(super) fn is_account_id(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The account in an ARN, `arn:partition:service:region:account:resource`; nothing where a variable could move the colons.
pub(super) fn account_of_arn(arn: &str) -> Option<&str> {
    let mut segments = arn.splitn(6, ':');
    if segments.next() != Some("arn") {
        return None;
    }
    let before = [segments.next()?, segments.next()?, segments.next()?];
    let account = segments.next()?;
    (is_account_id(account) && !before.into_iter().any(pattern::has_variable)).then_some(account)
}

fn open_ended(name: &str) -> bool {
    pattern::has_wildcard(name) || pattern::has_variable(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_allowed_principals() {
        let text = r#"{"Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ["111111111111", "arn:aws:iam::222222222222:role/x", "*", "AIDAEXAMPLE"],
                "Federated": "arn:aws:iam::333333333333:saml-provider/idp", "Service": "s3.amazonaws.com"}, "Action": "*"},
            {"Effect": "Allow", "NotPrincipal": {"AWS": "444444444444"}, "Action": "*"},
            {"Effect": "Deny", "Principal": {"AWS": "555555555555"}, "Action": "*"}]}"#;
        let accounts = Document::parse(text, Attached::ToResource).unwrap().accounts();
        let accounts: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        assert_eq!(accounts, ["111111111111", "222222222222", "333333333333"]);
    }

    #[test]
    fn selections_cover_each_other() {
        let only = |words: &[&str]| Selection::Only(words.iter().map(|word| (*word).to_owned()).collect());
        let all_but = |words: &[&str]| Selection::AllBut(words.iter().map(|word| (*word).to_owned()).collect());
        assert!(only(&["s3:*"]).covers_actions(&only(&["s3:Get*", "S3:Put*"])));
        assert!(!only(&["s3:Get*"]).covers_actions(&only(&["s3:*"])));
        assert!(all_but(&["iam:*"]).covers_actions(&only(&["s3:*"])));
        assert!(!all_but(&["s3:GetObject"]).covers_actions(&only(&["s3:Get*"])));
        assert!(all_but(&["s3:GetObject"]).covers_actions(&all_but(&["s3:Get*"])));
        assert!(!all_but(&["s3:Get*"]).covers_actions(&all_but(&["s3:GetObject"])));
        assert!(
            only(&["*"]).covers_actions(&all_but(&["s3:*"])) && !only(&["s3:*"]).covers_actions(&all_but(&["a:b"]))
        );
        assert!(only(&["arn:aws:s3:::b*"]).covers_resources(&only(&["arn:aws:s3:::b", "arn:aws:s3:::b/*"])));
        assert!(!only(&["arn:aws:s3:::B*"]).covers_resources(&only(&["arn:aws:s3:::b"])), "letter case counts");
    }
}
