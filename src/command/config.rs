//! `tickmark config show` and `tickmark init`: the settings in force, and a file to begin with.

use std::fs::File;
use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueEnum as _;
use comfy_table::ColumnConstraint;
use serde::Serialize;

use super::console::{Console, plain_table};
use super::finish::check_destination;
use super::select::load_pack;
use super::settings::Source;
use crate::assess::Management as _;
use crate::cli::{ConfigCommand, ConfigFormat, InitArgs, ShowConfigArgs};
use crate::render::text::visible;
use crate::settings::{KEYS, Key, Shape, TEMPLATE};

/// The name and version of the JSON form.
const SCHEMA: &str = "tickmark.config/1";

/// The JSON form.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    settings: Vec<Setting>,
}

/// One setting.
#[derive(Serialize)]
struct Setting {
    key: &'static str,
    values: Vec<String>,
    /// `default`, `file`, `environment` or `option`.
    source: &'static str,
    /// The line of the file, the variable or the option.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

/// Prints what is in force.
pub(super) fn run(command: &ConfigCommand, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let ConfigCommand::Show(args) = command;
    let settings = KEYS.iter().map(|key| setting(key, args, console)).collect::<anyhow::Result<Vec<_>>>()?;
    let file = console.settings.file().map(|file| file.path().display().to_string());
    match args.shown_as {
        ConfigFormat::Json => {
            serde_json::to_writer_pretty(&mut *console.out, &Document { schema: SCHEMA, file, settings })?;
            writeln!(console.out)?;
        }
        ConfigFormat::Table => table(file.as_deref(), &settings, console)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn table(file: Option<&str>, settings: &[Setting], console: &mut Console<'_>) -> anyhow::Result<()> {
    match file {
        Some(file) => writeln!(console.out, "Settings of {}", visible(file))?,
        None => writeln!(console.out, "No tickmark.yaml here or above; `tickmark init` writes one to begin with")?,
    }
    writeln!(console.out)?;
    let mut table = plain_table(console.style);
    table.set_header(["SETTING", "VALUE", "FROM"]);
    for one in settings {
        let values = if one.values.is_empty() { "–".to_owned() } else { one.values.join("\n") };
        let from = one.at.as_ref().map_or_else(|| one.source.to_owned(), |at| format!("{} {at}", one.source));
        table.add_row([one.key, &visible_lines(&values), &visible(&from)]);
    }
    for column in [0, 2] {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    writeln!(console.out, "{}", table.trim_fmt())?;
    Ok(())
}

/// Every value on a line of its own.
fn visible_lines(values: &str) -> String {
    values.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn setting(key: &'static Key, args: &ShowConfigArgs, console: &Console<'_>) -> anyhow::Result<Setting> {
    let said = console.settings.said(key);
    let by_setting = said.as_ref().map(|(_, source)| *source);
    let source = console.settings.source(key.name).or(by_setting).unwrap_or(Source::Default);
    let values = match key.shape {
        Shape::Params => {
            let chosen = console.settings.params(&args.select.pack.param)?;
            chosen.iter().map(|one| one.to_string()).collect()
        }
        Shape::Exclusions => {
            let pack = load_pack(&args.select.pack, &super::built_in_criteria()?, console.settings)?;
            let excluded = console.settings.exclusions(&pack)?;
            excluded.exclusions().iter().map(|one| format!("{one} ({}: {})", one.approver, one.reason)).collect()
        }
        Shape::Paths if args.output.output.is_empty() => said.map(|(words, _)| words).unwrap_or_default(),
        _ => values(key.name, args),
    };
    let (source, at) = match source {
        Source::Default => ("default", None),
        Source::File(line) => ("file", Some(format!("line {line}"))),
        Source::Environment(name) => ("environment", Some(name.to_owned())),
        Source::Option(name) => ("option", Some(format!("--{name}"))),
    };
    Ok(Setting { key: key.name, values, source, at })
}

/// The values of a setting, as the option of the same meaning has them.
fn values(key: &str, args: &ShowConfigArgs) -> Vec<String> {
    let ShowConfigArgs { subject, provider, select, management, output, .. } = args;
    let path = |path: &Option<std::path::PathBuf>| path.iter().map(|path| path.display().to_string()).collect();
    let word = |word: &Option<String>| word.iter().cloned().collect();
    match key {
        "organization" => word(&subject.organization),
        "system" => word(&subject.system),
        "categories" => select.category.clone(),
        "scope.accounts" => provider.account.iter().map(ToString::to_string).collect(),
        "scope.regions" => provider.region.iter().map(ToString::to_string).collect(),
        "scope.services" => select.service.clone(),
        "aws.profile" => word(&provider.profile),
        "aws.role_arn" => word(&provider.role_arn),
        "aws.external_id" => word(&provider.external_id),
        "controls" => path(&select.pack.controls),
        "acceptances" => path(&management.acceptances),
        "documents" => path(&management.documents),
        "criterion_threshold" => vec![output.criterion_threshold.to_string()],
        "fail_on" => output.fail_on.to_possible_value().map(|word| word.get_name().to_owned()).into_iter().collect(),
        "fail_on_criteria" => output.fail_on_criterion.iter().map(ToString::to_string).collect(),
        "min_coverage" => output.min_coverage.iter().map(ToString::to_string).collect(),
        "outputs" => output.output.iter().map(|path| path.display().to_string()).collect(),
        _ => Vec::new(),
    }
}

/// Writes a file to begin with.
pub(super) fn init(args: &InitArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    check_destination(&args.file)?;
    let name = args.file.display();
    let made = File::options().write(true).create_new(true).open(&args.file);
    match made {
        Ok(mut file) => file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {name}"))?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{name} is there already, and stays as it is; name another file")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {name}")),
    }
    if !console.quiet {
        writeln!(
            console.err,
            "tickmark: wrote {name}; take the # away from what you decide, and see what is in force with `tickmark \
             config show`"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
