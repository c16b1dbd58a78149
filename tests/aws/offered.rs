//! A region that lacks a service, as against an endpoint that cannot be reached.

use std::collections::BTreeMap;
use std::process::Command;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use tickmark::inventory::State;
use tickmark::inventory::snapshot::Snapshot;
use tickmark::plan::Plan;
use tickmark::provider::aws::offered::ABSENT;

use crate::in_process::{Grounds, Through};
use crate::support::moto::{self, Moto};
use crate::support::sdk;

/// A client for which the endpoints of one service do not resolve: hyper's words, in an error of its connector's shape.
#[derive(Debug, Clone)]
struct Unresolved {
    service: &'static str,
    inner: SharedHttpClient,
}

#[derive(Debug)]
struct Connector(&'static str, SharedHttpConnector);

#[derive(Debug, thiserror::Error)]
#[error("dns error")]
struct NoSuchName(#[source] std::io::Error);

impl HttpClient for Unresolved {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector(self.service, self.inner.http_connector(settings, components)))
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let signed = request.headers().get("authorization").unwrap_or_default();
        if signed.contains(&format!("/{}/aws4_request", self.0)) {
            let cause = std::io::Error::other("failed to lookup address information: Name or service not known");
            return HttpConnectorFuture::ready(Err(ConnectorError::io(Box::new(NoSuchName(cause)))));
        }
        self.1.call(request)
    }
}

/// What is collected of a service in some regions where its name does not resolve.
async fn collected(service: &'static str, regions: &[&str]) -> (Grounds, Snapshot) {
    let moto = Moto::shared();
    let (account, endpoint, grounds) = (moto.account(), moto.endpoint(), Grounds::built_in());
    let http = SharedHttpClient::new(Unresolved { service, inner: sdk::http() });
    let through = Through { account: &account, endpoint: &endpoint, http, regions, concurrency: 4 };
    let plan = Plan::of(grounds.pack.iter().filter(|control| control.service == service));
    let started = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap().into();
    let snapshot = through.collect(plan, started).await;
    (grounds, snapshot)
}

fn states(snapshot: &Snapshot, service: &str) -> BTreeMap<String, State> {
    let own = snapshot.populations().iter().filter(|population| population.kind.service() == service);
    own.map(|population| (population.region.to_string(), population.state)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_a_region_lacks_is_no_gap_there_and_one_that_it_has_is() {
    let (grounds, snapshot) = collected("inspector2", &["ap-southeast-6", "eu-west-1"]).await;
    let states = states(&snapshot, "inspector2");
    assert_eq!(states["ap-southeast-6"], State::NotOffered);
    assert!(
        snapshot
            .assets()
            .all(|asset| asset.kind().service() != "inspector2" || asset.region().as_str() != "ap-southeast-6")
    );
    assert!(snapshot.gaps().iter().all(|gap| gap.gap.region.as_str() != "ap-southeast-6"), "{:?}", snapshot.gaps());
    assert!(snapshot.gaps().iter().any(|gap| gap.gap.region.as_str() == "eu-west-1"));
    let assessment = grounds.assess(&snapshot);
    let finding = |region: &str| {
        let own = assessment.findings().iter().filter(|finding| {
            let asset = assessment.asset_of(finding).unwrap();
            asset.kind().service() == "inspector2" && asset.region().as_str() == region
        });
        own.map(|finding| finding.outcome.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(finding("ap-southeast-6"), Vec::<String>::new());
    assert_eq!(finding("eu-west-1").len(), 1, "a region that has it is judged, whatever comes of it");
}

/// The table against the endpoints that the pinned botocore lists.
#[test]
fn the_table_is_botocore_s() {
    const SCRIPT: &str = r"
import glob, gzip, json, os, botocore
[path] = glob.glob(os.path.join(os.path.dirname(botocore.__file__), 'data', 'endpoints.json*'))
partitions = json.load(gzip.open(path) if path.endswith('gz') else open(path))['partitions']
lacking = {}
for partition in partitions:
    for service, about in partition['services'].items():
        offered = set(about['endpoints']) & set(partition['regions'])
        if offered:
            lacking.setdefault(service, []).extend(sorted(set(partition['regions']) - offered))
print(json.dumps(lacking))
";
    let output = Command::new(moto::PYTHON.python()).args(["-c", SCRIPT]).output().unwrap();
    let lacking: BTreeMap<String, Vec<String>> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    for (service, regions) in ABSENT {
        let unlisted: Vec<_> =
            regions.iter().filter(|region| !lacking[*service].iter().any(|one| one == *region)).collect();
        assert!(unlisted.is_empty(), "{service} is offered in {unlisted:?}");
    }
}
