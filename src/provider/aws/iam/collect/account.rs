//! The account: its root user, its password policy, and its identity providers.

use std::sync::Arc;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_summary::GetAccountSummaryOutput;
use aws_sdk_iam::types::{AssignmentStatusType, PasswordPolicy as SdkPasswordPolicy, SummaryKeyType, VirtualMfaDevice};

use super::super::account::{Account, PasswordPolicy};
use super::super::credential_report::{Report, Row, Unclear};
use super::super::ops::{
    GET_ACCOUNT_PASSWORD_POLICY, GET_ACCOUNT_SUMMARY, LIST_SAML_PROVIDERS, LIST_VIRTUAL_MFA_DEVICES,
};
use super::report::{SharedReport, clear};
use crate::inventory::{Fact, Timestamp};
use crate::provider::aws::Context;

pub(super) async fn collect(context: &Context, iam: &Client, report: SharedReport<'_>) {
    let summary = context.get(&GET_ACCOUNT_SUMMARY, iam.get_account_summary().send());
    let password_policy = context.find(&GET_ACCOUNT_PASSWORD_POLICY, iam.get_account_password_policy().send());
    let (summary, password_policy, report, root_virtual_mfa_devices, saml_providers) = tokio::join!(
        summary,
        password_policy,
        report,
        root_virtual_mfa_devices(context, iam),
        saml_providers(context, iam),
    );
    let number = |key: SummaryKeyType| number(context, &summary, &key);
    let root = |said: fn(&Row) -> Result<Option<Timestamp>, Unclear>| root(context, &report, said);
    context.put_singleton(Account {
        root_mfa_enabled: number(SummaryKeyType::AccountMfaEnabled).map(|number| number > 0),
        root_access_keys: number(SummaryKeyType::AccountAccessKeysPresent),
        root_password_present: number(SummaryKeyType::from("AccountPasswordPresent")).map(|number| number > 0),
        root_signing_certificates: number(SummaryKeyType::AccountSigningCertificatesPresent),
        partition: summary.as_ref().map(|_| context.partition().to_owned()),
        root_virtual_mfa_devices,
        saml_providers,
        root_password_last_used: root(Row::password_last_used),
        root_access_key_1_last_used: root(|row| row.access_keys_last_used()[0]),
        root_access_key_2_last_used: root(|row| row.access_keys_last_used()[1]),
        credential_report_generated: report.as_ref().map(|report| report.generated),
        password_policy: password_policy.and_then(|found| match found {
            None => Fact::Known(None),
            Some(answer) => understood(context, answer.password_policy).map(Some),
        }),
        ..Account::default()
    });
}

/// The serial numbers of the apps that are the root user's. Each device that is assigned says to whom.
async fn root_virtual_mfa_devices(context: &Context, iam: &Client) -> Fact<Vec<String>> {
    let op = &LIST_VIRTUAL_MFA_DEVICES;
    let pages =
        iam.list_virtual_mfa_devices().assignment_status(AssignmentStatusType::Assigned).into_paginator().send();
    let parameters = [("AssignmentStatus", "Assigned")];
    let devices = context.list(op, &parameters, pages, |page| page.virtual_mfa_devices).await;
    let devices = devices.identified(context, op, "User", |device| device.user.is_some()).whole();
    let root = format!("arn:{}:iam::{}:root", context.partition(), context.account());
    devices.map(|devices| {
        let of_root = |device: &VirtualMfaDevice| device.user.as_ref().is_some_and(|user| user.arn == root);
        devices.into_iter().filter(of_root).map(|device| device.serial_number).collect()
    })
}

async fn saml_providers(context: &Context, iam: &Client) -> Fact<Vec<String>> {
    let op = &LIST_SAML_PROVIDERS;
    let request = iam.list_saml_providers().send();
    let providers = context.list_once(op, &[], request, |answer| answer.saml_provider_list.unwrap_or_default()).await;
    let providers = providers.identified(context, op, "Arn", |provider| provider.arn.is_some()).whole();
    providers.map(|providers| providers.into_iter().filter_map(|provider| provider.arn).collect())
}

fn number(context: &Context, summary: &Fact<GetAccountSummaryOutput>, key: &SummaryKeyType) -> Fact<i64> {
    summary.as_ref().and_then(|summary| {
        let number = summary.summary_map.as_ref().and_then(|numbers| numbers.get(key));
        number.map_or_else(
            || context.malformed(&GET_ACCOUNT_SUMMARY, key.as_str()),
            |number| Fact::Known(i64::from(*number)),
        )
    })
}

fn root(
    context: &Context,
    report: &Fact<Arc<Report>>,
    said: fn(&Row) -> Result<Option<Timestamp>, Unclear>,
) -> Fact<Option<Timestamp>> {
    report.as_ref().and_then(|report| clear(context, report.root().and_then(said)))
}

fn understood(context: &Context, policy: Option<SdkPasswordPolicy>) -> Fact<PasswordPolicy> {
    let Some((policy, minimum_length)) = policy.and_then(|policy| {
        let minimum_length = policy.minimum_password_length?;
        Some((policy, minimum_length))
    }) else {
        return context.malformed(&GET_ACCOUNT_PASSWORD_POLICY, "MinimumPasswordLength");
    };
    Fact::Known(PasswordPolicy {
        minimum_length: minimum_length.into(),
        reuse_prevention: policy.password_reuse_prevention.filter(|number| *number > 0).map(i64::from),
        require_symbols: policy.require_symbols,
        require_numbers: policy.require_numbers,
        require_uppercase: policy.require_uppercase_characters,
        require_lowercase: policy.require_lowercase_characters,
        expire_passwords: policy.expire_passwords,
        max_age_days: policy.max_password_age.filter(|days| *days > 0).map(i64::from),
    })
}
