//! A headless Chromium, spoken to over a pair of pipes: the protocol's messages are JSON, ended by a zero byte.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The browser, if there is one.
pub(crate) fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// A page in a browser.
pub(crate) struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    session: Option<String>,
    number: u64,
    /// What the browser told of its own accord.
    pub(crate) events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts it.
    pub(crate) fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let pipe = |name: &str| profile.path().join(name);
        let made = Command::new("mkfifo").arg(pipe("in")).arg(pipe("out")).status().unwrap();
        assert!(made.success());
        // A shell hands the pipes over as the numbers that the browser asks for; it ends after a minute whatever happens.
        let script = "exec timeout 60 \"$0\" --headless --no-sandbox --disable-gpu --no-first-run \
                      --remote-debugging-pipe --user-data-dir=\"$1/data\" about:blank 3<\"$1/in\" 4>\"$1/out\"";
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(program).arg(profile.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        let to = OpenOptions::new().write(true).open(pipe("in")).unwrap();
        let from = BufReader::new(File::open(pipe("out")).unwrap());
        let (session, events) = (None, Vec::new());
        Self { child, to, from, session, number: 0, events, _profile: profile }
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn send(&mut self, method: &str, params: &Value) -> Value {
        self.ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where the browser may refuse.
    fn ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": params});
        if let (Some(session), Some(message)) = (&self.session, message.as_object_mut()) {
            message.insert("sessionId".to_owned(), json!(session));
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        loop {
            let mut answer = Vec::new();
            self.from.read_until(0, &mut answer).unwrap();
            assert_eq!(answer.pop(), Some(0), "the browser ended");
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            if answer["id"] == self.number {
                return if answer["error"].is_null() { Ok(answer["result"].clone()) } else { Err(answer) };
            }
            self.events.push(answer);
        }
    }

    /// Opens a page and waits until it is there; gives the time that it took.
    pub(crate) fn open(&mut self, page: &Path) -> Duration {
        let target = self.send("Target.createTarget", &json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        self.session = Some(self.send("Target.attachToTarget", &attach)["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            self.send(domain, &json!({}));
        }
        let started = Instant::now();
        self.send("Page.navigate", &json!({"url": format!("file://{}", page.display())}));
        let state =
            json!({"expression": "location.protocol === 'file:' && document.readyState", "returnByValue": true});
        // While one page gives way to the next there is none to be asked.
        while self.ask("Runtime.evaluate", &state).map_or(true, |answer| answer["result"]["value"] != "complete") {
            assert!(started.elapsed() < Duration::from_secs(30), "the page does not load");
            std::thread::sleep(Duration::from_millis(20));
        }
        started.elapsed()
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let answer = self.send("Runtime.evaluate", &json!({"expression": expression, "returnByValue": true}));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// What the page complained of: errors, exceptions, and what its policy forbade.
    pub(crate) fn complaints(&self) -> Vec<&Value> {
        let bad = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Log.entryAdded") => event["params"]["entry"]["level"] == "error",
            Some("Runtime.consoleAPICalled") => event["params"]["type"] == "error",
            _ => false,
        };
        self.events.iter().filter(bad).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended already; if it does not, its minute ends it.
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.child.wait();
    }
}
