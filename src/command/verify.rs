//! `tickmark verify`: whether an evidence pack is whole, whose it is, and whether its results are borne out.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::console::Console;
use super::finish::threads;
use super::pack::setting_of;
use super::select::asset_types;
use super::unless_broken_pipe;
use crate::cli::VerifyArgs;
use crate::inventory::snapshot::Snapshot;
use crate::pack::{Asked, Judge, OpenError, Problem, Signed, Store, Verdict, Verifier, verify};
use crate::provider;
use crate::render::Tone;
use crate::render::page::Page;
use crate::render::text::{count, visible};

/// The exit status where something is wrong with the pack.
const NOT_VERIFIED: u8 = 1;

/// How many problems are told one by one.
const TOLD: usize = 100;

/// Verifies the pack, and says what was found.
pub(super) fn run(args: &VerifyArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let key = args.public_key.as_deref().map(verifier).transpose()?;
    let verdict = match Store::open(&args.pack) {
        Ok(mut store) => {
            let setting =
                |asked: &Asked, snapshot: &Snapshot| setting_of(asked, snapshot).map_err(|error| format!("{error:#}"));
            let judge =
                Judge { schema: &asset_types()?, scopes: provider::scopes(), setting: &setting, threads: threads() };
            verify(&mut store, key.as_ref(), &judge)
        }
        Err(error @ OpenError::Io { .. }) => return Err(error.into()),
        Err(error @ OpenError::NoPack { .. }) => {
            Verdict { problems: vec![Problem::Manifest(error.to_string())], ..Verdict::default() }
        }
    };
    let mut page = Page::new(console.style);
    tell(&verdict, key.is_some(), &mut page);
    unless_broken_pipe(page.write(console.out))?;
    Ok(if verdict.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(NOT_VERIFIED) })
}

/// A public key: the word itself, or the file of that name.
fn verifier(word: &str) -> anyhow::Result<Verifier> {
    let path = Path::new(word);
    let text = if path.is_file() {
        fs::read_to_string(path).with_context(|| format!("cannot read {word}"))?
    } else {
        word.to_owned()
    };
    Verifier::new(&text)
        .with_context(|| format!("--public-key {word:?} is neither a public key of minisign nor a file of one"))
}

fn tell(verdict: &Verdict, has_key: bool, page: &mut Page) {
    let Verdict { manifest, unchanged, signed, reperformed, problems } = verdict;
    if let Some(manifest) = manifest {
        let of = manifest.asked.organization.as_deref().map(|name| format!(" of {}", visible(name)));
        let of = of.unwrap_or_default();
        let by = visible(&manifest.tool.version).into_owned();
        page.paragraph(0, Tone::Plain, &format!("Evidence pack{of}, as of {}, by tickmark {by}.", manifest.as_of));
        let listed = manifest.files.len();
        let tone = if *unchanged == listed { Tone::Good } else { Tone::Bad };
        page.paragraph(0, tone, &format!("Files: {unchanged} of {listed} are those that were packed."));
        let (tone, text) = signature(signed, has_key);
        page.paragraph(0, tone, &text);
    }
    match reperformed {
        None => page.paragraph(0, Tone::Unseen, "Results: not made again, as the pack is not whole."),
        Some(again) => {
            let (controls, results) = (count(again.controls as u64, "control"), count(again.results as u64, "result"));
            let reports = if again.reports { " and so were the reports" } else { "" };
            let text = format!("Results: {results} of {controls} were made again from the snapshots{reports}.");
            page.paragraph(0, Tone::Plain, &text);
            if !again.reports {
                let text = "The reports were not made again: only the tickmark that wrote them can do that.";
                page.paragraph(0, Tone::Unseen, text);
            }
        }
    }
    for problem in problems.iter().take(TOLD) {
        page.paragraph(2, Tone::Bad, &visible(&problem.to_string()));
    }
    if problems.len() > TOLD {
        page.paragraph(2, Tone::Bad, &format!("and {} more", problems.len() - TOLD));
    }
    if problems.is_empty() {
        page.paragraph(
            0,
            Tone::Good,
            "Verified: nothing in it was changed, added or removed, and its results are borne out.",
        );
    } else {
        let told = format!("NOT verified: {}.", count(problems.len() as u64, "problem"));
        page.paragraph(0, Tone::Bad, &told);
    }
}

fn signature(signed: &Signed, has_key: bool) -> (Tone, String) {
    match signed {
        Signed::ByKey(id) => (Tone::Good, format!("Signature: by the key {id}, which was given.")),
        Signed::ByItsOwnKey(id) => (
            Tone::Unseen,
            format!(
                "Signature: by the key {id} that comes with the pack. Anybody can make a pack with a key of their own: \
                 give --public-key to see whether it is whose you think."
            ),
        ),
        Signed::Not if has_key => (Tone::Bad, "Signature: none by the key that was given.".to_owned()),
        Signed::Not => (
            Tone::Unseen,
            "Signature: none. The pack can only be shown to agree with itself: whoever changes all of it is not found."
                .to_owned(),
        ),
    }
}
