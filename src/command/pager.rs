//! The pager: long output on a terminal is shown by a programme that scrolls, and anything else goes out as it is.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};

use super::console::{in_ci, var};
use crate::cli::{Cli, Command};
use crate::render::style::{rows, without_links};

/// What is run where nobody names another: it leaves at once what fits, shows colours, and leaves the text behind.
const DEFAULT: &str = "less -FRX";

/// The first version of less that hands hyperlinks on.
const LINKS_SINCE: u32 = 566;

/// What a shell ends with where it cannot run a command.
const NOT_RUN: [i32; 2] = [126, 127];

/// A programme that shows text, for a terminal of some size.
#[derive(Debug)]
pub(super) struct Pager {
    command: String,
    columns: usize,
    lines: usize,
}

impl Pager {
    /// The pager for what a command prints, where there is to be one.
    pub(super) fn wanted(cli: &Cli) -> Option<Self> {
        let long = matches!(
            &cli.command,
            Command::Scan(_)
                | Command::Assess(_)
                | Command::Diff(_)
                | Command::Explain(_)
                | Command::Controls(_)
                | Command::Criteria(_)
        );
        let dumb = var("TERM").is_none_or(|term| term == "dumb");
        if cli.global.no_pager || !long || dumb || in_ci(&var) || !io::stdout().is_terminal() {
            return None;
        }
        let (terminal_size::Width(columns), terminal_size::Height(lines)) =
            terminal_size::terminal_size_of(io::stdout())?;
        Some(Self { command: command()?, columns: columns.into(), lines: lines.into() })
    }

    /// Shows the text, or prints it where it fits or the programme cannot be run. A reader who has seen enough is no
    /// error.
    pub(super) fn show(&self, text: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        // One line is the prompt that comes after.
        if rows(&String::from_utf8_lossy(text), self.columns) < self.lines || !self.run(text)? {
            out.write_all(text)?;
        }
        out.flush()
    }

    /// Whether the programme ran.
    fn run(&self, text: &[u8]) -> io::Result<bool> {
        let _ctrl_c = ignore_ctrl_c()?;
        let Ok(mut child) = self.spawn() else { return Ok(false) };
        let lossy;
        let text = if self.links() {
            text
        } else {
            lossy = without_links(&String::from_utf8_lossy(text));
            lossy.as_bytes()
        };
        if let Some(mut input) = child.stdin.take() {
            // A pipe that closes early is a reader who has seen enough.
            let _ = input.write_all(text);
        }
        let status = child.wait()?;
        Ok(!status.code().is_some_and(|code| NOT_RUN.contains(&code)))
    }

    fn spawn(&self) -> io::Result<Child> {
        let mut process = if cfg!(unix) {
            let mut shell = Process::new("sh");
            shell.args(["-c", &self.command]);
            shell
        } else {
            let mut words = self.command.split_whitespace();
            let mut process = Process::new(words.next().unwrap_or_default());
            process.args(words);
            process
        };
        // What git does too: a pager that was only named is to show colours, and to leave what fits.
        for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
            if env::var_os(name).is_none() {
                process.env(name, value);
            }
        }
        process.stdin(Stdio::piped()).spawn()
    }

    /// Whether it is known to hand hyperlinks on.
    fn links(&self) -> bool {
        let program = self.command.split_whitespace().next().unwrap_or_default();
        if Path::new(program).file_name().is_none_or(|name| name != "less") {
            return false;
        }
        let said = Process::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
        let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let version = said.split_whitespace().nth(1).unwrap_or_default();
        let number: String = version.chars().take_while(char::is_ascii_digit).collect();
        number.parse().is_ok_and(|number: u32| number >= LINKS_SINCE)
    }
}

/// The user's pager, or ours; none where the user wants none or there is none.
fn command() -> Option<String> {
    let named = |name| env::var_os(name).map(|value: OsString| value.to_string_lossy().trim().to_owned());
    match named("TICKMARK_PAGER").or_else(|| named("PAGER")) {
        Some(command) if command.is_empty() || command == "cat" => None,
        Some(command) => Some(command),
        None => on_path("less").then(|| DEFAULT.to_owned()),
    }
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Ctrl-C is for the pager while it runs: would it end us, the shell and the pager would both read from the terminal.
#[cfg(unix)]
fn ignore_ctrl_c() -> io::Result<impl Drop> {
    use signal_hook::consts::SIGINT;

    struct Registered(signal_hook::SigId);

    impl Drop for Registered {
        fn drop(&mut self) {
            signal_hook::low_level::unregister(self.0);
        }
    }

    signal_hook::flag::register(SIGINT, std::sync::Arc::default()).map(Registered)
}

/// A console hands Ctrl-C to us and to the pager alike, and there is no safe way to say otherwise.
#[cfg(not(unix))]
fn ignore_ctrl_c() -> io::Result<()> {
    Ok(())
}
