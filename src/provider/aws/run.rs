//! What all collectors of one account share: the session, what was asked for, and what was found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::http::Call;
use super::limit::Limiter;
use super::probe::{Heard, Probe};
use super::refusal::Refused;
use super::session::Session;
use crate::inventory::snapshot::{CallRecord, GapRecord};
use crate::inventory::{GapKind, Inventory, Kind, Population, Region, Timestamp};
use crate::provider::{Op, Reads};

/// What is to be listed, and what is to be called for it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The kinds to list. A collector may come upon others too; these were not asked for.
    pub kinds: BTreeSet<Kind>,
    /// The calls to make.
    pub reads: Reads,
}

/// One collection of one account.
#[derive(Debug)]
pub struct Run {
    session: Session,
    pub(super) planned: BTreeSet<Kind>,
    pub(super) reads: Reads,
    pub(super) concurrency: usize,
    pub(super) credential_report: bool,
    pub(super) started: Timestamp,
    found: Mutex<Found>,
    sent: Mutex<BTreeMap<String, u64>>,
    limiters: Mutex<BTreeMap<(Region, &'static str), Arc<Limiter>>>,
    closed: Mutex<BTreeMap<Region, Arc<tokio::sync::OnceCell<bool>>>>,
    absent: Mutex<BTreeSet<(&'static str, Region)>>,
    probe: Option<Probe>,
    pub(super) stop: tokio::sync::watch::Sender<bool>,
}

/// What the collectors of one account found.
#[derive(Debug, Default)]
pub struct Found {
    /// Assets and listings.
    pub inventory: Inventory,
    /// What could not be read.
    pub gaps: Vec<GapRecord>,
    /// The listings that were called.
    pub calls: Vec<CallRecord>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Run {
    /// A run that has found nothing yet. `concurrency` is the most calls at once to one service in one region.
    pub fn new(
        session: Session,
        asked: Asked,
        concurrency: usize,
        credential_report: bool,
        started: Timestamp,
    ) -> Self {
        let Asked { kinds: planned, reads } = asked;
        let inventory = Inventory::new(vec![session.caller().account.clone()]);
        Self {
            session,
            planned,
            reads,
            concurrency: concurrency.max(1),
            credential_report,
            started,
            found: Mutex::new(Found { inventory, ..Found::default() }),
            sent: Mutex::default(),
            limiters: Mutex::default(),
            closed: Mutex::default(),
            absent: Mutex::default(),
            probe: None,
            stop: tokio::sync::watch::Sender::new(false),
        }
    }

    /// The same run, to hear of each operation whether it may be called instead of finding anything.
    #[must_use]
    pub fn probing(self) -> Self {
        Self { probe: Some(Probe::default()), ..self }
    }

    /// Whether an operation may be sent now; only a probe ever says no.
    pub(super) fn admits(&self, op: &Op, region: &Region) -> bool {
        self.probe.as_ref().is_none_or(|probe| probe.admits(op, region))
    }

    /// Tells the probe, if there is one, what came of a call.
    pub(super) fn hear(&self, op: &Op, region: &Region, call: &Call, refused: Option<&Refused>) {
        if let Some(probe) = &self.probe {
            probe.hear(op, region, call, refused);
        }
    }

    /// What a probe heard; where a service control policy closes a region, that is why nothing was answered there.
    pub fn heard(&self) -> Vec<Heard> {
        let mut heard = self.probe.as_ref().map(Probe::heard).unwrap_or_default();
        for one in &mut heard {
            if let Some(refusal) = one.refusal.as_mut().filter(|refusal| refusal.by_control_policy)
                && self.closed(&one.region).get() == Some(&true)
            {
                refusal.kind = GapKind::RegionClosed;
            }
        }
        heard
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Ends every call that is under way or still to come with a gap `interrupted`.
    pub fn interrupt(&self) {
        self.stop.send_replace(true);
    }

    /// Whether it was interrupted.
    pub fn is_interrupted(&self) -> bool {
        *self.stop.borrow()
    }

    /// How often each operation was called so far, retries apart.
    pub fn sent(&self) -> BTreeMap<String, u64> {
        lock(&self.sent).clone()
    }

    /// Counts a call.
    pub(super) fn count_call(&self, op: &Op) {
        *lock(&self.sent).entry(op.id()).or_default() += 1;
    }

    /// Takes what was found.
    pub fn take(&self) -> Found {
        std::mem::take(&mut *lock(&self.found))
    }

    /// Records a gap.
    pub fn record_gap(&self, record: GapRecord) {
        lock(&self.found).gaps.push(record);
    }

    /// Records that a region has no endpoint of a service.
    pub(super) fn record_absent(&self, service: &'static str, region: &Region) {
        lock(&self.absent).insert((service, region.clone()));
    }

    /// Where a service is not offered: found by asking, and known besides.
    pub fn absent(&self) -> BTreeSet<(&'static str, Region)> {
        lock(&self.absent).clone()
    }

    /// Records how far a listing came.
    pub fn record_population(&self, population: Population) {
        lock(&self.found).inventory.record(population);
    }

    /// Whether a listing has been recorded.
    pub fn has_population(&self, kind: &Kind, region: &Region) -> bool {
        let found = lock(&self.found);
        found.inventory.populations().any(|population| population.kind == *kind && population.region == *region)
    }

    /// How many assets of a kind, listed in a region or `global`, were found so far.
    pub fn count(&self, kind: &Kind, region: &Region) -> u64 {
        lock(&self.found).inventory.count(kind, region)
    }

    /// What was found so far.
    pub(super) fn found(&self) -> MutexGuard<'_, Found> {
        lock(&self.found)
    }

    /// What is to be known of a region once: whether a service control policy closes it.
    pub(super) fn closed(&self, region: &Region) -> Arc<tokio::sync::OnceCell<bool>> {
        Arc::clone(lock(&self.closed).entry(region.clone()).or_default())
    }

    /// The limit of one service in one region.
    pub(super) fn limiter(&self, region: &Region, service: &'static str) -> Arc<Limiter> {
        let mut limiters = lock(&self.limiters);
        Arc::clone(limiters.entry((region.clone(), service)).or_insert_with(|| Limiter::new(self.concurrency)))
    }
}
