//! Writes a snapshot: plain or compressed, readable by its owner alone, and whole or not at all.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::Snapshot;
use super::digest::hex;
use super::line::{AssetLine, Footer, Line};

/// Why a snapshot was not written; nothing is left behind, and what was there before still is.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the snapshot {}", path.display())]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

/// How hard zstd tries: its own default, past which a snapshot hardly shrinks.
const COMPRESSION_LEVEL: i32 = 3;

impl Snapshot {
    /// Writes the file, compressed where its name ends in `.zst`: first to a temporary file
    /// beside it with mode 0600, which then takes its place.
    pub fn write(&self, path: &Path) -> Result<(), WriteError> {
        let failed = |source| WriteError { path: path.to_owned(), source };
        let temporary = beside(path).map_err(failed)?;
        let written = self.write_file(&temporary, is_compressed(path)).and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            // The first error is the one to report; that the rest cannot be cleared away adds nothing.
            let _ = fs::remove_file(&temporary);
        }
        written.and_then(|()| sync_folder(path)).map_err(failed)
    }

    fn write_file(&self, path: &Path, compressed: bool) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        let file = if compressed {
            let mut encoder = zstd::Encoder::new(BufWriter::new(file), COMPRESSION_LEVEL)?;
            encoder.include_checksum(true)?;
            self.write_to(&mut encoder)?;
            encoder.finish()?
        } else {
            let mut file = BufWriter::new(file);
            self.write_to(&mut file)?;
            file
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    /// Writes every line, uncompressed. What was merged has several headers, and is refused.
    pub fn write_to(&self, writer: impl Write) -> io::Result<()> {
        if !self.merged.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "merged snapshots are no one collection's"));
        }
        let mut lines = Lines { writer, digest: Sha256::new(), buffer: Vec::new() };
        lines.put(&Line::Header(self.header.clone()))?;
        for population in &self.populations {
            lines.put(&Line::Population(population.clone()))?;
        }
        for asset in self.assets() {
            lines.put(&Line::Asset(AssetLine {
                kind: Cow::Borrowed(asset.kind()),
                account: Cow::Borrowed(asset.account()),
                region: Cow::Borrowed(asset.region()),
                id: Cow::Borrowed(asset.id),
                name: Cow::Borrowed(asset.name),
                facts: serde_json::from_str::<&RawValue>(asset.facts)?,
            }))?;
        }
        for gap in &self.gaps {
            lines.put(&Line::Gap(gap.clone()))?;
        }
        for call in &self.calls {
            lines.put(&Line::Call(call.clone()))?;
        }
        let sha256 = hex(lines.digest.clone());
        lines.put(&Line::Footer(Footer { counts: self.counts(), sha256 }))?;
        lines.writer.flush()
    }
}

/// Whether a snapshot of that name is to be compressed.
fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zst"))
}

/// Writes lines and keeps the digest of them.
struct Lines<W> {
    writer: W,
    digest: Sha256,
    buffer: Vec<u8>,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        self.digest.update(&self.buffer);
        self.writer.write_all(&self.buffer)
    }
}

/// A name in the same folder, hence on the same file system, that no other process takes.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(temporary))
}

/// Makes the new name last, where the system lets a folder be synced.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
