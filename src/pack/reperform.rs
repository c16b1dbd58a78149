//! Judges the snapshots of a pack again, by its own controls, and tells every result that is another one.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufReader, Read, Write};

use serde::Deserialize;

use super::inputs::{ACCEPTANCES, BUILT_IN, CRITERIA, DOCUMENTS, EXCLUSIONS, Grounds, Inputs, OWN};
use super::manifest::Manifest;
use super::name::Name;
use super::part::{ASSESSMENT, Part, parts};
use super::store::Store;
use super::verdict::{Difference, Problem, Reperformed, Verdict};
use super::verify::{Judge, read};
use super::{MAX_ONE, MAX_TEXT, PUBLIC_KEY};
use crate::assess::Assessment;
use crate::report::Report;

/// Whether this tickmark wrote the pack, or one just like it.
pub(super) fn is_own(manifest: &Manifest) -> bool {
    manifest.tool.name == env!("CARGO_PKG_NAME") && manifest.tool.version == env!("CARGO_PKG_VERSION")
}

/// Judges again. The files are known to be those of the manifest.
pub(super) fn reperform(store: &mut Store, manifest: &Manifest, judge: &Judge<'_>, verdict: &mut Verdict) {
    let problems = &mut verdict.problems;
    let Some(inputs) = inputs(store, manifest, problems) else { return };
    let grounds = match Grounds::new(&inputs, judge.schema, judge.scopes.clone()) {
        Ok(grounds) => grounds,
        Err(problem) => return problems.push(Problem::CannotJudge(chain(&problem))),
    };
    let assessment = grounds.assess(judge.threads);
    claims(manifest, &grounds, &assessment, problems);
    let Some(then) = then(store, problems) else { return };
    differences(then, &assessment, problems);
    let reports = is_own(manifest);
    if reports {
        let setting = match (judge.setting)(&manifest.asked, grounds.snapshot()) {
            Ok(setting) => setting,
            Err(problem) => return problems.push(Problem::CannotJudge(problem)),
        };
        let report = Report::new(&assessment, &setting);
        match parts(&inputs, &grounds, &report) {
            Ok(parts) => remade(store, manifest, &parts, problems),
            Err(problem) => problems.push(Problem::Name(problem.to_string())),
        }
    }
    let (controls, results) = (assessment.controls().len(), assessment.findings().len());
    verdict.reperformed = Some(Reperformed { controls, results, reports });
}

/// An error with what is behind it.
fn chain(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        let text = error.to_string();
        if !told.contains(&text) {
            told.push_str(": ");
            told.push_str(&text);
        }
        behind = error.source();
    }
    told
}

/// What the pack was made from, as it lies in the pack.
fn inputs(store: &mut Store, manifest: &Manifest, problems: &mut Vec<Problem>) -> Option<Inputs> {
    let before = problems.len();
    let mut inputs = Inputs { asked: manifest.asked.clone(), ..Inputs::default() };
    for entry in &manifest.files {
        let Ok(name) = Name::new(&entry.path) else { continue };
        let path = name.as_str();
        if name.below("snapshots").is_some() {
            inputs.snapshots.extend(read(store, path, MAX_ONE, problems));
        } else if name.below(BUILT_IN).is_some() || name.below(OWN).is_some() {
            if let Some(text) = text(store, path, problems) {
                inputs.controls.insert(name, text);
            }
        } else if let Some(below) = name.below("documents") {
            if let Some(bytes) = read(store, path, MAX_ONE, problems) {
                inputs.files.insert(below.to_owned(), bytes);
            }
        } else if path == CRITERIA {
            inputs.criteria = text(store, path, problems).unwrap_or_default();
        } else if path == ACCEPTANCES {
            inputs.acceptances = text(store, path, problems);
        } else if path == EXCLUSIONS {
            inputs.exclusions = text(store, path, problems);
        } else if path == DOCUMENTS {
            inputs.documents = text(store, path, problems);
        }
    }
    (problems.len() == before).then_some(inputs)
}

fn text(store: &mut Store, path: &str, problems: &mut Vec<Problem>) -> Option<String> {
    let text = String::from_utf8(read(store, path, MAX_TEXT, problems)?);
    text.map_err(|_| problems.push(Problem::Unreadable { path: path.to_owned(), reason: "it is no text".to_owned() }))
        .ok()
}

/// What the manifest says of the whole.
fn claims(manifest: &Manifest, grounds: &Grounds, assessment: &Assessment<'_>, problems: &mut Vec<Problem>) {
    let claims = [
        ("a moment", manifest.as_of == assessment.as_of()),
        ("categories", manifest.categories == grounds.categories()),
        ("a digest of the controls", manifest.controls_digest == grounds.controls().digest()),
    ];
    problems.extend(claims.into_iter().filter(|(_, holds)| !holds).map(|(what, _)| Problem::Claim(what)));
}

/// The results that the pack tells: of `tickmark.assessment/1` what is compared.
#[derive(Deserialize)]
struct Then {
    criteria: Vec<ThenCriterion>,
    controls: Vec<ThenControl>,
    findings: Vec<ThenFinding>,
}

#[derive(Deserialize)]
struct ThenCriterion {
    id: String,
    configuration: String,
    documents: String,
}

#[derive(Deserialize)]
struct ThenControl {
    id: String,
    status: String,
}

#[derive(Deserialize)]
struct ThenFinding {
    control: String,
    status: String,
    severity: String,
    asset: ThenAsset,
}

#[derive(Deserialize)]
struct ThenAsset {
    kind: String,
    id: String,
    account: String,
    region: String,
}

fn then(store: &mut Store, problems: &mut Vec<Problem>) -> Option<Then> {
    let opened = Name::new(ASSESSMENT).map_err(io::Error::other).and_then(|name| {
        let file = store.open_file(&name, MAX_ONE)?;
        serde_json::from_reader(BufReader::new(file)).map_err(io::Error::from)
    });
    let path = ASSESSMENT.to_owned();
    opened.map_err(|error| problems.push(Problem::Unreadable { path, reason: error.to_string() })).ok()
}

/// What one result is of: a control or criterion, and an asset with its kind, account and region where it is of one.
type Of = (String, Option<[String; 4]>);

fn differences(then: Then, assessment: &Assessment<'_>, problems: &mut Vec<Problem>) {
    let mut results: BTreeMap<Of, (Option<String>, Option<String>)> = BTreeMap::new();
    let whole = |id: String| (id, None);
    for ThenCriterion { id, configuration, documents } in then.criteria {
        results.entry(whole(id)).or_default().0 = Some(format!("{configuration}, documents {documents}"));
    }
    for ThenControl { id, status } in then.controls {
        results.entry(whole(id)).or_default().0 = Some(status);
    }
    for ThenFinding { control, status, severity, asset: ThenAsset { kind, id, account, region } } in then.findings {
        let of = (control, Some([kind, account, region, id]));
        results.entry(of).or_default().0 = Some(format!("{status} ({severity})"));
    }
    for result in assessment.criteria() {
        let now = format!("{}, documents {}", result.configuration.as_str(), result.documents().as_str());
        results.entry(whole(result.criterion.id.to_string())).or_default().1 = Some(now);
    }
    for result in assessment.controls() {
        let now = result.status.as_str().to_owned();
        results.entry(whole(result.control.id.to_string())).or_default().1 = Some(now);
        for finding in assessment.findings_of(result) {
            let Some(asset) = assessment.asset_of(finding) else { continue };
            let (kind, account, region) = (asset.kind().to_string(), asset.account().to_string(), asset.region());
            let of = (result.control.id.to_string(), Some([kind, account, region.to_string(), asset.id().to_owned()]));
            let now = format!("{} ({})", finding.outcome.as_str(), finding.severity.as_str());
            results.entry(of).or_default().1 = Some(now);
        }
    }
    let differing = results.into_iter().filter(|(_, (then, now))| then != now);
    problems.extend(differing.map(|((of, asset), (then, now))| {
        let asset = asset.map(|[kind, account, region, id]| format!("{kind} {id} (account {account}, {region})"));
        Problem::Differs(Difference { of, asset, then, now })
    }));
}

/// Every file is byte for byte what the inputs make, and there is none that they do not make.
fn remade(store: &mut Store, manifest: &Manifest, parts: &[Part<'_>], problems: &mut Vec<Problem>) {
    let made: BTreeMap<&str, &Part<'_>> = parts.iter().map(|part| (part.name.as_str(), part)).collect();
    for entry in manifest.files.iter().filter(|entry| entry.path != PUBLIC_KEY) {
        let Some(part) = made.get(entry.path.as_str()) else {
            problems.push(Problem::Unexplained(entry.path.clone()));
            continue;
        };
        match is_made(store, part) {
            Ok(true) => {}
            Ok(false) => problems.push(Problem::Remade(entry.path.clone())),
            Err(error) => {
                problems.push(Problem::Unreadable { path: entry.path.clone(), reason: error.to_string() });
            }
        }
    }
    let left_out = parts.iter().filter(|part| manifest.entry(&part.name).is_none());
    problems.extend(left_out.map(|part| Problem::LeftOut(part.name.to_string())));
}

fn is_made(store: &mut Store, part: &Part<'_>) -> io::Result<bool> {
    let mut same = Same { file: Box::new(store.open_file(&part.name, MAX_ONE)?), buffer: Vec::new(), holds: true };
    part.write(&mut same)?;
    let ends = same.file.read(&mut [0])? == 0;
    Ok(same.holds && ends)
}

/// Takes bytes, and sees whether a file has the same.
struct Same<'s> {
    file: Box<dyn Read + 's>,
    buffer: Vec<u8>,
    holds: bool,
}

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.holds {
            self.buffer.resize(bytes.len(), 0);
            self.holds = match self.file.read_exact(&mut self.buffer) {
                Ok(()) => self.buffer == bytes,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => false,
                Err(error) => return Err(error),
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
