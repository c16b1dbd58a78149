//! Examines AWS: one session, each operation sent once, and a simulation of what no call told.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;

use crate::assess::doctor::{
    Answer, Credentials, Diagnosis, Needed, Permissions, Regions, Reply, Simulated, Simulation, endpoints,
};
use crate::cli::DoctorArgs;
use crate::collect::Collection;
use crate::command::console::Console;
use crate::command::gather;
use crate::command::select::Grounds;
use crate::control::ControlId;
use crate::criteria::CriterionId;
use crate::inventory::{GapKind, Kind, Region, Scope};
use crate::plan::Plan;
use crate::plan::forecast::forecast;
use crate::provider;
use crate::provider::aws::session::{self, Session};
use crate::provider::aws::simulate::{self, Decision};
use crate::provider::aws::sts::DESCRIBE_REGIONS;
use crate::provider::aws::{Heard, WITHHELD};
use crate::render::text::count;

/// Finds everything out.
pub(super) fn examine(args: &DoctorArgs, grounds: &Grounds, console: &mut Console<'_>) -> anyhow::Result<Diagnosis> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    let options = gather::collect_options(&args.provider, grounds.pack.digest())?;
    let (now, profile) = (options.started, options.profile.clone());
    // A call that fails is told as that; trying it again would only hide it.
    let connect = session::Options { max_attempts: 1, ..gather::session_options(&args.provider) };
    runtime.block_on(async {
        let session = Session::connect(connect).await?;
        gather::admit(&session, &args.provider)?;
        let (mut replies, mut defects, mut probed) = (Vec::new(), 0, None);
        if let Some((there, region)) = session.in_one_region() {
            if !console.quiet {
                let controls = count(grounds.selected().count() as u64, "control");
                writeln!(console.err, "tickmark: trying once each call that a scan for {controls} needs, in {region}")?;
            }
            let (heard, ended) = Collection::probe(there, grounds.plan(), options).await;
            replies.extend(heard.into_iter().map(reply));
            (defects, probed) = (ended, Some(region));
        }
        let mut needed = needed(grounds, !args.provider.no_credential_report);
        if !session.names_regions() {
            needed.push(regions_needed(grounds));
            replies.push(regions_reply(&session));
        }
        let (simulation, simulated) = simulated(args, &session, &needed, &replies).await;
        let credentials = session.credentials().await.map(|found| Credentials {
            source: found.source,
            profile,
            temporary: found.temporary,
            expires: found.expires,
        });
        Ok(Diagnosis {
            now,
            account: session.caller().account.clone(),
            caller: session.caller().arn.clone(),
            credentials,
            regions: Regions {
                all: session.regions().to_vec(),
                named: session.names_regions(),
                problem: session.regions_gap().map(gather::why),
                probed,
            },
            clock_difference: session.traffic().clock_difference_seconds(),
            endpoint: session.endpoint().map(str::to_owned),
            endpoints: endpoints(&replies),
            simulation,
            permissions: Permissions::judge(needed, &replies, &simulated, &criteria(grounds)),
            defects,
        })
    })
}

fn reply(heard: Heard) -> Reply {
    let Heard { operation, region, host, refusal } = heard;
    let (answer, code, message) = match refusal {
        None => (Answer::Given, None, None),
        Some(refusal) => {
            let answer = match refusal.kind {
                _ if refusal.not_offered => Answer::NotOffered,
                _ if refusal.unreachable => Answer::Unreachable,
                GapKind::Denied => Answer::Denied,
                kind => Answer::Failed(kind),
            };
            (answer, refusal.code, refusal.message)
        }
    };
    Reply { operation, region, host, answer, code, message }
}

/// The operations that the selected controls need.
fn needed(grounds: &Grounds, credential_report: bool) -> Vec<Needed> {
    let foreseen = forecast(grounds.selected(), grounds.besides(credential_report)).into_iter();
    let needed = foreseen.map(|one| Needed {
        withheld: WITHHELD.contains(&one.operation.as_str()),
        operation: one.operation,
        action: one.iam_action.to_owned(),
        listings: one.listings,
        controls: one.controls,
    });
    needed.collect()
}

/// The operation that finds the regions: without it, nothing that is regional is known to be seen whole.
fn regions_needed(grounds: &Grounds) -> Needed {
    let is_regional = |kind: &Kind| provider::kind(kind).is_some_and(|spec| spec.scope == Scope::Regional);
    let hangs_on_it = grounds.selected().filter(|control| Plan::of([*control]).kinds().any(is_regional));
    Needed {
        operation: DESCRIBE_REGIONS.id(),
        action: DESCRIBE_REGIONS.iam_action.to_owned(),
        listings: BTreeSet::new(),
        withheld: false,
        controls: hangs_on_it.map(|control| control.id.clone()).collect(),
    }
}

fn regions_reply(session: &Session) -> Reply {
    let record = session.regions_gap();
    let answer = record.map_or(Answer::Given, |record| match record.gap.kind {
        GapKind::Denied => Answer::Denied,
        kind => Answer::Failed(kind),
    });
    Reply {
        operation: DESCRIBE_REGIONS.id(),
        region: Region::EVERY,
        host: None,
        answer,
        code: record.and_then(|record| record.gap.code.clone()),
        message: record.and_then(|record| record.message.clone()),
    }
}

fn criteria(grounds: &Grounds) -> BTreeMap<ControlId, BTreeSet<CriterionId>> {
    let spoken_to =
        |control: &crate::control::Control| control.criteria.iter().map(|one| one.criterion.clone()).collect();
    grounds.selected().map(|control| (control.id.clone(), spoken_to(control))).collect()
}

/// What the policy simulator says of what no call told.
async fn simulated(
    args: &DoctorArgs,
    session: &Session,
    needed: &[Needed],
    replies: &[Reply],
) -> (Simulation, BTreeMap<String, Simulated>) {
    if args.no_simulation {
        return (Simulation::Off, BTreeMap::new());
    }
    let untold = Permissions::untold(needed, replies);
    if untold.is_empty() {
        return (Simulation::NotNeeded, BTreeMap::new());
    }
    let actions = untold.iter().map(String::as_str).collect();
    match simulate::simulate(session, &actions).await {
        simulate::Simulation::Done(principal, decisions) => {
            let said = |decision| match decision {
                Decision::Allowed => Simulated::Allowed,
                Decision::Denied => Simulated::Denied,
                Decision::Unclear => Simulated::Unclear,
            };
            let told = decisions.into_iter().map(|(action, decision)| (action, said(decision))).collect();
            (Simulation::Of(principal), told)
        }
        simulate::Simulation::Impossible(why) => (Simulation::Impossible(why.to_owned()), BTreeMap::new()),
        simulate::Simulation::Refused { action, denied, code } => {
            (Simulation::Refused { action: action.to_owned(), denied, code }, BTreeMap::new())
        }
    }
}
