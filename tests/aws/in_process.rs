//! A collection inside the test process, over an HTTP client of the test's own: a recording, mostly.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tickmark::assess::{Assessment, Input, Options, Selection, assess};
use tickmark::collect::{self, Collection};
use tickmark::control::{Overrides, Pack, pack};
use tickmark::criteria::Criteria;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::inventory::{Region, Scopes, Timestamp};
use tickmark::plan::Plan;
use tickmark::provider;
use tickmark::provider::aws::session::{self, Session};

use crate::support::moto::Account;

/// Whose account is collected, where, and through what.
pub(crate) struct Through<'a> {
    pub(crate) account: &'a Account,
    pub(crate) endpoint: &'a str,
    pub(crate) http: SharedHttpClient,
    pub(crate) regions: &'a [&'a str],
    pub(crate) concurrency: usize,
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

impl Through<'_> {
    /// Runs a plan, and panics if no session can be had.
    pub(crate) async fn collect(&self, plan: Plan, started: Timestamp) -> Snapshot {
        let token = Some(self.account.token.clone());
        let keys = Credentials::new(&self.account.access_key, &self.account.secret, token, None, "tests");
        let session = Session::connect(session::Options {
            endpoint_url: Some(self.endpoint.to_owned()),
            regions: self.regions.iter().map(|region| region.parse::<Region>().unwrap()).collect(),
            http: Some(self.http.clone()),
            credentials: Some(SharedCredentialsProvider::new(keys)),
            max_attempts: 2,
            initial_backoff: Duration::from_millis(1),
            max_backoff: Duration::from_millis(5),
            ..session::Options::new(now)
        })
        .await
        .unwrap();
        let options = collect::Options {
            concurrency: self.concurrency,
            credential_report: true,
            pack_digest: String::new(),
            host: None,
            profile: None,
            started,
            now,
        };
        Collection::new(session, plan, options).run().await.unwrap()
    }
}

/// What a snapshot is judged by: everything that is built in.
pub(crate) struct Grounds {
    pub(crate) pack: Pack,
    pub(crate) criteria: Criteria,
    pub(crate) selection: Selection,
    pub(crate) scopes: Scopes,
}

impl Grounds {
    pub(crate) fn built_in() -> Self {
        let criteria = Criteria::built_in().unwrap();
        let schema = provider::schema().unwrap();
        let pack = pack::load(&pack::built_in(), &schema, &criteria, &Overrides::default()).unwrap();
        Self { selection: Selection::everything(&pack), pack, criteria, scopes: provider::scopes() }
    }

    pub(crate) fn assess<'a>(&'a self, snapshot: &'a Snapshot) -> Assessment<'a> {
        let Self { pack, criteria, selection, scopes } = self;
        assess(Input { snapshot, pack, criteria, selection, scopes, management: &() }, Options::default())
    }
}
