//! A build that lives with an account: what is new fails it, and what was put right or accepted no longer does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::scan::{Ran, Tickmark, assess, bare, guarded};
use crate::support::moto::{Account, Moto};
use crate::support::proxy::Proxy;

const CONTROL: &str = "aws-s3-bucket-no-public-read";

/// An account with one bucket that has been public all along, and what a build keeps of it.
struct Build {
    account: Account,
    proxy: Proxy,
    folder: TempDir,
}

impl Build {
    fn new() -> Self {
        let moto = Moto::shared();
        let account = moto.account();
        let build = Self { proxy: guarded(moto), folder: tempfile::tempdir().unwrap(), account };
        build.publish("site");
        build
    }

    fn bucket(&self, name: &str) -> String {
        format!("{}-{name}", self.account.id)
    }

    fn seed(&self, scenario: &str, args: &Value) {
        Moto::shared().seed(&self.account, scenario, args);
    }

    fn publish(&self, name: &str) {
        self.seed("public_bucket", &json!({"name": self.bucket(name)}));
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    /// A scan, whose assessment is kept under this name.
    fn scan(&self, name: &str, more: &[&str]) -> Ran {
        let ran = Tickmark::scan(&self.account, &self.proxy.endpoint())
            .args(["--control", CONTROL, "--region", "us-east-1", "--max-attempts", "1"])
            .args(more.iter().copied())
            .run();
        if more.iter().all(|arg| *arg != "--output") {
            std::fs::write(self.file(name), &ran.stdout).unwrap();
        }
        std::fs::write(self.file(&format!("{name}l")), ran.snapshot.as_ref().unwrap()).unwrap();
        ran
    }

    /// What changed since the first scan, by the assessments and by the snapshots, which must agree.
    fn diff(&self, old: &str, new: &str) -> (i32, Value) {
        let run = |old: &Path, new: &Path, more: &[&str]| {
            let output = bare().args(["diff", "--format", "json"]).args([old, new]).args(more).output().unwrap();
            Ran::from(output)
        };
        let of = |name: &str| self.file(name);
        let assessments = run(&of(old), &of(new), &[]);
        let snapshots = run(&of(&format!("{old}l")), &of(&format!("{new}l")), &["--control", CONTROL]);
        assert_eq!((snapshots.status, &snapshots.stdout), (assessments.status, &assessments.stdout));
        (assessments.status, assessments.json())
    }
}

/// The action's scan of it, with these inputs: what it tells the steps that follow.
fn action(build: &Build, inputs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let (account, outputs) = (&build.account, build.file("outputs"));
    let _ = std::fs::remove_file(&outputs);
    let mut command = Command::new("bash");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/action/scan.sh")).current_dir(build.folder.path()).env_clear();
    command.envs([("AWS_ACCESS_KEY_ID", &account.access_key), ("AWS_SECRET_ACCESS_KEY", &account.secret)]);
    command.envs([("AWS_SESSION_TOKEN", account.token.as_str()), ("AWS_EC2_METADATA_DISABLED", "true")]);
    command.env("BINARY", env!("CARGO_BIN_EXE_tickmark")).env("PATH", std::env::var_os("PATH").unwrap());
    command.env("GITHUB_OUTPUT", &outputs).env("GITHUB_STEP_SUMMARY", build.file("summary.md"));
    command.env("INPUT_CONTROL", CONTROL).env("INPUT_REGION", "us-east-1").env("INPUT_FORMATS", "sarif xml md");
    command.env("INPUT_ARGS", format!("--endpoint-url={}\n--max-attempts=1", build.proxy.endpoint()));
    let output = command.envs(inputs.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = std::fs::read_to_string(outputs).unwrap();
    let lines = lines.lines().map(|line| line.split_once('=').unwrap());
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn the_action_gates_an_account_by_the_assessment_of_an_earlier_run() {
    let build = Build::new();
    let main = action(&build, &[("INPUT_OUTPUT", "main")]);
    assert_eq!((main["status"].as_str(), main["fail"].as_str(), main["coverage"].as_str()), ("1", "1", "100"));
    let gate = [("INPUT_BASELINE", main["json"].as_str()), ("INPUT_NEW_ONLY", "true")];
    assert_eq!(action(&build, &gate)["status"], "0");
    build.publish("leaky");
    let failed = action(&build, &gate);
    assert_eq!(failed["status"], "1");
    // What it keeps is judged again without the account, and comes to the same.
    let again = assess(Path::new(&failed["snapshot"]), &["--control", CONTROL]);
    assert_eq!(again.stdout, std::fs::read_to_string(&failed["json"]).unwrap());
    let alerts: Value = serde_json::from_str(&std::fs::read_to_string(&failed["code-scanning"]).unwrap()).unwrap();
    assert_eq!(alerts["runs"][0]["results"].as_array().unwrap().len(), 2);
    build.proxy.deny("s3:GetBucketPolicy");
    let blind = action(&build, &gate);
    assert_eq!((blind["status"].as_str(), blind["not-evaluated"].as_str()), ("3", "1"));
}

/// Each change, and the bucket that it is of.
fn changes(diff: &Value) -> Vec<(&str, &str)> {
    let all = diff["changes"].as_array().unwrap().iter();
    all.map(|one| (one["change"].as_str().unwrap(), one["asset"]["name"].as_str().unwrap())).collect()
}

#[test]
fn a_new_public_bucket_fails_a_build_until_it_is_closed_or_its_risk_is_accepted() {
    let build = Build::new();
    let (site, leaky) = (build.bucket("site"), build.bucket("leaky"));
    assert_eq!(build.scan("main.json", &[]).status, 1);
    let main = build.path("main.json");
    let gate = ["--baseline", &main, "--new-only"];

    let same = build.scan("same.json", &gate);
    assert_eq!(same.status, 0, "{}", same.stderr);
    assert!(same.stderr.contains("1 known to fail"), "{}", same.stderr);

    build.publish("leaky");
    let state = json!({"format_version": "1.0", "values": {"root_module": {"resources": [{
        "address": "aws_s3_bucket.leaky", "mode": "managed", "type": "aws_s3_bucket",
        "values": {"id": leaky, "arn": format!("arn:aws:s3:::{leaky}")},
    }]}}});
    std::fs::write(build.file("state.json"), state.to_string()).unwrap();
    let (state, sarif, junit) = (build.path("state.json"), build.path("a.sarif"), build.path("a.xml"));
    let (comment, outputs) = (build.path("a.md"), ["--output", "--output", "--output"]);
    let files = [&sarif, &junit, &comment];
    let outputs: Vec<&str> = outputs.into_iter().zip(files).flat_map(|(flag, file)| [flag, file.as_str()]).collect();
    let more = [&gate[..], &outputs[..], &["--terraform-state", &state]].concat();
    let failed = build.scan("failed.json", &more);
    assert_eq!(failed.status, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("NEW FAILURES") && failed.stderr.contains(&leaky), "{}", failed.stderr);
    let log: Value = serde_json::from_str(&build.read("a.sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |name: &str| results.iter().find(|result| result["message"]["text"].as_str().unwrap().starts_with(name));
    let (new, old) = (of(&leaky).unwrap(), of(&site).unwrap());
    assert_eq!((&new["kind"], &new["level"]), (&json!("fail"), &json!("error")));
    assert_eq!(new["locations"][0]["logicalLocations"][1]["fullyQualifiedName"], "aws_s3_bucket.leaky");
    assert_eq!(old["locations"][0]["logicalLocations"].as_array().unwrap().len(), 1);
    let junit = build.read("a.xml");
    assert!(junit.contains("failures=\"2\"") && junit.contains(&format!("[arn:aws:s3:::{leaky} ")), "{junit}");
    assert!(build.read("a.md").contains(&format!("`arn:aws:s3:::{leaky}`")), "{}", build.read("a.md"));

    // Accepted: by somebody else, for a time.
    let today: jiff::civil::Date = jiff::Timestamp::now().to_string()[..10].parse().unwrap();
    let (starts, expires) = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let acceptances = format!(
        "acceptances:\n  - control: {CONTROL}\n    assets: [\"arn:aws:s3:::{leaky}\"]\n    reason: A site by design.\n    \
         compensating_control: It is reviewed each week.\n    owner: jane@example.com\n    approver: joe@example.com\n    \
         ticket: SEC-1\n    starts: {starts}\n    expires: {expires}\n"
    );
    std::fs::write(build.file("acceptances.yaml"), acceptances).unwrap();
    let file = build.path("acceptances.yaml");
    let accepted = build.scan("accepted.json", &[&gate[..], &["--acceptances", &file]].concat());
    assert_eq!(accepted.status, 0, "{}", accepted.stderr);
    let expected = [(leaky.clone(), "risk_accepted".to_owned()), (site.clone(), "fail".to_owned())];
    assert_eq!(accepted.findings(CONTROL), expected);

    // Put right.
    build.seed("public_bucket", &json!({"name": leaky, "closed": true}));
    let closed = build.scan("closed.json", &gate);
    assert_eq!(closed.status, 0, "{}", closed.stderr);
    assert_eq!(closed.findings(CONTROL), [(leaky, "pass".to_owned()), (site, "fail".to_owned())]);
}

#[test]
fn what_is_gone_is_gone_and_what_was_not_observed_is_never_fixed() {
    let build = Build::new();
    build.publish("leaky");
    build.publish("old");
    let (leaky, old, site) = (build.bucket("leaky"), build.bucket("old"), build.bucket("site"));
    assert_eq!(build.scan("first.json", &[]).status, 1);

    build.seed("public_bucket", &json!({"name": leaky, "closed": true}));
    build.seed("delete_bucket", &json!({"name": old}));
    build.scan("second.json", &[]);
    let (status, diff) = build.diff("first.json", "second.json");
    let mut found = changes(&diff);
    found.sort_unstable();
    assert_eq!((status, found), (0, vec![("asset_gone", old.as_str()), ("fixed", leaky.as_str())]));
    assert_eq!(diff["known_failures"], 1);

    // The policy cannot be read any more: nobody knows whether the bucket is still public.
    build.proxy.deny("s3:GetBucketPolicy");
    let main = build.path("first.json");
    let blind = build.scan("blind.json", &["--baseline", &main, "--new-only"]);
    assert_eq!(blind.status, 3, "{}", blind.stderr);
    let (status, diff) = build.diff("second.json", "blind.json");
    // The closed one needs no policy to pass.
    assert_eq!((status, changes(&diff)), (3, vec![("not_observed", site.as_str())]));
    assert_eq!((&diff["changes"][0]["was"], &diff["changes"][0]["is"]), (&json!("fail"), &json!("not_evaluated")));

    // A listing that was refused is no evidence that a bucket is gone.
    build.proxy.clear_rules();
    build.proxy.deny("s3:ListBuckets");
    build.scan("unlisted.json", &[]);
    let (status, diff) = build.diff("second.json", "unlisted.json");
    let mut found = changes(&diff);
    found.sort_unstable();
    assert_eq!((status, found), (3, vec![("not_observed", leaky.as_str()), ("not_observed", site.as_str())]));
}
