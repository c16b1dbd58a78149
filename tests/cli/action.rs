//! The action for GitHub: its scripts as a runner would run them, and what must agree with what.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(source(path)).unwrap()
}

/// What a step came to.
struct Step {
    status: i32,
    stdout: String,
    stderr: String,
    outputs: BTreeMap<String, String>,
}

/// Runs one of the action's scripts in a folder, with these variables.
fn step(script: &str, folder: &TempDir, variables: &[(&str, &str)]) -> Step {
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("outputs"), "").unwrap();
    let mut command = Command::new("bash");
    command.arg(source("action").join(script)).current_dir(folder.path()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("RUNNER_TEMP", folder.path());
    command.env("GITHUB_OUTPUT", file("outputs")).env("GITHUB_PATH", file("path"));
    command.env("GITHUB_STEP_SUMMARY", file("summary")).env("BINARY", env!("CARGO_BIN_EXE_tickmark"));
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let outputs = std::fs::read_to_string(file("outputs")).unwrap();
    let outputs = outputs.lines().map(|line| line.split_once('=').unwrap());
    Step {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        outputs: outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    }
}

/// An executable.
pub(crate) fn executable(path: &Path, script: &str) {
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

/// One that says that it is this version of tickmark, and else with what it was called, and with which role.
fn programme(path: &Path, version: &str) {
    let version = format!("[ \"$1\" = --version ] && echo tickmark {version} && exit");
    executable(path, &format!("{version}\nprintf '[%s]\\n' \"$@\" \"$AWS_ROLE_ARN\"\nexit 3"));
}

pub(crate) fn shell(folder: &Path, script: &str) -> String {
    let output = Command::new("bash").args(["-ec", script]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A mirror that holds a release which calls itself so, for every system; and its URL.
pub(crate) fn mirror(called: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join(format!("v{VERSION}"));
    std::fs::create_dir(&release).unwrap();
    programme(&release.join("tickmark"), called);
    for target in targets() {
        shell(&release, &format!("tar -czf tickmark-{VERSION}-{target}.tar.gz tickmark"));
    }
    shell(&release, "(sha256sum *.tar.gz || shasum -a 256 *.tar.gz) > SHA256SUMS");
    let url = format!("file://{}", folder.path().display());
    (folder, url)
}

/// What the action can download.
fn targets() -> Vec<String> {
    let found = Regex::new(r"echo ([a-z0-9_]+-[a-z]+-[a-z-]+) ;;").unwrap();
    let script = read("action/install.sh");
    let targets: Vec<String> = found.captures_iter(&script).map(|found| found[1].to_owned()).collect();
    assert_eq!(targets.len(), 4);
    targets
}

fn installed(mirror: &str) -> (TempDir, Step) {
    let folder = tempfile::tempdir().unwrap();
    let step = step("install.sh", &folder, &[("INPUT_VERSION", VERSION), ("INPUT_MIRROR", mirror)]);
    (folder, step)
}

#[test]
fn a_release_is_installed_where_its_checksum_fits() {
    let (release, url) = mirror(VERSION);
    let (folder, good) = installed(&url);
    assert_eq!(good.status, 0, "{}", good.stderr);
    let binary = Path::new(&good.outputs["binary"]);
    assert!(binary.starts_with(folder.path()) && binary.ends_with("tickmark"));
    let on_the_path = std::fs::read_to_string(folder.path().join("path")).unwrap();
    assert_eq!(Path::new(on_the_path.trim()), binary.parent().unwrap());

    let names = release.path().join(format!("v{VERSION}/SHA256SUMS"));
    let sums = std::fs::read_to_string(&names).unwrap();
    let others: Vec<String> = sums.lines().map(|line| format!("{}{}", "0".repeat(64), &line[64..])).collect();
    for (wrong, told) in [
        (others.join("\n") + "\n", "checksum of tickmark-"),
        (String::new(), "not one line"),
        (sums.repeat(2), "not one line"),
    ] {
        std::fs::write(&names, wrong).unwrap();
        let (folder, step) = installed(&url);
        assert!(step.status == 2 && step.outputs.is_empty() && step.stderr.contains(told), "{told}: {}", step.stderr);
        assert!(!folder.path().join("path").exists());
    }
}

#[test]
fn what_is_no_release_of_that_version_is_not_installed() {
    let (_release, url) = mirror("9.9.9");
    let (_, step) = installed(&url);
    assert!(step.status == 2 && step.stderr.contains("not what it calls itself"), "{}", step.stderr);
    let (_, step) = installed("file:///nowhere");
    assert!(step.status == 2 && step.stderr.contains("cannot download SHA256SUMS"), "{}", step.stderr);
    let folder = tempfile::tempdir().unwrap();
    for (variables, told) in [
        ([("INPUT_VERSION", "../1"), ("INPUT_MIRROR", url.as_str())], "like 1.2.3"),
        ([("INPUT_VERSION", "1.2.3\n"), ("INPUT_MIRROR", url.as_str())], "like 1.2.3"),
        ([("INPUT_VERSION", VERSION), ("INPUT_REPOSITORY", "")], "nobody knows whose releases"),
        ([("INPUT_VERSION", VERSION), ("INPUT_REPOSITORY", "a/b/../../c")], "nobody knows whose releases"),
        ([("INPUT_VERSION", VERSION), ("INPUT_PATH", "/nowhere")], "path is to be an executable"),
    ] {
        let step = self::step("install.sh", &folder, &variables);
        assert!(step.status == 2 && step.stderr.contains(told), "{told}: {}", step.stderr);
    }
}

#[test]
fn a_tickmark_that_is_there_is_taken_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    programme(&folder.path().join("own tickmark"), "0.0.0");
    let step = step("install.sh", &folder, &[("INPUT_VERSION", VERSION), ("INPUT_PATH", "own tickmark")]);
    assert_eq!((step.status, step.stdout.as_str()), (0, "tickmark 0.0.0\n"), "{}", step.stderr);
    assert!(Path::new(&step.outputs["binary"]).is_absolute());
}

#[test]
fn a_scan_writes_its_reports_and_tells_what_they_come_to() {
    let folder = tempfile::tempdir().unwrap();
    let step = step(
        "scan.sh",
        &folder,
        &[
            ("INPUT_DEMO", "true"),
            ("INPUT_SERVICE", "s3\n  ec2\r\n"),
            ("INPUT_FORMATS", "sarif\nxml md"),
            ("INPUT_OUTPUT", "the reports"),
            ("INPUT_ARGS", "--no-progress\n--param=aws-s3-bucket-versioning.x=$(touch broken)"),
        ],
    );
    // The parameter is none, and no shell has read it.
    assert_eq!((step.status, step.outputs["status"].as_str()), (0, "2"), "{}", step.stderr);
    assert!(!folder.path().join("broken").exists() && !step.outputs.contains_key("json"));

    let step = self::step(
        "scan.sh",
        &folder,
        &[
            ("INPUT_DEMO", "true"),
            ("INPUT_SERVICE", "s3\nec2"),
            ("INPUT_FORMATS", "xml"),
            ("INPUT_UPLOAD_SARIF", "true"),
        ],
    );
    assert_eq!((step.status, step.outputs["status"].as_str()), (0, "1"), "{}", step.stderr);
    let report = folder.path().join("tickmark-report");
    let read = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    let json: Value = serde_json::from_str(&read("tickmark.json")).unwrap();
    let counts = &json["summary"]["counts"]["controls"];
    for (output, count) in [("fail", "fail"), ("not-evaluated", "not_evaluated"), ("pass", "pass")] {
        assert_eq!(step.outputs[output], counts[count].to_string());
    }
    assert_eq!(step.outputs["coverage"], json["summary"]["coverage"]["percent"].to_string());
    assert!(read("tickmark.xml").starts_with("<?xml") && !report.join("tickmark.md").exists());
    assert_eq!(Path::new(&step.outputs["json"]), report.join("tickmark.json"));
    let alerts: Value =
        serde_json::from_str(&std::fs::read_to_string(&step.outputs["code-scanning"]).unwrap()).unwrap();
    let alerts = alerts["runs"][0]["results"].as_array().unwrap().len() as u64;
    assert_eq!(alerts, json["summary"]["counts"]["results"]["fail"].as_u64().unwrap());
    // What stands on standard error is no command of the runner; the annotations are.
    let (begin, rest) = step.stdout.split_once('\n').unwrap();
    let token = begin.strip_prefix("::stop-commands::").unwrap();
    let (end, annotations) = rest.split_once('\n').unwrap();
    assert_eq!((token.len(), end), (32, format!("::{token}::").as_str()));
    assert!(annotations.starts_with("::error title=critical"), "{annotations}");
    let summary = std::fs::read_to_string(folder.path().join("summary")).unwrap();
    assert!(summary.starts_with("## tickmark"), "{summary}");
}

#[test]
fn the_assessment_alone_has_annotations_too() {
    let folder = tempfile::tempdir().unwrap();
    let step = step("scan.sh", &folder, &[("INPUT_DEMO", "true"), ("INPUT_CONTROL", "aws-ebs-snapshot-encrypted")]);
    assert_eq!(step.outputs["status"], "1", "{}", step.stderr);
    assert!(step.stdout.contains("\n::error title=") && step.outputs.contains_key("json"));
    let step = self::step("scan.sh", &folder, &[("INPUT_DEMO", "maybe")]);
    assert!(step.status == 2 && step.stderr.contains("demo is to be true or false"), "{}", step.stderr);
}

#[test]
fn every_input_is_one_of_the_scripts() {
    let action = read("action.yml");
    let (inputs, rest) = action.split_once("\noutputs:\n").unwrap();
    let (outputs, steps) = rest.split_once("\nruns:\n").unwrap();
    let key = Regex::new(r"(?m)^  ([a-z-]+):$").unwrap();
    let names = |part: &str| key.captures_iter(part).map(|found| found[1].to_owned()).collect::<Vec<_>>();
    let scripts = read("action/install.sh") + &read("action/scan.sh");
    let inputs = inputs.split_once("\ninputs:\n").unwrap().1;
    assert!(names(inputs).len() > 20);
    for input in names(inputs) {
        let variable = format!("INPUT_{}", input.replace('-', "_").to_uppercase());
        assert!(steps.contains(&format!("        {variable}: ${{{{ inputs.{input}")), "{input} reaches no script");
        let used = Regex::new(&format!(r"\$\{{?{variable}\b")).unwrap();
        assert!(used.is_match(&scripts), "{variable} is not used");
    }
    for output in names(outputs) {
        let written = [format!("emit {output} "), format!("\"{output}=")];
        assert!(written.iter().any(|written| scripts.contains(written)), "{output}");
    }
}

/// What names a version names this one: the action downloads it, and the examples are of it.
#[test]
fn every_version_is_that_of_the_crate() {
    let action = read("action.yml");
    let (_, version) = action.split_once("\n  version:\n").unwrap();
    assert!(version.lines().nth(1).unwrap() == format!("    default: {VERSION}"), "{version}");
    let template = read("templates/tickmark.yml");
    let (_, version) = template.split_once("\n    version:\n").unwrap();
    assert!(version.lines().any(|line| line == format!("      default: {VERSION}")), "{version}");
    let named =
        Regex::new(r"tickmark(?:/tickmark)?@v?([0-9][0-9A-Za-z.-]*)|rev: v([0-9A-Za-z.-]+)|tickmark:([0-9][0-9.]*)")
            .unwrap();
    for file in ["README.md", "docs/ci.md"] {
        let text = read(file);
        let versions: Vec<_> = named.captures_iter(&text).collect();
        assert!(!versions.is_empty(), "{file} has examples");
        for found in versions {
            let version = found.iter().skip(1).flatten().next().unwrap().as_str();
            assert_eq!(version, VERSION, "{file}: {}", &found[0]);
        }
        // A place-holder is for as long as nobody knows where the source is published.
        assert_eq!(text.contains("OWNER/tickmark"), env!("CARGO_PKG_REPOSITORY").is_empty(), "{file}");
    }
    let rust = read("Dockerfile").lines().find_map(|line| line.strip_prefix("ARG RUST=").map(str::to_owned)).unwrap();
    assert!(env!("CARGO_PKG_RUST_VERSION").starts_with(&format!("{rust}.")), "the image builds with Rust {rust}");
    // What is built for a release is what the action downloads.
    let release = read(".github/workflows/release.yml");
    for target in targets() {
        assert!(release.contains(&format!("target: {target}\n")), "{target} is not built");
    }
}
