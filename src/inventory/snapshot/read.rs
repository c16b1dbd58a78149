//! Reads a snapshot back, and refuses one that is not whole, not in order, or not the file that was written.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::digest::hex;
use super::line::{AssetLine, FORMAT, Footer, Line, Section};
use super::{Snapshot, listing};
use crate::inventory::asset::Key;

/// Why a snapshot was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be opened.
    #[error("cannot open the snapshot {}", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The bytes cannot be read, or not be decompressed.
    #[error("line {line}: cannot read on: the file is damaged or the disk failed; copy it again from its source")]
    Io {
        /// The line that was being read, from 1.
        line: usize,
        /// Why.
        source: io::Error,
    },
    /// The first line is no header of ours.
    #[error("line 1: this is no tickmark snapshot; `tickmark collect --save FILE` writes one")]
    NotASnapshot,
    /// Written by a later tickmark.
    #[error(
        "line 1: snapshot format {found} is newer than format {newest}, the newest that this tickmark reads; update tickmark"
    )]
    NewerFormat {
        /// The format of the file.
        found: u64,
        /// The newest we know.
        newest: u32,
    },
    /// A format that never was.
    #[error("line 1: there is no snapshot format {found}; the file is damaged: copy it again from its source")]
    NoSuchFormat {
        /// The format of the file.
        found: u64,
    },
    /// The file ends before its footer does.
    #[error(
        "line {line}: the file is cut short: its footer is missing; copy it again from its source, or collect again"
    )]
    Truncated {
        /// The first line that is missing or not whole, from 1.
        line: usize,
    },
    /// A line does not decode.
    #[error("line {line}: this line does not decode; the file is damaged: copy it again from its source")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// A line stands where it must not, or twice.
    #[error("line {line}: this line is out of order or stands twice; the file was edited: get the original")]
    OutOfOrder {
        /// The line, from 1.
        line: usize,
    },
    /// The footer tells of other lines than those before it.
    #[error("line {line}: the footer does not match the lines before it; the file was altered: get the original")]
    Altered {
        /// The line of the footer.
        line: usize,
    },
    /// Something follows the footer.
    #[error("line {line}: there is more after the footer; the file was altered: get the original")]
    Trailing {
        /// The line after the footer.
        line: usize,
    },
}

/// One format version: what turns a line of it into a line of the next version. A new version
/// adds a row and leaves the old ones as they are, so that old snapshots stay readable.
struct Version {
    format: u32,
    upgrade: fn(&str) -> Result<Cow<'_, str>, serde_json::Error>,
}

static VERSIONS: &[Version] = &[Version { format: FORMAT, upgrade: |line| Ok(Cow::Borrowed(line)) }];

/// The line as the newest format would have it.
fn upgrade(line: &str, from: u32) -> Result<Cow<'_, str>, serde_json::Error> {
    let steps = VERSIONS.iter().filter(|version| version.format >= from);
    steps.map(|version| version.upgrade).try_fold(Cow::Borrowed(line), |line, upgrade| match line {
        Cow::Borrowed(line) => upgrade(line),
        Cow::Owned(line) => upgrade(&line).map(|line| Cow::Owned(line.into_owned())),
    })
}

impl Snapshot {
    /// Reads a file, plain or compressed.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|source| ReadError::Open { path: path.to_owned(), source })?;
        Self::read_from(file)
    }

    /// Reads all of `reader`, plain or compressed: the first bytes tell.
    pub fn read_from(mut reader: impl Read) -> Result<Self, ReadError> {
        let unreadable = |source| ReadError::Io { line: 1, source };
        let mut magic = Vec::new();
        reader.by_ref().take(4).read_to_end(&mut magic).map_err(unreadable)?;
        let compressed = magic == zstd::zstd_safe::MAGICNUMBER.to_le_bytes();
        let whole = Cursor::new(magic).chain(reader);
        if compressed {
            let decoder = zstd::Decoder::new(whole).map_err(unreadable)?;
            read_lines(BufReader::new(decoder))
        } else {
            read_lines(BufReader::new(whole))
        }
    }
}

/// A file being read.
struct Reading<R> {
    reader: R,
    line: usize,
    buffer: Vec<u8>,
    digest: Sha256,
}

impl<R: BufRead> Reading<R> {
    /// Reads the next line whole, its end included.
    fn next(&mut self) -> Result<(), ReadError> {
        self.line += 1;
        self.buffer.clear();
        let line = self.line;
        match self.reader.read_until(b'\n', &mut self.buffer) {
            Ok(_) if self.buffer.ends_with(b"\n") => Ok(()),
            Ok(_) => Err(ReadError::Truncated { line }),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(ReadError::Truncated { line }),
            Err(source) => Err(ReadError::Io { line, source }),
        }
    }

    fn text(&self) -> Result<&str, ReadError> {
        let malformed = |error| self.malformed(<serde_json::Error as serde::de::Error>::custom(error));
        std::str::from_utf8(&self.buffer).map_err(malformed)
    }

    fn malformed(&self, source: serde_json::Error) -> ReadError {
        ReadError::Malformed { line: self.line, source }
    }

    /// Whether the reader has nothing more to give.
    fn is_at_end(&mut self) -> Result<bool, ReadError> {
        let line = self.line + 1;
        self.reader.fill_buf().map(<[u8]>::is_empty).map_err(|source| ReadError::Io { line, source })
    }
}

fn read_lines(reader: impl BufRead) -> Result<Snapshot, ReadError> {
    let mut file = Reading { reader, line: 0, buffer: Vec::new(), digest: Sha256::new() };
    file.next().map_err(|error| if file.buffer.is_empty() { error } else { ReadError::NotASnapshot })?;
    let from = format_of(&file.buffer)?;
    let mut snapshot = match serde_json::from_str(&upgrade(file.text()?, from).map_err(|e| file.malformed(e))?) {
        Ok(Line::Header(header)) => Snapshot::empty(header),
        Ok(_) => return Err(ReadError::NotASnapshot),
        Err(source) => return Err(file.malformed(source)),
    };
    snapshot.header.format = FORMAT;
    let mut order = Order { section: Section::Header, asset: None };
    loop {
        file.digest.update(&file.buffer);
        file.next()?;
        let text = upgrade(file.text()?, from).map_err(|error| file.malformed(error))?;
        let line = serde_json::from_str::<Line<'_>>(&text).map_err(|error| file.malformed(error))?;
        if !order.admits(&line, &snapshot) {
            return Err(ReadError::OutOfOrder { line: file.line });
        }
        match line {
            Line::Header(_) => {}
            Line::Population(population) => snapshot.populations.push(population),
            Line::Asset(AssetLine { kind, account, region, id, name, facts }) => {
                snapshot.push(&kind, &account, &region, &id, &name, facts.get());
            }
            Line::Gap(gap) => snapshot.gaps.push(gap),
            Line::Call(call) => snapshot.calls.push(call),
            Line::Footer(footer) => {
                check_footer(&footer, &snapshot, &file)?;
                break;
            }
        }
    }
    if file.is_at_end()? { Ok(snapshot) } else { Err(ReadError::Trailing { line: file.line + 1 }) }
}

/// The format version that the first line names.
fn format_of(line: &[u8]) -> Result<u32, ReadError> {
    let header: serde_json::Value = serde_json::from_slice(line).map_err(|_| ReadError::NotASnapshot)?;
    let found = header.pointer("/header/format").and_then(serde_json::Value::as_u64).ok_or(ReadError::NotASnapshot)?;
    let known = VERSIONS.iter().map(|version| version.format).find(|format| u64::from(*format) == found);
    match known {
        Some(format) => Ok(format),
        None if found > u64::from(FORMAT) => Err(ReadError::NewerFormat { found, newest: FORMAT }),
        None => Err(ReadError::NoSuchFormat { found }),
    }
}

/// The footer must tell of these lines, and be written just as we write it.
fn check_footer<R>(footer: &Footer, snapshot: &Snapshot, file: &Reading<R>) -> Result<(), ReadError> {
    let own = Line::Footer(Footer { counts: snapshot.counts(), sha256: hex(file.digest.clone()) });
    let mut bytes = serde_json::to_vec(&own).map_err(|source| ReadError::Malformed { line: file.line, source })?;
    bytes.push(b'\n');
    let same = matches!(&own, Line::Footer(own) if own == footer);
    if same && bytes == file.buffer { Ok(()) } else { Err(ReadError::Altered { line: file.line }) }
}

/// What the lines so far allow to come next.
struct Order {
    section: Section,
    asset: Option<Key>,
}

impl Order {
    /// Whether the line comes after those before it; within its section too.
    fn admits(&mut self, line: &Line<'_>, snapshot: &Snapshot) -> bool {
        let section = line.section();
        if section < self.section || section == Section::Header {
            return false;
        }
        self.section = section;
        match line {
            Line::Population(population) => {
                snapshot.populations.last().is_none_or(|last| listing(last) < listing(population))
            }
            Line::Asset(AssetLine { kind, account, region, id, .. }) => {
                let key = Key {
                    kind: kind.clone().into_owned(),
                    account: account.clone().into_owned(),
                    region: region.clone().into_owned(),
                    id: id.clone().into_owned(),
                };
                let after = self.asset.as_ref().is_none_or(|last| *last < key);
                self.asset = Some(key);
                after
            }
            Line::Gap(record) => snapshot.gaps.last().is_none_or(|last| last.gap < record.gap),
            Line::Call(call) => snapshot.calls.last().is_none_or(|last| last <= call),
            Line::Header(_) | Line::Footer(_) => true,
        }
    }
}
