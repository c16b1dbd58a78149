//! Runs a plan: every collector in every account and region at once, then what is derived. A task's failure is a gap.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::inventory::snapshot::{EncodeError, GapRecord, Header, Parts, Snapshot, Tool};
use crate::inventory::store::Encoded;
use crate::inventory::{Gap, GapKind, Gaps, Inventory, Kind, Population, Region, Scope, State, Timestamp};
use crate::plan::Plan;
use crate::provider::aws::session::Session;
use crate::provider::aws::{Asked, Context, Found, Heard, Run, Traffic};
use crate::provider::{self, Collector};

/// What a collection is told besides its plan.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most calls at once to one service in one region.
    pub concurrency: usize,
    /// Whether IAM's credential report may be generated and read.
    pub credential_report: bool,
    /// The digest of the pack that the plan was made from.
    pub pack_digest: String,
    /// The host's name, or the CI run.
    pub host: Option<String>,
    /// The profile whose credentials these are.
    pub profile: Option<String>,
    /// When the collection began.
    pub started: Timestamp,
    /// The time, in seconds since 1970.
    pub now: fn() -> i64,
}

/// A collection that is under way.
#[derive(Debug)]
pub struct Collection {
    run: Arc<Run>,
    plan: Plan,
    options: Options,
    tasks: Vec<(&'static Collector, Region)>,
    done: AtomicUsize,
}

/// Why a collection gave no snapshot: a defect of ours, since what the provider does is recorded in it.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// What was found does not fit into a snapshot.
    #[error("what was collected cannot be written as a snapshot")]
    Encode(#[from] EncodeError),
    /// The facts do not go into JSON.
    #[error("facts that JSON cannot hold")]
    Json(#[from] serde_json::Error),
}

impl Collection {
    /// Makes ready to collect; no call is made yet.
    pub fn new(session: Session, plan: Plan, options: Options) -> Self {
        Self::prepare(session, plan, options, |run| run)
    }

    /// Sends each operation of the plan at most once in each place, to hear whether it may be called. What it answers
    /// is not kept. Beside what was heard, how many tasks a defect of ours ended.
    pub async fn probe(session: Session, plan: Plan, options: Options) -> (Vec<Heard>, usize) {
        let probing = Self::prepare(session, plan, options, Run::probing);
        let defects = probing.run_tasks().await.len();
        (probing.run.heard(), defects)
    }

    fn prepare(session: Session, plan: Plan, options: Options, ready: impl FnOnce(Run) -> Run) -> Self {
        let tasks = tasks(&session, &plan);
        let run = Run::new(
            session,
            Asked { kinds: plan.kinds().cloned().collect(), reads: plan.reads().clone() },
            options.concurrency,
            options.credential_report,
            options.started,
        );
        Self { run: Arc::new(ready(run)), plan, options, tasks, done: AtomicUsize::new(0) }
    }

    /// Ends it early; what was found until then still makes a snapshot, with the rest as gaps `interrupted`.
    pub fn interrupt(&self) {
        self.run.interrupt();
    }

    /// Whether it was ended early.
    pub fn is_interrupted(&self) -> bool {
        self.run.is_interrupted()
    }

    /// How many of its tasks are done, and how many there are: one for each collector, account and region.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.tasks.len())
    }

    /// The session that it collects with.
    pub fn session(&self) -> &Session {
        self.run.session()
    }

    /// How often each operation was called so far, retries apart.
    pub fn sent(&self) -> BTreeMap<String, u64> {
        self.run.sent()
    }

    /// What was sent so far.
    pub fn traffic(&self) -> &Traffic {
        self.run.session().traffic()
    }

    /// Runs every task, and then what is derived.
    pub async fn run(&self) -> Result<Snapshot, CollectError> {
        self.record_unknown_regions();
        for (collector, region) in self.run_tasks().await {
            self.record_defect(collector, &region);
        }
        for (collector, region) in &self.tasks {
            self.record_forgotten(collector, region);
        }
        let Found { mut inventory, mut gaps, calls } = self.run.take();
        self.set_aside_absent(&mut inventory, &mut gaps);
        for derive in self.plan.derivations() {
            derive(&mut inventory);
        }
        let populations = inventory.populations().cloned().collect();
        let assets = inventory.encode()?;
        gaps.extend(unrecorded(&assets, &gaps));
        Ok(Snapshot::encode(Parts { header: self.header(), populations, assets, gaps, calls })?)
    }

    /// Runs every task to its end; those that a defect of ours ended come back.
    async fn run_tasks(&self) -> Vec<(&'static Collector, Region)> {
        let mut running = tokio::task::JoinSet::new();
        let mut places = BTreeMap::new();
        for (collector, region) in &self.tasks {
            let context = Context::new(Arc::clone(&self.run), collector.kinds, region.clone());
            let handle = running.spawn((collector.run)(context));
            places.insert(handle.id().to_string(), (*collector, region.clone()));
        }
        let mut defects = Vec::new();
        while let Some(ended) = running.join_next_with_id().await {
            self.done.fetch_add(1, Ordering::Relaxed);
            if let Err(error) = ended {
                defects.extend(places.remove(&error.id().to_string()));
            }
        }
        defects
    }

    fn header(&self) -> Header {
        let session = self.run.session();
        Header {
            format: 0,
            tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            pack_digest: self.options.pack_digest.clone(),
            caller: session.caller().clone(),
            accounts: vec![session.caller().account.clone()],
            regions: session.regions().to_vec(),
            started: self.options.started,
            finished: Timestamp::from_unix((self.options.now)(), 0).unwrap_or(self.options.started),
            clock_difference_seconds: session.traffic().clock_difference_seconds(),
            host: self.options.host.clone(),
            profile: self.options.profile.clone(),
            endpoint: session.endpoint().map(str::to_owned),
        }
    }

    /// Where the regions could not be listed, every regional kind may hold more in regions that nobody named.
    fn record_unknown_regions(&self) {
        let Some(record) = self.run.session().regions_gap() else { return };
        self.run.record_gap(record.clone());
        for kind in self.plan.kinds() {
            if provider::kind(kind).is_some_and(|spec| spec.scope == Scope::Regional) {
                self.run.record_population(self.unseen(
                    kind.clone(),
                    Region::EVERY,
                    State::Refused,
                    record.gap.clone(),
                ));
            }
        }
    }

    /// A service that a region does not have leaves neither assets of its own there nor gaps.
    fn set_aside_absent(&self, inventory: &mut Inventory, gaps: &mut Vec<GapRecord>) {
        let account = &self.run.session().caller().account;
        for (service, region) in self.run.absent() {
            for kind in self.plan.kinds().filter(|kind| is_regional_of(kind, service)) {
                inventory.set_not_offered(kind, account, &region);
            }
            let of_service = |gap: &Gap| gap.operation.as_deref().and_then(|id| id.split(':').next()) == Some(service);
            gaps.retain(|record| record.gap.region != region || !of_service(&record.gap));
        }
    }

    /// A collector that panicked: what it did not record was not seen.
    fn record_defect(&self, collector: &Collector, region: &Region) {
        let gap = self.internal(region);
        let message = Some("a defect of tickmark ended this collector; please report it".to_owned());
        self.run.record_gap(GapRecord { gap, action: None, message, count: 1, request_ids: Vec::new() });
        self.record_forgotten(collector, region);
    }

    /// A planned kind whose listing was never recorded was not seen, whatever the reason.
    fn record_forgotten(&self, collector: &Collector, region: &Region) {
        for kind in collector.kinds.iter().filter(|kind| self.plan.has(kind)) {
            if !self.run.has_population(kind, region) {
                let state = if self.run.count(kind, region) > 0 { State::Partial } else { State::Refused };
                self.run.record_population(self.unseen(kind.clone(), region.clone(), state, self.internal(region)));
            }
        }
    }

    fn internal(&self, region: &Region) -> Gap {
        let account = self.run.session().caller().account.clone();
        Gap { operation: None, kind: GapKind::Internal, code: None, account, region: region.clone() }
    }

    fn unseen(&self, kind: Kind, region: Region, state: State, gap: Gap) -> Population {
        let count = self.run.count(&kind, &region);
        Population { kind, account: gap.account.clone(), region, state, count, gap: Some(gap) }
    }
}

/// Whether a kind is listed in each region, by operations of this service alone.
fn is_regional_of(kind: &Kind, service: &str) -> bool {
    provider::kind(kind).is_some_and(|spec| {
        let mut ops = spec.facts.iter().flat_map(|fact| fact.from).chain(spec.listed_by).peekable();
        spec.scope == Scope::Regional && ops.peek().is_some() && ops.all(|op| op.service == service)
    })
}

/// Records of the gaps that no call ran into: what a derivation found it could not tell.
fn unrecorded(assets: &[Encoded], recorded: &[GapRecord]) -> Vec<GapRecord> {
    let known: BTreeSet<&Gap> = recorded.iter().map(|record| &record.gap).collect();
    let mut counts: BTreeMap<Gap, u64> = BTreeMap::new();
    for gaps in assets.iter().flat_map(|asset| asset.facts.values()).filter_map(Gaps::within) {
        for gap in gaps.iter().filter(|gap| !known.contains(gap)) {
            *counts.entry(gap.clone()).or_default() += 1;
        }
    }
    let record = |(gap, count)| GapRecord { gap, action: None, message: None, count, request_ids: Vec::new() };
    counts.into_iter().map(record).collect()
}

/// Every collector that lists a planned kind, in every place where it is to run.
fn tasks(session: &Session, plan: &Plan) -> Vec<(&'static Collector, Region)> {
    let mut tasks = Vec::new();
    for service in provider::SERVICES {
        for collector in service.collectors.iter().filter(|one| one.kinds.iter().any(|kind| plan.has(kind))) {
            let scope = collector.kinds.first().and_then(provider::kind).map(|spec| spec.scope);
            match scope {
                Some(Scope::Global) => tasks.push((collector, Region::GLOBAL)),
                Some(Scope::Regional) => {
                    tasks.extend(session.regions().iter().map(|region| (collector, region.clone())));
                }
                None => {}
            }
        }
    }
    tasks
}
