//! The binary as a person meets it: an assumed role, Ctrl-C, progress in a log, and names that mean harm.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::scan::{Tickmark, bare, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::Moto;

#[test]
fn a_role_leads_into_its_own_account() {
    let moto = Moto::shared();
    let (home, away) = (moto.account(), moto.account());
    moto.seed(&away, "buckets", &json!({"names": ["assumed-by-scan"]}));
    let proxy = guarded(moto);
    let role = format!("arn:aws:iam::{}:role/auditor", away.id);
    let args = ["--role-arn", &role, "--external-id", "tick", "--service", "s3", "--region", "us-east-1"];
    let ran = Tickmark::scan(&home, &proxy.endpoint()).args(args).run();
    let report = ran.json();
    assert_eq!(report["scope"]["collections"][0]["caller"]["account"], json!(away.id), "{}", ran.stderr);
    assert_eq!(ran.findings("aws-s3-bucket-versioning"), [("assumed-by-scan".to_owned(), "fail".to_owned())]);
    let assumed = proxy.calls().into_iter().find(|call| call.operation == "AssumeRole").unwrap();
    assert_eq!(assumed.params["ExternalId"], "tick");
}

#[test]
#[cfg(unix)]
fn ctrl_c_still_reports_and_saves_what_was_seen() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "buckets", &json!({"names": ["interrupted"]}));
    let proxy = guarded(moto);
    proxy.rule(On::op("s3:GetBucketVersioning"), Fault::Hang);
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("partial.snapshot");
    let mut command = bare();
    command.args(["scan", "--format", "json", "--service", "s3", "--region", "us-east-1", "--endpoint-url"]);
    command.arg(proxy.endpoint()).arg("--save").arg(&saved);
    command.envs([("AWS_ACCESS_KEY_ID", &account.access_key), ("AWS_SECRET_ACCESS_KEY", &account.secret)]);
    command.env("AWS_SESSION_TOKEN", &account.token).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while proxy.count("s3:GetBucketVersioning") == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    // The other calls need a moment to come back; the hung one never does.
    let mut calls = 0;
    while calls < proxy.calls().len() {
        calls = proxy.calls().len();
        std::thread::sleep(Duration::from_secs(1));
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("interrupted account"), "{stderr}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let gap = |gap: &&serde_json::Value| gap["operation"] == "s3:GetBucketVersioning";
    assert_eq!(report["gaps"].as_array().unwrap().iter().find(gap).unwrap()["kind"], "interrupted");
    let encrypted =
        report["controls"].as_array().unwrap().iter().find(|c| c["id"] == "aws-s3-bucket-default-encryption");
    assert_ne!(encrypted.unwrap()["status"], "not_evaluated", "what was read before is kept");
    assert!(crate::scan::assess(&saved, &[]).status != 2, "the snapshot is whole");
}

#[test]
fn progress_is_two_lines_in_a_log_and_none_where_nobody_wants_it() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = guarded(moto);
    let scan = || Tickmark::scan(&account, &proxy.endpoint()).args(["--service", "kms", "--region", "us-east-1"]);
    let said = scan().run().stderr;
    assert!(said.starts_with(&format!("tickmark: collecting account {}, us-east-1\n", account.id)), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said:?}");
    assert_eq!(scan().args(["--quiet"]).run().stderr, "");
    let counted = scan().args(["-v"]).run().stderr;
    assert!(counted.lines().any(|line| line.split_whitespace().eq(["1", "kms:ListKeys"])), "{counted}");
}

#[test]
fn a_first_run_without_credentials_says_what_to_do_and_does_not_wait_long() {
    // Where AWS's machines are asked for their credentials: a place that takes the call and never answers.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = format!("http://{}", nobody.local_addr().unwrap());
    let mut command = bare();
    command.env_clear().env("HOME", "/nowhere").env("AWS_EC2_METADATA_SERVICE_ENDPOINT", place).arg("scan");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len(), said.lines().count()), (Some(2), 0, 3), "{said}");
    assert!(said.starts_with("tickmark: there are no credentials that could be used"), "{said}");
    assert!(said.ends_with("tickmark scan --demo\n"), "{said}");
    nobody.set_nonblocking(true).unwrap();
    let asked = std::iter::from_fn(|| nobody.accept().ok()).count();
    assert_eq!(asked, 2, "once for a region and once for credentials, of a second each");
}

#[test]
fn a_hostile_name_is_shown_and_not_obeyed() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "hostile", &json!({}));
    let proxy = guarded(moto);
    let args = ["--control", "aws-ebs-volume-encrypted", "--region", "us-east-1", "--format", "table"];
    let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    for harm in ['\u{202e}', '\u{200b}'] {
        assert!(!ran.stdout.contains(harm), "{:?}", ran.stdout);
    }
    assert!(ran.stdout.contains(r"all clear\u{202e}gnp.exe\u{200b}"), "{}", ran.stdout);
    assert!(!ran.stdout.lines().any(|line| line.starts_with("all clear")), "{}", ran.stdout);
}
