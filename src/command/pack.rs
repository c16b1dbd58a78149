//! `tickmark pack`: an evidence pack of some snapshots.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use super::console::Console;
use super::finish::{folder_of, threads};
use super::report::setting;
use super::select::{Grounds, asset_types, raw_selection};
use super::{demo, redact};
use crate::assess::{Assessment, FileState, Management as _};
use crate::cli::{ManagementArgs, SelectArgs, SubjectArgs, WritePackArgs};
use crate::control::{self, Severity, Source};
use crate::criteria::{self, Criteria};
use crate::inventory::snapshot::{Snapshot, Tool};
use crate::management::documents::{digest, load_from};
use crate::management::{Exclusions, exclusions};
use crate::pack::{self, Asked, Inputs, Manifest, Signer, manifest};
use crate::provider;
use crate::render::text::count;
use crate::report::{Report, Setting};

/// What holds the password of the signing key.
const PASSWORD: &str = "TICKMARK_KEY_PASSWORD";

/// Writes the pack, and says what is in it.
pub(super) fn run(args: &WritePackArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    // What is wrong with the user's files is told by their own names.
    let read = Grounds::load(&args.select, &args.management, console.settings)?;
    let wanted = Wanted {
        snapshots: &args.snapshots,
        demo: args.demo,
        subject: &args.subject,
        select: &args.select,
        management: &args.management,
        exclusions: &read.record.exclusions,
        criterion_threshold: args.criterion_threshold,
        redacts: args.redact.redact,
    };
    let mut inputs = inputs(&wanted, &read.criteria, console)?;
    let mut redaction = None;
    if let Some(key) = redact::key(&args.redact)? {
        redaction = Some(key.id());
        inputs = redact::redacted(&inputs, key)?;
    }
    let signer = args.sign_with.as_deref().map(signer).transpose()?;
    let grounds = pack::Grounds::new(&inputs, &asset_types()?, provider::scopes())?;
    let assessment = grounds.assess(threads());
    let setting = setting_of(&inputs.asked, grounds.snapshot())?;
    let report = Report::new(&assessment, &setting);
    let parts = pack::parts(&inputs, &grounds, &report)?;
    let sheet = Manifest { redaction, ..sheet(&inputs, &grounds, &assessment) };
    let written = pack::write(&args.output, parts, sheet, signer.as_ref())?;
    if !console.quiet {
        let (files, path) = (count(written.files.len() as u64, "file"), args.output.display());
        let how = if signer.is_some() { "signed" } else { "not signed" };
        writeln!(console.err, "tickmark: wrote an evidence pack of {files} to {path}, {how}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the report says that no assessment holds, by what was asked for.
pub(super) fn setting_of(asked: &Asked, snapshot: &Snapshot) -> anyhow::Result<Setting> {
    let subject = SubjectArgs { organization: asked.organization.clone(), system: asked.system.clone() };
    setting(&subject, snapshot, &super::built_in_criteria()?)
}

/// The manifest, of which the files are still to come.
fn sheet(inputs: &Inputs, grounds: &pack::Grounds, assessment: &Assessment<'_>) -> Manifest {
    Manifest {
        schema: manifest::SCHEMA.to_owned(),
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        as_of: assessment.as_of(),
        asked: inputs.asked.clone(),
        categories: grounds.categories(),
        controls_digest: grounds.controls().digest().to_owned(),
        redaction: None,
        files: Vec::new(),
        digest: String::new(),
    }
}

/// What is to be judged, as it was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The files of the snapshots.
    pub(super) snapshots: &'a [PathBuf],
    /// Whether it is the account that comes with tickmark.
    pub(super) demo: bool,
    /// Whose it is.
    pub(super) subject: &'a SubjectArgs,
    /// Which controls.
    pub(super) select: &'a SelectArgs,
    /// What management says.
    pub(super) management: &'a ManagementArgs,
    /// What is left out of the system's boundary.
    pub(super) exclusions: &'a Exclusions,
    /// What makes a deviation.
    pub(super) criterion_threshold: Severity,
    /// Whether names are to be replaced.
    pub(super) redacts: bool,
}

/// Everything that the judgement rests on, each file read once.
pub(super) fn inputs(args: &Wanted<'_>, criteria: &Criteria, console: &mut Console<'_>) -> anyhow::Result<Inputs> {
    let mut snapshots = Vec::with_capacity(args.snapshots.len());
    for path in args.snapshots {
        snapshots.push(whole(path)?);
    }
    console.settings.admit_files(args.snapshots)?;
    // The order of the arguments makes no difference.
    snapshots.sort_by_cached_key(|bytes| Sha256::digest(bytes));
    let mut sources = control::pack::built_in();
    if let Some(folder) = &args.select.pack.controls {
        sources.extend(control::pack::directory(folder)?);
    }
    let acceptances = args.management.acceptances.as_deref().map(text).transpose()?;
    let documents = args.management.documents.as_deref().map(text).transpose()?;
    let files = match (&documents, args.management.documents.as_deref()) {
        (Some(text), Some(path)) => filed(path, text, criteria, console)?,
        _ => BTreeMap::new(),
    };
    let params = console.settings.params(&args.select.pack.param)?.iter().map(|chosen| chosen.to_string()).collect();
    let asked = Asked {
        organization: args.subject.organization.clone(),
        system: args.subject.system.clone(),
        selection: raw_selection(args.select).into(),
        params,
        criterion_threshold: args.criterion_threshold.as_str().to_owned(),
    };
    let criteria = criteria::BUILT_IN.to_owned();
    let exclusions = (!args.exclusions.is_empty()).then(|| exclusions::file_of(args.exclusions.exclusions()));
    let controls = placed(sources)?;
    let mut inputs = Inputs { asked, snapshots, criteria, controls, acceptances, exclusions, documents, files };
    if args.demo {
        demo::pack(&mut inputs, args.redacts);
    }
    Ok(inputs)
}

/// The control files by their places in the pack.
fn placed(sources: Vec<Source>) -> anyhow::Result<BTreeMap<pack::Name, String>> {
    let mut controls = BTreeMap::new();
    for source in sources {
        let place = pack::place(&source).with_context(|| format!("cannot pack {}", source.file))?;
        if controls.insert(place, source.text.into_owned()).is_some() {
            bail!("cannot pack {}: another file has its last three names", source.file);
        }
    }
    Ok(controls)
}

/// The files of the documents. What is altered is packed as it is, so that it is found altered again; what is missing
/// is missing in the pack too.
fn filed(
    path: &Path,
    text: &str,
    criteria: &Criteria,
    console: &mut Console<'_>,
) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let name = path.display().to_string();
    let listed = load_from(&name, text, criteria, &|_, _| FileState::Missing).map_err(|found| super::all_of(&found))?;
    let mut files = BTreeMap::new();
    for file in listed.documents().iter().flat_map(|document| &document.files) {
        let path = folder_of(path).join(&file.path);
        match pack::read_whole(&path) {
            Ok(bytes) => {
                if digest(&bytes) != file.sha256 && !console.quiet {
                    writeln!(console.err, "tickmark: {} is not what was filed; it is packed as it is", path.display())?;
                }
                files.insert(file.path.clone(), bytes);
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                if !console.quiet {
                    writeln!(console.err, "tickmark: {} is filed, but not there", path.display())?;
                }
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }
    Ok(files)
}

/// What signs, by the file of its key.
fn signer(path: &Path) -> anyhow::Result<Signer> {
    let key = text(path)?;
    let password = env::var(PASSWORD).ok();
    Signer::new(&key, password).with_context(|| format!("cannot sign with {}", path.display()))
}

fn whole(path: &Path) -> anyhow::Result<Vec<u8>> {
    pack::read_whole(path).with_context(|| format!("cannot read {}", path.display()))
}

fn text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
