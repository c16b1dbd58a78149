//! Lists users, groups, roles, policies and certificates, and reads what is known of them.

mod account;
mod certificates;
mod details;
mod groups;
mod policies;
mod report;
mod roles;
mod users;

use aws_sdk_iam::Client;

use super::account::Account;
use super::certificate::ServerCertificate;
use super::group::Group;
use super::policy::Policy;
use super::role::Role;
use super::user::User;
use crate::inventory::Asset as _;
use crate::provider::Collector;
use crate::provider::aws::Context;

/// What collects each kind.
pub(super) static COLLECTORS: &[Collector] = &[
    Collector { kinds: &[Account::KIND, User::KIND], run: |context| Box::pin(account_and_users(context)) },
    Collector { kinds: &[ServerCertificate::KIND], run: |context| Box::pin(certificates::collect(context)) },
    Collector { kinds: &[Group::KIND], run: |context| Box::pin(groups::collect(context)) },
    Collector { kinds: &[Policy::KIND], run: |context| Box::pin(policies::collect(context)) },
    Collector { kinds: &[Role::KIND], run: |context| Box::pin(roles::collect(context)) },
];

/// Both, since they share the credential report.
async fn account_and_users(context: Context) {
    let iam = Client::new(&context.sdk());
    let report = report::shared(&context, &iam);
    tokio::join!(account::collect(&context, &iam, report.clone()), users::collect(&context, &iam, report));
}

/// A policy document as JSON: IAM returns it percent-encoded. What does not decode stays as it is.
fn decoded(document: &str) -> String {
    if document.trim_start().starts_with('{') {
        return document.to_owned();
    }
    percent_encoding::percent_decode_str(document).decode_utf8().map_or_else(|_| document.to_owned(), Into::into)
}
