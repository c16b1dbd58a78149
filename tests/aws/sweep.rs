//! The denial sweep: each operation refused in turn, over one recording, and the snapshots compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use futures::StreamExt as _;
use serde_json::{Map, Value, json};
use tickmark::assess::{ExitStatus, Outcome, Status, exit_status};
use tickmark::control::{Control, Severity};
use tickmark::inventory::snapshot::{Parts, Snapshot};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{Kind, Timestamp};
use tickmark::plan::Plan;
use tickmark::provider::{self, KindSpec, Op};
use tokio::sync::OnceCell;

use crate::in_process::{Grounds, Through};
use crate::support::moto::{Account, Moto};
use crate::support::replay::Replay;
use crate::support::sdk;

const REGIONS: [&str; 2] = ["us-east-1", "eu-west-1"];

/// What fills the account; the last one stops what the others left running.
const SCENARIOS: [&str; 19] = [
    "s3",
    "iam",
    "ec2_network",
    "ec2_segments",
    "ebs",
    "ec2_images",
    "kms",
    "cloudtrail",
    "records",
    "databases",
    "watchmen",
    "workloads",
    "stores",
    "iam_access",
    "balancers",
    "functions",
    "backup",
    "alarms",
    "completion",
];

static RECORDING: OnceCell<Recording> = OnceCell::const_new();

/// What every snapshot is judged by.
fn grounds() -> &'static Grounds {
    static GROUNDS: OnceLock<Grounds> = OnceLock::new();
    GROUNDS.get_or_init(Grounds::built_in)
}

/// A calm recording of an account that has some of everything.
struct Recording {
    account: Account,
    endpoint: String,
    tape: Replay,
    calm: Snapshot,
    started: Timestamp,
}

impl Recording {
    async fn shared() -> &'static Self {
        RECORDING.get_or_init(Self::make).await
    }

    async fn make() -> Self {
        let moto = Moto::shared();
        let account = moto.account();
        for scenario in SCENARIOS {
            moto.seed(&account, scenario, &json!({}));
        }
        let started = Timestamp::from(jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap());
        let (endpoint, tape) = (moto.endpoint(), Replay::record(sdk::http()));
        let through = Through {
            account: &account,
            endpoint: &endpoint,
            http: SharedHttpClient::new(tape.clone()),
            regions: &REGIONS,
            concurrency: 16,
        };
        let calm = through.collect(Plan::everything(), started).await;
        Self { account, endpoint, tape, calm, started }
    }

    /// The same collection, played back, with one operation denied.
    async fn denied(&self, operation: &str) -> Snapshot {
        let player = self.tape.rewind();
        player.deny(operation);
        self.played(player, Plan::everything()).await
    }

    /// What a plan collects from a player.
    async fn played(&self, player: Replay, plan: Plan) -> Snapshot {
        let through = Through {
            account: &self.account,
            endpoint: &self.endpoint,
            http: SharedHttpClient::new(player),
            regions: &REGIONS,
            concurrency: 16,
        };
        through.collect(plan, self.started).await
    }
}

/// The facts that an operation stands behind: read by it, of a kind that it lists, or derived from such a fact.
fn reached(op: &Op) -> BTreeSet<(Kind, &'static str)> {
    let lists = |spec: &KindSpec| spec.listed_by.contains(&op);
    let mut reached = BTreeSet::new();
    loop {
        let before = reached.len();
        for spec in provider::kinds() {
            for fact in spec.facts {
                let by_need = fact.needs.iter().any(|(kind, field)| {
                    reached.contains(&(kind.clone(), *field)) || provider::kind(kind).is_some_and(lists)
                });
                if fact.from.contains(&op) || by_need {
                    reached.insert((spec.kind.clone(), fact.field));
                }
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

/// The facts of every asset, by kind and id: where the region of a bucket cannot be told, it stands elsewhere.
fn assets(snapshot: &Snapshot) -> BTreeMap<(Kind, String), Map<String, Value>> {
    snapshot.assets().map(|asset| ((asset.kind().clone(), asset.id().to_owned()), asset.facts())).collect()
}

/// Whether an unknown somewhere in a value names the operation.
fn names(value: &Value, operation: &str) -> bool {
    match value {
        Value::Object(map) => match map.get("$unknown") {
            Some(marker) => marker.to_string().contains(&format!("\"operation\":\"{operation}\"")),
            None => map.values().any(|value| names(value, operation)),
        },
        Value::Array(elements) => elements.iter().any(|value| names(value, operation)),
        _ => false,
    }
}

/// Compares a denied collection with the calm one; says what is wrong, and how much changed.
fn compare(op: &Op, calm: &Snapshot, denied: &Snapshot) -> (Vec<String>, usize) {
    let (operation, reached) = (op.id(), reached(op));
    let (before, after) = (assets(calm), assets(denied));
    let (mut wrong, mut changed) = (Vec::new(), 0);
    for ((kind, id), facts) in &before {
        let spec = provider::kind(kind).unwrap();
        let listed = spec.listed_by.contains(&op);
        let Some(now) = after.get(&(kind.clone(), id.clone())) else {
            changed += 1;
            if !listed {
                wrong.push(format!("{id} is gone, and {operation} does not list its kind"));
            }
            continue;
        };
        for (field, value) in facts {
            let now = now.get(field).unwrap_or(&Value::Null);
            if now == value {
                continue;
            }
            changed += 1;
            let known = spec.facts.iter().find(|fact| fact.field == field).unwrap();
            if !listed && !reached.contains(&(kind.clone(), known.field)) {
                wrong.push(format!("{id}.{field} changed, and {operation} does not reach it: {value} -> {now}"));
            } else if !names(now, &operation) {
                wrong.push(format!("{id}.{field} changed and does not name {operation}: {value} -> {now}"));
            }
        }
    }
    for (_, id) in after.keys().filter(|key| !before.contains_key(key)) {
        wrong.push(format!("{id} is there only when {operation} is denied"));
    }
    for population in denied.populations() {
        let same = |other: &&tickmark::inventory::Population| {
            (&other.kind, &other.account, &other.region) == (&population.kind, &population.account, &population.region)
        };
        let calm = calm.populations().iter().find(same).unwrap();
        if population.state.is_whole() && population.count != calm.count {
            wrong.push(format!("{} is called whole with {} of {}", population.kind, population.count, calm.count));
        }
        changed += usize::from(population != calm);
    }
    (wrong, changed)
}

/// Everything that is wrong when one operation is denied.
async fn wrong_without(op: &'static Op, calm: &BTreeMap<(String, String), Outcome>) -> Vec<String> {
    let (recording, grounds) = (Recording::shared().await, grounds());
    let denied = recording.denied(&op.id()).await;
    let (mut wrong, changed) = compare(op, &recording.calm, &denied);
    if changed == 0 {
        wrong.push(format!("nothing changed when {} was denied", op.id()));
    }
    let recorded = denied.gaps().iter().filter(|gap| gap.gap.operation.as_ref() == Some(&op.id()));
    if !recorded.clone().any(|gap| gap.action.as_deref() == Some(op.iam_action)) {
        wrong.push(format!("no gap names the action of {}", op.id()));
    }
    for ((control, asset), after) in outcomes(grounds, &denied) {
        let before = calm.get(&(control.clone(), asset.clone()));
        let flipped = matches!(
            (before, after),
            (Some(Outcome::Pass | Outcome::NotApplicable), Outcome::Fail)
                | (Some(Outcome::Fail | Outcome::NotApplicable), Outcome::Pass)
                | (Some(Outcome::Pass | Outcome::Fail), Outcome::NotApplicable)
        );
        if flipped {
            wrong.push(format!("{control} on {asset} is {after} when {} is denied, was {before:?}", op.id()));
        }
    }
    if exit_status(&grounds.assess(&denied), Some(Severity::Low), None) == ExitStatus::Clean {
        wrong.push(format!("a clean exit with {} denied", op.id()));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_denied_in_turn_costs_what_it_stands_behind_and_nothing_else() {
    let recording = Recording::shared().await;
    let again = recording.played(recording.tape.rewind(), Plan::everything()).await;
    assert_eq!(assets(&again), assets(&recording.calm), "the recording plays as it was recorded");

    let calm = Arc::new(outcomes(grounds(), &recording.calm));
    let planned: BTreeSet<String> =
        Plan::everything().reads().iter().map(|(_, service, name)| format!("{service}:{name}")).collect();
    let ops = provider::SERVICES.iter().flat_map(|service| service.ops).filter(|op| planned.contains(&op.id()));
    let wrong: Vec<String> = side_by_side(ops.map(|op| {
        let calm = Arc::clone(&calm);
        async move { wrong_without(op, &calm).await }
    }))
    .await;
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What each of them finds, as many at once as there are processors.
async fn side_by_side<F>(work: impl Iterator<Item = F>) -> Vec<String>
where
    F: Future<Output = Vec<String>> + Send + 'static,
{
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let found = futures::stream::iter(work).map(tokio::spawn).buffer_unordered(at_once);
    found.map(Result::unwrap).concat().await
}

/// Facts that moto cannot make say anything but their default, each with the reason.
const SILENT: [(&str, &str, &str); 16] = [
    (
        "aws.autoscaling.launch_configuration",
        "launch_public_addresses",
        "one has no words of its own; shown in images.rs",
    ),
    ("aws.cloudtrail.account", "all_regions", "the recording names its regions; shown in cloudtrail.rs"),
    ("aws.cloudtrail.trail", "shadow", "every home region is collected; shown in cloudtrail.rs"),
    ("aws.cloudtrail.trail", "organization", "moto has no organization trails; shown in cloudtrail.rs"),
    ("aws.cloudtrail.trail", "delivery_error", "moto never fails to deliver; shown by the collector's own tests"),
    ("aws.cloudtrail.trail", "log_group_delivery_error", "likewise"),
    ("aws.cloudtrail.trail", "log_group_delivery_time", "moto does not tell it; shown in cloudtrail.rs"),
    ("aws.config.region", "all_regions", "the recording names its regions; shown by unit tests"),
    ("aws.ec2.snapshot", "kms_key_id", "moto does not tell it; decides nothing"),
    ("aws.ec2.subnet", "internet_gateway_block", "moto knows no VPC Block Public Access; shown by unit tests"),
    ("aws.kms.key", "deletion_window_days", "moto deletes no primary key that has replicas; decides nothing"),
    ("aws.s3.access_point", "bucket_account", "moto does not tell it; decides nothing"),
    ("aws.s3.bucket", "access_point_write_statements", "no access point is open for writing; shown by unit tests"),
    ("aws.s3.bucket", "access_point_written_by_anyone", "likewise"),
    ("aws.s3.bucket", "public_write_acl_grants", "moto keeps one permission a grantee; shown by unit tests"),
    ("aws.sso_admin.account", "all_regions", "the recording names its regions; shown by unit tests"),
];

/// Whether a value says something: what a read that went wrong quietly could not have made up.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(value) => value.as_i64() != Some(0),
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => elements.iter().any(says_something),
        Value::Object(map) => !map.contains_key("$unknown") && map.values().any(says_something),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fact_says_something_in_the_recording() {
    let recording = Recording::shared().await;
    let assets = assets(&recording.calm);
    let mut silent = Vec::new();
    for spec in provider::kinds() {
        for fact in spec.facts {
            let known = SILENT.iter().any(|(kind, field, _)| (*kind, *field) == (spec.kind.as_str(), fact.field));
            let mut own = assets.iter().filter(|((kind, _), _)| *kind == spec.kind);
            let speaks = own.any(|(_, facts)| facts.get(fact.field).is_some_and(says_something));
            if speaks == known {
                silent.push(format!("{}.{}", spec.kind, fact.field));
            }
        }
    }
    assert!(silent.is_empty(), "the recording holds nothing, or unexpectedly something, of {silent:?}");
}

fn outcomes(grounds: &Grounds, snapshot: &Snapshot) -> BTreeMap<(String, String), Outcome> {
    let assessment = grounds.assess(snapshot);
    let each = assessment.findings().iter().map(|finding| {
        let control = assessment.control_of(finding).unwrap().control.id.to_string();
        ((control, assessment.asset_of(finding).unwrap().id().to_owned()), finding.outcome)
    });
    each.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_control_makes_the_calls_of_its_closure_and_comes_to_what_it_comes_to_among_all() {
    let recording = Recording::shared().await;
    let all = Arc::new(outcomes(grounds(), &recording.calm));
    let wrong = side_by_side(grounds().pack.iter().map(|control| {
        let all = Arc::clone(&all);
        async move { wrong_alone(control, &all).await }
    }))
    .await;
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong where one control is collected for by itself.
async fn wrong_alone(control: &'static Control, all: &BTreeMap<(String, String), Outcome>) -> Vec<String> {
    let recording = Recording::shared().await;
    let plan = Plan::of([control]);
    let mut closure: BTreeSet<String> =
        plan.reads().iter().map(|(_, service, name)| format!("{service}:{name}")).collect();
    closure.insert("sts:GetCallerIdentity".to_owned());
    let player = recording.tape.rewind();
    let snapshot = recording.played(player.clone(), plan).await;
    let called = player.names();
    let own = |found: &BTreeMap<(String, String), Outcome>| -> BTreeMap<String, Outcome> {
        let own = found.iter().filter(|((id, _), _)| id == control.id.as_str());
        own.map(|((_, asset), outcome)| (asset.clone(), *outcome)).collect()
    };
    let (alone, among_all) = (own(&outcomes(grounds(), &snapshot)), own(all));
    let mut wrong = Vec::new();
    if !called.is_subset(&closure) {
        wrong.push(format!("{}: {called:?} of {closure:?}", control.id));
    }
    if alone != among_all {
        wrong.push(format!("{}: {alone:?} alone, {among_all:?} among all", control.id));
    }
    wrong
}

/// The snapshot as it would be without some of its lines.
fn without(snapshot: &Snapshot, population: Option<usize>, asset: Option<usize>) -> Snapshot {
    let left = |n: usize, out: Option<usize>| out != Some(n);
    let assets = snapshot.assets().enumerate().filter(|(n, _)| left(*n, asset)).map(|(_, asset)| Encoded {
        key: asset.key(),
        name: asset.name().to_owned(),
        facts: asset.facts(),
    });
    let populations = snapshot.populations().iter().enumerate().filter(|(n, _)| left(*n, population));
    Snapshot::encode(Parts {
        header: snapshot.header().clone(),
        populations: populations.map(|(_, population)| population.clone()).collect(),
        assets: assets.collect::<Vec<_>>(),
        gaps: snapshot.gaps().to_vec(),
        calls: snapshot.calls().to_vec(),
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_missing_never_makes_a_control_pass_or_not_apply() {
    let recording = Recording::shared().await;
    let statuses = |snapshot: &Snapshot| -> Vec<Status> {
        grounds().assess(snapshot).controls().iter().map(|result| result.status).collect()
    };
    let calm = &recording.calm;
    let before = statuses(calm);
    let ids: Vec<_> = grounds().assess(calm).controls().iter().map(|result| result.control.id.clone()).collect();
    let reduced = (0..calm.populations().len())
        .map(|n| without(calm, Some(n), None))
        .chain((0..calm.len()).map(|n| without(calm, None, Some(n))));
    for reduced in reduced {
        for (number, (before, after)) in before.iter().zip(statuses(&reduced)).enumerate() {
            let better = matches!(after, Status::Pass | Status::NotApplicable) && *before != after;
            assert!(!better, "{} was {before} and is {after} with a line less", ids[number]);
        }
    }
}
