//! The binary on a terminal of its own: the pager, Ctrl-C while it runs, and hyperlinks.

#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;

use crate::{CONTROL, block, said, saved, text};

/// Runs a programme on a terminal of so many lines, types `keys` once `cue` is seen, and says what came of it.
const TERMINAL: &str = r#"
import fcntl, json, os, pty, struct, sys, termios, time
lines, cue, keys, command = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3], sys.argv[4:]
ready, go = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.read(ready, 1)
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 100, 0, 0))
os.write(go, b"x")
said, typed = b"", not cue
while True:
    try:
        more = os.read(terminal, 65536)
    except OSError:
        break
    if not more:
        break
    said += more
    if not typed and cue in said:
        typed = True
        for key in keys:
            time.sleep(0.2)
            os.write(terminal, key.encode())
_, status = os.waitpid(pid, 0)
print(json.dumps({"status": os.waitstatus_to_exitcode(status), "said": said.decode()}))
"#;

/// What the environment may hold that changes what is printed.
const KNOWN: [&str; 16] = [
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "FORCE_HYPERLINK",
    "TERM",
    "CI",
    "PAGER",
    "TICKMARK_PAGER",
    "LESS",
    "TMUX",
    "STY",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "KONSOLE_VERSION",
    "WT_SESSION",
    "DOMTERM",
    "COLUMNS",
];

struct Terminal<'a> {
    lines: usize,
    set: Vec<(&'a str, &'a str)>,
    cue: &'a str,
    keys: &'a str,
}

impl<'a> Terminal<'a> {
    fn new(lines: usize, set: &[(&'a str, &'a str)]) -> Self {
        Self { lines, set: [&[("TERM", "xterm-256color")], set].concat(), cue: "", keys: "" }
    }

    /// The exit status and what stood on the screen, its line ends as in a file.
    fn run(&self, args: &[&str]) -> (i64, String) {
        let mut command = Command::new("python3");
        command.args(["-c", TERMINAL, &self.lines.to_string(), self.cue, self.keys]);
        command.arg(env!("CARGO_BIN_EXE_tickmark")).args(args);
        for name in KNOWN {
            command.env_remove(name);
        }
        let output = command.envs(self.set.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let told = |key: &str| told.get(key).unwrap().clone();
        (told("status").as_i64().unwrap(), told("said").as_str().unwrap().replace("\r\n", "\n"))
    }
}

/// A failure, and a pager that keeps what it is given.
struct Case {
    folder: TempDir,
    fail: PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fail = saved(&folder, "222222222222", &block(false));
        Self { folder, fail }
    }

    fn kept(&self) -> PathBuf {
        self.folder.path().join("kept")
    }

    fn pager(&self) -> String {
        format!("cat > '{}'; echo PAGED", self.kept().display())
    }

    fn assess(&self) -> Vec<&str> {
        vec!["assess", text(&self.fail), "--control", CONTROL]
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn what_is_longer_than_the_terminal_goes_to_the_pager_and_the_status_is_our_own() {
    let case = Case::new();
    let pager = case.pager();
    for (variable, other) in [("TICKMARK_PAGER", Some(("PAGER", "false"))), ("PAGER", None)] {
        let set: Vec<(&str, &str)> = [(variable, pager.as_str()), ("NO_COLOR", "1")].into_iter().chain(other).collect();
        let (status, screen) = Terminal::new(10, &set).run(&case.assess());
        assert_eq!((status, screen.as_str()), (1, "PAGED\n"), "{variable}");
        assert!(read(&case.kept()).contains("fails on 1 of 1 asset"));
        std::fs::remove_file(case.kept()).unwrap();
    }
    for args in [&["controls", "list"][..], &["criteria", "list"], &["explain", CONTROL]] {
        let (status, screen) = Terminal::new(10, &[("TICKMARK_PAGER", &pager), ("NO_COLOR", "1")]).run(args);
        assert_eq!((status, screen.as_str()), (0, "PAGED\n"), "{args:?}");
    }
}

#[test]
fn what_fits_or_is_not_for_a_person_is_printed_as_it_is() {
    let case = Case::new();
    let pager = case.pager();
    let (_, plain, _) = said(&case.assess());
    let keeping = ("TICKMARK_PAGER", pager.as_str());
    let no_pager = [&case.assess()[..], &["--no-pager"]].concat();
    for (lines, set, args) in [
        (500, &[keeping][..], &case.assess()),
        (10, &[keeping], &no_pager),
        (10, &[keeping, ("CI", "true")], &case.assess()),
        (10, &[keeping, ("TERM", "dumb")], &case.assess()),
        (10, &[("TICKMARK_PAGER", ""), ("PAGER", &pager)], &case.assess()),
        (10, &[("PAGER", "cat")], &case.assess()),
        (10, &[("PAGER", "no-such-programme-anywhere")], &case.assess()),
    ] {
        let (status, screen) = Terminal::new(lines, &[&[("NO_COLOR", "1")], set].concat()).run(args);
        assert!(
            status == 1 && screen.contains("fails on 1 of 1 asset") && !screen.contains("PAGED"),
            "{set:?}\n{screen}"
        );
        assert!(!case.kept().exists(), "{set:?}");
    }
    // A pipe is no terminal.
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    let output = command.args(case.assess()).env("TICKMARK_PAGER", &pager).env("TERM", "xterm").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap() == plain && !case.kept().exists());
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let case = Case::new();
    for pager in ["head -n 1", "true", "exit 3"] {
        let (status, screen) = Terminal::new(10, &[("PAGER", pager), ("NO_COLOR", "1")]).run(&case.assess());
        assert!(status == 1 && screen.lines().count() <= 1, "{pager}: {screen}");
    }
    let (status, screen) = Terminal::new(10, &[("PAGER", "cat; echo PAGED")]).run(&["explain", "aws-no"]);
    assert!(status == 2 && screen.starts_with("tickmark: there is no control"), "{screen}");
}

#[test]
fn ctrl_c_is_the_pager_s_while_it_runs() {
    let case = Case::new();
    let pager = "trap : INT; cat > /dev/null; echo READY; read line < /dev/tty; read line < /dev/tty; echo ENDED";
    let mut terminal = Terminal::new(10, &[("PAGER", pager), ("NO_COLOR", "1")]);
    (terminal.cue, terminal.keys) = ("READY", "\u{3}\n\n");
    let (status, screen) = terminal.run(&case.assess());
    assert!(status == 1 && screen.contains("ENDED"), "{status}: {screen}");
}

#[test]
fn control_ids_are_links_where_the_terminal_opens_them() {
    let case = Case::new();
    let args = [&case.assess()[..], &["--no-pager"]].concat();
    let screen = |set: &[(&str, &str)]| Terminal::new(500, set).run(&args).1;
    let link = Regex::new(r"\x1b\]8;;([^\x1b]*)\x1b\\").unwrap();
    let linked = screen(&[("FORCE_HYPERLINK", "1")]);
    let text = "\u{1b}]8;;https://docs.aws.amazon.com/";
    assert!(linked.contains(text) && linked.contains(&format!("\u{1b}\\{CONTROL}\u{1b}]8;;\u{1b}\\")), "{linked:?}");
    assert_eq!(link.find_iter(&linked).count() % 2, 0, "every link is closed");
    let without = screen(&[]);
    assert_eq!(link.replace_all(&linked, ""), without);
    assert!(screen(&[("TERM_PROGRAM", "WezTerm")]) == linked && screen(&[("VTE_VERSION", "7200")]) == linked);
    for set in [
        &[("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")][..],
        &[("FORCE_HYPERLINK", "0"), ("TERM_PROGRAM", "WezTerm")],
        &[("TERM_PROGRAM", "WezTerm"), ("TMUX", "/tmp/tmux")],
    ] {
        assert!(!screen(set).contains("]8;;"), "{set:?}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command.args(case.assess()).env("CLICOLOR_FORCE", "1").env("FORCE_HYPERLINK", "1").env_remove("NO_COLOR");
    let piped = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(piped.contains("\u{1b}[") && !piped.contains("]8;;"), "a pipe has no links");
    let pager = case.pager();
    Terminal::new(10, &[("FORCE_HYPERLINK", "1"), ("PAGER", &pager)]).run(&case.assess());
    assert!(
        read(&case.kept()).contains("\u{1b}[1m") && !read(&case.kept()).contains("]8;;"),
        "not every pager knows them"
    );
}

#[test]
fn a_hostile_address_cannot_leave_its_link() {
    let case = Case::new();
    let own = case.folder.path().join("aws/s3");
    std::fs::create_dir_all(&own).unwrap();
    let control = r#"
title: The account ignores public ACLs
asset: aws.s3.account
severity: low
criteria: [{id: CC6.1, role: supporting, points: [Restricts Logical Access], because: They grant nothing.}]
expect: {public_access_block.block_public_acls: true}
fix: {summary: Turn it on., console: [Open S3.]}
references: ["https://a.example/\e\\\e[2J\e]0;owned\a\x9c 東京"]
cases:
  - {given: {public_access_block: null}, then: {fail: [public_access_block.block_public_acls]}}
"#;
    std::fs::write(own.join("s3-own.yaml"), control).unwrap();
    let controls = case.folder.path().to_owned();
    let args = ["assess", text(&case.fail), "--controls", text(&controls), "--control", "aws-s3-own", "--no-pager"];
    let (status, screen) = Terminal::new(500, &[("FORCE_HYPERLINK", "1")]).run(&args);
    assert_eq!(status, 1, "{screen}");
    assert!(screen.contains(r"]8;;https://a.example/%1B\%1B[2J%1B]0;owned%07%C2%9C%20%E6%9D%B1"), "{screen:?}");
    let known = Regex::new(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\").unwrap();
    assert!(!known.replace_all(&screen, "").contains(|c: char| c.is_control() && c != '\n'), "{screen:?}");
}
