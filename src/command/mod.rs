//! Commands: one file for each, from arguments to an exit status.

mod controls;
mod criteria;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use comfy_table::{ContentArrangement, Table, presets};

use crate::cli::{Cli, Command};
use crate::criteria::Criteria;
use crate::yaml::Diagnostic;

/// The exit status of a run that could not be made.
const COULD_NOT_RUN: u8 = 2;

/// Runs what was asked for, printing to standard output, and says why on standard error if it cannot.
pub fn run(cli: &Cli) -> ExitCode {
    let mut out = io::stdout().lock();
    let width = if out.is_terminal() { None } else { Some(PIPE_WIDTH) };
    let done = match &cli.command {
        Command::Criteria(command) => criteria::run(command, width, &mut out).map(|()| ExitCode::SUCCESS),
        Command::Controls(command) => controls::run(command, width, &mut out),
    };
    match done.and_then(|status| out.flush().map(|()| status).map_err(Into::into)) {
        Ok(status) => status,
        // A reader that closes the pipe, as `head` does, has seen what it wanted.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "tickmark: {error:#}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// The width of a table, in columns, where there is no terminal to ask.
const PIPE_WIDTH: u16 = 120;

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The built-in criteria.
fn built_in_criteria() -> anyhow::Result<Criteria> {
    Criteria::built_in().map_err(|problems| all_of(&problems)).context("the built-in criteria are damaged")
}

/// Everything that is wrong with some files, as one error.
fn all_of(problems: &[Diagnostic]) -> anyhow::Error {
    anyhow!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// An empty table of columns parted by space, as wide as asked for or as the terminal.
fn plain_table(width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width {
        table.set_width(width);
    }
    table
}
