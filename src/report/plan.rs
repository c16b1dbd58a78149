//! What to do about it: what fails and what could not be read, by its cause, that first which stands in the way of most.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::result::observation;
use super::{Asset, Control, Fix, words};
use crate::assess::{Assessment, Configuration, ControlResult, GapEntry, Status};
use crate::control::{Outcome, Severity};
use crate::criteria::CriterionId;
use crate::inventory::GapKind;

/// One step of the plan.
#[derive(Debug, Serialize)]
pub struct Step<'a> {
    /// What is behind it.
    pub cause: Cause<'a>,
    /// What to do, as a heading.
    pub title: String,
    /// The gravest that it puts right, or that it would let be seen.
    pub severity: Severity,
    /// The controls that it is for.
    pub controls: Vec<usize>,
    /// The criteria that it stands in the way of.
    pub blocks: Vec<&'a CriterionId>,
    /// Of these, those in whose way nothing else stands.
    pub unblocks: Vec<&'a CriterionId>,
    /// The assets, by what was seen of them.
    pub groups: Vec<Group<'a>>,
    /// The gaps that it closes.
    pub gaps: Vec<usize>,
    /// How the first asset is put right; the others differ in names alone.
    pub fix: Option<Fix>,
}

/// What is behind a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause<'a> {
    /// A setting is not as it should be.
    Setting,
    /// The collecting identity lacks a permission.
    Permission(&'a str),
    /// Something was not read for another reason.
    Unread(GapKind, Option<&'a str>),
}

/// Assets of which the same was seen.
#[derive(Debug, Serialize)]
pub struct Group<'a> {
    /// What was seen, and decided.
    pub seen: String,
    /// The assets.
    pub assets: Vec<Asset<'a>>,
}

impl Step<'_> {
    /// How many assets it is for.
    pub fn assets(&self) -> usize {
        self.groups.iter().map(|group| group.assets.len()).sum()
    }
}

pub(super) fn plan<'a>(assessment: &'a Assessment<'a>, controls: &[Control<'a>]) -> Vec<Step<'a>> {
    let failed = assessment.controls().iter().enumerate().filter(|(_, result)| result.status == Status::Fail);
    let mut steps: Vec<Step<'a>> = failed
        .filter_map(|(number, result)| Some(setting(assessment, number, result, controls.get(number)?)))
        .collect();
    steps.extend(unread(assessment));
    steps.sort_by(|one, other| key(one).cmp(&key(other)));
    steps
}

/// What stands in the way of most comes first, then what is gravest.
fn key<'s>(step: &'s Step<'_>) -> (Reverse<usize>, Reverse<usize>, Reverse<Severity>, &'s str) {
    (Reverse(step.blocks.len()), Reverse(step.unblocks.len()), Reverse(step.severity), &step.title)
}

/// A control that fails.
fn setting<'a>(
    assessment: &'a Assessment<'a>,
    number: usize,
    result: &ControlResult<'a>,
    control: &Control<'a>,
) -> Step<'a> {
    let mut groups: BTreeMap<String, Vec<Asset<'a>>> = BTreeMap::new();
    let mut fix = None;
    for finding in assessment.findings_of(result).iter().filter(|finding| finding.outcome == Outcome::Fail) {
        let Some(asset) = assessment.asset_of(finding) else { continue };
        let explanation = assessment.explain(finding);
        let decided = explanation.decided_by.into_iter().map(|seen| observation(assessment, true, seen).line());
        groups.entry(decided.collect::<Vec<_>>().join("; ")).or_default().push(asset.into());
        fix = fix.or(explanation.fix);
    }
    let blocked = || {
        let by = assessment.criteria().iter().filter(|one| one.decided_by.contains(&number));
        by.filter(|one| matches!(one.configuration, Configuration::Deviation | Configuration::MetInPart))
    };
    let mut groups: Vec<Group<'a>> = groups.into_iter().map(|(seen, assets)| Group { seen, assets }).collect();
    groups.sort_by_key(|group| Reverse(group.assets.len()));
    Step {
        cause: Cause::Setting,
        title: control.title.to_owned(),
        severity: result.severity,
        controls: vec![number],
        blocks: blocked().map(|one| &one.criterion.id).collect(),
        unblocks: blocked().filter(|one| one.decided_by == [number]).map(|one| &one.criterion.id).collect(),
        groups,
        gaps: Vec::new(),
        fix: fix.map(Fix::from),
    }
}

/// What could not be read and keeps a control from being evaluated, by what would close it.
fn unread<'a>(assessment: &'a Assessment<'a>) -> Vec<Step<'a>> {
    let mut causes: BTreeMap<Cause<'a>, Vec<usize>> = BTreeMap::new();
    for (number, entry) in assessment.gaps().iter().enumerate().filter(|(_, entry)| !entry.controls.is_empty()) {
        causes.entry(cause(entry)).or_default().push(number);
    }
    causes.into_iter().map(|(cause, gaps)| step(assessment, cause, gaps)).collect()
}

fn cause(entry: &GapEntry) -> Cause<'_> {
    match (entry.gap.kind, entry.action.as_deref()) {
        (GapKind::Denied, Some(action)) => Cause::Permission(action),
        (kind, _) => Cause::Unread(kind, entry.gap.operation.as_deref()),
    }
}

fn step<'a>(assessment: &'a Assessment<'a>, cause: Cause<'a>, gaps: Vec<usize>) -> Step<'a> {
    let entries = || gaps.iter().filter_map(|number| assessment.gaps().get(*number));
    let controls: BTreeSet<usize> = entries().flat_map(|entry| entry.controls.iter().copied()).collect();
    let results = || controls.iter().filter_map(|number| assessment.controls().get(*number));
    let blocked = || {
        let unseen = assessment.criteria().iter().filter(|one| one.configuration == Configuration::NotEvaluated);
        unseen.filter(|one| one.decided_by.iter().any(|number| controls.contains(number)))
    };
    let closed = |number: &usize| {
        let result = assessment.controls().get(*number);
        controls.contains(number) && result.is_some_and(|one| one.gaps.iter().all(|gap| gaps.contains(gap)))
    };
    let unblocked = blocked().filter(|one| one.decided_by.iter().all(closed));
    Step {
        title: match cause {
            Cause::Permission(action) => format!("Grant the collecting identity {action}, and collect again"),
            Cause::Unread(kind, Some(operation)) => {
                format!("{operation} could not be read ({})", words::plain(kind.as_str()))
            }
            Cause::Unread(kind, None) => format!("Something was not read ({})", words::plain(kind.as_str())),
            Cause::Setting => String::new(),
        },
        severity: results().filter_map(|result| result.open).max().unwrap_or(Severity::Low),
        blocks: blocked().map(|one| &one.criterion.id).collect(),
        unblocks: unblocked.map(|one| &one.criterion.id).collect(),
        groups: Vec::new(),
        fix: None,
        controls: controls.iter().copied().collect(),
        cause,
        gaps,
    }
}
