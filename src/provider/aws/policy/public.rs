//! What a resource's policy allows to just anyone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bounded;
use super::document::{Document, Principal, Principals, Selection, Statement};
use super::s3_actions::{self, Level};

/// A statement that allows something to an unbounded principal, with what Deny statements leave of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicGrant {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// The principals that make it public; those of `NotPrincipal` with "all but" before them.
    pub principals: Vec<String>,
    /// The action patterns that are allowed, less those that are denied; empty where `not_actions` says it.
    pub actions: Vec<String>,
    /// The action patterns of `NotAction`: all others are allowed.
    pub not_actions: Vec<String>,
    /// The resource patterns.
    pub resources: Vec<String>,
    /// The resource patterns of `NotResource`.
    pub not_resources: Vec<String>,
    /// The conditions, none of which bounds the principal: key, operator, values.
    pub conditions: Vec<String>,
}

/// A public grant of a bucket's or an access point's policy, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicS3Grant {
    /// The statement.
    pub grant: PublicGrant,
    /// It allows to get or list something: objects, their properties, or settings.
    pub reads: bool,
    /// It allows to put, delete, replicate or restore objects, or to change settings.
    pub writes: bool,
}

impl Document {
    /// The statements that allow something to an unbounded principal, in order.
    ///
    /// A Deny counts where it is exact: it covers all resources of the Allow, it is for everyone, and it has
    /// no condition, or only such that spare none but known callers (`StringNotEquals aws:PrincipalOrgID`).
    pub fn public_grants(&self) -> Vec<PublicGrant> {
        self.exposures().into_iter().map(|exposure| exposure.grant()).collect()
    }

    /// [`Self::public_grants`] with what each means for S3.
    pub fn public_s3_grants(&self) -> Vec<PublicS3Grant> {
        let classified = self.exposures().into_iter().map(|exposure| {
            let (reads, writes) = (exposure.has_s3(Level::Read), exposure.has_s3(Level::Write));
            PublicS3Grant { reads, writes, grant: exposure.grant() }
        });
        classified.collect()
    }

    fn exposures(&self) -> Vec<Exposure<'_>> {
        let denies: Vec<&Statement> =
            self.denies().filter(|deny| bounded::keeps_strangers_out(&deny.conditions)).collect();
        let public = self.allows().filter(|allow| is_for_strangers(allow));
        let exposures = public.map(|allow| Exposure {
            allow,
            denies: denies.iter().copied().filter(|deny| shields(deny, allow)).collect(),
        });
        exposures.filter(Exposure::leaves_something).collect()
    }
}

/// An Allow for strangers, with the Denies that keep strangers from all its resources.
struct Exposure<'a> {
    allow: &'a Statement,
    denies: Vec<&'a Statement>,
}

impl Exposure<'_> {
    fn allows(&self, action: &str) -> bool {
        self.allow.actions.has_action(action) && !self.denies.iter().any(|deny| deny.actions.has_action(action))
    }

    fn has_s3(&self, level: Level) -> bool {
        s3_actions::of(level).iter().any(|action| self.allows(action))
            || self.actions_left().any(|action| s3_actions::of_unknown(action) == Some(level))
    }

    /// The patterns of the Allow that no Deny covers whole.
    fn actions_left(&self) -> impl Iterator<Item = &String> {
        let (only, _) = self.allow.actions.patterns();
        only.iter().filter(|action| !self.denies.iter().any(|deny| deny.actions.covers_action(action)))
    }

    fn leaves_something(&self) -> bool {
        match &self.allow.actions {
            Selection::Only(_) => self.actions_left().next().is_some(),
            Selection::AllBut(_) => !self.denies.iter().any(|deny| deny.actions.covers_actions(&self.allow.actions)),
        }
    }

    fn grant(&self) -> PublicGrant {
        let (_, not_actions) = self.allow.actions.patterns();
        let (resources, not_resources) = self.allow.resources.as_ref().map(Selection::patterns).unwrap_or_default();
        PublicGrant {
            sid: self.allow.sid.clone(),
            statement: self.allow.number,
            principals: strangers(self.allow),
            actions: self.actions_left().cloned().collect(),
            not_actions: not_actions.to_vec(),
            resources: resources.to_vec(),
            not_resources: not_resources.to_vec(),
            conditions: self.allow.conditions_in_words(),
        }
    }
}

fn is_for_strangers(allow: &Statement) -> bool {
    let unbounded = match &allow.principals {
        None => false,
        Some(Principals::AllBut(_)) => return true,
        Some(Principals::Only(principals)) => principals.iter().any(Principal::is_unbounded),
    };
    unbounded && !bounded::is_bounded(&allow.conditions)
}

fn strangers(allow: &Statement) -> Vec<String> {
    match &allow.principals {
        None => Vec::new(),
        Some(Principals::AllBut(principals)) => principals.iter().map(|known| format!("all but {known}")).collect(),
        Some(Principals::Only(principals)) => {
            principals.iter().filter(|principal| principal.is_unbounded()).map(ToString::to_string).collect()
        }
    }
}

/// Whether the Deny is for every stranger that the Allow is for, on all its resources.
fn shields(deny: &Statement, allow: &Statement) -> bool {
    let resources = match (&deny.resources, &allow.resources) {
        (None, _) => true,
        (Some(denied), Some(allowed)) => denied.covers_resources(allowed),
        (Some(denied), None) => denied.covers_resource("*"),
    };
    resources && deny.is_for_everyone_in(allow)
}
