//! `tickmark explain CONTROL [ASSET] [SNAPSHOT…]`: why a control came to what it did, from what was read to what to do.

mod accept;
mod asset;
mod find;
mod overview;
mod reading;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

use super::console::Console;
use super::controls::{named, show};
use super::diff::is_snapshot;
use super::finish::threads;
use super::select::{Grounds, asset_types};
use super::{demo, unless_broken_pipe};
use crate::assess::{Options, assess};
use crate::cli::{ExplainArgs, SelectArgs};
use crate::render::Tone;
use crate::render::page::Page;

/// Prints the answer.
pub(super) fn run(args: &ExplainArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let select = SelectArgs { pack: args.pack.clone(), ..SelectArgs::default() };
    let mut grounds = Grounds::load(&select, &args.management, console.settings)?;
    let control = named(&grounds.pack, &args.control)?.id.clone();
    let asked = Asked::of(args)?;
    if args.demo {
        demo::manage(&mut grounds, &args.management)?;
    } else if asked.snapshots.is_empty() {
        let control = named(&grounds.pack, &args.control)?;
        let page = without_snapshot(show::page(control, &asset_types()?, console.style));
        unless_broken_pipe(page.write(console.out))?;
        return Ok(ExitCode::SUCCESS);
    }
    let snapshot = if args.demo { demo::snapshot()? } else { super::assess::read(&asked.snapshots, console.settings)? };
    // By every control: what a failure rests on may be another one's.
    let options = Options { threads: threads(), ..Options::default() };
    let assessment = assess(grounds.input(&snapshot), options);
    let Some(result) = assessment.controls().iter().find(|result| result.control.id == control) else {
        bail!("{control} was not judged");
    };
    let page = match asked.asset {
        Some(word) => asset::page(&assessment, result, find::finding(&assessment, result, word)?, console.style),
        None => overview::page(&assessment, result, console.style),
    };
    unless_broken_pipe(page.write(console.out))?;
    Ok(ExitCode::SUCCESS)
}

fn without_snapshot(mut page: Page) -> Page {
    page.blank();
    let hint = "Give a snapshot (tickmark scan --save SNAPSHOT) or --demo, to see what came of it, and an asset before it, \
                to see why.";
    page.paragraph(0, Tone::Faint, hint);
    page
}

/// What is asked: which asset, in which snapshots.
#[derive(Debug, PartialEq)]
struct Asked<'a> {
    asset: Option<&'a str>,
    snapshots: Vec<PathBuf>,
}

impl<'a> Asked<'a> {
    /// Of the words after the control, those that are snapshots, and the one that is none: the asset.
    fn of(args: &'a ExplainArgs) -> anyhow::Result<Self> {
        let asset = args.asset.as_deref();
        if args.demo {
            return Ok(Self { asset, snapshots: Vec::new() });
        }
        let words = asset.map(Path::new).into_iter().chain(args.snapshots.iter().map(PathBuf::as_path));
        let (mut snapshots, mut others) = (Vec::new(), Vec::new());
        for word in words {
            let own = word.is_file() && is_snapshot(word)?;
            if own { snapshots.push(word.to_owned()) } else { others.push(word) }
        }
        if snapshots.is_empty() {
            // Whatever is meant to be one is to be read, and told what is wrong with it.
            let meant = others.iter().position(|word| word.is_file()).or((others.len() > 1).then_some(1));
            snapshots.extend(meant.map(|at| others.remove(at).to_owned()));
        }
        let asset = if others.is_empty() { None } else { others.remove(0).to_str() };
        snapshots.extend(others.into_iter().map(Path::to_owned));
        if let Some(word) = asset.filter(|_| snapshots.is_empty()) {
            bail!(
                "{word:?} is no file, and as an asset it has to be looked for in a snapshot: `tickmark explain {} ASSET \
                 SNAPSHOT`, or --demo",
                args.control
            );
        }
        Ok(Self { asset, snapshots })
    }
}
