//! Every asset against every control of its kind: the one loop that sees the facts.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

use super::gap_table::{Costs, named};
use super::management::Management;
use super::outcome::Decision;
use super::{Finding, Input};
use crate::control::{Control, Outcome};
use crate::inventory::snapshot::{AssetRef, Snapshot};
use crate::inventory::{Gaps, Kind, Timestamp};
use crate::predicate::fields;

/// A selected control, with the fields that its observations can show.
pub(super) struct Planned<'a> {
    number: u32,
    control: &'a Control,
    /// Those of `when` and `show`.
    applying: Vec<String>,
    /// All of them.
    all: Vec<String>,
}

/// The selected controls by the kind of asset they judge.
pub(super) type Plan<'a> = BTreeMap<&'a Kind, Vec<Planned<'a>>>;

/// Which controls each kind of asset is judged by.
pub(super) fn plan<'a>(controls: &[&'a Control]) -> Plan<'a> {
    let mut plan = Plan::new();
    for (number, control) in (0_u32..).zip(controls) {
        let shown = || control.show.iter().filter_map(|path| path.top().map(str::to_owned));
        let applying: Vec<String> = control.when.iter().flat_map(fields).chain(shown()).collect();
        let all: Vec<String> = applying.iter().cloned().chain(fields(&control.expect)).collect();
        for kind in &control.kinds {
            let (applying, all) = (applying.clone(), all.clone());
            plan.entry(kind).or_default().push(Planned { number, control, applying, all });
        }
    }
    plan
}

/// What one chunk of the assets came to.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) findings: Vec<Finding>,
    pub(super) costs: Costs,
}

/// Judges the assets on as many threads as are allowed, in chunks that are joined in order.
pub(super) fn all(input: &Input<'_>, plan: &Plan<'_>, threads: usize) -> Chunk {
    let assets = input.snapshot.len();
    let size = assets.div_ceil(threads.max(1)).max(1);
    let ranges: Vec<Range<usize>> =
        (0..assets).step_by(size).map(|start| start..assets.min(start.saturating_add(size))).collect();
    let one = |range: Range<usize>| chunk(input.snapshot, input.management, plan, range);
    if ranges.len() < 2 {
        return ranges.into_iter().next().map(one).unwrap_or_default();
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = ranges.into_iter().map(|range| scope.spawn(|| one(range))).collect();
        let mut joined = Chunk::default();
        for thread in running {
            // A panic in there is a defect of ours, and goes on as one.
            let Chunk { findings, costs } = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            joined.findings.extend(findings);
            joined.costs.absorb(costs);
        }
        joined
    })
}

fn chunk(snapshot: &Snapshot, management: &dyn Management, plan: &Plan<'_>, range: Range<usize>) -> Chunk {
    let mut chunk = Chunk::default();
    for (number, asset) in range.filter_map(|number| Some((number, snapshot.asset(number)?))) {
        let Some(controls) = plan.get(asset.kind()) else { continue };
        let (facts, as_of) = (asset.facts(), snapshot.as_of(asset.account()));
        let unknown = unknown_fields(&facts);
        for planned in controls {
            let decision = management.decision(&planned.control.id, asset, &facts, as_of);
            let finding = chunk.judge(planned, number, asset, &facts, as_of, decision);
            if finding.outcome != Outcome::SetAside {
                chunk.note_unknowns(planned, finding.outcome, asset, &facts, &unknown);
            }
            chunk.findings.push(finding);
        }
    }
    chunk
}

impl Chunk {
    fn judge(
        &mut self,
        planned: &Planned<'_>,
        number: usize,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        as_of: Timestamp,
        decision: Option<Decision>,
    ) -> Finding {
        let control = planned.control;
        let judgement = control.judge(facts, as_of, &mut ());
        let outcome = decision.map_or(judgement.outcome, |decision| decision.over(judgement.outcome));
        if outcome == Outcome::NotEvaluated {
            for gap in &named(&judgement.gaps, asset) {
                self.costs.charge(gap, planned.number as usize);
            }
        }
        Finding::new(planned.number, number, outcome, control.severity_of(facts, as_of))
    }

    /// Numbers every gap that the observations of this result can show, though it decide nothing.
    fn note_unknowns(
        &mut self,
        planned: &Planned<'_>,
        outcome: Outcome,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        unknown: &BTreeMap<&str, Gaps>,
    ) {
        let read = if outcome == Outcome::NotApplicable { &planned.applying } else { &planned.all };
        for field in read {
            let gaps = match unknown.get(field.as_str()) {
                Some(gaps) => gaps,
                None if facts.contains_key(field) => continue,
                None => &Gaps::NOT_COLLECTED,
            };
            for gap in &named(gaps, asset) {
                self.costs.note(gap);
            }
        }
    }
}

/// The fields that hold an unknown, at any depth, each with its gaps.
fn unknown_fields(facts: &Map<String, Value>) -> BTreeMap<&str, Gaps> {
    let mut unknown = BTreeMap::new();
    for (field, value) in facts {
        if let Some(gaps) = Gaps::within(value) {
            unknown.insert(field.as_str(), gaps);
        }
    }
    unknown
}
