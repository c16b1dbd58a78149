//! From a snapshot to its report and exit status: the end that `scan` and `assess` share.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context as _, anyhow, bail};

use super::console::Console;
use super::select::Grounds;
use super::unless_broken_pipe;
use crate::assess::{Assessment, Options, assess, exit_status};
use crate::cli::{FailOn, OutputArgs};
use crate::control::Severity;
use crate::inventory::snapshot::Snapshot;
use crate::render::{self, FORMATS, Format, Style};

/// A report to come. Making it first finds what is wrong with its options before anything is collected.
#[derive(Debug)]
pub(super) struct Finish<'a> {
    args: &'a OutputArgs,
    format: &'static Format,
}

impl<'a> Finish<'a> {
    /// Checks what was asked for.
    pub(super) fn new(args: &'a OutputArgs) -> anyhow::Result<Self> {
        if let Some(path) = &args.output {
            check_destination(path)?;
        }
        Ok(Self { args, format: format(args)? })
    }

    /// Assesses the snapshot, writes the report and says what it comes to.
    pub(super) fn report(
        &self,
        snapshot: &Snapshot,
        grounds: &Grounds,
        console: &mut Console<'_>,
    ) -> anyhow::Result<ExitCode> {
        let threads = self.args.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let options = Options { criterion_threshold: self.args.criterion_threshold, threads };
        let assessment = assess(grounds.input(snapshot), options);
        match &self.args.output {
            None => {
                let style = console.style;
                unless_broken_pipe(self.write(&assessment, style, console.out))?;
            }
            Some(path) => {
                let style = Style { width: render::PIPE_WIDTH, colour: false };
                replace(path, |out| self.write(&assessment, style, out))
                    .with_context(|| format!("cannot write {}", path.display()))?;
                if !console.quiet {
                    writeln!(console.err, "tickmark: wrote the report to {}", path.display())?;
                }
            }
        }
        let status = exit_status(&assessment, threshold(self.args.fail_on), self.args.min_coverage);
        Ok(ExitCode::from(status.code()))
    }

    fn write(&self, assessment: &Assessment<'_>, style: Style, mut out: &mut dyn Write) -> io::Result<()> {
        let options = render::Options { only_failures: self.args.only_failures, style };
        (self.format.write)(assessment, options, &mut out)?;
        out.flush()
    }
}

/// The format by its name, else by the file's extension, else the first there is.
fn format(args: &OutputArgs) -> anyhow::Result<&'static Format> {
    let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    if let Some(name) = &args.format {
        return render::by_name(name).ok_or_else(|| anyhow!("there is no format {name:?}: one of {}", known()));
    }
    let Some(path) = &args.output else { return FORMATS.first().context("there is no output format") };
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
    render::by_extension(&extension).ok_or_else(|| {
        anyhow!("no format has the extension of {}: name one with --format, one of {}", path.display(), known())
    })
}

fn threshold(fail_on: FailOn) -> Option<Severity> {
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
    let part = beside(path)?;
    let written = File::create(&part).and_then(|file| write(&mut BufWriter::new(file)));
    written.and_then(|()| fs::rename(&part, path)).inspect_err(|_| {
        // What failed is told; that a part of it stays behind would be the lesser trouble.
        let _ = fs::remove_file(&part);
    })
}

/// A name in the same folder that no other process takes.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(part))
}
