//! From a snapshot to its report and exit status: the end that `scan` and `assess` share.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context as _, anyhow, bail};

use super::console::Console;
use super::diff::written;
use super::select::{Grounds, NEEDS};
use super::settings::Settings;
use super::terraform::{locate, states};
use super::{built_in_criteria, unless_broken_pipe};
use crate::assess::compare::{Judged, compare};
use crate::assess::{Assessment, Gate, Options, assess};
use crate::cli::{FailOn, OutputArgs};
use crate::control::Severity;
use crate::criteria::CriterionId;
use crate::inventory::snapshot::Snapshot;
use crate::render::{self, By, FORMATS, Format, Style, diff, github, markdown, table};
use crate::terraform::{Addresses, State};

/// A report to come. Making it first finds what is wrong with its options before anything is collected.
#[derive(Debug)]
pub(super) struct Finish<'a> {
    args: &'a OutputArgs,
    outputs: Vec<Output>,
    baseline: Option<Judged>,
    terraform: Option<State>,
}

/// One format, and where it goes: a file, or standard output.
#[derive(Debug, Clone)]
struct Output {
    file: Option<PathBuf>,
    format: &'static Format,
}

impl<'a> Finish<'a> {
    /// Checks what was asked for.
    pub(super) fn new(args: &'a OutputArgs, settings: &Settings) -> anyhow::Result<Self> {
        // An option replaces what the settings write; these write besides what is printed.
        let besides = if args.output.is_empty() { settings.outputs() } else { Vec::new() };
        for path in args.output.iter().chain(&besides) {
            check_destination(path)?;
        }
        check_criteria(&args.fail_on_criterion)?;
        let outputs = outputs(args, besides)?;
        check_groups(args.by, &outputs)?;
        let baseline = args.baseline.as_deref().map(written).transpose()?;
        let terraform = states(&args.terraform_state)?;
        Ok(Self { args, outputs, baseline, terraform })
    }

    /// Assesses the snapshot, writes the report and says what it comes to.
    pub(super) fn report(
        &self,
        snapshot: &Snapshot,
        grounds: &Grounds,
        console: &mut Console<'_>,
    ) -> anyhow::Result<ExitCode> {
        let threads = self.args.threads.map_or_else(threads, NonZeroUsize::get);
        let options = Options { criterion_threshold: self.args.criterion_threshold, threads };
        let assessment = assess(grounds.input(snapshot), options);
        let addresses = self.terraform.as_ref().map(|state| locate(state, snapshot, console)).transpose()?;
        for output in &self.outputs {
            self.deliver(output, &assessment, addresses.as_ref(), console)?;
        }
        if let Some(summary) = self.step_summary() {
            self.append(Path::new(&summary), &assessment)?;
        }
        if let Some(baseline) = &self.baseline {
            // Told however quiet it is to be: what the baseline lets pass is nowhere else.
            let (now, style) = (Judged::from(&assessment), Style::default());
            diff::write_table(&compare(baseline, &now), style, &mut console.err)?;
        }
        let gate = Gate {
            fail_on: threshold(self.args.fail_on),
            criteria: &self.args.fail_on_criterion,
            min_coverage: self.args.min_coverage,
            known: self.baseline.as_ref().filter(|_| self.args.new_only),
        };
        Ok(ExitCode::from(gate.status(&assessment).code()))
    }

    fn deliver(
        &self,
        output: &Output,
        assessment: &Assessment<'_>,
        terraform: Option<&Addresses>,
        console: &mut Console<'_>,
    ) -> anyhow::Result<()> {
        let OutputArgs { only_failures, by, .. } = self.args;
        let (only_failures, by) = (*only_failures, *by);
        let options = |style| render::Options { only_failures, style, by, needs: Some(&NEEDS), terraform };
        let Some(path) = &output.file else {
            let style = console.style;
            return unless_broken_pipe(write(output.format, assessment, options(style), console.out));
        };
        replace(path, |out| write(output.format, assessment, options(Style::default()), out))
            .with_context(|| format!("cannot write {}", path.display()))?;
        if !console.quiet {
            writeln!(console.err, "tickmark: wrote the report to {}", path.display())?;
        }
        Ok(())
    }

    /// The file in which GitHub Actions wants the summary of a step, where the report is for it.
    fn step_summary(&self) -> Option<OsString> {
        let for_github = self.outputs.iter().any(|output| output.format.name == github::NAME);
        env::var_os("GITHUB_STEP_SUMMARY").filter(|file| for_github && !file.is_empty())
    }

    /// Adds the Markdown report to a summary, which may hold those of others.
    fn append(&self, summary: &Path, assessment: &Assessment<'_>) -> anyhow::Result<()> {
        let mut text = Vec::new();
        let options = render::Options { only_failures: self.args.only_failures, ..render::Options::default() };
        markdown::write(assessment, options, &mut text)?;
        text.push(b'\n');
        let written =
            File::options().append(true).create(true).open(summary).and_then(|mut file| file.write_all(&text));
        written.with_context(|| format!("cannot add to the step's summary {}", summary.display()))
    }
}

fn write(
    format: &Format,
    assessment: &Assessment<'_>,
    options: render::Options<'_>,
    mut out: &mut dyn Write,
) -> io::Result<()> {
    (format.write)(assessment, options, &mut out)?;
    out.flush()
}

/// What is written where. `--format` names the format of standard output, or of the only file; a file's is else told by
/// its extension.
fn outputs(args: &OutputArgs, besides: Vec<PathBuf>) -> anyhow::Result<Vec<Output>> {
    let named = args.format.as_deref().map(by_name).transpose()?;
    match args.output.as_slice() {
        [] => {
            let format = named.or(FORMATS.first()).context("there is no output format")?;
            let printed = Output { file: None, format };
            beside(vec![printed], besides)
        }
        [only] => {
            let format = named.map_or_else(|| by_file_name(only), Ok)?;
            Ok(vec![Output { file: Some(only.clone()), format }])
        }
        several => {
            let printed = named.into_iter().map(|format| Output { file: None, format }).collect();
            beside(printed, several.to_vec())
        }
    }
}

/// What is printed, and files of which each has the format of its name.
fn beside(printed: Vec<Output>, files: Vec<PathBuf>) -> anyhow::Result<Vec<Output>> {
    let mut outputs = printed;
    for path in files {
        if outputs.iter().any(|earlier| earlier.file.as_ref() == Some(&path)) {
            bail!("two reports cannot be written to {}", path.display());
        }
        outputs.push(Output { format: by_file_name(&path)?, file: Some(path) });
    }
    Ok(outputs)
}

fn by_name(name: &str) -> anyhow::Result<&'static Format> {
    render::by_name(name).ok_or_else(|| anyhow!("there is no format {name:?}: one of {}", known()))
}

fn by_file_name(path: &Path) -> anyhow::Result<&'static Format> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    render::by_file_name(&name).ok_or_else(|| {
        anyhow!(
            "no format has the extension of {}: for a single file --format names one of {}",
            path.display(),
            known()
        )
    })
}

fn known() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

/// As many threads as there are processors.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Only the table groups what failed.
fn check_groups(by: By, outputs: &[Output]) -> anyhow::Result<()> {
    if by != By::default() && !outputs.iter().any(|output| output.format.name == table::NAME) {
        let formats: Vec<&str> = outputs.iter().map(|output| output.format.name).collect();
        bail!("--by groups the {}, and nothing is written in it but {}", table::NAME, formats.join(", "));
    }
    Ok(())
}

/// Criteria that are none could never fail a build.
fn check_criteria(named: &[CriterionId]) -> anyhow::Result<()> {
    let criteria = built_in_criteria()?;
    if let Some(id) = named.iter().find(|id| criteria.get(id).is_none()) {
        bail!("--fail-on-criterion {id}: there is no such criterion; `tickmark criteria list` has them all");
    }
    Ok(())
}

/// The severity from which on a failure fails the run.
pub(super) fn threshold(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Critical => Some(Severity::Critical),
        FailOn::High => Some(Severity::High),
        FailOn::Medium => Some(Severity::Medium),
        FailOn::Low => Some(Severity::Low),
        FailOn::Never => None,
    }
}

/// Finds now what would keep the file from being written later.
pub(super) fn check_destination(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        bail!("cannot write {}: it is a folder", path.display());
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display());
    }
    Ok(())
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all; what is no plain file, such as `/dev/null`, is written as it is.
pub(super) fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if path.exists() && !path.is_file() {
        return write(&mut BufWriter::new(File::options().write(true).open(path)?));
    }
    let part = part_of(path)?;
    let written = File::create(&part).and_then(|file| write(&mut BufWriter::new(file)));
    written.and_then(|()| fs::rename(&part, path)).inspect_err(|_| {
        // What failed is told; that a part of it stays behind would be the lesser trouble.
        let _ = fs::remove_file(&part);
    })
}

/// A name in the same folder that no other process takes.
fn part_of(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut part = OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(part))
}
