//! `tickmark man`: the manual, a page for each command, from the same text as `--help`.

use std::fs;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::console::Console;
use crate::cli::{Cli, ManArgs};

/// Writes the pages.
pub(super) fn run(args: &ManArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(&args.folder).with_context(|| format!("cannot make {}", args.folder.display()))?;
    clap_mangen::generate_to(Cli::command(), &args.folder)
        .with_context(|| format!("cannot write into {}", args.folder.display()))?;
    if !console.quiet {
        writeln!(console.err, "tickmark: wrote the manual to {}", args.folder.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::console::printed;

    #[test]
    fn each_command_has_a_page_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let args = ManArgs { folder: folder.path().join("man1") };
        printed(|console| run(&args, console)).unwrap();
        for name in ["tickmark.1", "tickmark-scan.1", "tickmark-controls-show.1"] {
            let page = fs::read_to_string(args.folder.join(name)).unwrap();
            assert!(page.contains(".SH NAME"), "{name}: {page}");
        }
    }
}
