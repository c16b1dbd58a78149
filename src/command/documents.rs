//! `tickmark documents add|check|requests`: the documents on file, those that were altered, and those to ask for.

mod add;
mod requests;

use std::path::Path;
use std::process::ExitCode;

use super::console::Console;
use super::select::documents;
use super::{built_in_criteria, now, unless_broken_pipe};
use crate::assess::Standing;
use crate::cli::DocumentsCommand;
use crate::render::page::Page;
use crate::render::text::count;
use crate::render::{Tone, document};

/// The exit status where a document does not count.
const NOT_COUNTED: u8 = 1;

/// Does what was asked for.
pub(super) fn run(command: &DocumentsCommand, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    match command {
        DocumentsCommand::Add(args) => add::run(args, now(), console),
        DocumentsCommand::Check { file } => check(file, console),
        DocumentsCommand::Requests(args) => requests::run(args, now(), console),
    }
}

/// What is on file, and whether it counts at this moment.
fn check(file: &Path, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let (filed, now) = (documents(file, &built_in_criteria()?)?, now());
    let mut page = Page::new(console.style);
    for one in filed.documents() {
        document::write(one, now, &mut page);
    }
    let all = filed.documents().len();
    let counted = filed.documents().iter().filter(|one| one.standing(now) == Standing::Current).count();
    let told = format!("{}, {counted} current as of {}.", count(all as u64, "document"), now.date());
    page.paragraph(0, if counted == all { Tone::Good } else { Tone::Bad }, &told);
    unless_broken_pipe(page.write(console.out))?;
    Ok(if counted == all { ExitCode::SUCCESS } else { ExitCode::from(NOT_COUNTED) })
}
