//! Managed policies: the customer's own, and those of AWS that are attached.

use std::collections::BTreeSet;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{EntityType, ManagedPolicyDetail, Policy as SdkPolicy, PolicyScopeType, PolicyUsageType};

use super::super::ops::{
    GET_ACCOUNT_AUTHORIZATION_DETAILS, GET_POLICY_VERSION, LIST_ENTITIES_FOR_POLICY, LIST_POLICIES,
};
use super::super::policy::{Policy, Principal, PrincipalType};
use super::decoded;
use crate::inventory::Fact;
use crate::provider::Op;
use crate::provider::aws::policy::{Attached, Document};
use crate::provider::aws::{Context, Pages};

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let customer_managed = context.list(
        &GET_ACCOUNT_AUTHORIZATION_DETAILS,
        &[("Filter", "LocalManagedPolicy")],
        iam.get_account_authorization_details().filter(EntityType::LocalManagedPolicy).into_paginator().send(),
        |page| page.policies.unwrap_or_default(),
    );
    // So that of the AWS managed policies, over a thousand, only those in use are read.
    let aws_managed = context.list(
        &LIST_POLICIES,
        &[("Scope", "AWS"), ("OnlyAttached", "true"), ("PolicyUsageFilter", "PermissionsPolicy")],
        iam.list_policies()
            .scope(PolicyScopeType::Aws)
            .only_attached(true)
            .policy_usage_filter(PolicyUsageType::PermissionsPolicy)
            .into_paginator()
            .send(),
        |page| page.policies.unwrap_or_default(),
    );
    let boundaries = boundaries(&context, &iam);
    let (customer_managed, mut aws_managed, boundaries) = tokio::join!(customer_managed, aws_managed, boundaries);
    let attached: BTreeSet<Option<String>> = aws_managed.items.iter().map(|policy| policy.arn.clone()).collect();
    aws_managed.items.extend(boundaries.items.into_iter().filter(|policy| !attached.contains(&policy.arn)));
    for policy in customer_managed.items {
        put_customer_managed(&context, policy);
    }
    context.each(aws_managed.items, |policy| put_aws_managed(&context, &iam, policy)).await;
    context.record::<Policy>(&customer_managed.extent.and(&aws_managed.extent).and(&boundaries.extent));
}

/// The AWS managed policies that are used as a permissions boundary.
async fn boundaries(context: &Context, iam: &Client) -> Pages<SdkPolicy> {
    let pages = iam
        .list_policies()
        .scope(PolicyScopeType::Aws)
        .policy_usage_filter(PolicyUsageType::PermissionsBoundary)
        .into_paginator()
        .send();
    let parameters = [("Scope", "AWS"), ("PolicyUsageFilter", "PermissionsBoundary")];
    let is_used = |policy: &SdkPolicy| policy.permissions_boundary_usage_count.is_some_and(|count| count > 0);
    context
        .list(&LIST_POLICIES, &parameters, pages, |page| {
            page.policies.unwrap_or_default().into_iter().filter(is_used).collect()
        })
        .await
}

fn put_customer_managed(context: &Context, policy: ManagedPolicyDetail) {
    let op = &GET_ACCOUNT_AUTHORIZATION_DETAILS;
    let in_force = policy.policy_version_list().iter().find(|version| version.is_default_version);
    let asset = Policy {
        aws_managed: Fact::Known(false),
        attachment_count: attachment_count(context, op, policy.attachment_count),
        default_version: text(context, op, policy.default_version_id.as_deref(), "DefaultVersionId"),
        document: text(context, op, in_force.and_then(|version| version.document()), "PolicyVersionList")
            .map(|document| decoded(&document)),
        ..Policy::default()
    };
    put(context, policy.arn, policy.policy_name, asset);
}

async fn put_aws_managed(context: &Context, iam: &Client, policy: SdkPolicy) {
    let op = &LIST_POLICIES;
    let default_version = text(context, op, policy.default_version_id.as_deref(), "DefaultVersionId");
    let document = document(context, iam, &policy).await;
    let attached_to = attached_to(context, iam, policy.arn.as_deref().unwrap_or_default(), &document).await;
    let asset = Policy {
        aws_managed: Fact::Known(true),
        attachment_count: attachment_count(context, op, policy.attachment_count),
        default_version,
        document,
        attached_to,
        ..Policy::default()
    };
    put(context, policy.arn, policy.policy_name, asset);
}

async fn document(context: &Context, iam: &Client, policy: &SdkPolicy) -> Fact<String> {
    let request =
        iam.get_policy_version().set_policy_arn(policy.arn.clone()).set_version_id(policy.default_version_id.clone());
    context.get(&GET_POLICY_VERSION, request.send()).await.and_then(|answer| {
        let document = answer.policy_version.and_then(|version| version.document);
        text(context, &GET_POLICY_VERSION, document.as_deref(), "Document").map(|document| decoded(&document))
    })
}

/// Who has an administrative policy. Of others it is not asked.
async fn attached_to(context: &Context, iam: &Client, arn: &str, document: &Fact<String>) -> Fact<Vec<Principal>> {
    let text = match document {
        Fact::Known(text) => text,
        Fact::Unknown(gaps) => return Fact::Unknown(gaps.clone()),
    };
    match Document::parse_url_encoded(text, Attached::ToIdentity) {
        Err(_) => return context.malformed(&GET_POLICY_VERSION, "Document"),
        Ok(document) if document.administrative_statements().is_empty() => return Fact::default(),
        Ok(_) => {}
    }
    let pages = iam
        .list_entities_for_policy()
        .policy_arn(arn)
        .policy_usage_filter(PolicyUsageType::PermissionsPolicy)
        .into_paginator()
        .send();
    let parameters = [("PolicyArn", arn), ("PolicyUsageFilter", "PermissionsPolicy")];
    let principals = context.list(&LIST_ENTITIES_FOR_POLICY, &parameters, pages, |page| {
        let groups =
            page.policy_groups.unwrap_or_default().into_iter().map(|group| (PrincipalType::Group, group.group_name));
        let roles = page.policy_roles.unwrap_or_default().into_iter().map(|role| (PrincipalType::Role, role.role_name));
        let users = page.policy_users.unwrap_or_default().into_iter().map(|user| (PrincipalType::User, user.user_name));
        groups.chain(roles).chain(users).collect()
    });
    principals.await.whole().and_then(|principals| {
        let named = principals.into_iter().map(|(kind, name)| Some(Principal { kind, name: name? }));
        match named.collect::<Option<Vec<_>>>() {
            Some(mut principals) => {
                principals.sort();
                Fact::Known(principals)
            }
            None => context.malformed(&LIST_ENTITIES_FOR_POLICY, "a principal without a name"),
        }
    })
}

fn put(context: &Context, arn: Option<String>, name: Option<String>, asset: Policy) {
    let id = arn.or_else(|| name.clone()).unwrap_or_default();
    let name = name.unwrap_or_else(|| id.rsplit('/').next().unwrap_or_default().to_owned());
    context.put(context.region(), id, name, asset);
}

fn attachment_count(context: &Context, op: &'static Op, count: Option<i32>) -> Fact<i64> {
    count.map_or_else(|| context.malformed(op, "AttachmentCount"), |count| Fact::Known(count.into()))
}

fn text(context: &Context, op: &'static Op, value: Option<&str>, member: &str) -> Fact<String> {
    value.map_or_else(|| context.malformed(op, member), |value| Fact::Known(value.to_owned()))
}
