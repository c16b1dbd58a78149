//! Account authorization details: the policies of many principals in a few calls.

use std::collections::BTreeMap;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types::{AttachedPolicy as SdkAttachedPolicy, EntityType, PolicyDetail};

use super::super::ops::GET_ACCOUNT_AUTHORIZATION_DETAILS;
use super::super::user::AttachedPolicy;
use super::decoded;
use crate::inventory::{Fact, Gaps};
use crate::provider::aws::{Context, Pages};

/// The policies of the principals of one type, by the principals' ARNs.
pub(super) struct Details {
    found: BTreeMap<String, Policies>,
    missing: Option<Gaps>,
}

/// The policies of one principal.
#[derive(Clone, Default)]
pub(super) struct Policies {
    /// Managed policies that are attached.
    attached: Vec<AttachedPolicy>,
    /// Inline policies' documents by their names.
    inline: BTreeMap<String, String>,
}

impl Details {
    /// Reads those of one type; `take` moves them out of a page.
    pub(super) async fn read(
        context: &Context,
        iam: &Client,
        of: EntityType,
        take: fn(GetAccountAuthorizationDetailsOutput) -> Vec<(String, Policies)>,
    ) -> Self {
        let filter = of.as_str().to_owned();
        let pages = iam.get_account_authorization_details().filter(of).into_paginator().send();
        let parameters = [("Filter", filter.as_str())];
        let Pages { items, extent } = context.list(&GET_ACCOUNT_AUTHORIZATION_DETAILS, &parameters, pages, take).await;
        Self { found: items.into_iter().collect(), missing: extent.gaps().cloned() }
    }

    /// Those of one principal: where its page was read they are known, whatever became of later pages.
    fn of(&self, context: &Context, arn: &str) -> Fact<&Policies> {
        match (self.found.get(arn), &self.missing) {
            (Some(policies), _) => Fact::Known(policies),
            (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
            (None, None) => context.malformed(&GET_ACCOUNT_AUTHORIZATION_DETAILS, "no details of a principal"),
        }
    }

    /// The managed policies that are attached to one principal.
    pub(super) fn attached(&self, context: &Context, arn: &str) -> Fact<Vec<AttachedPolicy>> {
        self.of(context, arn).map(|policies| policies.attached.clone())
    }

    /// One principal's inline policies: their names, and their documents by name.
    pub(super) fn inline(&self, context: &Context, arn: &str) -> (Fact<Vec<String>>, Fact<BTreeMap<String, String>>) {
        let documents = self.of(context, arn).map(|policies| policies.inline.clone());
        (documents.as_ref().map(|documents| documents.keys().cloned().collect()), documents)
    }
}

impl Policies {
    /// From the details of one principal; `None` where one of them lacks its name, ARN or document.
    pub(super) fn new(attached: Option<Vec<SdkAttachedPolicy>>, inline: Option<Vec<PolicyDetail>>) -> Option<Self> {
        let attached = attached.unwrap_or_default().into_iter();
        let inline = inline.unwrap_or_default().into_iter();
        Some(Self {
            attached: attached
                .map(|policy| Some(AttachedPolicy { name: policy.policy_name?, arn: policy.policy_arn? }))
                .collect::<Option<_>>()?,
            inline: inline
                .map(|policy| Some((policy.policy_name?, decoded(&policy.policy_document?))))
                .collect::<Option<_>>()?,
        })
    }
}
