//! The moto server of this test process, its accounts, and the scenarios that fill them.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};

use super::operation;
use super::venv::{self, Environment};

/// What moto runs in, where its models are too.
pub(crate) const PYTHON: Environment =
    Environment { name: "moto", requirements: include_str!("requirements.txt"), purpose: "AWS tests" };

static SHARED: OnceLock<Moto> = OnceLock::new();
static NEXT_ACCOUNT: AtomicU64 = AtomicU64::new(210_000_000_001);

/// A running moto server. Its process ends when its stdin closes: on drop, or when this process ends.
#[derive(Debug)]
pub(crate) struct Moto {
    port: u16,
    pipe: Mutex<Pipe>,
    child: Mutex<Child>,
}

#[derive(Debug)]
struct Pipe {
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// One AWS account inside moto, that no other test sees, and temporary keys of a role in it.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) token: String,
}

impl Moto {
    /// The server that all tests of this process share; isolation is by account.
    pub(crate) fn shared() -> &'static Self {
        SHARED.get_or_init(|| Self::start(0.0, 1))
    }

    /// A server of one's own, whose clock is `clock_back` days behind and whose ids come from `seed`.
    /// To make single resources old, `aws.days_ago` in a scenario does without one.
    pub(crate) fn start(clock_back: f64, seed: u64) -> Self {
        static SERVERS: AtomicU64 = AtomicU64::new(0);
        let python = PYTHON.python();
        let number = SERVERS.fetch_add(1, Ordering::Relaxed);
        let log = venv::scratch().join(format!("moto-{}-{number}.log", std::process::id()));
        let mut child = Command::new(python)
            .arg(support().join("moto.py"))
            .args(["--clock-back", &clock_back.to_string(), "--seed", &seed.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("moto did not start: {}", std::fs::read_to_string(&log).unwrap_or_default()));
        let port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
        let pipe = Mutex::new(Pipe { orders: child.stdin.take(), answers });
        Self { port, pipe, child: Mutex::new(child) }
    }

    /// Where the server listens, without a trailing slash.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// An account that nobody has used yet in this process.
    pub(crate) fn account(&self) -> Account {
        self.account_named(&NEXT_ACCOUNT.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// The account of that id.
    pub(crate) fn account_named(&self, id: &str) -> Account {
        let id = id.to_owned();
        let keys = self.order(&json!({"account": id, "keys": true}));
        let text = |name: &str| keys[name].as_str().unwrap().to_owned();
        let account = Account { access_key: text("id"), secret: text("secret"), token: text("token"), id };
        operation::remember_key(&account.access_key, &account.id);
        account
    }

    /// Runs `seed(aws, **args)` of `tests/support/scenarios/<scenario>.py` in the account; answers what it returns.
    /// Panics with the Python traceback if it fails.
    pub(crate) fn seed(&self, account: &Account, scenario: &str, args: &Value) -> Value {
        self.order(&json!({"account": account.id, "scenario": scenario, "args": args}))
    }

    fn order(&self, order: &Value) -> Value {
        // A test that panicked while it held the pipe left it whole: panics come after the answer was read.
        let mut pipe = self.pipe.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let stdin = pipe.orders.as_mut().unwrap();
        writeln!(stdin, "{order}").and_then(|()| stdin.flush()).expect("the moto server has ended");
        let mut line = String::new();
        pipe.answers.read_line(&mut line).unwrap();
        drop(pipe);
        let mut answer: Value = serde_json::from_str(&line).expect("the moto server has ended");
        if let Some(error) = answer["error"].as_str() {
            panic!("{order} failed:\n{error}");
        }
        answer["ok"].take()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        if let Ok(pipe) = self.pipe.get_mut() {
            pipe.orders = None;
        }
        if let Ok(child) = self.child.get_mut() {
            let _ = child.wait();
        }
    }
}

fn support() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("support")
}
