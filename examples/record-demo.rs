//! Records the account of `tickmark scan --demo`: moto, filled by a script, collected by tickmark itself.
//!
//! `cargo run --example record-demo` writes `src/command/demo.snapshot.zst`, which the programme embeds. Record anew
//! whenever the registry of facts changes; a test says so. The account is that of `tests/support/scenarios/demo.py`.
//! Two operations are refused on the way, so that the report shows what a missing permission costs.
//!
//! moto's clock is set back to a fixed day, and its ids come from one seed, so two recordings differ only in times (by
//! the seconds that the script took) and in request ids. The header says that it was moto that answered.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a recording that fails has to be seen")]
#![expect(clippy::indexing_slicing, reason = "a recording that fails has to be seen")]
#![expect(clippy::print_stderr, reason = "it says what it wrote")]
#![expect(dead_code, reason = "the tests' support has more than a recording needs")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use serde_json::{Value, json};
use tickmark::collect::{self, Collection};
use tickmark::control::{Overrides, Pack, pack};
use tickmark::criteria::Criteria;
use tickmark::inventory::Timestamp;
use tickmark::inventory::snapshot::{Header, Parts, Snapshot};
use tickmark::inventory::store::Encoded;
use tickmark::plan::Plan;
use tickmark::provider;
use tickmark::provider::aws::session::{self, Session};

use support::fault::{Fault, On};
use support::moto::Moto;
use support::proxy::Proxy;
use support::sdk;
use support::wire::{Protocol, Trouble};

/// The account of the company in the demo.
const ACCOUNT: &str = "481516234210";

/// When the account is looked at.
const AS_OF: i64 = 1_772_442_000; // 2026-03-02T09:00:00Z

/// What the script builds last is so old by then.
const AGE_SECONDS: i64 = 600;

/// Where.
const REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "eu-central-1"];

/// What the role may not read.
const REFUSED: [(&str, Protocol); 2] =
    [("ssm:DescribeInstanceInformation", Protocol::Json), ("ec2:DescribeFlowLogs", Protocol::Ec2)];

/// What the header names in place of moto's address.
const ENDPOINT: &str = "moto, a simulation of AWS";

fn main() {
    let moto = Moto::start(days_since(AS_OF - AGE_SECONDS), 23);
    let auditor = moto.seed(&moto.account_named(ACCOUNT), "demo", &json!({}));
    let proxy = Proxy::start(&moto);
    for (operation, protocol) in REFUSED {
        let (status, code) = Trouble::Denied.code(protocol);
        proxy.rule(On::op(operation), Fault::Code(status, code.to_owned(), refusal(operation)));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let snapshot = runtime.block_on(collect(&auditor, &proxy.endpoint()));
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/demo.snapshot.zst");
    let snapshot = presentable(&snapshot);
    snapshot.write(&target).unwrap();
    eprintln!("wrote {} assets to {}", snapshot.len(), target.display());
}

/// What AWS says to a caller whom no policy allows an operation.
fn refusal(operation: &str) -> String {
    let caller = format!("arn:aws:sts::{ACCOUNT}:assumed-role/soc2-auditor/tickmark");
    format!(
        "User: {caller} is not authorized to perform: {operation} because no identity-based policy allows the \
         {operation} action"
    )
}

#[expect(clippy::disallowed_methods, reason = "moto's clock is set by how far it is behind the true one")]
fn days_since(unix_seconds: i64) -> f64 {
    jiff::Timestamp::now().duration_since(jiff::Timestamp::from_second(unix_seconds).unwrap()).as_secs_f64() / 86_400.0
}

fn now() -> i64 {
    AS_OF
}

/// Everything that the registry has, as the company's auditor sees it.
async fn collect(auditor: &Value, endpoint: &str) -> Snapshot {
    let key = |name: &str| auditor[name].as_str().unwrap().to_owned();
    let keys = Credentials::new(key("access_key"), key("secret"), Some(key("token")), None, "demo");
    let session = Session::connect(session::Options {
        endpoint_url: Some(endpoint.to_owned()),
        regions: REGIONS.iter().map(|region| region.parse().unwrap()).collect(),
        http: Some(sdk::http()),
        credentials: Some(SharedCredentialsProvider::new(keys)),
        ..session::Options::new(now)
    });
    let options = collect::Options {
        concurrency: 1,
        credential_report: true,
        pack_digest: built_in().digest().to_owned(),
        host: None,
        profile: None,
        started: Timestamp::from_unix(AS_OF, 0).unwrap(),
        now,
    };
    Collection::new(session.await.unwrap(), Plan::everything(), options).run().await.unwrap()
}

fn built_in() -> Pack {
    let criteria = Criteria::built_in().unwrap();
    pack::load(&pack::built_in(), &provider::schema().unwrap(), &criteria, &Overrides::default()).unwrap()
}

/// The same snapshot, without the address at which moto listened on the machine that recorded it, and without how far
/// moto's clock was set back.
fn presentable(snapshot: &Snapshot) -> Snapshot {
    let endpoint = Some(ENDPOINT.to_owned());
    let header = Header { endpoint, clock_difference_seconds: None, ..snapshot.header().clone() };
    let assets = snapshot.assets().map(|asset| Encoded {
        key: asset.key(),
        name: asset.name().to_owned(),
        facts: asset.facts(),
    });
    let (populations, gaps, calls) =
        (snapshot.populations().to_vec(), snapshot.gaps().to_vec(), snapshot.calls().to_vec());
    Snapshot::encode(Parts { header, populations, assets, gaps, calls }).unwrap()
}
