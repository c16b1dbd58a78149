//! `tickmark controls list|test|lint|schema`: the controls, whether their own cases hold, and what these leave unshown.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::{all_of, built_in_criteria, plain_table};
use crate::cli::ControlsCommand;
use crate::control::{self, Diagnostic, Overrides, Pack, case, pack};
use crate::inventory::schema::Schema;
use crate::provider;

/// The exit status where cases do not hold, or leave something unshown.
const FOUND: u8 = 1;

/// Prints the answer. `width` is that of a table in columns, or `None` to ask the terminal.
pub(super) fn run(command: &ControlsCommand, width: Option<u16>, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    match command {
        ControlsCommand::List { controls } => list(&load(controls.as_deref())?, width, out),
        ControlsCommand::Test { controls } => test(&load(controls.as_deref())?, out),
        ControlsCommand::Lint { controls } => lint(&load(controls.as_deref())?, out),
        ControlsCommand::Schema => schema(out),
    }
}

/// The built-in controls, with a user's own.
fn load(folder: Option<&Path>) -> anyhow::Result<Pack> {
    let mut sources = pack::built_in();
    if let Some(folder) = folder {
        sources.extend(pack::directory(folder)?);
    }
    pack::load(&sources, &asset_types()?, &built_in_criteria()?, &Overrides::default())
        .map_err(|problems| all_of(&problems))
}

fn asset_types() -> anyhow::Result<Schema> {
    provider::schema().context("the types of the built-in assets are damaged")
}

fn list(pack: &Pack, width: Option<u16>, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let mut table = plain_table(width);
    table.set_header(["CONTROL", "SEVERITY", "CRITERIA", "WHAT IT EXPECTS"]);
    for control in pack {
        let criteria: Vec<&str> = control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
        table.add_row([control.id.as_str(), control.severity.gravest().as_str(), &criteria.join(" "), &control.title]);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(ExitCode::SUCCESS)
}

fn test(pack: &Pack, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let cases: usize = pack.iter().map(|control| control.cases.len()).sum();
    let mismatches: Vec<case::Mismatch> = pack.iter().flat_map(case::run).collect();
    for mismatch in &mismatches {
        writeln!(out, "{}", mismatch.diagnostic())?;
    }
    writeln!(out, "controls: {}, cases: {cases}, not held: {}", pack.len(), mismatches.len())?;
    Ok(if mismatches.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn lint(pack: &Pack, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let found: Vec<Diagnostic> = pack.iter().flat_map(control::lint).collect();
    for diagnostic in &found {
        writeln!(out, "{diagnostic}")?;
    }
    writeln!(out, "controls: {}, found: {}", pack.len(), found.len())?;
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn schema(out: &mut impl Write) -> anyhow::Result<ExitCode> {
    serde_json::to_writer_pretty(&mut *out, &control::schema::json_schema(&asset_types()?, &built_in_criteria()?))?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "
title: The account ignores public ACLs
asset: aws.s3.account
severity: low
criteria: [{id: CC6.1, role: supporting, points: [Restricts Logical Access], because: They grant nothing.}]
expect: {public_access_block.ignore_public_acls: true}
fix: {summary: Turn it on., console: [Open S3.]}
cases:
  - {given: {public_access_block: null}, then: THEN}
";

    /// The status and output of `controls test` over a folder that holds one control of the user's own.
    fn tested(text: &str) -> anyhow::Result<(bool, String)> {
        let folder = tempfile::tempdir()?;
        let own = folder.path().join("aws/s3");
        std::fs::create_dir_all(&own)?;
        std::fs::write(own.join("s3-own.yaml"), text)?;
        let mut out = Vec::new();
        let status = run(&ControlsCommand::Test { controls: Some(folder.path().to_owned()) }, Some(120), &mut out)?;
        Ok((format!("{status:?}") == format!("{:?}", ExitCode::SUCCESS), String::from_utf8(out)?))
    }

    #[test]
    fn every_built_in_case_holds() {
        let pack = load(None).unwrap();
        assert!(!pack.is_empty());
        assert_eq!(pack.iter().flat_map(case::run).collect::<Vec<_>>(), []);
    }

    #[test]
    fn the_cases_of_built_in_controls_leave_nothing_unshown() {
        let found: Vec<Diagnostic> = load(None).unwrap().iter().flat_map(control::lint).collect();
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn the_schema_names_the_kinds_and_fields_that_a_control_may_ask_for() {
        let mut out = Vec::new();
        run(&ControlsCommand::Schema, None, &mut out).unwrap();
        let schema: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert!(schema["properties"]["asset"].is_object() && schema.to_string().contains("aws.s3.account"));
    }

    #[test]
    fn a_case_that_does_not_hold_is_named_by_its_line() {
        let (held, printed) = tested(&OWN.replace("THEN", "{fail: [public_access_block.ignore_public_acls]}")).unwrap();
        assert!(held && printed.contains("not held: 0"), "{printed}");
        let (held, printed) = tested(&OWN.replace("THEN", "pass")).unwrap();
        assert!(!held && printed.contains("s3-own.yaml:9:") && printed.contains("not held: 1"), "{printed}");
    }

    #[test]
    fn a_misspelt_field_is_an_error_with_a_suggestion() {
        let wrong = OWN.replace("THEN", "pass").replace("block.ignore", "block.ignor");
        let error = format!("{:#}", tested(&wrong).unwrap_err());
        assert!(error.contains("s3-own.yaml:6:") && error.contains("ignore_public_acls"), "{error}");
    }
}
