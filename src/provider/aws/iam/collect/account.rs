//! The account: its root user and its password policy.

use std::sync::Arc;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_summary::GetAccountSummaryOutput;
use aws_sdk_iam::types::{PasswordPolicy as SdkPasswordPolicy, SummaryKeyType};

use super::super::account::{Account, PasswordPolicy};
use super::super::credential_report::{Report, Row, Unclear};
use super::super::ops::{GET_ACCOUNT_PASSWORD_POLICY, GET_ACCOUNT_SUMMARY};
use super::report::{SharedReport, clear};
use crate::inventory::{Fact, Timestamp};
use crate::provider::aws::Context;

pub(super) async fn collect(context: &Context, iam: &Client, report: SharedReport<'_>) {
    let summary = context.get(&GET_ACCOUNT_SUMMARY, iam.get_account_summary().send());
    let password_policy = context.find(&GET_ACCOUNT_PASSWORD_POLICY, iam.get_account_password_policy().send());
    let (summary, password_policy, report) = tokio::join!(summary, password_policy, report);
    let number = |key: SummaryKeyType| number(context, &summary, &key);
    let root = |said: fn(&Row) -> Result<Option<Timestamp>, Unclear>| root(context, &report, said);
    context.put_singleton(Account {
        root_mfa_enabled: number(SummaryKeyType::AccountMfaEnabled).map(|number| number > 0),
        root_access_keys: number(SummaryKeyType::AccountAccessKeysPresent),
        root_password_present: number(SummaryKeyType::from("AccountPasswordPresent")).map(|number| number > 0),
        root_signing_certificates: number(SummaryKeyType::AccountSigningCertificatesPresent),
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
