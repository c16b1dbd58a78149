//! Which ways to more privileges an identity's policies open, all of them together.
//!
//! A way is a set of actions that the catalogue knows. Each must be allowed on resources that make it possible, by some
//! statement of some policy, less what any policy denies, and within the permissions boundary. Conditions that say
//! when or from where do not count; those that say which role, policy or resource do.

mod paths;
mod reach;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::paths::{PATHS, Path, Step};
use self::reach::Reach;
use super::document::{Document, Effect, Selection, Statement};

/// A way to more privileges that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EscalationPath {
    /// What it comes to.
    pub path: String,
    /// The policies that open it together.
    pub policies: Vec<String>,
    /// Its actions, each with a statement that allows it; several of one action where several statements do.
    pub steps: Vec<EscalationStep>,
}

/// A statement that allows one action of such a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EscalationStep {
    /// The action.
    pub action: String,
    /// The policy.
    pub policy: String,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
}

/// A user or role, and all that says what it may do.
#[derive(Debug, Clone)]
pub struct Identity<'a> {
    /// Its account.
    pub account: &'a str,
    /// Its ARN.
    pub arn: &'a str,
    /// The ARNs of the groups that it is in.
    pub groups: Vec<&'a str>,
    /// The ARNs of the managed policies that it has, itself or through its groups.
    pub managed: Vec<&'a str>,
    /// Every policy that it has, by what it is called.
    pub policies: Vec<(String, &'a Examined)>,
    /// Its permissions boundary, if it has one.
    pub boundary: Option<&'a Examined>,
}

/// A document, and which of its statements are about the actions of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    document: Document,
    administrative: bool,
    about: BTreeMap<&'static str, About>,
}

/// The statements that are about an action, by their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct About {
    allows: Vec<usize>,
    denies: Vec<usize>,
}

impl Examined {
    /// Examines a policy of an identity.
    pub fn new(document: Document) -> Self {
        let actions = PATHS.iter().flat_map(|path| path.steps).map(|step| step.action);
        let mut about = BTreeMap::new();
        for action in actions {
            about.entry(action).or_insert_with(|| About::of(&document, action));
        }
        Self { administrative: !document.administrative_statements().is_empty(), document, about }
    }

    /// A policy that allows everything.
    pub fn all() -> Self {
        let every = || Selection::Only(vec!["*".to_owned()]);
        Self::new(Document {
            statements: vec![Statement {
                number: 1,
                sid: None,
                effect: Effect::Allow,
                principals: None,
                actions: every(),
                resources: Some(every()),
                conditions: Vec::new(),
            }],
        })
    }

    /// Whether a statement of it is administrative.
    pub fn is_administrative(&self) -> bool {
        self.administrative
    }

    fn statements(&self, step: &Step, of: fn(&About) -> &Vec<usize>) -> impl Iterator<Item = &Statement> {
        let places = self.about.get(step.action).map(of);
        places.into_iter().flatten().filter_map(|place| self.document.statements.get(*place))
    }
}

impl About {
    fn of(document: &Document, action: &str) -> Self {
        let mut about = Self::default();
        for (place, statement) in document.statements.iter().enumerate() {
            if statement.actions.has_action(action) {
                match statement.effect {
                    Effect::Allow => about.allows.push(place),
                    Effect::Deny => about.denies.push(place),
                }
            }
        }
        about
    }
}

impl Identity<'_> {
    /// The ways that are open, in the catalogue's order.
    pub fn escalation_paths(&self) -> Vec<EscalationPath> {
        PATHS.iter().filter_map(|path| self.open(path)).collect()
    }

    fn open(&self, path: &Path) -> Option<EscalationPath> {
        let mut steps = Vec::new();
        for step in path.steps {
            let granted = self.granted(step);
            if granted.is_empty() {
                return None;
            }
            steps.extend(granted);
        }
        let mut policies: Vec<String> = steps.iter().map(|step| step.policy.clone()).collect();
        policies.sort();
        policies.dedup();
        Some(EscalationPath { path: path.name.to_owned(), policies, steps })
    }

    /// The statements that allow a step.
    fn granted(&self, step: &Step) -> Vec<EscalationStep> {
        let denies: Vec<&Statement> =
            self.policies.iter().flat_map(|(_, policy)| policy.statements(step, |about| &about.denies)).collect();
        let bounds = self.boundary.map(|boundary| self.within(step, boundary));
        let mut granted = Vec::new();
        for (name, policy) in &self.policies {
            for allow in policy.statements(step, |about| &about.allows) {
                let reach = Reach::of(self, step, allow, &denies);
                if bounds.as_ref().map_or_else(|| reach.is_some(), |bounds| reach.meets(bounds)) {
                    granted.push(EscalationStep {
                        action: step.action.to_owned(),
                        policy: name.clone(),
                        sid: allow.sid.clone(),
                        statement: allow.number,
                    });
                }
            }
        }
        granted
    }

    /// What a boundary leaves of a step.
    fn within(&self, step: &Step, boundary: &Examined) -> Reach {
        let denies: Vec<&Statement> = boundary.statements(step, |about| &about.denies).collect();
        let allows = boundary.statements(step, |about| &about.allows);
        allows.map(|allow| Reach::of(self, step, allow, &denies)).fold(Reach::default(), Reach::or)
    }
}
