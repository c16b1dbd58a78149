//! Commands: one file for each, from arguments to an exit status.

mod criteria;

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// The exit status of a run that could not be made.
const COULD_NOT_RUN: u8 = 2;

/// Runs what was asked for, printing to standard output, and says why on standard error if it cannot.
pub fn run(cli: &Cli) -> ExitCode {
    let mut out = io::stdout().lock();
    let width = if out.is_terminal() { None } else { Some(PIPE_WIDTH) };
    let done = match &cli.command {
        Command::Criteria(command) => criteria::run(command, width, &mut out),
    };
    match done.and_then(|()| out.flush().map_err(Into::into)) {
        Ok(()) => ExitCode::SUCCESS,
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
