//! Users and their credentials: from the credential report where it holds them, else live.

use std::sync::Arc;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{EntityType, StatusType, User as SdkUser};

use super::super::credential_report::{Report, Row};
use super::super::ops::{GET_ACCESS_KEY_LAST_USED, GET_LOGIN_PROFILE, LIST_ACCESS_KEYS, LIST_MFA_DEVICES, LIST_USERS};
use super::super::policy::PrincipalType;
use super::super::user::{AccessKey, AccessKeyUse, ConsolePassword, User};
use super::details::{Detail, Details};
use super::report::{SharedReport, clear};
use crate::inventory::{Fact, Gaps, Timestamp};
use crate::provider::aws::Context;
use crate::provider::aws::time::timestamp;

pub(super) async fn collect(context: &Context, iam: &Client, report: SharedReport<'_>) {
    let listing = context.list(&LIST_USERS, &[], iam.list_users().into_paginator().send(), |page| page.users);
    let details = Details::read(context, iam, EntityType::User, |page| {
        page.user_detail_list.unwrap_or_default().into_iter().map(Detail::of_user).collect()
    });
    let (listing, details) = tokio::join!(listing, details);
    let details = &details;
    context.each(listing.items, |user| put(context, iam, report.clone(), details, user)).await;
    context.record::<User>(&listing.extent);
}

async fn put(context: &Context, iam: &Client, report: SharedReport<'_>, details: &Details, user: SdkUser) {
    let created =
        timestamp(&user.create_date).map_or_else(|| context.malformed(&LIST_USERS, "CreateDate"), Fact::Known);
    let credentials = async {
        let report = report.await;
        let row = created.known().map_or_else(Fact::default, |created| row(&report, &user.arn, *created));
        let (password, keys) = tokio::join!(
            console_password(context, iam, &row, &user),
            access_keys(context, iam, &row, &user.user_name),
        );
        (password, keys, generated(&report, &row))
    };
    let (mfa_devices, (console_password, (access_keys, access_key_use), credential_report_generated)) =
        tokio::join!(mfa_devices(context, iam, &user.user_name), credentials);
    let detail = details.of(context, &user.arn);
    let asset = User {
        arn: Fact::Known(user.arn.clone()),
        principal_type: Fact::Known(PrincipalType::User),
        path: Fact::Known(user.path.clone()),
        created,
        console_password,
        mfa_devices,
        access_keys,
        access_key_use,
        credential_report_generated,
        tags: detail.as_ref().map(|detail| detail.tags.clone()),
        groups: detail.as_ref().map(|detail| detail.groups.clone()),
        permissions_boundary: detail.as_ref().map(|detail| detail.boundary.clone()),
        attached_policies: detail.as_ref().map(|detail| detail.attached.clone()),
        inline_policies: detail.as_ref().map(|detail| detail.inline_names()),
        inline_policy_documents: detail.map(|detail| detail.inline.clone()),
        ..User::default()
    };
    context.put(context.region(), user.arn, user.user_name, asset);
}

/// The live answer, where the report has none; where neither has, the gaps of both.
fn after<T>(report: &Gaps, live: Fact<T>) -> Fact<T> {
    match live {
        Fact::Known(value) => Fact::Known(value),
        Fact::Unknown(mut gaps) => {
            gaps.merge(report);
            Fact::Unknown(gaps)
        }
    }
}

/// A user's row; unknown without a gap where a report that was read has none, since then only live calls can tell.
fn row(report: &Fact<Arc<Report>>, arn: &str, created: Timestamp) -> Fact<Row> {
    report.as_ref().and_then(|report| report.user(arn, created).cloned().map_or_else(Fact::default, Fact::Known))
}

/// When the report was generated, if it has this row.
fn generated(report: &Fact<Arc<Report>>, row: &Fact<Row>) -> Fact<Option<Timestamp>> {
    report.as_ref().map(|report| row.known().map(|_| report.generated))
}

async fn mfa_devices(context: &Context, iam: &Client, name: &str) -> Fact<Vec<String>> {
    let pages = iam.list_mfa_devices().user_name(name).into_paginator().send();
    let devices = context.list(&LIST_MFA_DEVICES, &[("UserName", name)], pages, |page| page.mfa_devices).await;
    devices.whole().map(|devices| devices.into_iter().map(|device| device.serial_number).collect())
}

async fn console_password(
    context: &Context,
    iam: &Client,
    row: &Fact<Row>,
    user: &SdkUser,
) -> Fact<Option<ConsolePassword>> {
    let password = match row.as_ref().and_then(|row| clear(context, row.console_password())) {
        Fact::Known(password) => Fact::Known(password),
        Fact::Unknown(gaps) => after(&gaps, live_password(context, iam, &user.user_name).await),
    };
    // The listing is live, and so may know of a later use than the report.
    let last_used = user.password_last_used.as_ref().and_then(timestamp);
    password.map(|password| password.map(|password| password.used(last_used)))
}

async fn live_password(context: &Context, iam: &Client, name: &str) -> Fact<Option<ConsolePassword>> {
    let profile = context.find(&GET_LOGIN_PROFILE, iam.get_login_profile().user_name(name).send()).await;
    profile.and_then(|found| {
        let Some(answer) = found else { return Fact::Known(None) };
        let created = answer.login_profile.as_ref().and_then(|profile| timestamp(&profile.create_date));
        created.map_or_else(
            || context.malformed(&GET_LOGIN_PROFILE, "CreateDate"),
            |created| Fact::Known(Some(ConsolePassword::new(created, None))),
        )
    })
}

async fn access_keys(
    context: &Context,
    iam: &Client,
    row: &Fact<Row>,
    name: &str,
) -> (Fact<Vec<AccessKey>>, Fact<Vec<AccessKeyUse>>) {
    match row.as_ref().and_then(|row| clear(context, row.access_key_use())) {
        Fact::Known(uses) => (Fact::Known(uses.iter().map(AccessKeyUse::key).collect()), Fact::Known(uses)),
        Fact::Unknown(gaps) => {
            let keys = live_keys(context, iam, name).await;
            let uses = match &keys {
                Fact::Known(keys) => live_use(context, iam, keys).await,
                Fact::Unknown(gaps) => Fact::Unknown(gaps.clone()),
            };
            (after(&gaps, keys), after(&gaps, uses))
        }
    }
}

async fn live_keys(context: &Context, iam: &Client, name: &str) -> Fact<Vec<AccessKey>> {
    let pages = iam.list_access_keys().user_name(name).into_paginator().send();
    let keys = context.list(&LIST_ACCESS_KEYS, &[("UserName", name)], pages, |page| page.access_key_metadata).await;
    keys.whole().and_then(|keys| {
        let understood = keys.into_iter().map(|key| {
            let last_rotated = key.create_date.as_ref().and_then(timestamp)?;
            Some(AccessKey { id: Some(key.access_key_id?), active: key.status? == StatusType::Active, last_rotated })
        });
        let understood = understood.collect::<Option<_>>();
        understood.map_or_else(|| context.malformed(&LIST_ACCESS_KEYS, "AccessKeyMetadata"), Fact::Known)
    })
}

async fn live_use(context: &Context, iam: &Client, keys: &[AccessKey]) -> Fact<Vec<AccessKeyUse>> {
    let uses = keys.iter().map(async |key| {
        let request = iam.get_access_key_last_used().set_access_key_id(key.id.clone());
        let answer = context.get(&GET_ACCESS_KEY_LAST_USED, request.send()).await;
        answer.and_then(|answer| match answer.access_key_last_used {
            // A key that was never used has no date.
            Some(last_used) => {
                Fact::Known(AccessKeyUse::of(key.clone(), last_used.last_used_date.as_ref().and_then(timestamp)))
            }
            None => context.malformed(&GET_ACCESS_KEY_LAST_USED, "AccessKeyLastUsed"),
        })
    });
    Fact::collect(futures::future::join_all(uses).await)
}
