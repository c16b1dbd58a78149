//! Reads a pack, a folder or a zip alike, and trusts none of its names and sizes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use zip::read::{ArchiveOffset, Config};
use zip::{CompressionMethod, ZipArchive};

use super::name::{Name, Names};
use super::verdict::Problem;
use super::{MANIFEST, MAX_FILES};

/// A pack that is there to be read.
#[derive(Debug)]
pub enum Store {
    /// A folder.
    Folder(PathBuf),
    /// A zip, by its path and opened.
    Zip(PathBuf, Box<ZipArchive<BufReader<File>>>),
}

/// Why nothing can be said of a pack.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is something else.
    #[error("{} is no evidence pack: {reason}", path.display())]
    NoPack {
        /// Which.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl Store {
    /// Opens a pack.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Io { path: path.to_owned(), source };
        let no_pack = |reason: &str| OpenError::NoPack { path: path.to_owned(), reason: reason.to_owned() };
        if fs::metadata(path).map_err(failed)?.is_dir() {
            let is_there = fs::symlink_metadata(path.join(MANIFEST)).is_ok();
            return if is_there { Ok(Self::Folder(path.to_owned())) } else { Err(no_pack("it has no manifest.json")) };
        }
        let file = BufReader::new(File::open(path).map_err(failed)?);
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let archive = ZipArchive::with_config(config, file).map_err(|error| no_pack(&error.to_string()))?;
        Ok(Self::Zip(path.to_owned(), Box::new(archive)))
    }

    /// The files that it holds, and what is wrong with the names of others.
    pub fn names(&mut self) -> (Vec<Name>, Vec<Problem>) {
        let mut found = Found::default();
        match self {
            Self::Folder(root) => walk(root, "", &mut found),
            Self::Zip(_, archive) => entries(archive, &mut found),
        }
        (found.files, found.problems)
    }

    /// The bytes of a file; no more than `limit` of them, where it claims to have more.
    pub fn open_file(&mut self, name: &Name, limit: u64) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Folder(root) => {
                let path = root.join(name.as_str());
                if !fs::symlink_metadata(&path)?.is_file() {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no plain file"));
                }
                Ok(Box::new(BufReader::new(File::open(path)?).take(limit)))
            }
            Self::Zip(_, archive) => Ok(Box::new(archive.by_name(name.as_str())?.take(limit))),
        }
    }

    /// A file whole, or an error where it is longer than `limit`.
    pub fn read(&mut self, name: &Name, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(name, limit.saturating_add(1))?.read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is longer than {limit} bytes")));
        }
        Ok(bytes)
    }
}

/// What was found of names.
#[derive(Default)]
struct Found {
    files: Vec<Name>,
    names: Names,
    problems: Vec<Problem>,
}

impl Found {
    fn is_full(&mut self) -> bool {
        if self.files.len() + self.problems.len() < MAX_FILES + 3 {
            return false;
        }
        if !matches!(self.problems.last(), Some(Problem::TooManyFiles)) {
            self.problems.push(Problem::TooManyFiles);
        }
        true
    }

    fn add(&mut self, path: &str) {
        match Name::new(path) {
            Err(problem) => self.problems.push(Problem::Name(problem.to_string())),
            Ok(name) => match self.names.add(&name) {
                Err(problem) => self.problems.push(Problem::Name(problem.to_string())),
                Ok(()) => self.files.push(name),
            },
        }
    }
}

/// Every file below a folder. A link is never followed, and an empty folder is something added.
fn walk(root: &Path, below: &str, found: &mut Found) {
    let unreadable = |error: io::Error| Problem::Unreadable { path: below.to_owned(), reason: error.to_string() };
    let entries = match fs::read_dir(root.join(below)).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return found.problems.push(unreadable(error)),
    };
    if entries.is_empty() {
        found.problems.push(Problem::Added(format!("{below}/")));
    }
    let mut sorted = BTreeMap::new();
    for entry in entries {
        match entry.file_name().to_str() {
            None => found.problems.push(Problem::Name(format!("{} is no text", entry.path().display()))),
            Some(name) => {
                sorted.insert(name.to_owned(), entry.file_type());
            }
        }
    }
    for (name, kind) in sorted {
        if found.is_full() {
            return;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        match kind {
            Err(error) => found.problems.push(unreadable(error)),
            Ok(kind) if kind.is_dir() => walk(root, &path, found),
            Ok(kind) if kind.is_file() => found.add(&path),
            Ok(_) => found.problems.push(Problem::NoFile(path)),
        }
    }
}

/// Every entry of a zip. Two of one name are two files to some programmes, and the first or the last to others.
fn entries(archive: &mut ZipArchive<BufReader<File>>, found: &mut Found) {
    if archive.has_duplicate_names() {
        found.problems.push(Problem::Archive("two entries have one name".to_owned()));
    }
    if !archive.comment().is_empty() {
        found.problems.push(Problem::Archive("it has a comment".to_owned()));
    }
    match archive.has_overlapping_files() {
        Ok(false) => {}
        Ok(true) => found.problems.push(Problem::Archive("entries overlap".to_owned())),
        Err(error) => found.problems.push(Problem::Archive(error.to_string())),
    }
    for number in 0..archive.len() {
        if found.is_full() {
            return;
        }
        let entry = match archive.by_index_raw(number) {
            Ok(entry) => entry,
            Err(error) => {
                found.problems.push(Problem::Archive(format!("entry {number}: {error}")));
                continue;
            }
        };
        let Ok(path) = std::str::from_utf8(entry.name_raw()).map(str::to_owned) else {
            found.problems.push(Problem::Name(format!("the name of entry {number} is no text")));
            continue;
        };
        if entry.is_symlink() || entry.is_dir() || !entry.is_file() {
            found.problems.push(Problem::NoFile(path));
        } else if entry.encrypted() || entry.compression() != CompressionMethod::Deflated {
            found.problems.push(Problem::Archive(format!("{path} is encrypted, or packed in another way than ours")));
        } else {
            found.add(&path);
        }
    }
}
