//! What a plan would call: each operation, where, how often at least, and for which controls. Nothing is called.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Plan;
use crate::control::{Control, ControlId};
use crate::inventory::Scope;
use crate::provider::{self, KindSpec, Op};

/// The operation that finds the enabled regions, before anything is planned.
const REGIONS: &str = "ec2:DescribeRegions";

/// The operations with which the credential report is had.
const CREDENTIAL_REPORT: [&str; 2] = ["iam:GenerateCredentialReport", "iam:GetCredentialReport"];

/// What a collection calls beside what its controls ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Besides {
    /// Whether IAM's credential report may be generated and read.
    pub credential_report: bool,
    /// Whether the tags of everything that is listed are read.
    pub tags: bool,
}

/// One operation that a collection would call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Foreseen {
    /// `service:Operation`.
    pub operation: String,
    /// The IAM action that allows it.
    pub iam_action: &'static str,
    /// Where it is called.
    pub scope: &'static str,
    /// How often it is called at least, in one region, or in all where it is global: 0 where that hangs on what there is.
    pub calls_at_least: u32,
    /// The operations that list what it is asked about, itself among them where it lists.
    #[serde(skip)]
    pub listings: BTreeSet<String>,
    /// The controls that read its answers.
    pub controls: BTreeSet<ControlId>,
}

impl Besides {
    fn plan<'a>(self, controls: impl IntoIterator<Item = &'a Control>) -> Plan {
        let plan = Plan::of(controls);
        if self.tags { plan.with_tags() } else { plan }
    }
}

/// Every operation that these controls ask for, sorted by its name.
pub fn forecast<'a>(controls: impl IntoIterator<Item = &'a Control>, besides: Besides) -> Vec<Foreseen> {
    let mut found: BTreeMap<String, Foreseen> = BTreeMap::new();
    for control in controls {
        let plan = besides.plan([control]);
        for (spec, op) in planned(&plan, besides.credential_report) {
            let entry = found.entry(op.id()).or_insert_with(|| Foreseen {
                operation: op.id(),
                iam_action: op.iam_action,
                scope: word(spec.scope),
                calls_at_least: 0,
                listings: BTreeSet::new(),
                controls: BTreeSet::new(),
            });
            entry.calls_at_least = entry.calls_at_least.max(at_least(spec, op));
            // What is asked for in every region by one kind and once by another is asked for in every region.
            if spec.scope == Scope::Regional {
                entry.scope = word(Scope::Regional);
            }
            entry.listings.extend(spec.listed_by.iter().map(|listing| listing.id()));
            entry.controls.insert(control.id.clone());
        }
    }
    found.into_values().collect()
}

/// How many calls there will be at least, in so many regions.
pub fn total(foreseen: &[Foreseen], regions: usize) -> usize {
    let regional = word(Scope::Regional);
    let calls = |one: &Foreseen| usize::try_from(one.calls_at_least).unwrap_or(usize::MAX);
    foreseen.iter().map(|one| if one.scope == regional { calls(one).saturating_mul(regions) } else { calls(one) }).sum()
}

/// The IAM actions that a collection for these controls needs, sorted: those of its operations, and the one that finds
/// the regions. Who the caller is takes no permission.
pub fn actions<'a>(controls: impl IntoIterator<Item = &'a Control>, besides: Besides) -> BTreeSet<&'static str> {
    let plan = besides.plan(controls);
    let begun = provider::SERVICES.iter().flat_map(|service| service.ops).filter(|op| op.id() == REGIONS);
    planned(&plan, besides.credential_report)
        .map(|(_, op)| op.iam_action)
        .chain(begun.map(|op| op.iam_action))
        .collect()
}

/// The operations of a plan, each with every kind that it is for.
fn planned(plan: &Plan, credential_report: bool) -> impl Iterator<Item = (&'static KindSpec, &'static Op)> {
    plan.reads().iter().filter_map(move |(kind, service, name)| {
        let of_service = |op: &&&'static Op| (op.service, op.name) == (*service, *name);
        let op = provider::SERVICES.iter().flat_map(|service| service.ops).find(of_service)?;
        let wanted = credential_report || !CREDENTIAL_REPORT.contains(&op.id().as_str());
        wanted.then_some((provider::kind(kind)?, *op))
    })
}

/// What lists a kind is always called; all else only where there is something to ask about.
fn at_least(spec: &KindSpec, op: &Op) -> u32 {
    u32::from(spec.listed_by.first().is_some_and(|first| *first == op))
}

fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "account",
        Scope::Regional => "region",
    }
}
