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
    /// Its conditions, for the reader to weigh. None makes it less administrative: who meets them, with a
    /// second factor or from the right address, can do everything, and can change the policy itself.
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
pub(super) fn is_plain(deny: &Statement) -> bool {
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
pub(super) fn is_every_resource(resource: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    fn admins(statements: &Value) -> Vec<i64> {
        let document = Document::parse(&json!({"Statement": statements}).to_string(), Attached::ToIdentity).unwrap();
        document.administrative_statements().iter().map(|found| found.statement).collect()
    }

    fn allow(actions: &Value, resources: &Value) -> Value {
        json!({"Effect": "Allow", "Action": actions, "Resource": resources})
    }

    fn deny(actions: &str) -> Value {
        json!({"Effect": "Deny", "Action": actions, "Resource": "*"})
    }

    #[test]
    fn all_actions_however_they_are_written() {
        let services = json!(["iam:*", "s3:*", "EC2:*", "kms:*", "cloudtrail:*"]);
        for actions in [json!("*"), json!("*:*"), json!(["**"]), services, json!(["s3:Get*", "*"])] {
            assert_eq!(admins(&allow(&actions, &json!("*"))), [1], "{actions}");
        }
        for actions in [json!("iam:*"), json!(["iam:*", "s3:*", "ec2:*", "kms:*"]), json!("*:Get*"), json!([])] {
            assert!(admins(&allow(&actions, &json!("*"))).is_empty(), "{actions}");
        }
    }

    #[test]
    fn all_resources_however_they_are_written() {
        for resources in ["*", "**", "arn:*", "arn:aws:*", "arn:aws-cn:*:*", "arn:aws:*:*:*:*", "arn:*:*:*:*:*"] {
            assert_eq!(admins(&allow(&json!("*"), &json!(["arn:aws:s3:::b", resources]))), [1], "{resources}");
        }
        for resources in ["arn:aws:s3:::*", "arn:aws:iam::*:*", "arn:aws:*:us-east-1:*:*", "arn:aws::*", "?", ""] {
            assert!(admins(&allow(&json!("*"), &json!(resources))).is_empty(), "{resources}");
        }
    }

    #[test]
    fn everything_but() {
        let not_action = |actions: &Value| json!({"Effect": "Allow", "NotAction": actions, "Resource": "*"});
        assert_eq!(admins(&not_action(&json!("aws-portal:*"))), [1]);
        assert!(admins(&not_action(&json!(["iam:*", "organizations:*"]))).is_empty(), "a power user");
        let not_resource = |resources: &Value| json!({"Effect": "Allow", "Action": "*", "NotResource": resources});
        assert_eq!(admins(&not_resource(&json!("arn:aws:s3:::audit/*"))), [1]);
        assert_eq!(admins(&not_resource(&json!("arn:aws:ec2:us-east-1:*:*"))), [1]);
        for all in
            ["arn:aws:iam::*:*", "arn:aws:iam::123456789012:*", "arn:aws:iam::*:role/*", "arn:aws-cn:s3:::*", "*"]
        {
            assert!(admins(&not_resource(&json!(all))).is_empty(), "{all}");
        }
    }

    #[test]
    fn what_is_denied_is_taken_away() {
        let all = allow(&json!("*"), &json!("*"));
        for clearing in ["iam:*", "*", "IAM:passrole", "*:DeleteTrail"] {
            assert!(admins(&json!([all, deny(clearing)])).is_empty(), "{clearing}");
        }
        assert_eq!(admins(&json!([deny("organizations:*"), all])), [2], "other actions");
        let mut mfa = deny("*");
        mfa["Condition"] = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}});
        let mut one = deny("iam:*");
        one["Resource"] = json!("arn:aws:iam::123456789012:role/break-glass");
        assert_eq!(admins(&json!([all, mfa, one])), [1], "under a condition, or for one role");
        let deny_rest = json!({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"});
        assert!(admins(&json!([all, deny_rest])).is_empty());
    }

    #[test]
    fn a_condition_does_not_make_it_less() {
        let mut all = allow(&json!("*"), &json!("*"));
        all["Condition"] = json!({"Bool": {"aws:MultiFactorAuthPresent": true}});
        all["Sid"] = json!("Admin");
        let document = Document::parse(&json!({"Statement": all}).to_string(), Attached::ToIdentity).unwrap();
        let expected = AdminStatement {
            sid: Some("Admin".to_owned()),
            statement: 1,
            conditions: vec!["aws:MultiFactorAuthPresent Bool true".to_owned()],
        };
        assert_eq!(document.administrative_statements(), [expected]);
    }

    #[test]
    fn each_statement_is_judged_by_itself() {
        let halves = json!([
            allow(&json!(["iam:*", "s3:*"]), &json!("*")),
            allow(&json!(["ec2:*", "kms:*", "cloudtrail:*"]), &json!("*"))
        ]);
        assert!(admins(&halves).is_empty());
    }
}
