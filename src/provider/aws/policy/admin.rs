//! Which statements of an identity's policy make whoever has it an administrator.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{Document, Principal, Principals, Selection, Statement};
use super::pattern;

/// A statement that allows, on every resource, all of the actions that an administrator is told by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdminStatement {
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// Its conditions: they say when it allows, not how much, so they do not make it less administrative.
    pub conditions: Vec<String>,
}

/// An action that an administrator is told by, and the resources that it is for.
struct Probe {
    action: &'static str,
    service: &'static str,
    /// Whether the resources' ARNs name a region.
    regional: bool,
    /// The last segment of the resources' ARNs.
    resource: &'static str,
}

const PROBES: &[Probe] = &[
    Probe { action: "iam:CreatePolicyVersion", service: "iam", regional: false, resource: "policy/*" },
    Probe { action: "iam:AttachRolePolicy", service: "iam", regional: false, resource: "role/*" },
    Probe { action: "iam:PutRolePolicy", service: "iam", regional: false, resource: "role/*" },
    Probe { action: "iam:PassRole", service: "iam", regional: false, resource: "role/*" },
    Probe { action: "s3:DeleteBucket", service: "s3", regional: false, resource: "*" },
    Probe { action: "ec2:TerminateInstances", service: "ec2", regional: true, resource: "instance/*" },
    Probe { action: "kms:ScheduleKeyDeletion", service: "kms", regional: true, resource: "key/*" },
    Probe { action: "cloudtrail:DeleteTrail", service: "cloudtrail", regional: true, resource: "trail/*" },
];

impl Document {
    /// The administrative statements, in order.
    ///
    /// Each is judged by itself, less what the document denies without condition on every resource. A Deny
    /// that takes away one of the actions we look for clears it, one of other actions does not.
    pub fn administrative_statements(&self) -> Vec<AdminStatement> {
        let plain: Vec<&Statement> = self.denies().filter(|deny| is_plain(deny)).collect();
        let denied: Vec<bool> =
            PROBES.iter().map(|probe| plain.iter().any(|deny| deny.actions.has_action(probe.action))).collect();
        let allows = self.allows().filter(|allow| {
            PROBES.iter().zip(&denied).all(|(probe, denied)| {
                !denied && allow.actions.has_action(probe.action) && probe.is_everywhere_in(allow.resources.as_ref())
            })
        });
        let found = allows.map(|allow| AdminStatement {
            sid: allow.sid.clone(),
            statement: allow.number,
            conditions: allow.conditions_in_words(),
        });
        found.collect()
    }
}

/// Whether a Deny holds whatever the request.
fn is_plain(deny: &Statement) -> bool {
    let everyone = match &deny.principals {
        None => true,
        Some(Principals::Only(principals)) => principals.contains(&Principal::Anyone),
        Some(Principals::AllBut(_)) => false,
    };
    let everywhere = match &deny.resources {
        None => true,
        Some(Selection::Only(patterns)) => patterns.iter().any(|pattern| is_every_resource(pattern)),
        Some(Selection::AllBut(patterns)) => patterns.is_empty(),
    };
    everyone && everywhere && deny.conditions.is_empty()
}

/// `*`, and what is as wide for every action that names its resource by ARN: `arn:*`, `arn:aws:*:*:*:*`.
fn is_every_resource(resource: &str) -> bool {
    if pattern::is_everything(resource) {
        return true;
    }
    let partition = resource.strip_prefix("arn:").and_then(|rest| rest.split(':').next()).unwrap_or_default();
    pattern::covers(resource, &format!("arn:{partition}:*:*:*:*"))
}

impl Probe {
    /// Whether a statement on these resources is on every resource that this action is for. A `NotResource`
    /// that leaves only some of them out does not change that.
    fn is_everywhere_in(&self, resources: Option<&Selection>) -> bool {
        match resources {
            None => false,
            Some(Selection::Only(patterns)) => patterns.iter().any(|pattern| is_every_resource(pattern)),
            Some(Selection::AllBut(patterns)) => !patterns.iter().any(|but| self.is_within(but)),
        }
    }

    /// Whether the pattern takes in all resources of this action, in whichever partition or account it names.
    fn is_within(&self, but: &str) -> bool {
        let segments: Vec<&str> = but.splitn(6, ':').collect();
        let (partition, account) = match segments.as_slice() {
            ["arn", partition, _, _, account, _] => (*partition, *account),
            _ => ("aws", "*"),
        };
        let region = if self.regional { "*" } else { "" };
        let resources = format!("arn:{partition}:{}:{region}:{account}:{}", self.service, self.resource);
        is_every_resource(but) || pattern::covers(but, &resources)
    }
}
