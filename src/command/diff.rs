//! `tickmark diff`: what changed between two snapshots or assessments.

use std::fs::File;
use std::io::{Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};

use super::assess::read;
use super::console::Console;
use super::finish::{check_destination, replace, threads, threshold};
use super::select::{Grounds, selects_all};
use super::settings::Settings;
use super::unless_broken_pipe;
use crate::assess::compare::{Comparison, Judged, compare};
use crate::assess::{Options, assess};
use crate::cli::DiffArgs;
use crate::render::diff::{FORMATS, Format};
use crate::render::{self, Style};

/// Judges what is not judged yet, and prints what is not the same.
pub(super) fn run(args: &DiffArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.output {
        check_destination(path)?;
    }
    let format = format(args)?;
    let narrowed = !selects_all(&args.select) && console.settings.narrowed_by_option();
    if narrowed && !is_snapshot(&args.old)? && !is_snapshot(&args.new)? {
        bail!("assessments were judged when they were made: only snapshots can be narrowed down to some controls");
    }
    let settings = console.settings;
    let (old, new) = (judged(&args.old, args, settings)?, judged(&args.new, args, settings)?);
    let comparison = compare(&old, &new);
    match &args.output {
        None => unless_broken_pipe(write(format, &comparison, console.style, console.out))?,
        Some(path) => {
            let style = Style::default();
            replace(path, |out| write(format, &comparison, style, out))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(ExitCode::from(comparison.exit_status(threshold(args.fail_on)).code()))
}

fn write(format: &Format, comparison: &Comparison<'_>, style: Style, mut out: &mut dyn Write) -> std::io::Result<()> {
    (format.write)(comparison, style, &mut out)?;
    out.flush()
}

fn format(args: &DiffArgs) -> anyhow::Result<&'static Format> {
    let extension = args.output.as_deref().and_then(Path::extension).map(|extension| extension.to_string_lossy());
    let found = match (&args.format, extension, &args.output) {
        (Some(name), _, _) => FORMATS.iter().find(|format| format.name == name),
        (None, None, None) => FORMATS.first(),
        (None, extension, _) => {
            let extension = extension.unwrap_or_default().to_lowercase();
            FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
        }
    };
    let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| anyhow!("no format has the extension of the file: name one with --format, one of {}", known()))
}

/// One side: as it was judged, or judged now.
fn judged(path: &Path, args: &DiffArgs, settings: &Settings) -> anyhow::Result<Judged> {
    if is_snapshot(path)? {
        let grounds = Grounds::load(&args.select, &args.management, settings)?;
        let snapshot = read(&[path.to_owned()], settings)?;
        let options = Options { criterion_threshold: args.criterion_threshold, threads: threads() };
        return Ok(Judged::from(&assess(grounds.input(&snapshot), options)));
    }
    let judged = written(path)?;
    if judged.trimmed {
        bail!("{} lacks results: write it without --only-failures to see what was fixed", path.display());
    }
    Ok(judged)
}

/// An assessment from the file that it was written to.
pub(super) fn written(path: &Path) -> anyhow::Result<Judged> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    render::read_assessment(&text).with_context(|| path.display().to_string())
}

/// Whether a file is to be read as a snapshot: compressed, or lines of JSON of which the first is a header.
pub(super) fn is_snapshot(path: &Path) -> anyhow::Result<bool> {
    const COMPRESSED: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
    let mut start = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    file.take(64).read_to_end(&mut start).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(start.starts_with(&COMPRESSED) || String::from_utf8_lossy(&start).starts_with("{\"header\":"))
}
