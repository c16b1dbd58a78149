//! Roles.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::EntityType;

use super::super::ops::LIST_ROLES;
use super::super::role::Role;
use super::decoded;
use super::details::{Details, Policies};
use crate::inventory::Fact;
use crate::provider::aws::Context;

/// The path of the roles that AWS services make for themselves.
const SERVICE_LINKED: &str = "/aws-service-role/";

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let listing = context.list(&LIST_ROLES, &[], iam.list_roles().into_paginator().send(), |page| page.roles);
    let details = Details::read(&context, &iam, EntityType::Role, |page| {
        let roles = page.role_detail_list.unwrap_or_default().into_iter();
        let policies = roles.filter_map(|role| {
            Some((role.arn?, Policies::new(role.attached_managed_policies, role.role_policy_list)?))
        });
        policies.collect()
    });
    let (listing, details) = tokio::join!(listing, details);
    for role in listing.items {
        let (inline_policies, inline_policy_documents) = details.inline(&context, &role.arn);
        let asset = Role {
            arn: Fact::Known(role.arn.clone()),
            service_linked: Fact::Known(role.path.starts_with(SERVICE_LINKED)),
            trust_policy: match &role.assume_role_policy_document {
                Some(document) => Fact::Known(decoded(document)),
                None => context.malformed(&LIST_ROLES, "AssumeRolePolicyDocument"),
            },
            inline_policies,
            inline_policy_documents,
            ..Role::default()
        };
        context.put(context.region(), role.arn, role.role_name, asset);
    }
    context.record::<Role>(&listing.extent);
}
