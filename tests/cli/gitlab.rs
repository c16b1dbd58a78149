//! The component for GitLab: its script as a runner would run it, on a system that its releases are for.

use std::process::{Command, Output};

use regex::Regex;

use crate::action::{VERSION, executable, mirror, read};

/// The part of the template that is the job, with the defaults of its inputs but for these.
fn job(given: &[(&str, &str)]) -> String {
    let template = read("templates/tickmark.yml");
    let (spec, job) = template.split_once("\n---\n").unwrap();
    let input = Regex::new(r"(?m)^    ([a-z-]+):\n((?:      .*\n?)+)").unwrap();
    let mut job = job.to_owned();
    for found in input.captures_iter(spec) {
        let default = found[2].lines().find_map(|line| line.trim().strip_prefix("default: "));
        let value = given.iter().find(|(name, _)| *name == &found[1]).map(|(_, value)| *value);
        let value = value.or_else(|| default.map(|text| text.trim_matches('"'))).unwrap();
        job = job.replace(&format!("$[[ inputs.{} ]]", &found[1]), value);
    }
    assert!(!job.contains("$[["), "an input that is none\n{job}");
    job
}

/// Runs the job with releases from a folder.
fn run(given: &[(&str, &str)]) -> Output {
    let (folder, job) = (tempfile::tempdir().unwrap(), job(given));
    // The one programme of the image that would go to the network.
    executable(&folder.path().join("wget"), "exec cp \"${4#file://}\" \"$3\"");
    let script = job.split_once("    - |\n").unwrap().1.split_once("\n  artifacts:").unwrap().0;
    let script: Vec<&str> = script.lines().map(|line| line.trim_start_matches("      ")).collect();
    let mut command = Command::new("sh");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    command.args(["-c", &script.join("\n")]).current_dir(folder.path()).env_clear().env("PATH", path);
    command.env("CI_JOB_ID", "7").env("SCAN_ID_TOKEN", "secret");
    let variable = Regex::new("(?m)^    (SCAN_[A-Z_]+): \"(.*)\"$").unwrap();
    let variables: Vec<_> = variable.captures_iter(&job).collect();
    assert_eq!(variables.len(), 12);
    command.envs(variables.iter().map(|found| (found[1].to_owned(), found[2].to_owned())));
    command.output().unwrap()
}

#[test]
fn a_job_scans_as_its_inputs_say_and_ends_as_the_scan_does() {
    let (_release, url) = mirror(VERSION);
    let role = "arn:aws:iam::111122223333:role/tickmark";
    let inputs = [
        ("releases", url.as_str()),
        ("fail-on", "high"),
        ("region", "eu-west-1 us-east-1"),
        ("role-arn", role),
        ("baseline", "main branch.json"),
        ("args", "--param=a.b=* --timeout=3"),
    ];
    let Output { status, stdout, stderr } = run(&inputs);
    let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_eq!(status.code(), Some(3), "{err}");
    let expected = [
        "scan",
        "--fail-on=high",
        "--region=eu-west-1",
        "--region=us-east-1",
        "--baseline=main branch.json",
        "--new-only",
        "--param=a.b=*",
        "--timeout=3",
        "--format",
        "table",
        "--output",
        "tickmark-report/tickmark.json",
    ];
    let expected = expected.map(|word| format!("[{word}]")).join("\n");
    assert!(out.contains(&expected) && out.ends_with(&format!("[{role}]\n")), "{out}");
    assert!(!out.contains("secret") && !err.contains("secret"));
}

#[test]
fn a_release_whose_checksum_does_not_fit_is_not_run() {
    let (release, url) = mirror(VERSION);
    let sums = release.path().join(format!("v{VERSION}/SHA256SUMS"));
    let text = std::fs::read_to_string(&sums).unwrap();
    let other: Vec<String> = text.lines().map(|line| format!("{}{}", "0".repeat(64), &line[64..])).collect();
    for wrong in [other.join("\n") + "\n", String::new()] {
        std::fs::write(&sums, wrong).unwrap();
        let Output { status, stdout, stderr } = run(&[("releases", &url)]);
        assert_eq!(status.code(), Some(2), "a gate's status is 1");
        assert!(!String::from_utf8(stdout).unwrap().contains("[scan]"));
        assert!(String::from_utf8(stderr).unwrap().contains("cannot install tickmark"));
    }
}
