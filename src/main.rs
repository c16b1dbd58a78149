//! The `tickmark` command: parse, run, exit.

fn main() {}
