//! `tickmark documents add`: one document more, with the digests of its files.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::assess::{Document, FileState, FiledFile};
use crate::cli::AddDocument;
use crate::command::console::Console;
use crate::command::finish::folder_of;
use crate::command::{built_in_criteria, unless_broken_pipe};
use crate::inventory::Timestamp;
use crate::management::documents::{VALID_DAYS, addition, sha256};
use crate::render::text::{count, visible};

/// Adds it, and says so.
pub(super) fn run(args: &AddDocument, now: Timestamp, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let (path, folder) = (&args.documents, folder_of(&args.documents));
    let source = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        read => read.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let document = document(args, folder, now)?;
    let text = addition((&path.display().to_string(), &source), &built_in_criteria()?, folder, &document)?;
    // In one piece and at the end: what stands in the file already is not written again.
    File::options()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let files = count(document.files.len() as u64, "file");
    let told = format!("{} has a document more in {}, with {files}.", document.criterion, path.display());
    unless_broken_pipe(writeln!(console.out, "{}", visible(&told)))?;
    Ok(ExitCode::SUCCESS)
}

fn document(args: &AddDocument, folder: &Path, now: Timestamp) -> anyhow::Result<Document> {
    let date = args.date.or_else(|| Timestamp::from_date(&now.date())).context("today is no day")?;
    let last_day = args.valid_until.or_else(|| date.plus_days(VALID_DAYS));
    if let Some(last_day) = last_day.filter(|last_day| *last_day < date) {
        bail!("it would be valid until {}, which is before its date, {}", last_day.date(), date.date());
    }
    let files: Vec<FiledFile> = args.file.iter().map(|file| filed(file, folder)).collect::<anyhow::Result<_>>()?;
    Ok(Document {
        criterion: args.criterion.clone(),
        points: args.point.clone(),
        statement: args.statement.clone(),
        owner: args.owner.clone(),
        date,
        ends: last_day.and_then(|last_day| last_day.plus_days(1)).context("it is valid for too long")?,
        files,
        links: args.link.clone(),
    })
}

/// A file as it lies there, by its path from the folder of the documents.
fn filed(file: &Path, folder: &Path) -> anyhow::Result<FiledFile> {
    let cannot_read = || format!("cannot read {}", file.display());
    let whole = fs::canonicalize(file).with_context(cannot_read)?;
    let folder = fs::canonicalize(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let Ok(inside) = whole.strip_prefix(&folder) else {
        bail!(
            "{} does not lie in {}: keep documents beside the file that names them",
            file.display(),
            folder.display()
        );
    };
    let names = inside.components().map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let names: Option<Vec<&str>> = names.collect();
    let path = names.with_context(|| format!("the name of {} is no text", file.display()))?.join("/");
    Ok(FiledFile { path, sha256: sha256(&whole).with_context(cannot_read)?, state: FileState::Unchanged })
}
