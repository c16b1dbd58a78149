//! A diagnosis for a person at a terminal: what is wrong first, and all that is well in a line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::reason;
use crate::assess::doctor::{Cost, Diagnosis, ENDS_SOON, Endpoint, Permission, SKEW_TOLD, Simulation, Verdict, Why};
use crate::control::ControlId;
use crate::criteria::CriterionId;
use crate::inventory::Region;
use crate::render::page::Page;
use crate::render::style::{Style, Tone};
use crate::render::text::{count, visible, wrap};

/// More controls than this are counted.
const NAMED: usize = 2;

/// More operations than this are counted, where nobody wants to see all of them.
const LISTED: usize = 6;

/// From this many denied operations on, each has one line.
const IN_FULL: usize = 12;

/// The column of what is said of each of the grounds.
const LABEL: usize = 15;

/// Writes it; `all` names every operation, of those that are well too.
pub fn write(diagnosis: &Diagnosis, all: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(style);
    grounds(diagnosis, &mut page);
    denied(diagnosis, all, &mut page);
    failed(diagnosis, all, &mut page);
    untold(diagnosis, all, &mut page);
    allowed(diagnosis, all, &mut page);
    verdict(diagnosis, &mut page);
    page.write(out)
}

/// A line about one of the things that a scan stands on.
fn ground(page: &mut Page, good: bool, label: &str, text: &str) {
    let (tone, mark) = if good { (Tone::Good, "✓ ") } else { (Tone::Unseen, "! ") };
    let plain = if good { Tone::Plain } else { tone };
    let mut label = format!("{label:<width$}", width = LABEL - 2);
    let mut mark = mark;
    for line in wrap(text, page.columns().saturating_sub(LABEL)) {
        page.line(0, &[(tone, mark), (Tone::Faint, &label), (plain, &line)]);
        (mark, label) = ("  ", " ".repeat(LABEL - 2));
    }
}

fn grounds(diagnosis: &Diagnosis, page: &mut Page) {
    let caller = visible(&diagnosis.caller);
    let root = if diagnosis.is_root() { ": the root user; scan as a role that can only read" } else { "" };
    ground(page, !diagnosis.is_root(), "identity", &format!("account {} as {caller}{root}", diagnosis.account));
    credentials(diagnosis, page);
    regions(diagnosis, page);
    clock(diagnosis, page);
    endpoints(diagnosis, page);
}

fn credentials(diagnosis: &Diagnosis, page: &mut Page) {
    let Some(found) = &diagnosis.credentials else {
        return ground(page, false, "credentials", "the SDK does not tell where they come from");
    };
    let mut text = format!("from {}", found.source);
    if let Some(profile) = &found.profile {
        text.extend([format!(" (profile {})", visible(profile))]);
    }
    let ends = diagnosis.seconds_left();
    let soon = ends.is_some_and(|seconds| seconds < ENDS_SOON);
    match (found.temporary, found.expires.zip(ends)) {
        (_, Some((moment, seconds))) => {
            text.extend([format!(", temporary: they end at {moment}, {}", duration(seconds))]);
            if soon {
                text.push_str(": a scan may outlast them");
            }
        }
        (true, None) => text.push_str(", temporary; when they end is not told"),
        (false, None) => text.push_str(", long-lived"),
    }
    ground(page, !soon, "credentials", &text);
}

fn duration(seconds: i64) -> String {
    match seconds.unsigned_abs() {
        _ if seconds <= 0 => "now".to_owned(),
        seconds if seconds < 120 => format!("in {}", count(seconds, "second")),
        seconds if seconds < 7_200 => format!("in {}", count(seconds / 60, "minute")),
        seconds => format!("in {}", count(seconds / 3_600, "hour")),
    }
}

fn regions(diagnosis: &Diagnosis, page: &mut Page) {
    let found = &diagnosis.regions;
    let number = count(found.all.len() as u64, "region");
    let mut text = match (&found.problem, found.named) {
        (Some(problem), _) => format!("how many are enabled could not be told: {}", visible(problem)),
        (None, true) => format!("{number} named by --region"),
        (None, false) => format!("{number} enabled"),
    };
    match &found.probed {
        Some(region) => text.extend([format!("; {region} is probed for all of them")]),
        None => text.push_str("; there is none to probe"),
    }
    ground(page, found.problem.is_none() && found.probed.is_some(), "regions", &text);
}

fn clock(diagnosis: &Diagnosis, page: &mut Page) {
    let Some(seconds) = diagnosis.clock_difference else {
        return ground(page, false, "clock", "no answer told the provider's time");
    };
    let text = match seconds {
        0 => "the same as the provider's, to the second".to_owned(),
        ahead if ahead > 0 => format!("{ahead} s ahead of the provider's"),
        behind => format!("{} s behind the provider's", behind.unsigned_abs()),
    };
    let good = seconds.abs() < SKEW_TOLD;
    let warning = if good { "" } else { "; set it: AWS refuses what is signed 300 s off" };
    ground(page, good, "clock", &format!("{text}{warning}"));
}

fn endpoints(diagnosis: &Diagnosis, page: &mut Page) {
    let (lost, reached): (Vec<&Endpoint>, Vec<&Endpoint>) =
        diagnosis.endpoints.iter().partition(|endpoint| endpoint.problem.is_some());
    let mut text = format!("{} reached", count(reached.len() as u64, "endpoint"));
    if !lost.is_empty() {
        text.extend([format!(", {} not", lost.len())]);
    }
    if let Some(custom) = &diagnosis.endpoint {
        text.extend([format!("; {} stands in for AWS", visible(custom))]);
    }
    ground(page, lost.is_empty(), "endpoints", &text);
    for endpoint in lost {
        let host = endpoint.host.as_deref().unwrap_or("no host");
        let problem = endpoint.problem.as_deref().unwrap_or_default();
        let text = format!("{} in {}, {}: {}", endpoint.service, endpoint.region, visible(host), visible(problem));
        page.paragraph(LABEL, Tone::Unseen, &text);
    }
}

/// "costs 3 controls in CC6.1 CC7.2: aws-…, aws-… and 1 more".
fn cost(cost: &Cost) -> String {
    let controls: Vec<&str> = cost.controls.iter().take(NAMED).map(ControlId::as_str).collect();
    let more = cost.controls.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let number = count(cost.controls.len() as u64, "control");
    format!("costs {number} in {}: {}{more}", criteria(cost), controls.join(", "))
}

fn criteria(cost: &Cost) -> String {
    cost.criteria.iter().map(CriterionId::as_str).collect::<Vec<_>>().join(" ")
}

fn denied(diagnosis: &Diagnosis, all: bool, page: &mut Page) {
    let denied: Vec<&Verdict> = diagnosis.permissions.of(Permission::Denied).collect();
    if denied.is_empty() {
        return;
    }
    page.heading("DENIED", &count(denied.len() as u64, "operation"));
    for verdict in &denied {
        if denied.len() > IN_FULL && !all { one_line(verdict, page) } else { in_full(verdict, all, page) }
    }
    let actions = diagnosis.permissions.missing_actions();
    if !actions.is_empty() {
        page.blank();
        let remedy =
            "Put it right: attach what `tickmark iam-policy` writes for the same controls, or add these actions:";
        page.paragraph(2, Tone::Plain, remedy);
        // As they stand in a policy.
        let quoted: Vec<String> = actions.into_iter().map(|action| format!("\"{}\"", visible(action))).collect();
        page.paragraph(6, Tone::Command, &quoted.join(", "));
    }
}

fn one_line(verdict: &Verdict, page: &mut Page) {
    let cost =
        format!("  costs {} in {}", count(verdict.cost.controls.len() as u64, "control"), criteria(&verdict.cost));
    let action = visible(&verdict.action);
    page.line(2, &[(Tone::Bad, "✗ "), (Tone::Heading, &action), (Tone::Faint, &beside(verdict)), (Tone::Plain, &cost)]);
}

fn in_full(verdict: &Verdict, all: bool, page: &mut Page) {
    let action = visible(&verdict.action);
    page.line(2, &[(Tone::Bad, "✗ "), (Tone::Heading, &action), (Tone::Faint, &beside(verdict))]);
    page.paragraph(6, Tone::Plain, &cost(&verdict.cost));
    if let Some(policy) = verdict.held_back_by() {
        page.paragraph(6, Tone::Unseen, &format!("denied by: {policy}; allowing the action does not lift that"));
    }
    if let Some(message) = verdict.reply.as_ref().and_then(|reply| reply.message.as_deref()).filter(|_| all) {
        page.paragraph(6, Tone::Faint, &visible(message));
    }
}

/// By which operation, and where or how it is known.
fn beside(verdict: &Verdict) -> String {
    let mut beside = String::new();
    if verdict.operation != verdict.action {
        beside.extend([format!("  for {}", verdict.operation)]);
    }
    if verdict.is_simulated() {
        beside.push_str("  simulated");
    } else if let Some(reply) = verdict.reply.as_ref().filter(|reply| is_regional(&reply.region)) {
        beside.extend([format!("  in {}", reply.region)]);
    }
    beside
}

fn is_regional(region: &Region) -> bool {
    ![Region::EVERY, Region::GLOBAL].contains(region)
}

fn failed(diagnosis: &Diagnosis, all: bool, page: &mut Page) {
    // What is denied by a simulation besides stands above.
    let failed = diagnosis.permissions.failed().filter(|verdict| verdict.permission != Permission::Denied);
    let groups = by_reason(failed);
    if groups.is_empty() {
        return;
    }
    let number = count(groups.values().map(Vec::len).sum::<usize>() as u64, "operation");
    page.heading("FAILED", &format!("{number} without an answer, which says nothing of a permission"));
    for (reason, verdicts) in &groups {
        let mut lost = Cost::default();
        for verdict in verdicts {
            lost.controls.extend(verdict.cost.controls.iter().cloned());
            lost.criteria.extend(verdict.cost.criteria.iter().cloned());
        }
        group(reason, verdicts.len(), Tone::Heading, page);
        page.paragraph(6, Tone::Plain, &cost(&lost));
        page.paragraph(6, Tone::Faint, &names(verdicts, |verdict| with_code(verdict, all), all));
    }
}

/// Operations, by why no call told their permission.
fn by_reason<'v>(verdicts: impl Iterator<Item = &'v Verdict>) -> BTreeMap<String, Vec<&'v Verdict>> {
    let mut groups: BTreeMap<String, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        let reason = match &verdict.why {
            Some(Why::Behind(_)) => Some("not reached: what lists them was denied, or failed".to_owned()),
            _ => reason(verdict),
        };
        groups.entry(reason.unwrap_or_default()).or_default().push(verdict);
    }
    groups
}

/// The first line about a group: how many, and why.
fn group(reason: &str, number: usize, tone: Tone, page: &mut Page) {
    let mut label = format!("? {number:<4}");
    for line in wrap(reason, page.columns().saturating_sub(2 + label.len())) {
        page.line(2, &[(Tone::Unseen, &label), (tone, &line)]);
        label = " ".repeat(label.len());
    }
}

/// The operation with the error's code, or with its message where that is wanted.
fn with_code(verdict: &Verdict, all: bool) -> String {
    let reply = verdict.reply.as_ref();
    let message = reply.and_then(|reply| reply.message.as_deref()).filter(|_| all);
    match reply.and_then(|reply| reply.code.as_deref()).or(message) {
        Some(said) => format!("{} ({})", verdict.operation, visible(said)),
        None => verdict.operation.clone(),
    }
}

/// The operation, and behind which other it stands.
fn after(verdict: &Verdict, all: bool) -> String {
    match &verdict.why {
        Some(Why::Behind(listing)) if all => format!("{} (after {listing})", verdict.operation),
        _ => verdict.operation.clone(),
    }
}

/// The names of operations, all of them or the first few.
fn names(verdicts: &[&Verdict], name: impl Fn(&Verdict) -> String, all: bool) -> String {
    let shown = if all { verdicts.len() } else { LISTED };
    let first: Vec<String> = verdicts.iter().take(shown).map(|verdict| name(verdict)).collect();
    let more = verdicts.len().saturating_sub(shown);
    if more > 0 { format!("{} and {more} more", first.join(", ")) } else { first.join(", ") }
}

fn untold(diagnosis: &Diagnosis, all: bool, page: &mut Page) {
    let unknown: Vec<&Verdict> =
        diagnosis.permissions.of(Permission::Unknown).filter(|verdict| !verdict.has_failed()).collect();
    if !unknown.is_empty() {
        let number = count(unknown.len() as u64, "operation");
        page.heading("COULD NOT TELL", &format!("{number}: neither allowed nor denied, as far as was seen"));
    }
    for (reason, verdicts) in by_reason(unknown.into_iter()) {
        group(&reason, verdicts.len(), Tone::Plain, page);
        page.paragraph(6, Tone::Faint, &names(&verdicts, |verdict| after(verdict, all), all));
    }
    let told = match &diagnosis.simulation {
        Simulation::Off | Simulation::NotNeeded => return,
        Simulation::Of(principal) => format!(
            "Simulated: what no call told was asked of IAM's policy simulator, for {}. It does not see policies of a \
             session or of a resource, nor all of an organization's.",
            visible(principal)
        ),
        Simulation::Impossible(why) => format!("Nothing was simulated: {why}."),
        Simulation::Refused { action, denied: true, .. } => format!(
            "Nothing was simulated: {action} is denied. It is optional, and no scan needs it; with it, the policy \
             simulator could tell more of these."
        ),
        Simulation::Refused { action, code, .. } => {
            format!("Nothing was simulated: {action} failed ({}).", visible(code))
        }
    };
    page.blank();
    page.paragraph(2, Tone::Faint, &told);
}

fn allowed(diagnosis: &Diagnosis, all: bool, page: &mut Page) {
    let (simulated, called): (Vec<&Verdict>, Vec<&Verdict>) =
        diagnosis.permissions.of(Permission::Allowed).partition(|verdict| verdict.is_simulated());
    let mut remark = format!("{}, seen by a call", count(called.len() as u64, "operation"));
    if !simulated.is_empty() {
        remark.extend([format!("; {} more by simulation only", simulated.len())]);
    }
    page.heading("ALLOWED", &remark);
    if !all {
        return;
    }
    for (label, verdicts) in [("", &called), ("simulated: ", &simulated)] {
        if !verdicts.is_empty() {
            let text = names(verdicts, |verdict| verdict.operation.clone(), true);
            page.paragraph(2, Tone::Faint, &format!("{label}{text}"));
        }
    }
}

/// What it comes to.
fn verdict(diagnosis: &Diagnosis, page: &mut Page) {
    page.blank();
    let permissions = &diagnosis.permissions;
    if diagnosis.defects > 0 {
        let number = count(diagnosis.defects as u64, "collector");
        page.paragraph(0, Tone::Bad, &format!("A defect of tickmark ended {number}: please report it."));
    }
    let lost = &permissions.lost;
    let selected = count(permissions.selected as u64, "control");
    if !lost.controls.is_empty() {
        let (number, criteria) = (lost.controls.len(), criteria(lost));
        let text = format!("{number} of {selected} would be not evaluated, wholly or in part, in criteria {criteria}.");
        return page.paragraph(0, Tone::Bad, &text);
    }
    let text = match permissions.of(Permission::Unknown).count() {
        0 => format!("A scan can work: all that it needs for {selected} is allowed."),
        unknown => format!(
            "A scan can work: nothing that it needs for {selected} is known to be missing; {} could not be told.",
            count(unknown as u64, "operation")
        ),
    };
    page.paragraph(0, Tone::Good, &text);
}
