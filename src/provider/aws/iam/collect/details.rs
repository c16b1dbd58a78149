//! Account authorization details: what one call tells of many principals.

use std::collections::BTreeMap;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types::{
    AttachedPermissionsBoundary, AttachedPolicy as SdkAttachedPolicy, EntityType, GroupDetail, PolicyDetail,
    RoleDetail, UserDetail,
};

use super::super::ops::GET_ACCOUNT_AUTHORIZATION_DETAILS;
use super::super::user::AttachedPolicy;
use super::decoded;
use crate::inventory::{Fact, Gaps, Timestamp};
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Pages};

/// The details of the principals of one type, by the principals' ARNs.
pub(super) struct Details {
    found: BTreeMap<String, Detail>,
    missing: Option<Gaps>,
}

/// The details of one principal by its ARN; `None` where they cannot be told.
type Named = Option<(String, Detail)>;

/// The details of one principal.
#[derive(Clone, Default)]
pub(super) struct Detail {
    /// Managed policies that are attached.
    pub(super) attached: Vec<AttachedPolicy>,
    /// Inline policies' documents by their names.
    pub(super) inline: BTreeMap<String, String>,
    /// The ARN of the permissions boundary; a group has none.
    pub(super) boundary: Option<String>,
    /// The names of a user's groups.
    pub(super) groups: Vec<String>,
    /// A user's tags.
    pub(super) tags: BTreeMap<String, String>,
    /// When a role was last used.
    pub(super) last_used: Option<Timestamp>,
}

impl Details {
    /// Reads those of one type; `take` moves them out of a page.
    pub(super) async fn read(
        context: &Context,
        iam: &Client,
        of: EntityType,
        take: fn(GetAccountAuthorizationDetailsOutput) -> Vec<Named>,
    ) -> Self {
        let filter = of.as_str().to_owned();
        let pages = iam.get_account_authorization_details().filter(of).into_paginator().send();
        let parameters = [("Filter", filter.as_str())];
        let Pages { items, extent } = context.list(&GET_ACCOUNT_AUTHORIZATION_DETAILS, &parameters, pages, take).await;
        Self { found: items.into_iter().flatten().collect(), missing: extent.gaps().cloned() }
    }

    /// Those of one principal: where its page was read they are known, whatever became of later pages.
    pub(super) fn of(&self, context: &Context, arn: &str) -> Fact<&Detail> {
        match (self.found.get(arn), &self.missing) {
            (Some(detail), _) => Fact::Known(detail),
            (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
            (None, None) => context.malformed(&GET_ACCOUNT_AUTHORIZATION_DETAILS, "no details of a principal"),
        }
    }
}

impl Detail {
    /// The names of the inline policies.
    pub(super) fn inline_names(&self) -> Vec<String> {
        self.inline.keys().cloned().collect()
    }

    /// Of a user; `None` where something lacks its name, ARN or document.
    pub(super) fn of_user(user: UserDetail) -> Option<(String, Self)> {
        let tags = user.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)).collect();
        let groups = user.group_list.unwrap_or_default();
        let boundary = boundary(user.permissions_boundary)?;
        Some((
            user.arn?,
            Self { boundary, groups, tags, ..Self::new(user.attached_managed_policies, user.user_policy_list)? },
        ))
    }

    /// Of a group.
    pub(super) fn of_group(group: GroupDetail) -> Option<(String, Self)> {
        Some((group.arn?, Self::new(group.attached_managed_policies, group.group_policy_list)?))
    }

    /// Of a role. One that was not used lately has no date.
    pub(super) fn of_role(role: RoleDetail) -> Option<(String, Self)> {
        let last_used = match role.role_last_used.and_then(|used| used.last_used_date) {
            Some(date) => Some(timestamp(&date)?),
            None => None,
        };
        let boundary = boundary(role.permissions_boundary)?;
        Some((
            role.arn?,
            Self { boundary, last_used, ..Self::new(role.attached_managed_policies, role.role_policy_list)? },
        ))
    }

    fn new(attached: Option<Vec<SdkAttachedPolicy>>, inline: Option<Vec<PolicyDetail>>) -> Option<Self> {
        let attached = attached.unwrap_or_default().into_iter();
        let inline = inline.unwrap_or_default().into_iter();
        Some(Self {
            attached: attached
                .map(|policy| Some(AttachedPolicy { name: policy.policy_name?, arn: policy.policy_arn? }))
                .collect::<Option<_>>()?,
            inline: inline
                .map(|policy| Some((policy.policy_name?, decoded(&policy.policy_document?))))
                .collect::<Option<_>>()?,
            ..Self::default()
        })
    }
}

/// The ARN of a boundary; the outer `None` where there is one that has no ARN.
#[expect(clippy::option_option, reason = "what is wrong is not what is absent")]
fn boundary(boundary: Option<AttachedPermissionsBoundary>) -> Option<Option<String>> {
    match boundary {
        None => Some(None),
        Some(boundary) => boundary.permissions_boundary_arn.map(Some),
    }
}
