//! Which of the resources that make a step possible a statement allows it on.

use std::collections::BTreeSet;

use super::super::admin;
use super::super::condition::Condition;
use super::super::document::{Selection, Statement};
use super::super::pattern;
use super::super::scope::{self, GROUPS, POLICIES, ResourceKind};
use super::Identity;
use super::paths::{Step, Target};

/// AWS managed policies that make whoever they are attached to an administrator, or let it become one.
const MAKING_ADMINISTRATORS: &[&str] = &["AdministratorAccess", "IAMFullAccess"];

/// Conditions on the resource itself, on what it is bounded by, or on what it is for.
const RESOURCE_KEYS: &[&str] = &["iam:PermissionsBoundary", "iam:AssociatedResourceArn"];
const TAG_KEYS: &[&str] = &["aws:ResourceTag/*", "iam:ResourceTag/*"];

/// What an action is allowed on, of what makes a step possible.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// Resources that nobody named.
    open: bool,
    /// Resources that are the identity's own.
    own: BTreeSet<String>,
}

impl Reach {
    /// What one statement allows, less what is denied.
    pub(super) fn of(identity: &Identity<'_>, step: &Step, allow: &Statement, denies: &[&Statement]) -> Self {
        let Some(resources) = &allow.resources else { return Self::default() };
        let limited = |condition: &Condition| {
            // What is made has no tags yet; those of what else it takes are another's.
            let counts = step.on != Target::Anything || !is_on_tag(condition);
            counts && condition.operator.is_positive() && limits(condition, step)
        };
        if allow.conditions.iter().any(limited) {
            return Self::default();
        }
        let taken: Vec<&Selection> = denies
            .iter()
            .filter(|deny| deny.conditions.iter().all(|c| c.operator.is_complete_negation() && limits(c, step)))
            .filter_map(|deny| deny.resources.as_ref())
            .collect();
        let covered = taken.iter().any(|deny| deny.covers_resources(resources));
        match step.on {
            Target::Anything => Self { open: is_something(resources) && !covered, own: BTreeSet::new() },
            Target::Every(kind) => {
                Self { open: !covered && Self::is_open(identity, kind, resources, &taken), own: BTreeSet::new() }
            }
            Target::OwnOrEvery(kind) => Self {
                open: !covered && Self::is_open(identity, kind, resources, &taken),
                own: own(identity, kind)
                    .filter(|arn| {
                        let has = |resources: &Selection| scope::has(resources, arn, name_of_user(identity));
                        has(resources) && !taken.iter().any(|deny| has(deny))
                    })
                    .map(str::to_owned)
                    .collect(),
            },
        }
    }

    fn is_open(identity: &Identity<'_>, kind: ResourceKind, allowed: &Selection, taken: &[&Selection]) -> bool {
        scope::is_open(allowed, kind, identity.account)
            && !taken.iter().any(|deny| scope::takes_all(deny, kind, identity.account))
    }

    /// Whether it is anything at all.
    pub(super) fn is_some(&self) -> bool {
        self.open || !self.own.is_empty()
    }

    /// Whether it and another have something in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        (self.open && other.open) || !self.own.is_disjoint(&other.own)
    }

    /// What either allows.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.open |= other.open;
        self.own.extend(other.own);
        self
    }
}

fn is_something(resources: &Selection) -> bool {
    match resources {
        Selection::Only(patterns) => !patterns.is_empty(),
        Selection::AllBut(patterns) => !patterns.iter().any(|but| admin::is_every_resource(but)),
    }
}

/// The resources of a kind that are the identity itself, or that it has its permissions by.
fn own<'a>(identity: &'a Identity<'_>, kind: ResourceKind) -> impl Iterator<Item = &'a str> {
    let named = match kind {
        GROUPS => identity.groups.as_slice(),
        POLICIES => identity.managed.as_slice(),
        _ => &[],
    };
    let itself = last_segment(identity.arn).starts_with(kind.prefix).then_some(identity.arn);
    named.iter().copied().chain(itself)
}

fn last_segment(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or_default()
}

/// What `${aws:username}` stands for.
fn name_of_user<'a>(identity: &Identity<'a>) -> Option<&'a str> {
    last_segment(identity.arn).strip_prefix("user/")?.rsplit('/').next()
}

fn is_on_tag(condition: &Condition) -> bool {
    TAG_KEYS.iter().any(|key| pattern::matches_ignoring_case(key, &condition.key))
}

/// Whether the values of a condition leave out all requests that make the step possible. Only requests to pass a role
/// have the service that it is passed to, and only those to attach a policy have the policy.
fn limits(condition: &Condition, step: &Step) -> bool {
    let none = |admits: &dyn Fn(&str) -> bool| {
        !condition.values.is_empty() && !condition.values.iter().any(|value| admits(value))
    };
    if condition.is_on("iam:PassedToService") {
        none(&|value| step.passed_to.is_some_and(|service| is_passed_to(value, service)))
    } else if condition.is_on("iam:PolicyARN") {
        let attaches = step.action.starts_with("iam:Attach");
        none(&|value| attaches && MAKING_ADMINISTRATORS.iter().any(|name| is_aws_managed(value, name)))
    } else if RESOURCE_KEYS.iter().any(|key| condition.is_on(key)) || is_on_tag(condition) {
        none(&|value| pattern::fixed_prefix(value).is_empty())
    } else {
        false
    }
}

/// Services have names of their own in China.
fn is_passed_to(value: &str, service: &str) -> bool {
    pattern::matches(value, service) || pattern::matches(value, &format!("{service}.cn"))
}

fn is_aws_managed(value: &str, name: &str) -> bool {
    let partitions = ["aws", "aws-cn", "aws-us-gov"];
    partitions.iter().any(|partition| pattern::matches(value, &format!("arn:{partition}:iam::aws:policy/{name}")))
}
