//! What a pack is made from, and what is judged again when it is verified: the very same, read from two places.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path};

use sha2::{Digest as _, Sha256};

use super::MAX_SNAPSHOT;
use super::manifest::Asked;
use super::name::{BadName, Name};
use crate::assess::{Assessment, FileState, Input, Options, Selection, SelectionError, assess};
use crate::control::param::{MalformedOverride, Override};
use crate::control::{self, Origin, Overrides, Severity, Source};
use crate::criteria::{Category, Criteria};
use crate::inventory::Scopes;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::digest::hex;
use crate::inventory::snapshot::{MergeError, ReadError, Snapshot};
use crate::management::exclusions::{self, Known};
use crate::management::{Record, acceptances, documents};
use crate::yaml::Diagnostic;

/// Where the controls lie in a pack, by their origin.
pub(super) const BUILT_IN: &str = "controls/built-in";
pub(super) const OWN: &str = "controls/own";
/// The other files that a judgement rests on.
pub(super) const CRITERIA: &str = "controls/criteria.yaml";
pub(super) const ACCEPTANCES: &str = "acceptances.yaml";
pub(super) const EXCLUSIONS: &str = "exclusions.yaml";
pub(super) const DOCUMENTS: &str = "documents.yaml";

/// The bytes and words that a pack is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// What was asked for.
    pub asked: Asked,
    /// The snapshots, as their files have them.
    pub snapshots: Vec<Vec<u8>>,
    /// The catalogue of criteria.
    pub criteria: String,
    /// The control files by their place in the pack.
    pub controls: BTreeMap<Name, String>,
    /// `acceptances.yaml`.
    pub acceptances: Option<String>,
    /// `exclusions.yaml`.
    pub exclusions: Option<String>,
    /// `documents.yaml`.
    pub documents: Option<String>,
    /// The files that it names, by their paths in it, as far as they are there.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Why nothing can be judged by some inputs.
#[derive(Debug, thiserror::Error)]
pub enum CannotJudge {
    /// Files of management or control files are wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Files(Vec<Diagnostic>),
    /// The selection is wrong.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// A parameter is wrong.
    #[error(transparent)]
    Param(#[from] MalformedOverride),
    /// There is no such severity.
    #[error("there is no severity {0:?}")]
    Severity(String),
    /// A snapshot is damaged.
    #[error("snapshot {number}: {source}")]
    Snapshot {
        /// Which of them, from 1.
        number: usize,
        /// What is wrong with it.
        source: ReadError,
    },
    /// The snapshots do not go together.
    #[error(transparent)]
    Merge(#[from] MergeError),
}

impl From<Vec<Diagnostic>> for CannotJudge {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self::Files(problems)
    }
}

/// The place of a control file in a pack: its last three names tell the provider, the service and the control.
///
/// # Errors
/// Where its name cannot be one in a pack.
pub fn place(source: &Source) -> Result<Name, BadName> {
    let names = Path::new(&source.file).components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    let names: Vec<Cow<'_, str>> = names.collect();
    let last = names.get(names.len().saturating_sub(3)..).unwrap_or_default().join("/");
    let folder = match source.origin {
        Origin::BuiltIn => BUILT_IN,
        Origin::User => OWN,
    };
    Name::new(&format!("{folder}/{last}"))
}

/// Inputs, read and found sound.
#[derive(Debug)]
pub struct Grounds {
    snapshot: Snapshot,
    /// The name of each snapshot, in the order of the inputs.
    pub(super) snapshots: Vec<String>,
    pack: control::Pack,
    criteria: Criteria,
    selection: Selection,
    scopes: Scopes,
    record: Record,
    threshold: Severity,
}

impl Grounds {
    /// Reads and checks all of it. `schema` and `scopes` are of this build's assets.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(inputs: &Inputs, schema: &Schema, scopes: Scopes) -> Result<Self, CannotJudge> {
        let Inputs { asked, snapshots, criteria, controls, acceptances, exclusions, documents, files } = inputs;
        let criteria = Criteria::parse(CRITERIA, criteria)?;
        let overrides = asked.params.iter().map(|word| word.parse::<Override>());
        let overrides: Overrides = overrides.collect::<Result<_, _>>()?;
        let sources: Vec<Source> = controls.iter().map(|(name, text)| source(name, text)).collect();
        let pack = control::pack::load(&sources, schema, &criteria, &overrides)?;
        let selection = Selection::new(&asked.selection.clone().into(), &pack, &criteria)?;
        let accepted = acceptances.as_ref().map(|text| acceptances::load(ACCEPTANCES, text, &pack)).transpose()?;
        let known = Known { pack: &pack, schema };
        let excluded = exclusions.as_ref().map(|text| exclusions::load(EXCLUSIONS, text, known)).transpose()?;
        let digests: BTreeMap<&str, String> =
            files.iter().map(|(path, bytes)| (path.as_str(), hex(Sha256::new_with_prefix(bytes)))).collect();
        let state = |path: &str, filed: &str| match digests.get(path) {
            None => FileState::Missing,
            Some(found) if found == filed => FileState::Unchanged,
            Some(_) => FileState::Altered,
        };
        let filed = documents.as_ref().map(|text| documents::load_from(DOCUMENTS, text, &criteria, &state));
        let filed = filed.transpose()?.unwrap_or_default();
        let threshold = asked.criterion_threshold.parse();
        let threshold = threshold.map_err(|_| CannotJudge::Severity(asked.criterion_threshold.clone()))?;
        let (snapshot, snapshots) = merged(snapshots)?;
        let (acceptances, exclusions) = (accepted.unwrap_or_default(), excluded.unwrap_or_default());
        let record = Record { acceptances, exclusions, filed };
        Ok(Self { snapshot, snapshots, pack, criteria, selection, scopes, record, threshold })
    }

    /// Judges the snapshots.
    pub fn assess(&self, threads: usize) -> Assessment<'_> {
        let Self { snapshot, pack, criteria, selection, scopes, record, threshold, .. } = self;
        let input = Input { snapshot, pack, criteria, selection, scopes, management: record };
        assess(input, Options { criterion_threshold: *threshold, threads })
    }

    /// The categories in scope.
    pub fn categories(&self) -> Vec<String> {
        self.selection.categories().map(|category: Category| category.as_str().to_owned()).collect()
    }

    /// The controls.
    pub fn controls(&self) -> &control::Pack {
        &self.pack
    }

    /// What management says.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The snapshots as one.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

fn source(name: &Name, text: &str) -> Source {
    let origin = if name.below(OWN).is_some() { Origin::User } else { Origin::BuiltIn };
    Source { origin, file: name.to_string(), text: Cow::Owned(text.to_owned()) }
}

/// The snapshots as one, and the name of each: its account, or its number among those that have not just one.
fn merged(snapshots: &[Vec<u8>]) -> Result<(Snapshot, Vec<String>), CannotJudge> {
    let (mut read, mut names, mut several) = (Vec::with_capacity(snapshots.len()), Vec::new(), 0);
    for (number, bytes) in (1..).zip(snapshots) {
        let packed = bytes.first() != Some(&b'{');
        let unpacked: Result<Box<dyn Read + '_>, io::Error> =
            if packed { zstd::Decoder::new(bytes.as_slice()).map(boxed) } else { Ok(Box::new(bytes.as_slice())) };
        let snapshot = unpacked
            .map_err(|source| ReadError::Io { line: 1, source })
            .and_then(|unpacked| Snapshot::read_from(Bounded { of: unpacked, left: MAX_SNAPSHOT }))
            .map_err(|source| CannotJudge::Snapshot { number, source })?;
        let stem = if let [account] = snapshot.header().accounts.as_slice() {
            account.to_string()
        } else {
            several += 1;
            format!("collection-{several:04}")
        };
        names.push(format!("snapshots/{stem}.jsonl{}", if packed { ".zst" } else { "" }));
        read.push(snapshot);
    }
    Ok((Snapshot::merge(read)?, names))
}

fn boxed<'r>(reader: impl Read + 'r) -> Box<dyn Read + 'r> {
    Box::new(reader)
}

/// Ends with an error rather than give more bytes than a snapshot has: a small file can unpack to any number.
struct Bounded<R> {
    of: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.of.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, format!("it unpacks to more than {MAX_SNAPSHOT} bytes"))
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_does_not_unpack_without_end() {
        let mut few = Bounded { of: io::repeat(b'a'), left: 10 };
        assert!(few.read(&mut [0; 10]).is_ok());
        assert!(few.read(&mut [0; 1]).is_err());
    }

    #[test]
    fn a_control_keeps_the_names_that_tell_what_it_is() {
        let place = |origin, file: &str| {
            place(&Source { origin, file: file.to_owned(), text: Cow::Borrowed("") }).map(|name| name.to_string())
        };
        let own = place(Origin::User, "/home/me/../controls/aws/s3/mine.yaml");
        assert_eq!(own.unwrap(), "controls/own/aws/s3/mine.yaml");
        assert_eq!(place(Origin::BuiltIn, "controls/aws/s3/a.yaml").unwrap(), "controls/built-in/aws/s3/a.yaml");
        assert!(place(Origin::User, "aws/s3/a:b.yaml").is_err());
    }
}
