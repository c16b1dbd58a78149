//! The `tickmark` command: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    tickmark::command::run(&std::env::args_os().collect::<Vec<_>>())
}
