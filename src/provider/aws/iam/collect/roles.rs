//! Roles.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::EntityType;

use super::super::ops::LIST_ROLES;
use super::super::policy::PrincipalType;
use super::super::role::Role;
use super::decoded;
use super::details::{Detail, Details};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::time::timestamp;

/// The path of the roles that AWS services make for themselves.
const SERVICE_LINKED: &str = "/aws-service-role/";

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let listing = context.list(&LIST_ROLES, &[], iam.list_roles().into_paginator().send(), |page| page.roles);
    let details = Details::read(&context, &iam, EntityType::Role, |page| {
        page.role_detail_list.unwrap_or_default().into_iter().map(Detail::of_role).collect()
    });
    let (listing, details) = tokio::join!(listing, details);
    for role in listing.items {
        let detail = details.of(&context, &role.arn);
        let asset = Role {
            arn: Fact::Known(role.arn.clone()),
            principal_type: Fact::Known(PrincipalType::Role),
            created: timestamp(&role.create_date)
                .map_or_else(|| context.malformed(&LIST_ROLES, "CreateDate"), Fact::Known),
            last_used: detail.as_ref().map(|detail| detail.last_used),
            service_linked: Fact::Known(role.path.starts_with(SERVICE_LINKED)),
            trust_policy: match &role.assume_role_policy_document {
                Some(document) => Fact::Known(decoded(document)),
                None => context.malformed(&LIST_ROLES, "AssumeRolePolicyDocument"),
            },
            permissions_boundary: detail.as_ref().map(|detail| detail.boundary.clone()),
            attached_policies: detail.as_ref().map(|detail| detail.attached.clone()),
            inline_policies: detail.as_ref().map(|detail| detail.inline_names()),
            inline_policy_documents: detail.map(|detail| detail.inline.clone()),
            ..Role::default()
        };
        context.put(context.region(), role.arn, role.role_name, asset);
    }
    context.record::<Role>(&listing.extent);
}
