//! Commands: one file for each, from arguments to an exit status.

mod acceptances;
mod assess;
mod collect;
mod completions;
mod config;
mod console;
mod controls;
mod criteria;
mod demo;
mod diff;
mod doctor;
mod documents;
mod explain;
mod finish;
mod gather;
mod iam_policy;
mod man;
mod pack;
mod pager;
mod plan;
mod redact;
mod report;
mod scan;
mod select;
mod settings;
mod terraform;
mod verify;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};

use crate::cli::{Cli, Command};
use crate::criteria::Criteria;
use crate::inventory::Timestamp;
use crate::render::text::visible;
use crate::yaml::Diagnostic;
use console::Console;
use pager::Pager;
use settings::Settings;

/// The exit status of a run that could not be made.
const COULD_NOT_RUN: u8 = 2;

/// Runs what was asked for, printing to standard output, and says why on standard error if it cannot.
pub fn run(args: &[OsString]) -> ExitCode {
    let done = settings::parse(args).and_then(|(cli, settings)| run_with(&cli, &settings));
    match done {
        Ok(status) => status,
        Err(error) if error.downcast_ref().is_some_and(is_broken_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            let mut err = io::stderr();
            // Each line by itself: what a file holds may stand in it.
            for (number, line) in format!("{error:#}").lines().enumerate() {
                let prefix = if number == 0 { "tickmark: " } else { "" };
                let _ = writeln!(err, "{prefix}{}", visible(line));
            }
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run_with(cli: &Cli, settings: &Settings) -> anyhow::Result<ExitCode> {
    let pager = Pager::wanted(cli);
    let (mut held, mut direct, mut err) = (Vec::new(), BufWriter::new(io::stdout()), io::stderr());
    let out: &mut dyn Write = if pager.is_some() { &mut held } else { &mut direct };
    let (style, quiet) = (console::style(), cli.global.quiet);
    let mut console = Console { out, err: &mut err, style, quiet, settings };
    settings.tell(&mut console)?;
    let status = match &cli.command {
        Command::Scan(args) => scan::run(args, &cli.global, &mut console),
        Command::Collect(args) => collect::run(args, &cli.global, &mut console),
        Command::Assess(args) => assess::run(args, &mut console),
        Command::Explain(args) => explain::run(args, &mut console),
        Command::Diff(args) => diff::run(args, &mut console),
        Command::Plan(args) => plan::run(args, &mut console),
        Command::Doctor(args) => doctor::run(args, &cli.global, &mut console),
        Command::IamPolicy(args) => iam_policy::run(args, &mut console),
        Command::Pack(args) => pack::run(args, &mut console),
        Command::Verify(args) => verify::run(args, &mut console),
        Command::Report(args) => report::run(args, &mut console),
        Command::Criteria(command) => criteria::run(command, &mut console),
        Command::Controls(command) => controls::run(command, &mut console),
        Command::Acceptances(command) => acceptances::run(command, &mut console),
        Command::Documents(command) => documents::run(command, &mut console),
        Command::Config(command) => config::run(command, &mut console),
        Command::Init(args) => config::init(args, &mut console),
        Command::Completions(args) => completions::run(args, &mut console),
        Command::Man(args) => man::run(args, &mut console),
    };
    let status = status.and_then(|status| unless_broken_pipe(console.out.flush()).map(|()| status));
    // What was printed before something went wrong is shown too.
    let shown = pager.map_or(Ok(()), |pager| unless_broken_pipe(pager.show(&held)));
    status.and_then(|status| shown.map(|()| status))
}

/// A reader that closes the pipe, as `head` does, has seen what it wanted.
fn unless_broken_pipe(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if !is_broken_pipe(&error) => Err(error.into()),
        _ => Ok(()),
    }
}

fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// The built-in criteria.
fn built_in_criteria() -> anyhow::Result<Criteria> {
    Criteria::built_in().map_err(|problems| all_of(&problems)).context("the built-in criteria are damaged")
}

/// Everything that is wrong with some files, as one error.
fn all_of(problems: &[Diagnostic]) -> anyhow::Error {
    anyhow!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// This moment.
#[expect(clippy::disallowed_methods, reason = "a command reads the clock")]
fn now() -> Timestamp {
    jiff::Timestamp::now().into()
}
