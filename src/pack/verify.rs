//! Verifies a pack: its names, its manifest, its signature, the hash of every file, and then its results.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Cursor, Read};

use sha2::{Digest as _, Sha256};

use super::manifest::{Asked, Entry, Manifest};
use super::name::Name;
use super::reperform;
use super::sign::Verifier;
use super::store::Store;
use super::verdict::{Problem, Signed, Verdict};
use super::write::Zip;
use super::{MANIFEST, MAX_ONE, MAX_TEXT, MAX_TOTAL, PUBLIC_KEY, SIGNATURE};
use crate::inventory::Scopes;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::Snapshot;
use crate::inventory::snapshot::digest::hex;
use crate::report::Setting;

/// Makes what a report says that no assessment holds, or tells what is wrong.
type MakeSetting<'a> = &'a dyn Fn(&Asked, &Snapshot) -> Result<Setting, String>;

/// What this build needs to judge again.
pub struct Judge<'a> {
    /// The types of the assets.
    pub schema: &'a Schema,
    /// Where each kind is listed.
    pub scopes: Scopes,
    /// What the reports say besides.
    pub setting: MakeSetting<'a>,
    /// How many threads may judge.
    pub threads: usize,
}

impl fmt::Debug for Judge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").field("threads", &self.threads).finish_non_exhaustive()
    }
}

/// Finds everything that is wrong with a pack. With a key, a pack that this key did not sign is wrong.
pub fn verify(store: &mut Store, key: Option<&Verifier>, judge: &Judge<'_>) -> Verdict {
    let (names, problems) = store.names();
    let mut verdict = Verdict { problems, ..Verdict::default() };
    let names: BTreeSet<&str> = names.iter().map(Name::as_str).collect();
    let Some((manifest, bytes)) = manifest(store, &mut verdict.problems) else { return verdict };
    files(store, &manifest, &names, &mut verdict);
    let intact = verdict.problems.is_empty();
    verdict.signed = signature(store, &manifest, &bytes, key, names.contains(SIGNATURE), &mut verdict.problems);
    if intact {
        reperform::reperform(store, &manifest, judge, &mut verdict);
        container(store, &manifest, names.contains(SIGNATURE), &mut verdict.problems);
    }
    verdict.manifest = Some(manifest);
    verdict
}

fn manifest(store: &mut Store, problems: &mut Vec<Problem>) -> Option<(Manifest, Vec<u8>)> {
    let bytes = read(store, MANIFEST, MAX_TEXT, problems)?;
    match Manifest::read(&bytes) {
        Ok(manifest) => Some((manifest, bytes)),
        Err(unsound) => {
            problems.push(Problem::Manifest(unsound.to_string()));
            None
        }
    }
}

/// A file by its path; what keeps it from being read is a problem.
pub(super) fn read(store: &mut Store, path: &str, limit: u64, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    let read = Name::new(path).map_err(io::Error::other).and_then(|name| store.read(&name, limit));
    read.map_err(|error| problems.push(Problem::Unreadable { path: path.to_owned(), reason: error.to_string() })).ok()
}

/// Every listed file is there and is what is listed, and no other file is there.
fn files(store: &mut Store, manifest: &Manifest, names: &BTreeSet<&str>, verdict: &mut Verdict) {
    let total = manifest.files.iter().fold(0_u64, |total, entry| total.saturating_add(entry.size));
    if total > MAX_TOTAL {
        verdict.problems.push(Problem::TooLarge("all files together".to_owned()));
        return;
    }
    let listed: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    let other = names.iter().filter(|name| !listed.contains(**name) && ![MANIFEST, SIGNATURE].contains(*name));
    verdict.problems.extend(other.map(|name| Problem::Added((*name).to_owned())));
    for entry in &manifest.files {
        let path = entry.path.clone();
        if [MANIFEST, SIGNATURE].contains(&path.as_str()) {
            verdict.problems.push(Problem::Unexplained(path));
        } else if !names.contains(path.as_str()) {
            verdict.problems.push(Problem::Missing(path));
        } else if entry.size > MAX_ONE {
            verdict.problems.push(Problem::TooLarge(path));
        } else {
            match is_unchanged(store, entry) {
                Ok(true) => verdict.unchanged += 1,
                Ok(false) => verdict.problems.push(Problem::Altered(path)),
                Err(error) => verdict.problems.push(Problem::Unreadable { path, reason: error.to_string() }),
            }
        }
    }
}

/// Whether a file has the size and hash that are listed. No more of it is unpacked than that, and one byte.
fn is_unchanged(store: &mut Store, entry: &Entry) -> io::Result<bool> {
    let name = Name::new(&entry.path).map_err(io::Error::other)?;
    let mut file = store.open_file(&name, entry.size + 1)?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(size == entry.size && hex(hash) == entry.sha256);
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        size += read as u64;
    }
}

/// Who signed the manifest, by the key that was given or else by the one in the pack.
fn signature(
    store: &mut Store,
    manifest: &Manifest,
    bytes: &[u8],
    key: Option<&Verifier>,
    is_signed: bool,
    problems: &mut Vec<Problem>,
) -> Signed {
    let names_key = manifest.files.iter().any(|entry| entry.path == PUBLIC_KEY);
    if !is_signed {
        if names_key {
            problems.push(Problem::Missing(SIGNATURE.to_owned()));
        }
        if key.is_some() {
            problems.push(Problem::Unsigned);
        }
        return Signed::Not;
    }
    let Some(signature) = read(store, SIGNATURE, MAX_TEXT, problems) else { return Signed::Not };
    let own = if names_key { read(store, PUBLIC_KEY, MAX_TEXT, problems) } else { None };
    let own = own.and_then(|text| Verifier::new(std::str::from_utf8(&text).ok()?).ok());
    let signature = String::from_utf8(signature).unwrap_or_default();
    match (key, own) {
        (_, None) => problems.push(Problem::Signature("comes without the key that made it")),
        (Some(key), Some(own)) if !key.is(&own) => problems.push(Problem::Signature("is by another key")),
        (_, Some(own)) if !own.admits(manifest, bytes, &signature) => {
            problems.push(Problem::Signature("does not fit the manifest, or was altered"));
        }
        (Some(key), Some(_)) => return Signed::ByKey(key.id()),
        (None, Some(own)) => return Signed::ByItsOwnKey(own.id()),
    }
    Signed::Not
}

/// Whether a zip is byte for byte what this tickmark makes of its files: a zip has room for more than its files, and
/// what stands there no hash of a file covers.
fn container(store: &mut Store, manifest: &Manifest, is_signed: bool, problems: &mut Vec<Problem>) {
    if !matches!(store, Store::Zip(..)) || !reperform::is_own(manifest) {
        return;
    }
    match is_rewritten(store, manifest, is_signed) {
        Ok(true) => {}
        Ok(false) => problems.push(Problem::Archive("there is something in it beside its files".to_owned())),
        Err(error) => problems.push(Problem::Archive(error.to_string())),
    }
}

fn is_rewritten(store: &mut Store, manifest: &Manifest, is_signed: bool) -> io::Result<bool> {
    let mut zip = Zip::new(Cursor::new(Vec::new()), manifest.as_of);
    let listed = manifest.files.iter().map(|entry| entry.path.as_str());
    for path in listed.chain([MANIFEST]).chain(is_signed.then_some(SIGNATURE)) {
        let name = Name::new(path).map_err(io::Error::other)?;
        let mut file = store.open_file(&name, MAX_ONE)?;
        zip.put(&name, &mut |out| io::copy(&mut file, out).map(drop))?;
    }
    let own = zip.finish()?.into_inner();
    match store {
        Store::Folder(_) => Ok(true),
        Store::Zip(path, _) => is_same(File::open(path)?, &own),
    }
}

/// Whether a reader gives just these bytes.
fn is_same(file: impl Read, mut bytes: &[u8]) -> io::Result<bool> {
    let mut file = BufReader::new(file);
    loop {
        let read = file.fill_buf()?;
        let length = read.len();
        if length == 0 {
            return Ok(bytes.is_empty());
        }
        let Some(rest) = bytes.strip_prefix(read) else { return Ok(false) };
        bytes = rest;
        file.consume(length);
    }
}
