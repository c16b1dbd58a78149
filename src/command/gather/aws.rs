//! Collects from AWS: arguments to a session, a session to a snapshot.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::progress::{self, Progress};
use super::{Gathered, INTERRUPTED, Whereabouts};
use crate::cli::{GlobalArgs, ProviderArgs};
use crate::collect::{Collection, Options};
use crate::command::console::Console;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::GapRecord;
use crate::plan::Plan;
use crate::provider::aws::session::{self, Session};

/// Finds credentials and regions, runs the plan, and shows how far it is.
pub(in crate::command) fn run(
    args: &ProviderArgs,
    plan: Plan,
    pack_digest: &str,
    global: &GlobalArgs,
    console: &mut Console<'_>,
) -> anyhow::Result<Gathered> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    let options = collect_options(args, pack_digest)?;
    runtime.block_on(async {
        let looking = progress::looking(global);
        let session = Session::connect(session_options(args)).await;
        looking.finish_and_clear();
        let session = session?;
        admit(&session, args)?;
        let collection = Arc::new(Collection::new(session, plan, options));
        let watcher = tokio::spawn(interrupt(Arc::clone(&collection)));
        let progress = Progress::start(Arc::clone(&collection), global, console)?;
        let snapshot = collection.run().await?;
        watcher.abort();
        progress.finish(&collection, console)?;
        Ok(Gathered { snapshot, interrupted: collection.is_interrupted() })
    })
}

/// What a collection is told.
pub(in crate::command) fn collect_options(args: &ProviderArgs, pack_digest: &str) -> anyhow::Result<Options> {
    Ok(Options {
        concurrency: args.concurrency.get(),
        credential_report: !args.no_credential_report,
        pack_digest: pack_digest.to_owned(),
        host: host(),
        profile: args.profile.clone().or_else(|| env::var("AWS_PROFILE").ok()).filter(|profile| !profile.is_empty()),
        started: started()?,
        now,
    })
}

/// Asks who asks, and which regions there are: the two calls that every collection begins with.
pub(in crate::command) fn whereabouts(args: &ProviderArgs) -> anyhow::Result<Whereabouts> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    let session = runtime.block_on(Session::connect(session_options(args)))?;
    admit(&session, args)?;
    Ok(Whereabouts {
        account: session.caller().account.clone(),
        caller: session.caller().arn.clone(),
        regions: session.regions().to_vec(),
        regions_gap: session.regions_gap().map(why),
    })
}

/// Refuses credentials of an account that is not one of those that were asked for.
pub(in crate::command) fn admit(session: &Session, args: &ProviderArgs) -> anyhow::Result<()> {
    let own = &session.caller().account;
    if args.account.is_empty() || args.account.contains(own) {
        return Ok(());
    }
    let asked: Vec<String> = args.account.iter().map(ToString::to_string).collect();
    bail!(
        "these are credentials of account {own} ({}), and the scan is of {}: choose another profile, or name the account \
         with --account or scope.accounts",
        session.caller().arn,
        asked.join(", ")
    )
}

/// Why something could not be read, in the provider's words where there are some.
pub(in crate::command) fn why(record: &GapRecord) -> String {
    let why = record.message.clone().or_else(|| record.gap.code.clone());
    why.unwrap_or_else(|| record.gap.kind.as_str().to_owned())
}

/// How the provider is to be reached.
pub(in crate::command) fn session_options(args: &ProviderArgs) -> session::Options {
    let defaults = session::Options::new(now);
    session::Options {
        profile: args.profile.clone(),
        role_arn: args.role_arn.clone(),
        external_id: args.external_id.clone(),
        endpoint_url: args.endpoint_url.clone(),
        regions: args.region.clone(),
        max_attempts: args.max_attempts.get(),
        attempt_timeout: defaults.attempt_timeout.min(Duration::from_secs(args.timeout.get())),
        call_timeout: Duration::from_secs(args.timeout.get()),
        ..defaults
    }
}

/// Lets what is under way end at once when the user asks; a second time, the programme too.
async fn interrupt(collection: Arc<Collection>) {
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    collection.interrupt();
    if tokio::signal::ctrl_c().await.is_ok() {
        #[expect(clippy::exit, reason = "the user asked twice, and what runs need not be waited for")]
        std::process::exit(INTERRUPTED.into());
    }
}

#[expect(clippy::disallowed_methods, reason = "commands are where the clock is read")]
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// This moment, in whole seconds: finer ones would say more than the provider's clock does.
fn started() -> anyhow::Result<Timestamp> {
    Timestamp::from_unix(now(), 0).context("the clock of this machine stands at no date that there is")
}

/// The CI run that this is, or else the host's name.
fn host() -> Option<String> {
    let var = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let github = || {
        Some(format!(
            "{}/{}/actions/runs/{}",
            var("GITHUB_SERVER_URL")?,
            var("GITHUB_REPOSITORY")?,
            var("GITHUB_RUN_ID")?
        ))
    };
    let others = || ["CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL", "BUILDKITE_BUILD_URL"].into_iter().find_map(var);
    github().or_else(others).or_else(|| gethostname::gethostname().into_string().ok())
}
