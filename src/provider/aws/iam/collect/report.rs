//! Gets the credential report, and has it generated where there is none or only an old one.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_credential_report::GetCredentialReportOutput;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};

use super::super::credential_report::{Report, Unclear};
use super::super::ops::{GENERATE_CREDENTIAL_REPORT, GET_CREDENTIAL_REPORT};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::time::timestamp;

/// How long to wait, in milliseconds, before each look whether the report is there. IAM takes some seconds, and
/// offers no other way to learn it.
const WAITS: [u64; 9] = [100, 400, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000, 5_000];

/// The report, got once however many ask for it.
pub(super) type SharedReport<'a> = Shared<BoxFuture<'a, Fact<Arc<Report>>>>;

/// The report, which is got when it is first awaited.
pub(super) fn shared<'a>(context: &'a Context, iam: &'a Client) -> SharedReport<'a> {
    get(context, iam).boxed().shared()
}

/// What a report says; unknown where that cannot be understood.
pub(super) fn clear<T>(context: &Context, said: Result<T, Unclear>) -> Fact<T> {
    said.map_or_else(|Unclear(column)| context.malformed(&GET_CREDENTIAL_REPORT, column), Fact::Known)
}

async fn get(context: &Context, iam: &Client) -> Fact<Arc<Report>> {
    if !context.uses_credential_report() {
        return Fact::default();
    }
    match context.find(&GET_CREDENTIAL_REPORT, iam.get_credential_report().send()).await {
        Fact::Known(Some(answer)) => read(context, answer),
        Fact::Known(None) => generate(context, iam).await,
        Fact::Unknown(gaps) => Fact::Unknown(gaps),
    }
}

async fn generate(context: &Context, iam: &Client) -> Fact<Arc<Report>> {
    if let Fact::Unknown(gaps) = context.get(&GENERATE_CREDENTIAL_REPORT, iam.generate_credential_report().send()).await
    {
        return Fact::Unknown(gaps);
    }
    for wait in WAITS {
        tokio::time::sleep(Duration::from_millis(wait)).await;
        match context.find(&GET_CREDENTIAL_REPORT, iam.get_credential_report().send()).await {
            Fact::Known(Some(answer)) => return read(context, answer),
            Fact::Known(None) => {}
            Fact::Unknown(gaps) => return Fact::Unknown(gaps),
        }
    }
    context.malformed(&GET_CREDENTIAL_REPORT, "ReportInProgress")
}

fn read(context: &Context, answer: GetCredentialReportOutput) -> Fact<Arc<Report>> {
    let Some(generated) = answer.generated_time.as_ref().and_then(timestamp) else {
        return context.malformed(&GET_CREDENTIAL_REPORT, "GeneratedTime");
    };
    let Some(csv) = answer.content else {
        return context.malformed(&GET_CREDENTIAL_REPORT, "Content");
    };
    clear(context, Report::parse(csv.as_ref(), generated)).map(Arc::new)
}
