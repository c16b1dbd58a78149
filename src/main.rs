//! The `tickmark` command: parse, run, exit.

use std::process::ExitCode;

use clap::Parser as _;
use tickmark::cli::Cli;

fn main() -> ExitCode {
    tickmark::command::run(&Cli::parse())
}
