//! What IAM's policy simulator says of the caller's permissions: the second best to asking.
//!
//! It reads the policies of the role or user, permissions boundaries among them. It does not see the policies of a
//! session or of a resource, nor all of an organization's, and it asks about every resource (`*`) at once.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{EvaluationResult, OrganizationsDecisionDetail, PolicyEvaluationDecisionType};

use super::refusal::{Refusal, Refused, classify};
use super::session::Session;
use crate::inventory::{GapKind, Region};
use crate::provider::Op;

/// Asks the simulator. No scan calls it: it is on no list of what a scan needs.
pub static SIMULATE: Op = Op {
    service: "iam",
    name: "SimulatePrincipalPolicy",
    iam_action: "iam:SimulatePrincipalPolicy",
    none: &[],
    gone: &["NoSuchEntity"],
};

/// Finds the path of a role, which the name of its session leaves out.
pub static GET_ROLE: Op = Op { service: "iam", name: "GetRole", iam_action: "iam:GetRole", none: &[], gone: &[] };

/// So many actions are asked about at once.
const BATCH: usize = 100;

/// What the simulator says of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The policies allow it on every resource.
    Allowed,
    /// A policy denies it, or none allows it on every resource.
    Denied,
    /// It hangs on a condition that the simulator was not told of.
    Unclear,
}

/// What came of a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Simulation {
    /// Of whom, and what of each action.
    Done(String, BTreeMap<String, Decision>),
    /// There are no policies of this caller's own to simulate.
    Impossible(&'static str),
    /// It was refused.
    Refused {
        /// The action that allows what was refused.
        action: &'static str,
        /// Whether for want of that.
        denied: bool,
        /// The error's code, or the class of the failure.
        code: String,
    },
}

/// Asks about these actions.
pub async fn simulate(session: &Session, actions: &BTreeSet<&str>) -> Simulation {
    let caller = match principal(&session.caller().arn) {
        Ok(caller) => caller,
        Err(why) => return Simulation::Impossible(why),
    };
    let iam = Client::new(&session.config(&Region::GLOBAL));
    let first = ask(&iam, &caller.arn, actions).await;
    // A role in a folder has a longer name than its sessions tell.
    let (arn, answer) = match (first, caller.role) {
        (Err((_, refusal)), Some(role)) if refusal.kind == GapKind::Vanished => match whole_arn(&iam, role).await {
            Ok(arn) => {
                let answer = ask(&iam, &arn, actions).await;
                (arn, answer)
            }
            Err(refused) => (caller.arn, Err(refused)),
        },
        (first, _) => (caller.arn, first),
    };
    match answer {
        Ok(decisions) => Simulation::Done(arn, decisions),
        Err((op, refusal)) => Simulation::Refused {
            action: op.iam_action,
            denied: refusal.kind == GapKind::Denied,
            code: refusal.code.unwrap_or_else(|| refusal.kind.as_str().to_owned()),
        },
    }
}

/// Whose policies those of a caller are.
#[derive(Debug, PartialEq, Eq)]
struct Principal<'a> {
    arn: String,
    role: Option<&'a str>,
}

fn principal(arn: &str) -> Result<Principal<'_>, &'static str> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, partition, service, _, account, resource] = parts.as_slice() else {
        return Err("the caller's ARN has a form that is not known");
    };
    match (*service, resource.split('/').collect::<Vec<_>>().as_slice()) {
        ("iam", ["root"]) => Err("the root user has no policies of its own"),
        ("iam", ["user", ..]) => Ok(Principal { arn: arn.to_owned(), role: None }),
        ("sts", ["assumed-role", role, ..]) => {
            Ok(Principal { arn: format!("arn:{partition}:iam::{account}:role/{role}"), role: Some(role) })
        }
        ("sts", ["federated-user", ..]) => Err("a federated user has no policies of its own"),
        _ => Err("the caller's ARN has a form that is not known"),
    }
}

type Failed = (&'static Op, Refusal);

fn failed<E>(
    op: &'static Op,
    error: &aws_smithy_runtime_api::client::result::SdkError<
        E,
        aws_smithy_runtime_api::client::orchestrator::HttpResponse,
    >,
) -> Failed
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata + std::error::Error + 'static,
{
    match classify(op, error) {
        Refused::Gap(refusal) => (op, refusal),
        Refused::None => (op, Refusal::ours(GapKind::Error, None)),
    }
}

async fn whole_arn(iam: &Client, role: &str) -> Result<String, Failed> {
    let answer = iam.get_role().role_name(role).send().await.map_err(|error| failed(&GET_ROLE, &error))?;
    let arn = answer.role().map(|role| role.arn().to_owned());
    arn.ok_or_else(|| (&GET_ROLE, Refusal::ours(GapKind::Malformed, Some("Role".to_owned()))))
}

async fn ask(iam: &Client, arn: &str, actions: &BTreeSet<&str>) -> Result<BTreeMap<String, Decision>, Failed> {
    let mut decisions = BTreeMap::new();
    let actions: Vec<String> = actions.iter().map(|action| (*action).to_owned()).collect();
    for batch in actions.chunks(BATCH) {
        let request = iam.simulate_principal_policy().policy_source_arn(arn).set_action_names(Some(batch.to_vec()));
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failed(&SIMULATE, &error))?;
            for result in page.evaluation_results() {
                decisions.insert(result.eval_action_name().to_owned(), decision(result));
            }
        }
    }
    Ok(decisions)
}

fn decision(result: &EvaluationResult) -> Decision {
    let organization =
        result.organizations_decision_detail().map(OrganizationsDecisionDetail::allowed_by_organizations);
    match result.eval_decision() {
        _ if organization == Some(false) => Decision::Denied,
        PolicyEvaluationDecisionType::Allowed if result.missing_context_values().is_empty() => Decision::Allowed,
        PolicyEvaluationDecisionType::ExplicitDeny | PolicyEvaluationDecisionType::ImplicitDeny
            if result.missing_context_values().is_empty() =>
        {
            Decision::Denied
        }
        _ => Decision::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(decision: PolicyEvaluationDecisionType) -> aws_sdk_iam::types::builders::EvaluationResultBuilder {
        EvaluationResult::builder().eval_action_name("s3:ListAllMyBuckets").eval_decision(decision)
    }

    #[test]
    fn a_session_is_of_its_role_and_who_has_no_policies_is_told() {
        let role = principal("arn:aws-cn:sts::111122223333:assumed-role/Auditor/jane").unwrap();
        assert_eq!(role, Principal { arn: "arn:aws-cn:iam::111122223333:role/Auditor".into(), role: Some("Auditor") });
        let user = "arn:aws:iam::111122223333:user/staff/jane";
        assert_eq!(principal(user).unwrap(), Principal { arn: user.to_owned(), role: None });
        assert!(principal("arn:aws:iam::111122223333:root").is_err());
        assert!(principal("arn:aws:sts::111122223333:federated-user/jane").is_err());
        assert!(principal("jane").is_err());
    }

    #[test]
    fn what_hangs_on_an_unknown_condition_is_unclear_and_an_organization_can_deny() {
        use PolicyEvaluationDecisionType::{Allowed, ExplicitDeny, ImplicitDeny};
        let of = |builder: aws_sdk_iam::types::builders::EvaluationResultBuilder| decision(&builder.build().unwrap());
        assert_eq!(of(result(Allowed)), Decision::Allowed);
        assert_eq!([ImplicitDeny, ExplicitDeny].map(|one| of(result(one))), [Decision::Denied; 2]);
        for one in [Allowed, ImplicitDeny, ExplicitDeny] {
            assert_eq!(of(result(one).missing_context_values("aws:SourceVpc")), Decision::Unclear);
        }
        let detail = OrganizationsDecisionDetail::builder().allowed_by_organizations(false).build();
        assert_eq!(of(result(Allowed).organizations_decision_detail(detail)), Decision::Denied);
        assert_eq!(of(result("later".into())), Decision::Unclear);
    }
}
