//! The built binary against moto: what `scan` and `collect` print, and with which exit status.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use tickmark::provider;

use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;

/// One run of the binary: `Tickmark::scan(&account, &proxy.endpoint()).args(["--control", "aws-s3-…"]).json()`.
pub(crate) struct Tickmark {
    command: Command,
    snapshot: PathBuf,
    _folder: tempfile::TempDir,
}

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) snapshot: Option<String>,
}

impl Tickmark {
    /// `tickmark scan` of an account, with the JSON report on standard output and the snapshot saved.
    pub(crate) fn scan(account: &Account, endpoint: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let snapshot = folder.path().join("scan.snapshot");
        let mut command = signed_in(account);
        command.args(["scan", "--endpoint-url", endpoint, "--save"]).arg(&snapshot);
        Self { command, snapshot, _folder: folder }
    }

    /// Further arguments.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    /// Runs it.
    pub(crate) fn run(mut self) -> Ran {
        if !self.command.get_args().any(|arg| arg == "--format") {
            self.command.args(["--format", "json"]);
        }
        let output = self.command.output().unwrap();
        let snapshot = std::fs::read_to_string(&self.snapshot).ok();
        Ran { snapshot, ..Ran::from(output) }
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            snapshot: None,
        }
    }
}

impl Ran {
    /// The JSON report.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("{}\n{}", self.stdout, self.stderr))
    }

    /// Each finding of a control, as the asset's name and the status, sorted.
    pub(crate) fn findings(&self, control: &str) -> Vec<(String, String)> {
        let report = self.json();
        let all = report["findings"].as_array().unwrap().iter().filter(|finding| finding["control"] == control);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut found: Vec<_> = all.map(|one| (text(&one["asset"]["name"]), text(&one["status"]))).collect();
        found.sort();
        found
    }

    /// The status of a control.
    pub(crate) fn control(&self, control: &str) -> String {
        let report = self.json();
        let found = report["controls"].as_array().unwrap().iter().find(|result| result["id"] == control);
        found.unwrap_or_else(|| panic!("no {control}"))["status"].as_str().unwrap().to_owned()
    }
}

/// A proxy that fails the test if anything is called that is not in the registry, all of which only reads.
pub(crate) fn guarded(moto: &Moto) -> Proxy {
    let proxy = Proxy::start(moto);
    let known: Vec<String> = provider::SERVICES.iter().flat_map(|service| service.ops).map(|op| op.id()).collect();
    proxy.allow_only(known.iter().map(String::as_str).chain(["sts:AssumeRole"]));
    proxy
}

/// The binary, with the credentials of an account.
pub(crate) fn signed_in(account: &Account) -> Command {
    let mut command = bare();
    command.env("AWS_ACCESS_KEY_ID", &account.access_key);
    command.env("AWS_SECRET_ACCESS_KEY", &account.secret);
    command.env("AWS_SESSION_TOKEN", &account.token);
    command
}

/// The binary, in an environment in which nothing of the person who runs the tests can be seen.
pub(crate) fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent");
    command.env("AWS_REGION", "us-east-1").env("RUST_BACKTRACE", "0");
    command
}

/// `tickmark assess` of a snapshot file, with the JSON report on standard output.
pub(crate) fn assess(snapshot: &Path, args: &[&str]) -> Ran {
    bare().args(["assess", "--format", "json"]).arg(snapshot).args(args).output().unwrap().into()
}
