//! `tickmark report`: the auditor's point-in-time report, in one format or in several.

use std::collections::BTreeSet;
use std::fs;
use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};

use super::assess::read;
use super::console::Console;
use super::finish::{check_destination, replace, threads};
use super::pack::{Wanted, inputs};
use super::select::{Grounds, asset_types};
use super::{all_of, demo, redact, unless_broken_pipe};
use crate::assess::{Options, assess};
use crate::cli::{ReportArgs, SubjectArgs};
use crate::criteria::Criteria;
use crate::inventory::snapshot::Snapshot;
use crate::pack;
use crate::provider;
use crate::redact::Key;
use crate::report::{self, Considerations, FORMATS, Format, Report, Setting};

/// Judges the snapshots, and writes the report.
pub(super) fn run(args: &ReportArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let destination = Destination::of(args)?;
    let mut grounds = Grounds::load(&args.select, &args.management, console.settings)?;
    if let Some(key) = redact::key(&args.redact)? {
        return redacted(args, key, &destination, &grounds, console);
    }
    let snapshot = if args.demo {
        demo::manage(&mut grounds, &args.management)?;
        demo::snapshot()?
    } else {
        read(&args.snapshots, console.settings)?
    };
    let mut setting = setting(&args.subject, &snapshot, &grounds.criteria)?;
    if args.demo {
        setting.organization.get_or_insert_with(|| demo::ORGANIZATION.to_owned());
        setting.system.get_or_insert_with(|| demo::SYSTEM.to_owned());
    }
    let threads = args.threads.map_or_else(threads, NonZeroUsize::get);
    let options = Options { criterion_threshold: args.criterion_threshold, threads };
    let assessment = assess(grounds.input(&snapshot), options);
    destination.write(&Report::new(&assessment, &setting), console)?;
    Ok(ExitCode::SUCCESS)
}

/// The same with account ids and names replaced.
fn redacted(
    args: &ReportArgs,
    key: Key,
    destination: &Destination<'_>,
    read: &Grounds,
    console: &mut Console<'_>,
) -> anyhow::Result<ExitCode> {
    let criteria = &read.criteria;
    let wanted = Wanted {
        snapshots: &args.snapshots,
        demo: args.demo,
        subject: &args.subject,
        select: &args.select,
        management: &args.management,
        exclusions: &read.record.exclusions,
        criterion_threshold: args.criterion_threshold,
        redacts: true,
    };
    let inputs = redact::redacted(&inputs(&wanted, criteria, console)?, key)?;
    let grounds = pack::Grounds::new(&inputs, &asset_types()?, provider::scopes())?;
    let setting = setting(&args.subject, grounds.snapshot(), criteria)?;
    let assessment = grounds.assess(args.threads.map_or_else(threads, NonZeroUsize::get));
    destination.write(&Report::new(&assessment, &setting), console)?;
    Ok(ExitCode::SUCCESS)
}

/// What the report says that no assessment holds.
pub(super) fn setting(args: &SubjectArgs, snapshot: &Snapshot, criteria: &Criteria) -> anyhow::Result<Setting> {
    let considerations = Considerations::built_in(criteria);
    let listed_by = provider::kinds().map(|spec| {
        let operations = spec.listed_by.iter().map(|op| op.id());
        (spec.kind.clone(), operations.collect())
    });
    Ok(Setting {
        organization: args.organization.clone(),
        system: args.system.clone(),
        listed_by: listed_by.collect(),
        organization_accounts: provider::organization_accounts(snapshot),
        considerations: considerations
            .map_err(|problems| all_of(&problems))
            .context("the built-in considerations are damaged")?,
    })
}

/// Where the report goes.
#[derive(Debug)]
enum Destination<'a> {
    /// To standard output.
    Out(&'static Format),
    /// Into this file.
    File(&'static Format, &'a Path),
    /// Into files of this folder.
    Folder(Vec<&'static Format>, &'a Path),
}

impl<'a> Destination<'a> {
    /// Finds what was asked for, and what would keep it from being written later.
    fn of(args: &'a ReportArgs) -> anyhow::Result<Self> {
        let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        let wanted: BTreeSet<&str> = args.format.iter().map(String::as_str).collect();
        let named: Vec<&'static Format> = FORMATS.iter().filter(|format| wanted.contains(format.name)).collect();
        let Some(path) = args.output.as_deref() else {
            return match named.as_slice() {
                [] => Err(anyhow!("say where to write it: --output with a folder, or with a file such as report.html")),
                [one] if one.binary && std::io::stdout().is_terminal() => {
                    Err(anyhow!("{} is no text: name a file with --output", one.name))
                }
                [one] => Ok(Self::Out(one)),
                _ => Err(anyhow!("several formats need a folder: name one with --output")),
            };
        };
        let is_folder = path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
        if is_folder || named.len() > 1 {
            if path.is_file() {
                bail!("several formats need a folder, and {} is a file", path.display());
            }
            let formats = if named.is_empty() { FORMATS.iter().collect() } else { named };
            return Ok(Self::Folder(formats, path));
        }
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        let by_extension = || {
            report::by_extension(&extension).ok_or_else(|| {
                anyhow!(
                    "no format has the extension of {}: name one with --format, one of {}, or a folder that is there",
                    path.display(),
                    known()
                )
            })
        };
        let format = named.first().map_or_else(by_extension, |format| Ok(format))?;
        check_destination(path)?;
        Ok(Self::File(format, path))
    }

    fn write(&self, report: &Report<'_>, console: &mut Console<'_>) -> anyhow::Result<()> {
        match self {
            Self::Out(format) => {
                let written = (format.write)(report, console.out);
                match written.map_err(anyhow::Error::downcast::<std::io::Error>) {
                    Err(Ok(error)) => unless_broken_pipe(Err(error)),
                    Err(Err(error)) => Err(error),
                    Ok(()) => Ok(()),
                }
            }
            Self::File(format, path) => file(report, format, path, console),
            Self::Folder(formats, folder) => {
                fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
                let path = |format: &Format| -> PathBuf { folder.join(format.file_name()) };
                formats.iter().try_for_each(|format| file(report, format, &path(format), console))
            }
        }
    }
}

fn file(report: &Report<'_>, format: &Format, path: &Path, console: &mut Console<'_>) -> anyhow::Result<()> {
    let write = |out: &mut dyn std::io::Write| {
        (format.write)(report, out).map_err(std::io::Error::other)?;
        out.flush()
    };
    replace(path, write).with_context(|| format!("cannot write {}", path.display()))?;
    if !console.quiet {
        writeln!(console.err, "tickmark: wrote the report to {}", path.display())?;
    }
    Ok(())
}
