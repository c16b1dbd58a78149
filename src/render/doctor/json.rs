//! A diagnosis as `tickmark.doctor/1`. Fields may be added; none is ever renamed, retyped or taken away.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::reason;
use crate::assess::doctor::{self, Diagnosis, Permission, Simulation, Verdict};
use crate::control::ControlId;
use crate::criteria::CriterionId;
use crate::inventory::Region;

/// The name of this version.
const SCHEMA: &str = "tickmark.doctor/1";

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Document<'d> {
    schema: &'static str,
    tool: Tool,
    account: &'d str,
    /// The ARN of who asks.
    caller: &'d str,
    /// Null where the SDK tells nothing of them.
    credentials: Option<Credentials<'d>>,
    regions: Regions<'d>,
    /// Seconds by which the clock of this machine is ahead of the provider's; AWS refuses what is 300 off.
    clock_difference_seconds: Option<i64>,
    /// The endpoint that stands in for the provider's own.
    custom_endpoint: Option<&'d str>,
    endpoints: Vec<Endpoint<'d>>,
    simulation: Simulated<'d>,
    summary: Summary<'d>,
    operations: Vec<Checked<'d>>,
    /// How many collectors a defect of tickmark ended.
    defects: usize,
}

#[derive(Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Credentials<'d> {
    /// Where the SDK found them, in words.
    source: &'d str,
    profile: Option<&'d str>,
    temporary: bool,
    /// Null where that is not told, as of those in the environment.
    expires: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Regions<'d> {
    /// Those that a scan would look at.
    all: Vec<&'d str>,
    /// Whether they were named with --region, and not asked for.
    named: bool,
    /// Why there may be more.
    problem: Option<&'d str>,
    /// The one that was probed for all of them.
    probed: Option<&'d str>,
}

#[derive(Serialize, JsonSchema)]
struct Endpoint<'d> {
    service: &'d str,
    region: &'d str,
    host: Option<&'d str>,
    reached: bool,
    problem: Option<&'d str>,
}

/// What came of simulating the caller's policies.
#[derive(Serialize, JsonSchema)]
struct Simulated<'d> {
    /// `off`, `not_needed`, `done`, `impossible`, `denied` or `failed`.
    state: &'static str,
    /// The role or user whose policies were simulated.
    principal: Option<&'d str>,
    /// Why it was not.
    problem: Option<&'d str>,
    /// What would allow it; no scan needs it.
    optional_action: Option<&'d str>,
}

#[derive(Serialize, JsonSchema)]
struct Summary<'d> {
    allowed: usize,
    denied: usize,
    could_not_tell: usize,
    /// Of those that are allowed, so many are so by a simulation only.
    allowed_by_simulation: usize,
    /// How many calls failed for another reason than a denial.
    failed_calls: usize,
    controls: usize,
    controls_not_evaluated: Vec<&'d str>,
    criteria_not_evaluated: Vec<&'d str>,
    /// What to allow.
    missing_actions: Vec<&'d str>,
}

#[derive(Serialize, JsonSchema)]
struct Checked<'d> {
    operation: &'d str,
    iam_action: &'d str,
    /// `allowed`, `denied` or `could_not_tell`.
    permission: &'static str,
    /// What that is known by: `call` or `simulation`.
    basis: Option<&'static str>,
    /// Why no call told it.
    why: Option<&'static str>,
    /// The same in a sentence.
    reason: Option<String>,
    /// Where the call was made that decided, or that failed.
    region: Option<&'d str>,
    code: Option<&'d str>,
    message: Option<&'d str>,
    /// The policy that denies it, where the provider names one that allowing the action does not lift.
    held_back_by: Option<&'static str>,
    /// The controls that read its answers.
    controls: Vec<&'d str>,
    criteria: Vec<&'d str>,
}

/// Writes the document and a line feed.
pub fn write(diagnosis: &Diagnosis, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(diagnosis))?;
    out.write_all(b"\n")
}

fn document(diagnosis: &Diagnosis) -> Document<'_> {
    let regions = &diagnosis.regions;
    Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        account: diagnosis.account.as_str(),
        caller: &diagnosis.caller,
        credentials: diagnosis.credentials.as_ref().map(|found| Credentials {
            source: &found.source,
            profile: found.profile.as_deref(),
            temporary: found.temporary,
            expires: found.expires.map(|moment| moment.to_string()),
        }),
        regions: Regions {
            all: regions.all.iter().map(Region::as_str).collect(),
            named: regions.named,
            problem: regions.problem.as_deref(),
            probed: regions.probed.as_ref().map(Region::as_str),
        },
        clock_difference_seconds: diagnosis.clock_difference,
        custom_endpoint: diagnosis.endpoint.as_deref(),
        endpoints: diagnosis.endpoints.iter().map(endpoint).collect(),
        simulation: simulated(&diagnosis.simulation),
        summary: summary(diagnosis),
        operations: diagnosis.permissions.verdicts.iter().map(operation).collect(),
        defects: diagnosis.defects,
    }
}

fn endpoint(one: &doctor::Endpoint) -> Endpoint<'_> {
    Endpoint {
        service: &one.service,
        region: one.region.as_str(),
        host: one.host.as_deref(),
        reached: one.problem.is_none(),
        problem: one.problem.as_deref(),
    }
}

fn simulated(simulation: &Simulation) -> Simulated<'_> {
    let of = |state| Simulated { state, principal: None, problem: None, optional_action: None };
    match simulation {
        Simulation::Off => of("off"),
        Simulation::NotNeeded => of("not_needed"),
        Simulation::Of(principal) => Simulated { principal: Some(principal), ..of("done") },
        Simulation::Impossible(problem) => Simulated { problem: Some(problem), ..of("impossible") },
        Simulation::Refused { action, denied, code } => {
            let state = if *denied { "denied" } else { "failed" };
            Simulated { problem: Some(code), optional_action: Some(action), ..of(state) }
        }
    }
}

fn summary(diagnosis: &Diagnosis) -> Summary<'_> {
    let permissions = &diagnosis.permissions;
    Summary {
        allowed: permissions.of(Permission::Allowed).count(),
        denied: permissions.of(Permission::Denied).count(),
        could_not_tell: permissions.of(Permission::Unknown).count(),
        allowed_by_simulation: permissions.of(Permission::Allowed).filter(|one| one.is_simulated()).count(),
        failed_calls: permissions.failed().count(),
        controls: permissions.selected,
        controls_not_evaluated: permissions.lost.controls.iter().map(ControlId::as_str).collect(),
        criteria_not_evaluated: permissions.lost.criteria.iter().map(CriterionId::as_str).collect(),
        missing_actions: permissions.missing_actions().into_iter().collect(),
    }
}

fn operation(verdict: &Verdict) -> Checked<'_> {
    let reply = verdict.reply.as_ref();
    Checked {
        operation: &verdict.operation,
        iam_action: &verdict.action,
        permission: verdict.permission.as_str(),
        basis: verdict.basis.map(doctor::Basis::as_str),
        why: verdict.why.as_ref().map(doctor::Why::as_str),
        reason: reason(verdict),
        region: reply.map(|reply| reply.region.as_str()),
        code: reply.and_then(|reply| reply.code.as_deref()),
        message: reply.and_then(|reply| reply.message.as_deref()),
        held_back_by: verdict.held_back_by(),
        controls: verdict.cost.controls.iter().map(ControlId::as_str).collect(),
        criteria: verdict.cost.criteria.iter().map(CriterionId::as_str).collect(),
    }
}
