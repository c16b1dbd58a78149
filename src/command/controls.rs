//! `tickmark controls list|show|test|lint|schema`: the controls, whether their own cases hold, and what these leave unshown.

pub(super) mod reads;
pub(super) mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use comfy_table::ColumnConstraint;

use super::built_in_criteria;
use super::console::{Console, plain_table};
use super::select::{Grounds, asset_types, load_pack};
use super::settings::Settings;
use crate::cli::{ControlsCommand, ManagementArgs, PackArgs, SelectArgs};
use crate::control::{self, Control, Diagnostic, Origin, Pack, case};
use crate::yaml::nearest;

/// The exit status where cases do not hold, or leave something unshown.
const FOUND: u8 = 1;

/// Prints the answer.
pub(super) fn run(command: &ControlsCommand, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    match command {
        ControlsCommand::List(select) => list(select, console),
        ControlsCommand::Show { id, pack } => show(id, pack, console),
        ControlsCommand::Test { controls } => test(controls.as_ref(), console),
        ControlsCommand::Lint { controls } => lint(controls.as_ref(), console),
        ControlsCommand::Schema => schema(console),
    }
}

fn list(select: &SelectArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let Grounds { pack, selection, .. } = Grounds::load(select, &ManagementArgs::default(), console.settings)?;
    let mut table = plain_table(console.style);
    table.set_header(["CONTROL", "SEVERITY", "CRITERIA", "WHAT IT EXPECTS"]);
    for control in pack.iter().filter(|control| selection.has(&control.id)) {
        let criteria: Vec<&str> = control.criteria.iter().map(|mapping| mapping.criterion.as_str()).collect();
        table.add_row([control.id.as_str(), control.severity.gravest().as_str(), &criteria.join(" "), &control.title]);
    }
    // An id that is broken over two lines cannot be copied.
    if let Some(ids) = table.column_mut(0) {
        ids.set_constraint(ColumnConstraint::ContentWidth);
    }
    writeln!(console.out, "{}", table.trim_fmt())?;
    Ok(ExitCode::SUCCESS)
}

fn show(id: &str, args: &PackArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let pack = load_pack(args, &built_in_criteria()?, console.settings)?;
    show::page(named(&pack, id)?, &asset_types()?, console.style).write(console.out)?;
    Ok(ExitCode::SUCCESS)
}

/// The control of that id.
pub(super) fn named<'p>(pack: &'p Pack, id: &str) -> anyhow::Result<&'p Control> {
    pack.iter().find(|control| control.id.as_str() == id).ok_or_else(|| {
        let near = nearest(id, pack.iter().map(|control| control.id.as_str()));
        let near = near.unwrap_or_else(|| "`tickmark controls list` names all of them".to_owned());
        anyhow!("there is no control {id:?}; {near}")
    })
}

/// The pack, and of its controls those to look at: a user's own, or without a folder all that are built in.
fn own(folder: Option<&PathBuf>) -> anyhow::Result<(Pack, Origin)> {
    let args = PackArgs { controls: folder.cloned(), param: Vec::new() };
    let origin = if folder.is_some() { Origin::User } else { Origin::BuiltIn };
    Ok((load_pack(&args, &built_in_criteria()?, &Settings::default())?, origin))
}

fn test(folder: Option<&PathBuf>, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let (pack, origin) = own(folder)?;
    let controls: Vec<&Control> = pack.iter().filter(|control| control.origin == origin).collect();
    let cases: usize = controls.iter().map(|control| control.cases.len()).sum();
    let mismatches: Vec<case::Mismatch> = controls.iter().flat_map(|control| case::run(control)).collect();
    for mismatch in &mismatches {
        writeln!(console.out, "{}", mismatch.diagnostic())?;
    }
    writeln!(console.out, "controls: {}, cases: {cases}, not held: {}", controls.len(), mismatches.len())?;
    Ok(if mismatches.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn lint(folder: Option<&PathBuf>, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let (pack, origin) = own(folder)?;
    let controls: Vec<&Control> = pack.iter().filter(|control| control.origin == origin).collect();
    let found: Vec<Diagnostic> = controls.iter().flat_map(|control| control::lint(control)).collect();
    for diagnostic in &found {
        writeln!(console.out, "{diagnostic}")?;
    }
    writeln!(console.out, "controls: {}, found: {}", controls.len(), found.len())?;
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn schema(console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let schema = control::schema::json_schema(&asset_types()?, &built_in_criteria()?);
    serde_json::to_writer_pretty(&mut *console.out, &schema)?;
    writeln!(console.out)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::console::printed;

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

    fn said(command: &ControlsCommand) -> anyhow::Result<(bool, String)> {
        let (status, text) = printed(|console| run(command, console))?;
        Ok((format!("{status:?}") == format!("{:?}", ExitCode::SUCCESS), text))
    }

    /// The status and output of `controls test` over a folder that holds one control of the user's own.
    fn tested(text: &str) -> anyhow::Result<(bool, String)> {
        let folder = tempfile::tempdir()?;
        let own = folder.path().join("aws/s3");
        std::fs::create_dir_all(&own)?;
        std::fs::write(own.join("s3-own.yaml"), text)?;
        said(&ControlsCommand::Test { controls: Some(folder.path().to_owned()) })
    }

    #[test]
    fn every_built_in_case_holds_and_leaves_nothing_unshown() {
        for command in [ControlsCommand::Test { controls: None }, ControlsCommand::Lint { controls: None }] {
            let (clean, text) = said(&command).unwrap();
            assert!(clean && !text.starts_with("controls: 0,"), "{text}");
        }
    }

    #[test]
    fn every_built_in_control_can_be_shown() {
        let pack = load_pack(&PackArgs::default(), &built_in_criteria().unwrap(), &Settings::default()).unwrap();
        let types = asset_types().unwrap();
        for control in &pack {
            let ((), text) =
                printed(|console| Ok(show::page(control, &types, console.style).write(console.out)?)).unwrap();
            assert!(text.starts_with(control.id.as_str()) && text.lines().all(|line| line.chars().count() <= 120));
        }
        let (_, text) =
            said(&ControlsCommand::Show { id: "aws-s3-account-public-access-block".into(), pack: PackArgs::default() })
                .unwrap();
        assert!(text.starts_with("aws-s3-account-public-access-block"));
        let error =
            said(&ControlsCommand::Show { id: "aws-s3-account-public-access-blok".into(), pack: PackArgs::default() });
        assert!(error.unwrap_err().to_string().contains("aws-s3-account-public-access-block"));
    }

    #[test]
    fn the_schema_names_the_kinds_and_fields_that_a_control_may_ask_for() {
        let (_, text) = said(&ControlsCommand::Schema).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(schema["properties"]["asset"].is_object() && text.contains("aws.s3.account"));
    }

    #[test]
    fn a_case_that_does_not_hold_is_named_by_its_line() {
        let (held, printed) = tested(&OWN.replace("THEN", "{fail: [public_access_block.ignore_public_acls]}")).unwrap();
        assert!(held && printed.contains("controls: 1, cases: 1, not held: 0"), "{printed}");
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
