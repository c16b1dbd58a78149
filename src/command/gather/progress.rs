//! How far a collection is, on standard error.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::GlobalArgs;
use crate::collect::Collection;
use crate::command::console::Console;

/// What shows how far it is: a line that is written over on a terminal, two lines in a log.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    ticker: tokio::task::JoinHandle<()>,
    silent: bool,
    verbose: bool,
}

/// How often the line is written anew.
const TICK: Duration = Duration::from_millis(100);

impl Progress {
    /// Starts to show it, unless nobody wants to see it.
    pub(super) fn start(
        collection: Arc<Collection>,
        global: &GlobalArgs,
        console: &mut Console<'_>,
    ) -> anyhow::Result<Self> {
        let silent = global.quiet;
        let target = target(global);
        if !silent && target.is_hidden() {
            writeln!(console.err, "tickmark: collecting {}", scope(&collection))?;
        }
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(ProgressStyle::with_template("{spinner} {msg}")?);
        let ticking = bar.clone();
        let ticker = tokio::spawn(async move {
            loop {
                ticking.set_message(line(&collection));
                ticking.tick();
                tokio::time::sleep(TICK).await;
            }
        });
        Ok(Self { bar, ticker, silent, verbose: global.verbose > 0 })
    }

    /// Takes the line away and says what it came to.
    pub(super) fn finish(self, collection: &Collection, console: &mut Console<'_>) -> anyhow::Result<()> {
        self.ticker.abort();
        let took = self.bar.elapsed();
        self.bar.finish_and_clear();
        if self.silent {
            return Ok(());
        }
        let ended = if collection.is_interrupted() { "interrupted" } else { "collected" };
        writeln!(
            console.err,
            "tickmark: {ended} {} in {:.1} s: {}",
            scope(collection),
            took.as_secs_f64(),
            calls(collection)
        )?;
        if self.verbose {
            for (operation, count) in collection.sent() {
                writeln!(console.err, "  {count:>7}  {operation}")?;
            }
        }
        Ok(())
    }
}

/// Where it is shown: on a terminal, unless nobody wants to see it.
fn target(global: &GlobalArgs) -> ProgressDrawTarget {
    let shown = !global.quiet && !global.no_progress && std::io::stderr().is_terminal();
    if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

/// Shows that credentials are looked for: where this machine is asked last whether it is one of the provider's, and
/// nobody answers, that takes some seconds.
pub(super) fn looking(global: &GlobalArgs) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target(global)).with_message("looking for credentials");
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}

fn scope(collection: &Collection) -> String {
    let session = collection.session();
    let regions = match session.regions() {
        [one] => one.to_string(),
        several => format!("{} regions", several.len()),
    };
    format!("account {}, {regions}", session.caller().account)
}

fn line(collection: &Collection) -> String {
    let (done, all) = collection.progress();
    format!("collecting {} · {done}/{all} listings · {}", scope(collection), calls(collection))
}

fn calls(collection: &Collection) -> String {
    let traffic = collection.traffic();
    match traffic.throttled() {
        0 => format!("{} calls", traffic.attempts()),
        throttled => format!("{} calls, {throttled} of them told to slow down", traffic.attempts()),
    }
}
